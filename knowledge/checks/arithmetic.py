"""Statements about one product that cannot all be true, by arithmetic.

A daily rate and an annual rate, a fixed limit and its bounds, a penalty and what it is a multiple of: where a
moderator has not marked the contradiction (``conflict``, ``agree`` or the status of a claim), it is an error.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledge.base import KnownFact
from knowledge.checks.scope import Scope
from knowledge.checks.values import claim_place
from knowledge.expressions import Interval, shown
from knowledge.models import Status
from knowledge.problems import Problem
from knowledge.values import Kind, Value

DAILY_RATE = "daily_rate"
ANNUAL_RATE = "annual_rate"
PENALTY_MULTIPLE = "penalty_multiple"
PENALTY_DAILY = "penalty_daily"
FIXED_LIMIT = "fixed_limit"
LIMIT = "credit_limit"
ATTRIBUTES = (DAILY_RATE, ANNUAL_RATE, PENALTY_MULTIPLE, PENALTY_DAILY, FIXED_LIMIT, f"{LIMIT}_max")

YEARS = (365, 360)  # days that lenders count as a year
# A rate is published with few digits: 3% a year is given as 0.0083% a day, which is 2.988% by 360 days
ROUNDING = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two facts that cannot both be true; ``index`` is the claim of ``fact`` where it is reported."""

    fact: KnownFact
    index: int
    against: KnownFact
    wrong: str


def contradictions(scope: Scope) -> Iterator[Contradiction]:
    """All of them, marked or not."""
    for subject in scope.knowledge.subjects.values():
        facts = {
            key: fact for key in subject.facts if (fact := scope.knowledge.fact(subject.id, key)) is not None
        }
        yield from _rates(facts)
        yield from _penalties(facts)
        yield from _bounds(facts)


def unmarked_contradictions(scope: Scope) -> Iterator[Problem]:
    """A contradiction that nobody has marked as one."""
    for one in contradictions(scope):
        if is_marked(one.fact) or is_marked(one.against):
            continue
        yield scope.problem(
            one.fact.subject.file,
            claim_place(one.fact, one.index),
            one.wrong,
            "请改对；若来源就是这么说的，在其中一个事实下写 conflict（该信什么）或 agree（为什么不矛盾）",
            "conflict: 两种说法不一致，以借款页面展示的年化利率为准",
        )


def is_marked(fact: KnownFact) -> bool:
    """Whether a moderator has said of ``fact`` how its claims stand to each other."""
    return fact.fact.conflict is not None or fact.fact.agree is not None


def _rates(facts: dict[str, KnownFact]) -> Iterator[Contradiction]:
    annual = facts.get(ANNUAL_RATE)
    if annual is None:
        return
    for daily in facts.values():
        if daily.attribute.kind is not Kind.DAILY_RATE or not daily.key.startswith(DAILY_RATE):
            continue
        for (_, day), (index, year) in itertools.product(_current(daily), _current(annual)):
            scaled = [_times(day, Decimal(days)) for days in YEARS]
            if not any(_within(one, year) for one in scaled):
                said = "，".join(
                    f"× {days} 是 {shown(_times(Interval.of(day), Decimal(days)), Kind.ANNUAL_RATE)}"
                    for days in YEARS
                )
                yield Contradiction(
                    annual,
                    index,
                    daily,
                    f"{daily.attribute.name} {day.text} {said}，不在{annual.attribute.name} {year.text} 之内",
                )


def _penalties(facts: dict[str, KnownFact]) -> Iterator[Contradiction]:
    multiple, rate, penalty = (facts.get(key) for key in (PENALTY_MULTIPLE, DAILY_RATE, PENALTY_DAILY))
    if multiple is None or rate is None or penalty is None:
        return
    for (_, times), (_, day), (index, said) in itertools.product(
        _current(multiple), _current(rate), _current(penalty)
    ):
        product = Interval.of(times).combined("×", Interval.of(day))
        percent = Interval(*(None if one is None else one * 100 for one in (product.low, product.high)))
        if not _within(percent, said, reverse=True):
            yield Contradiction(
                penalty,
                index,
                multiple,
                f"{rate.attribute.name} {day.text} 的 {times.text} 是 {shown(product, Kind.DAILY_RATE)}，"
                f"{penalty.attribute.name}却写 {said.text}",
            )


def _bounds(facts: dict[str, KnownFact]) -> Iterator[Contradiction]:
    for low in facts.values():
        high = facts.get(f"{low.key[:-4]}_max") if low.key.endswith("_min") else None
        if high is None:
            continue
        for (_, least), (index, most) in itertools.product(_current(low), _current(high)):
            top = most.high if most.high is not None else most.low
            if least.low is not None and top is not None and least.low > top:
                wrong = f"{low.attribute.name} {least.text} 大于{high.attribute.name} {most.text}"
                yield Contradiction(high, index, low, wrong)
    fixed = facts.get(FIXED_LIMIT)
    if fixed is None:
        return
    for bound, is_above in ((facts.get(f"{LIMIT}_max"), True), (facts.get(f"{LIMIT}_min"), False)):
        if bound is None:
            continue
        for (index, amount), (_, limit) in itertools.product(_current(fixed), _current(bound)):
            edge = limit.high if is_above else limit.low
            here = amount.high if is_above else amount.low
            if edge is not None and here is not None and (here > edge if is_above else here < edge):
                wrong = f"{fixed.attribute.name} {amount.text} 在{bound.attribute.name} {limit.text} 之外"
                yield Contradiction(fixed, index, bound, wrong)


def _current(fact: KnownFact) -> list[tuple[int, Value]]:
    """The values of the claims that are said to hold; one that is marked otherwise contradicts nothing."""
    return [
        (index, value)
        for index, claim in enumerate(fact.fact.all_claims)
        if claim.status is Status.CURRENT and (value := fact.typed(claim)) is not None
    ]


def _times(value: Value | Interval, factor: Decimal) -> Interval:
    return Interval(*(None if bound is None else bound * factor for bound in (value.low, value.high)))


def _within(inner: Interval, outer: Value, *, reverse: bool = False) -> bool:
    """Whether ``inner`` lies in ``outer`` (reversed: ``outer`` in ``inner``) but for rounding.

    A bound that is open never hurts.
    """
    small, large = (outer, inner) if reverse else (inner, outer)
    lowest = small.low if small.low is not None else small.high
    highest = small.high if small.high is not None else small.low
    if lowest is None or highest is None:
        return True
    return (large.low is None or lowest >= large.low * (1 - ROUNDING)) and (
        large.high is None or highest <= large.high * (1 + ROUNDING)
    )
