"""The legal lines a quote is held against: rules of the knowledge that are in force and fit the lender."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from calculator import LegalLine, Place, Standing
from calculator.texts import percent
from knowledge import Knowledge, parse_value, render
from knowledge.models import Lender

_INSTITUTIONS = {str(one) for one in (Lender.BANK, Lender.SMALL_LOAN, Lender.CONSUMER_FINANCE)}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A line with the id of its rule."""

    rule: str
    line: LegalLine


def rule_lines(
    knowledge: Knowledge, today: dt.date, lender: Lender | None = None, *, is_private: bool = False
) -> tuple[RuleLine, ...]:
    """The lines that hold ``today`` for loans of ``lender``.

    Where the lender is not known, only the lines that hold for every kind of institution; of a loan between
    private persons, the lines for those.
    """
    found = []
    for key, rule in knowledge.rules.items():
        applies: set[str] = {str(one) for one in rule.applies_to}
        fits = "private" in applies if is_private else _fits(applies, lender)
        entry = knowledge.rule(key, today) if applies and fits else None
        if entry is None:
            continue
        figure = parse_value(entry.value, rule.kind).high
        if figure is not None:
            says = render(rule.says, knowledge, today).text if rule.says else ""
            line = LegalLine(name=rule.name, annual_percent=figure, kind=says, as_of=rule.checked)
            found.append(RuleLine(key, line))
    return tuple(sorted(found, key=lambda one: one.line.annual_percent))


def _fits(applies: set[str], lender: Lender | None) -> bool:
    return str(lender) in applies if lender is not None else applies >= _INSTITUTIONS


def standing_sentence(standings: tuple[Standing, ...]) -> str:
    """Where a cost stands against the lines, in one or two sentences; what is crossed comes first."""
    above = [one for one in standings if one.place is Place.ABOVE]
    within = [one for one in standings if one.place is not Place.ABOVE]
    said = [
        (one.line.kind or f"超过{one.line.name} {percent(one.line.annual_percent)}").rstrip("。")
        for one in above
    ]
    if within:
        lowest = within[0].line
        said.append(f"没有超过{lowest.name} {percent(lowest.annual_percent)}")
    return "；".join(said) + "。" if said else ""
