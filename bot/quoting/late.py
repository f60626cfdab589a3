"""What being late costs: 欠5000逾期20天罚息多少."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from bot.quoting.draft import Draft, StatedRate
from bot.quoting.terms import ProductTerms
from bot.quoting.working import FLAT, Missing, Offers, Worked, rates_of, work_out
from bot.quoting.writing import TOPIC, QuoteWriter
from bot.replies.model import Reply, ReplyKind
from calculator import Overdue, Rate, overdue
from calculator.texts import money, percent
from knowledge import Knowledge, known_rule, parse_value, render

_HUNDRED = Decimal(100)
_MARKUP = "penalty_markup"
_PLACES = 6
_ON_WHAT = "罚息只对逾期的那部分本金算：分期的，一般是逾期那一期的本金，不是全部欠款。"
_NOT_IN_IT = "还没算之前欠的利息、违约金和复利，以账单和合同为准。"


@dataclass(frozen=True, slots=True)
class _Multiples:
    """The penalty rate as multiples of the contract's, the lower first, and a sentence that says whence."""

    low: Decimal
    high: Decimal
    said: str


class LateWriter:
    """Writes replies about the penalty on what is overdue."""

    def __init__(self, writer: QuoteWriter, knowledge: Knowledge) -> None:
        self._writer = writer
        self._knowledge = knowledge

    def answer(self, draft: Draft, days: int, today: dt.date) -> Reply | Missing:
        """What ``days`` of delay cost by ``draft``, from the lowest to the highest, or the slot that is missing.

        Raises:
            CalculatorError: with a message in Chinese, where what was said cannot be.
        """
        terms = self._writer.terms_of(draft.product)
        owed = self._owed(draft, terms, today)
        if isinstance(owed, Missing):
            return owed
        principal, what = owed
        if draft.penalty is not None:
            return _by_penalty(draft, draft.penalty, days, principal, what)
        made = Offers([], [], [])
        rates = [rate for _, rate in rates_of(draft, principal, terms, made)]
        if not rates or rates[0].period in FLAT:
            return Missing("rate")
        multiples = self._multiples(terms, made, today)
        best = overdue(principal, days, rate=rates[0], multiple=multiples.low)
        worst = overdue(principal, days, rate=rates[-1], multiple=multiples.high)
        lines = (
            *(self._rendered(line, today) for line in (*made.assumed, multiples.said)),
            _rates(rates, best, worst),
            _total(best, worst),
            "" if draft.has_term else _ON_WHAT,
        )
        reply = _reply(draft, days, f"{what} {money(principal)}", best, worst, lines)
        rules = () if terms is not None and terms.penalty is not None else (_MARKUP,)
        return self._writer.sourced(reply, made.facts, rules, today)

    def _owed(
        self, draft: Draft, terms: ProductTerms | None, today: dt.date
    ) -> tuple[Decimal, str] | Missing:
        """What is overdue, and what it is: of a loan by instalments one of them."""
        if draft.payment is not None:
            return draft.payment, "一期该还的"
        if draft.principal is not None and draft.periods is not None and draft.periods > 1:
            worked = work_out(draft, terms, today)
            if not isinstance(worked, Worked):
                return worked
            return worked.worst.schedule.rows[0].principal, "按第 1 期的本金"
        amount = draft.principal if draft.principal is not None else draft.total
        return (amount, "本金") if amount is not None else Missing("principal")

    def _multiples(self, terms: ProductTerms | None, made: Offers, today: dt.date) -> _Multiples:
        if terms is not None and terms.penalty is not None:
            made.facts.append(terms.penalty.fact)
            said = f"罚息按资料里{terms.name}的口径：平时利率的{{{terms.penalty.fact.id}}}。"
            return _Multiples(terms.penalty.multiple, terms.penalty.multiple, said)
        known = known_rule(_MARKUP, self._knowledge, today)
        figure = parse_value(known.entry.value, known.rule.kind) if known is not None else None
        if figure is None or figure.low is None or figure.high is None:
            return _Multiples(Decimal(1), Decimal(1), "没有查到罚息的口径，按平时的利率算，实际会更高。")
        said = f"罚息一般在合同利率上加收{{rules.{_MARKUP}}}，合同写明的以合同为准。"
        return _Multiples(1 + figure.low / _HUNDRED, 1 + figure.high / _HUNDRED, said)

    def _rendered(self, line: str, today: dt.date) -> str:
        return render(line if line.endswith("。") else f"{line}。", self._knowledge, today).text


def _by_penalty(
    draft: Draft, stated: StatedRate, days: int, principal: Decimal, what: str
) -> Reply | Missing:
    """What is charged by a penalty rate that was said itself."""
    if stated.period in FLAT:
        return Missing("rate")
    best, worst = (
        overdue(principal, days, rate=rate, penalty_rate=rate) for rate in (stated.low, stated.high)
    )
    lines = (
        f"按你说的逾期{stated.high} 算，折合一年 {percent(stated.high.annual_percent)}。",
        _total(best, worst),
        "" if draft.has_term else _ON_WHAT,
    )
    return _reply(draft, days, f"{what} {money(principal)}", best, worst, lines)


def _reply(
    draft: Draft, days: int, owed: str, best: Overdue, worst: Overdue, lines: tuple[str, ...]
) -> Reply:
    return Reply(
        kind=ReplyKind.QUOTE,
        title=f"逾期 {days} 天，{owed} 元：罚息 {_span(best.penalty, worst.penalty)} 元，"
        f"多拖一天再加 {_span(best.per_day, worst.per_day)} 元。",
        paragraphs=tuple(line for line in lines if line),
        topic=TOPIC,
        product=draft.product,
        confidence=1.0,
        slots=draft.slots,
    )


def _total(best: Overdue, worst: Overdue) -> str:
    return f"连本金一共 {_span(best.total_due, worst.total_due)} 元；{_NOT_IN_IT}"


def _span(low: Decimal, high: Decimal) -> str:
    return money(low) if low == high else f"{money(low)} 到 {money(high)}"


def _rates(rates: list[Rate], best: Overdue, worst: Overdue) -> str:
    """The penalty by the day, and what of it the ordinary rate would have made."""
    low, high = percent(best.daily_percent, _PLACES), percent(worst.daily_percent, _PLACES)
    ordinary = _span(best.ordinary, worst.ordinary)
    daily = low if low == high else f"{low} 到 {high}"
    return f"逾期的部分每天按 {daily} 算；其中 {ordinary} 元按平时的利率本来就要付。"
