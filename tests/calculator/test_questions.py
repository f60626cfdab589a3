"""Overdue, comparison, the reverse questions, affordability."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculator import (
    Burden,
    CalculatorError,
    FeeCollection,
    LegalLine,
    Method,
    NoSolutionError,
    Offer,
    PaymentTooSmallError,
    affordability,
    borrowable,
    compare,
    hidden_rate,
    minimum_offer,
    months_needed,
    overdue,
    quote,
)

from .builders import D, by_days, daily, level, monthly, per_period, told, yearly
from .strategies import decimals


def test_overdue_by_hand() -> None:
    """1,000 overdue at 0.05 % × 1.5: 0.75 a day, as pages on such a product print."""
    late = overdue(D(1000), 10, rate=daily("0.05"))
    assert (late.per_day, late.penalty, late.ordinary) == (D("0.75"), D("7.50"), D("5.00"))


def test_overdue_with_everything() -> None:
    late = overdue(
        D(1000),
        5,
        rate=daily("0.05"),
        interest=D(100),
        penalty_rate=daily("0.1"),
        late_fee=D(20),
        on_interest=True,
    )
    assert (late.penalty, late.compound, late.extra) == (D("5.00"), D("0.50"), D("25.50"))
    assert late.total_due == D("1125.50")


@pytest.mark.parametrize(("days", "charged"), [(3, 0), (4, 4)])
def test_grace_days_are_free_until_they_are_over(days: int, charged: int) -> None:
    late = overdue(D(1000), days, rate=daily("0.05"), grace_days=3, late_fee=D(9))
    assert late.charged_days == charged
    assert late.late_fee == (9 if charged else 0)


@given(decimals("1", "100000", 2), st.integers(1, 1000), decimals("0", "0.1", 3))
def test_a_day_more_never_costs_less(principal: Decimal, days: int, percent: Decimal) -> None:
    rate = daily(str(percent))
    assert overdue(principal, days, rate=rate).extra <= overdue(principal, days + 1, rate=rate).extra


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 4000},
        {"multiple": D("0.5")},
        {"multiple": D(11)},
        {"interest": D(-1)},
        {"grace_days": -1},
    ],
)
def test_overdue_refuses(wrong: dict[str, Any]) -> None:
    days = wrong.pop("days", 10)
    with pytest.raises(CalculatorError, match="："):
        overdue(D(1000), days, rate=daily("0.05"), **wrong)


def test_comparison() -> None:
    offers = [
        level("20000", rate=yearly("18"), name="甲"),
        level("20000", rate=per_period("0.6"), method=Method.FLAT_FEE, name="乙"),
        told("20000", "1850", 12),
    ]
    found = compare(offers, [LegalLine(name="线", annual_percent=D(15))])
    assert found.names == ("甲", "乙", "方案3")
    assert found.by_rate == found.by_cost == (1, 0, 2)
    assert found.same_need
    assert [q.standings[0].place.value for q in found.quotes] == ["above", "below", "above"]


def test_comparison_of_different_needs_says_so() -> None:
    found = compare([level(months=12), level(months=24, rate=yearly("11"))])
    assert not found.same_need
    assert found.by_rate == (1, 0)
    assert found.by_cost == (0, 1)
    assert any("不能直接比" in line for line in found.reading)


@pytest.mark.parametrize("count", [0, 1, 13])
def test_comparison_needs_two_to_twelve(count: int) -> None:
    with pytest.raises(CalculatorError, match="2 到 12 个"):
        compare([level()] * count)


def test_hidden_rate_with_a_fee() -> None:
    plain = hidden_rate(D(10000), D(950), 12).cost.simple_annual_percent
    assert round(plain, 2) == D("24.91")
    assert hidden_rate(D(10000), D(950), 12, upfront_fee=D(200)).cost.simple_annual_percent > plain


TERMS = [
    level(),
    level(rate=yearly("0")),
    level(months=360, rate=yearly("4.9")),
    level(method=Method.EQUAL_PRINCIPAL, months=7),
    level(method=Method.INTEREST_ONLY),
    level(method=Method.BULLET),
    by_days(),
    level(rate=per_period("0.6"), method=Method.FLAT_FEE, months=36),
    level(rate=per_period("0.6"), method=Method.FLAT_FEE, fee_collection=FeeCollection.FIRST_PERIOD),
    level(monthly_service_fee=D(30), upfront_fee=D(100)),
]


@pytest.mark.parametrize("terms", TERMS, ids=range(len(TERMS)))
@pytest.mark.parametrize("payment", ["500", "800", "1234.56"])
def test_borrowable_uses_up_the_payment(terms: Offer, payment: str) -> None:
    found = borrowable(D(payment), terms)
    first = found.schedule.rows[0].payment
    assert first <= D(payment)
    assert D(payment) - first < D("0.05")
    assert found.offer.months == terms.months


@pytest.mark.parametrize(
    ("payment", "terms"),
    [
        (D("0.5"), level(monthly_service_fee=D(30))),
        (D(100), level(method=Method.INTEREST_ONLY, rate=yearly("0"))),
        (D("1e9"), level(method=Method.INTEREST_ONLY, rate=yearly("0.01"))),
        (D("NaN"), level()),
        (D(100), told("1000", "100", 12)),
    ],
)
def test_borrowable_says_no(payment: Decimal, terms: Offer) -> None:
    with pytest.raises(CalculatorError):
        borrowable(payment, terms)


def test_months_needed() -> None:
    found = months_needed(D(10000), D(1000), monthly("1"))
    assert (found.months, found.last_payment) == (11, D("589.85"))
    assert found.rows[-1].balance == 0
    assert months_needed(D(1200), D(100), yearly("0")).months == 12


@given(decimals("1000", "100000", 2), st.integers(2, 120), decimals("0", "36", 2))
def test_months_needed_undoes_a_level_loan(principal: Decimal, months: int, percent: Decimal) -> None:
    payment = borrowed = None
    terms = level(str(principal), months, yearly(str(percent)))
    schedule = quote(terms).schedule
    payment, borrowed = schedule.first_payment, schedule.principal
    assume(payment > 1)
    found = months_needed(borrowed, payment, yearly(str(percent)))
    # the half fen of the payment may leave a few fen for one more month
    assert months <= found.months <= months + 1
    assert found.total_paid - schedule.total_paid < payment


def test_a_payment_too_small_says_how_much_is_needed() -> None:
    with pytest.raises(PaymentTooSmallError, match=r"每月利息就要 150 元.*应高于 150 元"):
        months_needed(D(10000), D(150), yearly("18"))
    with pytest.raises(NoSolutionError, match="600 个月"):
        months_needed(D(10000), D("150.01"), yearly("18"))


def test_only_the_minimum_by_hand() -> None:
    """Half of what is owed and 1 %, what is below 300 whole: 500 + 10, 250 + 5, 250 + 2.50."""
    offer = minimum_offer(D(1000), monthly("1"), D(50), D(300))
    assert offer.payments == (D(510), D(255), D("252.50"))
    assert quote(offer).schedule.total_interest == D("17.50")


@given(decimals("1", "100000", 2), decimals("0", "3", 2), decimals("5", "100", 0), decimals("0", "500", 0))
def test_only_the_minimum_ends_and_costs_its_rate(
    principal: Decimal, percent: Decimal, share: Decimal, below: Decimal
) -> None:
    offer = minimum_offer(principal, monthly(str(percent)), share, below)
    balance = principal
    for payment in offer.payments:
        assert payment >= min(balance, D("0.01"))
        balance -= payment - (balance * percent / 100).quantize(D("0.01"), ROUND_HALF_UP)
    assert balance == 0


def test_a_minimum_that_is_none_is_refused() -> None:
    for share in (D(0), D(101)):
        with pytest.raises(CalculatorError, match="最低还款比例"):
            minimum_offer(D(1000), monthly("1"), share)
    with pytest.raises(NoSolutionError, match="600 个月"):
        minimum_offer(D(1000000), monthly("1"), D("0.01"))


@pytest.mark.parametrize(
    ("payment", "other", "burden"),
    [
        ("1500", "0", "comfortable"),
        ("1500", "600", "tight"),
        ("1500", "1600", "heavy"),
        ("5000", "1", "impossible"),
    ],
)
def test_affordability(payment: str, other: str, burden: str) -> None:
    found = affordability(D(payment), D(5000), other_payments=D(other))
    assert found.burden is Burden(burden)
    assert found.left == D(5000) - D(payment) - D(other)
    assert "每月一共要还" in found.reading


def test_affordability_lines_are_inputs() -> None:
    found = affordability(D(2000), D(5000), comfortable_percent=D(45))
    assert found.burden is Burden.COMFORTABLE


@pytest.mark.parametrize("income", ["0", "-1", "NaN"])
def test_affordability_needs_an_income(income: str) -> None:
    with pytest.raises(CalculatorError, match="每月收入"):
        affordability(D(100), D(income))
