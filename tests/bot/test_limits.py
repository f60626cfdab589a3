"""Limits: allowed evenly, one kind word, then silence."""

from __future__ import annotations

import datetime as dt
import doctest

from hypothesis import given
from hypothesis import strategies as st

import bot.limits
from bot.limits import Limit, Limits, Rate, Rates, Verdict

NOON = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
SECOND = dt.timedelta(seconds=1)


def test_one_warning_until_it_is_allowed_again() -> None:
    limit = Limit(Rate(2, MINUTE))
    asked = [limit.ask(7, NOON + second * SECOND).value for second in (0, 1, 2, 3, 4, 35, 36, 37)]
    assert asked == ["allow", "allow", "warn", "ignore", "ignore", "allow", "warn", "ignore"]


def test_each_has_an_allowance_of_their_own() -> None:
    limit = Limit(Rate(1, MINUTE))
    assert [limit.ask(key, NOON) for key in (1, 2, 3)] == [Verdict.ALLOW] * 3
    assert limit.ask(1, NOON) is Verdict.WARN


def test_what_waited_for_the_bot_counts_by_when_it_was_written() -> None:
    limit = Limit(Rate(2, MINUTE))
    written = [NOON + minute * MINUTE for minute in range(60)]
    assert {limit.ask(7, moment) for moment in written} == {Verdict.ALLOW}


def test_an_earlier_moment_gives_nothing_back() -> None:
    limit = Limit(Rate(1, MINUTE))
    assert limit.ask(7, NOON) is Verdict.ALLOW
    assert limit.ask(7, NOON - 60 * MINUTE) is Verdict.WARN
    assert limit.ask(7, NOON + SECOND) is Verdict.IGNORE


def test_without_a_limit_everything_is_allowed() -> None:
    limits = Limits(Rates.of(0, 0, 0))
    assert {limits.question(1, -5, NOON) for _ in range(1000)} == {Verdict.ALLOW}
    assert {limits.file(1, NOON) for _ in range(1000)} == {Verdict.ALLOW}


def test_a_group_has_a_limit_of_its_own() -> None:
    limits = Limits(Rates.of(10, 3, 5))
    assert [limits.question(person, -5, NOON).value for person in range(5)] == ["allow"] * 3 + [
        "warn",
        "ignore",
    ]
    assert limits.question(1, 1, NOON) is Verdict.ALLOW


def test_only_so_many_are_remembered() -> None:
    limit = Limit(Rate(1, MINUTE), remembered=10)
    for key in range(100):
        limit.ask(key, NOON)
    assert len(limit._allowances) == 10
    assert limit.ask(99, NOON) is Verdict.WARN


@given(st.lists(st.integers(0, 20), max_size=200), st.integers(1, 20))
def test_never_more_than_the_rate_and_one_full_allowance(gaps: list[int], count: int) -> None:
    limit = Limit(Rate(count, MINUTE))
    moment, allowed = NOON, 0
    for gap in gaps:
        moment += gap * SECOND
        allowed += limit.ask(7, moment) is Verdict.ALLOW
    assert allowed <= count + count * ((moment - NOON) / MINUTE) + 1e-6


def test_examples() -> None:
    assert doctest.testmod(bot.limits).failed == 0


def test_refusals_are_told_by_limit() -> None:
    refused: list[str] = []
    limits = Limits(Rates.of(1, 1, 1), refused.append)
    for chat in (5, -9, -9):
        limits.question(5, chat, NOON)
    limits.question(6, -9, NOON)
    limits.question(7, -9, NOON)
    for _ in range(2):
        limits.file(5, NOON)
    assert refused == ["person", "person", "chat", "files"]
