"""The rate solver: known roots, several roots, none, extremes, dates."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import NoSolutionError, discount_factors, irr, irr_at, xirr

from .strategies import decimals

D = Decimal


def dated(*flows: tuple[str, str]) -> list[tuple[date, Decimal]]:
    return [(date.fromisoformat(day), D(amount)) for day, amount in flows]


# values of Excel's XIRR, as Microsoft Support and the PhpSpreadsheet test data print them
EXCEL = [
    (
        "0.373362535",
        dated(
            ("2008-01-01", "-10000"),
            ("2008-03-01", "2750"),
            ("2008-10-30", "4250"),
            ("2009-02-15", "3250"),
            ("2009-04-01", "2750"),
        ),
    ),
    ("-0.6118824173", dated(("2018-09-05", "-1000000.706"), ("2018-09-26", "947003.58"))),
    ("-0.642307613", dated(("2021-11-24", "55600"), ("2021-12-24", "-51094.83"))),
    ("0.77868869", dated(("2015-04-01", "4000"), ("2019-06-27", "-46000"))),
    (
        "-0.197387315",
        dated(("2010-01-01", "-100"), ("2010-04-01", "20"), ("2010-10-01", "40"), ("2011-02-01", "25")),
    ),
    (
        "0.1635371584432641",
        dated(
            ("2015-06-11", "-1000"), ("2015-07-21", "-9000"), ("2018-06-10", "20000"), ("2015-10-17", "-3000")
        ),
    ),
]


@pytest.mark.parametrize(("printed", "flows"), EXCEL)
def test_xirr_of_excel(printed: str, flows: list[tuple[date, Decimal]]) -> None:
    assert abs(xirr(flows) - D(printed)) <= D("1e-8")


@given(st.lists(decimals("0.01", "10000", 2), min_size=1, max_size=60), decimals("-0.5", "3", 6))
def test_finds_the_rate_that_was_put_in(payments: list[Decimal], rate: Decimal) -> None:
    with localcontext() as context:
        context.prec = 60
        worth = sum((p / (1 + rate) ** k for k, p in enumerate(payments, 1)), D(0))
    found = irr([worth, *(-p for p in payments)])
    assert abs(found - rate) < D("1e-20") * (1 + abs(rate)) ** 2


def test_digits() -> None:
    """50 % over 7 years: the answer is 1.5^(1/7) − 1 to 25 digits and more."""
    with localcontext() as context:
        context.prec = 50
        truth = D("1.5") ** (D(1) / 7) - 1
    assert abs(irr([D(100), *[D(0)] * 6, D(-150)]) - truth) < D("1e-28")


def test_several_roots_are_listed_and_the_lowest_cost_is_taken() -> None:
    flows = [D(-100), D(230), D(-132)]
    assert [round(1 / v - 1, 12) for v in discount_factors(enumerate(flows))] == [D("0.1"), D("0.2")]
    assert round(irr(flows), 20) == D("0.1")


def test_a_negative_root_is_taken_only_where_there_is_no_other() -> None:
    assert irr([D(100), D(-50)]) == D("-0.5")


@pytest.mark.parametrize(
    "flows",
    [[], [D(0), D(0)], [D(100)], [D(100), D(50)], [D(-1), D(-2)], [D(100), D(-100), D(100), D(-200), D(200)]],
)
def test_no_rate_is_said(flows: list[Decimal]) -> None:
    with pytest.raises(NoSolutionError, match="算不出利率"):
        irr(flows)


@pytest.mark.parametrize(
    "flows",
    [
        [D("0.01"), D("-1e10")],
        [D("1e10"), *[D("-0.01")] * 600],
        [D(100), D("-99.999999999999"), D("-1e-12")],
        [D("1e300"), D("-2e300")],
        [D("1e-300"), D("-2e-300")],
        [D(1), *[D(0)] * 4000, D("-1.0000001")],
        [D(120), *[D(-10)] * 12],
    ],
)
def test_extremes_converge(flows: list[Decimal]) -> None:
    rate = irr(flows)
    with localcontext() as context:
        context.prec = 60
        worth = sum((f / (1 + rate) ** k for k, f in enumerate(flows)), D(0))
    assert abs(worth) <= D("1e-20") * max(abs(f) for f in flows)


def test_bounded_time() -> None:
    """600 different payments: far below a second of processor time."""
    flows = [D(600000), *(D(-1000) - D(k) / 7 for k in range(600))]
    started = time.process_time()
    irr(flows)
    assert time.process_time() - started < 1


def test_times_are_exact_fractions() -> None:
    month = Fraction(1, 12)
    monthly = irr([D(1000), *[D(-100)] * 11])
    yearly = irr_at([(Fraction(0), D(1000)), *((k * month, D(-100)) for k in range(1, 12))])
    assert abs((1 + monthly) ** 12 - 1 - yearly) < D("1e-24")


def test_the_callers_context_does_not_matter() -> None:
    flows = [D(1000), D(-400), D(-400), D(-400)]
    before = irr(flows)
    with localcontext() as context:
        context.prec = 5
        assert irr(flows) == before


def test_too_many_flows_are_refused() -> None:
    with pytest.raises(ValueError, match="最多"):
        irr([D(1), *[D(-1)] * 6000])
