"""Schedules worked out by hand or printed by others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculator import (
    Accrual,
    DatedFlow,
    FeeCollection,
    Method,
    Offer,
    Rate,
    RatePeriod,
    billed_schedule,
    exact_schedule,
    quote,
)
from calculator.decimals import plain

from .builders import D, by_days, daily, level, per_period, told, yearly


def fen(*values: str) -> list[Decimal]:
    return [D(value) for value in values]


def test_level_payments_by_hand() -> None:
    """3,000 at 1 % a month in 3: 3000 × 0.01 / (1 − 1.01^−3) = 1020.066…"""
    rows = billed_schedule(level("3000", 3)).rows
    assert [row.interest for row in rows] == fen("30.00", "20.10", "10.10")
    assert [row.principal for row in rows] == fen("990.07", "999.97", "1009.96")
    assert [row.payment for row in rows] == fen("1020.07", "1020.07", "1020.06")


def test_zero_rate_divides_evenly() -> None:
    rows = billed_schedule(level("100", 3, yearly("0"))).rows
    assert [row.payment for row in rows] == fen("33.33", "33.33", "33.34")
    assert quote(level("100", 3, yearly("0"))).cost.effective_annual_percent == 0


@pytest.mark.parametrize(
    ("principal", "months", "payment", "interest"),
    [
        ("300000", 360, "1592.18", "273184.86"),
        ("1000000", 360, "5307.27", "910616.19"),
        ("630000", 360, "3343.58", "573688.20"),
    ],
)
def test_mortgages_of_public_tables(principal: str, months: int, payment: str, interest: str) -> None:
    """Chinese home loans at 4.9 %, as question-and-answer pages print them (unrounded totals)."""
    schedule = exact_schedule(level(principal, months, yearly("4.9")))
    assert round(schedule.first_payment, 2) == D(payment)
    assert round(schedule.total_interest, 2) == D(interest)


def test_equal_principal_of_public_tables() -> None:
    """630,000 over 30 years at 4.9 %."""
    schedule = exact_schedule(level("630000", 360, yearly("4.9"), method=Method.EQUAL_PRINCIPAL))
    assert round(schedule.first_payment, 2) == D("4322.50")
    assert round(schedule.rows[0].payment - schedule.rows[1].payment, 2) == D("7.15")
    assert round(schedule.total_interest, 2) == D("464336.25")


def test_interest_only_and_bullet() -> None:
    only = billed_schedule(level("10000", 3, method=Method.INTEREST_ONLY))
    assert [row.payment for row in only.rows] == fen("100.00", "100.00", "10100.00")
    bullet = billed_schedule(level("10000", 3, method=Method.BULLET))
    assert [(row.number, row.payment) for row in bullet.rows] == [(3, D("10300.00"))]


def test_bullet_interest_is_simple() -> None:
    """200,000 for six months at 7.5 %: 7,500, not the 7,618.17 of monthly compounding."""
    assert billed_schedule(level("200000", 6, yearly("7.5"), method=Method.BULLET)).total_interest == 7500


@pytest.mark.parametrize(
    ("collection", "payments", "net"),
    [
        (FeeCollection.PER_PERIOD, fen("406.00", "406.00", "406.00"), "1200"),
        (FeeCollection.FIRST_PERIOD, fen("418.00", "400.00", "400.00"), "1200"),
        (FeeCollection.DEDUCTED, fen("400.00", "400.00", "400.00"), "1182"),
    ],
)
def test_flat_fee(collection: FeeCollection, payments: list[Decimal], net: str) -> None:
    offer = level("1200", 3, per_period("0.5"), method=Method.FLAT_FEE, fee_collection=collection)
    schedule = billed_schedule(offer)
    assert [row.payment for row in schedule.rows] == payments
    assert schedule.net_proceeds == D(net)
    assert schedule.total_fees == 18
    assert schedule.total_interest == 0


def test_a_total_fee_is_spread() -> None:
    once = Rate(D("7.2"), RatePeriod.ONCE)
    assert (
        quote(level(rate=once, method=Method.FLAT_FEE)).cost
        == quote(level(rate=per_period("0.6"), method=Method.FLAT_FEE)).cost
    )


def test_by_days() -> None:
    """20 days at 万分之四 on 5,000."""
    schedule = billed_schedule(by_days("5000", 20, daily("0.04")))
    assert schedule.total_paid == 5040
    assert schedule.rows[0].days == 20


def test_calendar_days_of_a_page() -> None:
    """10,000 at 0.035 % a day from 1 June in five: 320.60, as a page on such a product prints."""
    offer = level(
        months=5,
        rate=daily("0.035"),
        method=Method.EQUAL_PRINCIPAL,
        accrual=Accrual.DAILY,
        start_date=date(2024, 6, 1),
    )
    schedule = billed_schedule(offer)
    assert [row.days for row in schedule.rows] == [30, 31, 31, 30, 31]
    assert schedule.total_interest == D("320.60")


def test_months_of_thirty_days() -> None:
    """10,000 at 0.04 % a day in 10, a month taken as 30 days: 660."""
    offer = level(
        months=10,
        rate=daily("0.04"),
        method=Method.EQUAL_PRINCIPAL,
        accrual=Accrual.DAILY,
        days_per_month=30,
    )
    assert billed_schedule(offer).total_interest == 660


def test_level_payment_by_days_is_level_and_exact() -> None:
    offer = level(rate=daily("0.05"), accrual=Accrual.DAILY, start_date=date(2023, 11, 30))
    schedule = billed_schedule(offer)
    assert schedule.level_payment is not None
    assert abs(schedule.last_payment - schedule.first_payment) < D("0.1")
    assert quote(offer).cost.effective_annual_percent > quote(offer).cost.simple_annual_percent


def test_month_ends_and_leap_years() -> None:
    rows = billed_schedule(level(months=13, start_date=date(2024, 1, 31))).rows
    assert [str(row.due) for row in rows[:4]] == ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]
    assert str(rows[-1].due) == "2025-02-28"


def test_a_first_period_of_its_own_length() -> None:
    """45 days at 0.02 % a day on 10,000 are 90; then whole months."""
    offer = level(
        months=2,
        rate=daily("0.02"),
        method=Method.EQUAL_PRINCIPAL,
        first_period_days=45,
        start_date=date(2026, 1, 1),
    )
    rows = billed_schedule(offer).rows
    assert rows[0].interest == 90
    assert rows[1].interest == D("30.42")
    assert [str(row.due) for row in rows] == ["2026-02-15", "2026-03-15"]
    # simple interest over the odd days makes the month's rate of the contract only nearly the IRR
    assert abs(quote(offer).cost.simple_annual_percent - D("7.3")) < D("0.05")


def test_discount_and_interest_free_time() -> None:
    assert billed_schedule(by_days("10000", 10, daily("0.05"), discount_percent=D(70))).total_interest == 35
    assert billed_schedule(by_days("10000", 30, daily("0.05"), interest_free_days=30)).total_interest == 0
    free = billed_schedule(level("1200", 3, method=Method.EQUAL_PRINCIPAL, interest_free_periods=1))
    assert [row.interest for row in free.rows] == fen("0.00", "8.00", "4.00")
    card = level("1200", 3, per_period("1"), method=Method.FLAT_FEE, interest_free_periods=2)
    assert [row.fee for row in billed_schedule(card).rows] == fen("0.00", "0.00", "12.00")


def test_balloon() -> None:
    offer = level("10000", 12, method=Method.BALLOON, balloon=D(4000))
    schedule = billed_schedule(offer)
    assert schedule.last_payment > 4000 > schedule.first_payment * 4
    assert round(quote(offer).cost.simple_annual_percent, 20) == 12


def test_told_payments() -> None:
    """Each month 950 on 10,000, twelve times: 24.91 %, nearly twice the 14 % that 1,400/10,000 suggests."""
    found = quote(told("10000", "950", 12))
    assert found.schedule.total_interest == 1400
    assert round(found.cost.simple_annual_percent, 2) == D("24.91")
    assert found.schedule.rows[0].interest > found.schedule.rows[-1].interest


def test_told_payments_of_different_size() -> None:
    offer = Offer(principal=D(1000), method=Method.FIXED_PAYMENT, payments=(D(0), D(300), D(800)), months=3)
    rows = billed_schedule(offer).rows
    assert [row.payment for row in rows] == fen("0.00", "300.00", "800.00")
    assert rows[0].principal < 0


def test_dated_flows() -> None:
    offer = Offer.from_flows(
        [
            DatedFlow(date(2024, 1, 1), D(10000)),
            DatedFlow(date(2024, 7, 1), D(-6000)),
            DatedFlow(date(2024, 12, 31), D(-6000)),
        ]
    )
    found = quote(offer)
    assert found.schedule.total_interest == 2000
    assert [row.principal + row.interest for row in found.schedule.rows] == fen("6000.00", "6000.00")
    assert found.cost.effective_annual_percent > 20


@pytest.mark.parametrize(("months", "rate"), [(359, "0"), (360, "0.5"), (600, "1")])
@pytest.mark.parametrize("method", [Method.EQUAL_INSTALLMENT, Method.EQUAL_PRINCIPAL])
def test_tiny_loans_still_end_at_zero(method: Method, months: int, rate: str) -> None:
    """100 over 359 months: 0.28 × 358 is more than 100, so rounding up would repay it too early."""
    rows = billed_schedule(level("100", months, yearly(rate), method=method)).rows
    assert rows[-1].balance == 0
    assert all(row.principal >= 0 and row.balance >= 0 for row in rows)
    assert rows[-2].balance > 0
    assert rows[-1].payment < 4


def test_what_rounding_leaves_for_the_end_is_said() -> None:
    """100 over 600 months at 18 %: 1.50 a month is interest alone once it is rounded."""
    found = quote(level("100", 600, yearly("18")))
    assert found.schedule.last_payment == D("101.50")
    assert any("最后一期" in line and "100" in line for line in found.assumptions)
    assert len(quote(level()).assumptions) == len(found.assumptions) - 1


def test_extreme_rates_keep_their_digits() -> None:
    """At 1,000 % over 360 months nearly all is interest; the exact rows still end at zero."""
    found = exact_schedule(level("10000", 360, yearly("1000")))
    assert plain(found.rows[-1].principal, 12) == plain(D(50000) / 11, 12)
    assert abs(found.rows[-1].principal + found.rows[-1].interest - found.rows[-1].payment) < D("1e-20")
    assert round(quote(level("10000", 360, yearly("1000"))).cost.simple_annual_percent, 10) == 1000


def test_360_days() -> None:
    by_365 = quote(by_days(rate=Rate(D(18), RatePeriod.YEAR)))
    by_360 = quote(by_days(rate=Rate(D(18), RatePeriod.YEAR, 360)))
    assert by_365.schedule.total_interest == D("147.95")
    assert by_360.schedule.total_interest == D("150.00")
    assert by_360.cost.simple_annual_percent_360 == 18
