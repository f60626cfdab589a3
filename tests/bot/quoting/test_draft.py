"""Slots and what replaces what."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from bot.quoting.draft import Draft
from calculator import Method


def draft(**slots: object) -> Draft:
    return Draft.model_validate(slots)


RATE = {"percent": "0.05", "period": "day"}


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (draft(principal=1, periods=6), draft(principal=2), draft(principal=2, periods=6)),
        (draft(periods=6), draft(days=20), draft(days=20)),
        (draft(days=20), draft(periods=6), draft(periods=6)),
        (draft(payment=950), draft(rate=RATE), draft(rate=RATE)),
        (draft(rate=RATE), draft(payment=950), draft(payment=950)),
        (draft(rate=RATE), draft(payment=950, rate=RATE), draft(payment=950, rate=RATE)),
        (draft(method="daily_simple", days=9), draft(periods=6), draft(periods=6)),
        (draft(method="equal_principal", periods=6), draft(periods=9), draft(method="equal_principal", periods=9)),
        (draft(budget=800), draft(principal=5000), draft(principal=5000)),
        (draft(product="jiebei", principal=1), draft(periods=6), draft(product="jiebei", principal=1, periods=6)),
    ],
    ids=[
        "own slot", "days for instalments", "instalments for days", "rate for payment", "payment for rate", "both at once",
        "by days no more", "method stays", "an amount for a budget", "product stays",
    ],
)  # fmt: skip
def test_updated(before: Draft, said: Draft, after: Draft) -> None:
    assert before.updated(said) == after


def test_another_product_charges_otherwise() -> None:
    loan = draft(product="jiebei", principal=10000, periods=6, rate=RATE, fee=10, method="equal_principal")
    other = loan.of_product("weilidai", keeps_rate=False)
    assert other == draft(product="weilidai", principal=10000, periods=6, method="equal_principal")
    assert loan.of_product("weilidai", keeps_rate=True).rate == loan.rate
    assert loan.of_product("jiebei", keeps_rate=False) is loan


def test_slots_hold_what_was_said_and_no_more() -> None:
    assert Draft().slots.to_json() == {}
    assert draft(product="we2000", payment=950, net=8500).slots.to_json() == {}
    assert draft(principal="1234.5", rate={"percent": "7.20", "period": "year"}).slots.to_json() == {
        "principal": 1234.5,
        "rate": "7.2%/year",
    }


def test_implied_methods() -> None:
    assert draft(rate={"percent": 1, "period": "period"}).slots.to_json()["method"] == Method.FLAT_FEE.value
    assert draft(days=9, rate=RATE).slots.to_json()["method"] == Method.DAILY_SIMPLE.value


@pytest.mark.parametrize(
    "slots", [{"principal": -1}, {"principal": "NaN"}, {"periods": 10**9}, {"unknown": 1}]
)
def test_nonsense_is_refused(slots: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        draft(**slots)


def test_is_empty() -> None:
    assert draft(product="jiebei").is_empty
    assert not draft(days=3).is_empty
    assert Decimal(3) == draft(principal=3).principal
