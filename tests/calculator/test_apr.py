"""The APR rules against the examples that their publishers print."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.apr import (
    PaymentSeries,
    TimedSeries,
    annual_yield,
    eu_apr,
    single_payment_ear,
    us_actuarial_apr,
)
from calculator.errors import CalculatorError

D, F = Decimal, Fraction
MONTH = F(1, 12)

# 12 CFR Part 1026 (Regulation Z), Appendix J (c): advance, (amount, count, full periods, fraction), periods a year, APR
REGULATION_Z = {
    "monthly, irregular last": ("5000", [("230", 23, 1, "0"), ("280", 1, 24, "0")], "12", "10.50"),
    "two-monthly, short first period": (
        "8000",
        [("449.36", 1, 0, "52/60"), ("465", 18, 1, "52/60"), ("200", 1, 19, "52/60")],
        "6",
        "7.30",
    ),
    "skipped and single payments": (
        "7350",
        [
            ("1000", 3, 6, "12/30"),
            ("2000", 1, 12, "12/30"),
            ("750", 3, 18, "12/30"),
            ("1000", 1, 22, "29/30"),
        ],
        "12",
        "10.22",
    ),
    "weekly, long first period": ("500", [("17.60", 30, 4, "4/7")], "52", "14.96"),
    "four-weekly, irregular first": (
        "400",
        [("39.50", 1, 1, "5/28"), ("38.31", 11, 2, "5/28")],
        "13",
        "28.50",
    ),
    "one payment after 255 days": ("1000", [("1080", 1, 1, "0")], "365/255", "11.45"),
    "one payment after 18 months": ("1000", [("1135.19", 1, 1, "6/12")], "1", "8.76"),
    "one payment after 6 months": ("1000", [("1044", 1, 1, "0")], "2", "8.80"),
}


@pytest.mark.parametrize("case", REGULATION_Z)
def test_regulation_z(case: str) -> None:
    advance, series, frequency, printed = REGULATION_Z[case]
    found = us_actuarial_apr(
        D(advance), [PaymentSeries(D(a), n, t, F(f)) for a, n, t, f in series], F(frequency)
    )
    assert abs(found - D(printed)) <= D("0.005")


# European Commission, DG FISMA, January 2015, Examples for the calculation of the APRC: number of the example,
# drawdown, charges and repayments (amount, count, first, step), percentage printed
COMMISSION = {
    "1": ("200000", [("4000", 1, F(0)), ("1432.86", 240, MONTH)], "6.434412"),
    "3": ("200000", [("4000", 1, F(0)), ("1449.53", 240, MONTH)], "6.588554"),
    "7": ("200000", [("4000", 1, F(0)), ("1199.10", 180, MONTH), ("142097.69", 1, F(15))], "6.409523"),
    "8": (
        "200000",
        [("4000", 1, F(0)), ("1166.67", 6, MONTH), ("1398.33", 234, F(7, 12)), ("200000", 1, F(20))],
        "8.869280",
    ),
    "11": ("200000", [("4000", 1, F(0)), ("1500", 220, MONTH), ("407.70", 1, F(221, 12))], "6.452756"),
    "18": ("200000", [("4000", 1, F(0)), ("1437.54", 240, F(20, 366) + MONTH)], "6.432478"),
    "40": ("200000", [("4000", 1, F(0)), ("207618.17", 1, F(1, 2))], "12.206644"),
    "42": ("200000", [("4000", 1, F(0)), ("1250", 12, MONTH), ("200000", 1, F(1))], "10.039962"),
    "43": ("30000", [("150", 1, F(-1)), ("450", 1, F(0)), ("356.11", 120, MONTH)], "8.269278"),
}


@pytest.mark.parametrize("example", COMMISSION)
def test_european_commission(example: str) -> None:
    drawdown, series, printed = COMMISSION[example]
    found = eu_apr(D(drawdown), [TimedSeries(D(a), n, first, MONTH) for a, n, first in series])
    assert abs(found - D(printed)) <= D("0.0000005")


def test_commission_of_1996_counts_calendar_days() -> None:
    found = eu_apr(D(1000), [TimedSeries(D(1200), 1, F(546, 365))])
    assert abs(found - D("12.96")) <= D("0.005")


@pytest.mark.parametrize(
    ("principal", "repayment", "days", "printed"),
    [("100", "127.99", 26, "3103.4"), ("280", "358.40", 25, "3584.2"), ("364.54", "450", 30, "1199.0")],
)
def test_uk_single_payment(principal: str, repayment: str, days: int, printed: str) -> None:
    """UK APR calculator test values, which count 365.25 days."""
    found = single_payment_ear(D(principal), D(repayment), days, D("365.25"))
    assert abs(found - D(printed)) <= D("0.05")


@pytest.mark.parametrize(
    ("interest", "days", "printed"), [("61.68", 365, "6.17"), ("5.25", 30, "6.58"), ("0", 30, "0")]
)
def test_regulation_dd(interest: str, days: int, printed: str) -> None:
    """12 CFR Part 1030, Appendix A, on 1,000."""
    assert abs(annual_yield(D(interest), D(1000), days) - D(printed)) <= D("0.005")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: us_actuarial_apr(D(1000), [PaymentSeries(D(1), 0, 1)], 12),
        lambda: us_actuarial_apr(D(-1), [PaymentSeries(D(1), 1, 1, F(1, 2))], 12),
        lambda: eu_apr(D(1000), [TimedSeries(D(-1), 1, F(1))]),
        lambda: single_payment_ear(D(0), D(1), 1),
        lambda: single_payment_ear(D(1), D(1), 0),
    ],
)
def test_what_is_no_loan_is_said(ask: object) -> None:
    with pytest.raises(CalculatorError):
        ask()  # type: ignore[operator]
