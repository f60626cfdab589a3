"""The facts of several products as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.replies.model import Table
from knowledge import (
    UNVERIFIED_LEGEND,
    UNVERIFIED_MARK,
    Knowledge,
    KnownFact,
    conflict_sentence,
    render,
    source_ids,
    source_lines,
    staleness_line,
)

UNKNOWN = "没有查到"
# The attributes shown where nothing in particular is compared: what a borrower asks first
_USUAL = (
    "lender_name",
    "credit_limit_max",
    "annual_rate",
    "terms_offered",
    "early_repayment_fee",
    "credit_reporting",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A table of facts with everything that has to be said with it."""

    table: Table
    remarks: tuple[str, ...]
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    source_ids: tuple[str, ...]


def compare_facts(
    products: Sequence[str], topics: Sequence[str], knowledge: Knowledge, today: dt.date
) -> Compared:
    """The attributes of ``topics`` that are made for comparing, for ``products``; the usual ones where there are none.

    The narrower side of the table becomes its columns.
    """
    keys = _attributes(topics, knowledge)
    facts: list[KnownFact] = []
    cells = {}
    for product in products:
        for key in keys:
            fact = knowledge.fact(product, key)
            cells[product, key] = _cell(fact, knowledge, today)
            if fact is not None and fact.best is not None:
                facts.append(fact)
    names = {one: knowledge.products[one].name for one in products}
    labels = {key: knowledge.attributes[key].name for key in keys}
    if len(keys) < len(products):
        header = ("", *labels.values())
        rows = tuple((names[one], *(cells[one, key] for key in keys)) for one in products)
    else:
        header = ("", *names.values())
        rows = tuple((labels[key], *(cells[one, key] for one in products)) for key in keys)
    conflicts = [said for fact in facts if (said := conflict_sentence(fact, knowledge, today))]
    stale = staleness_line(facts, (), today)
    legend = [UNVERIFIED_LEGEND] if any(UNVERIFIED_MARK in cell for cell in cells.values()) else []
    return Compared(
        Table(header, rows),
        (*legend, *([stale] if stale else []), *conflicts),
        source_lines(facts, (), knowledge),
        tuple(fact.id for fact in facts),
        source_ids(facts, (), knowledge),
    )


def is_compared(topic: str, knowledge: Knowledge) -> bool:
    """Whether any attribute of ``topic`` is made for comparing."""
    return any(one.compare and one.topic == topic for one in knowledge.attributes.values())


def _attributes(topics: Sequence[str], knowledge: Knowledge) -> list[str]:
    asked = [key for key, one in knowledge.attributes.items() if one.compare and one.topic in topics]
    return asked or [key for key in _USUAL if key in knowledge.attributes]


def _cell(fact: KnownFact | None, knowledge: Knowledge, today: dt.date) -> str:
    if fact is None or fact.best is None:
        return UNKNOWN
    return render("{" + fact.id + "}", knowledge, today).text
