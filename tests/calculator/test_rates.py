"""Conversions of rates, each exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from calculator import InputError, Rate, RatePeriod, effective_from_nominal, nominal_from_effective

from .builders import D, daily, monthly, yearly
from .strategies import decimals


def test_daily() -> None:
    rate = daily("0.05")
    assert rate.annual_percent == D("18.25")
    assert rate.annual_percent_360 == D("18.00")
    assert rate.thirty_day_percent == D("1.5")
    assert round(rate.monthly_percent, 25) == round(D("18.25") / 12, 25)
    assert rate.daily_percent == D("0.05")


def test_daily_of_360_days() -> None:
    rate = Rate(D("0.05"), RatePeriod.DAY, 360)
    assert rate.annual_percent == 18
    assert rate.monthly_percent == D("1.5")


def test_monthly_and_yearly() -> None:
    assert monthly("1.5").annual_percent == 18
    assert yearly("18").monthly_percent == D("1.5")
    assert yearly("14.6").daily_percent == D("0.04")
    assert Rate(D("14.4"), RatePeriod.YEAR, 360).daily_percent == D("0.04")
    assert Rate(D("0.6"), RatePeriod.PERIOD).annual_percent == D("7.2")


def test_effective() -> None:
    assert round(yearly("18").effective_annual_percent, 4) == D("19.5618")
    rate = Rate(D("19.561817146153"), RatePeriod.YEAR, effective=True)
    assert round(rate.annual_percent, 9) == 18
    assert rate.effective_annual_percent == D("19.561817146153")


@given(decimals("0", "1000", 4))
def test_nominal_and_effective_are_inverse(percent: Decimal) -> None:
    assert abs(nominal_from_effective(effective_from_nominal(percent)) - percent) < D("1e-24")


@given(decimals("0", "90", 4))
def test_conversions_go_back(percent: Decimal) -> None:
    rate = daily(str(percent))
    assert abs(yearly(str(rate.annual_percent)).daily_percent - percent) < D("1e-30")


def test_discount() -> None:
    assert daily("0.05").scaled(D(70)) == daily("0.035")


def test_as_written() -> None:
    assert str(daily("0.0500")) == "日利率 0.05%"
    assert str(Rate(D("0.6"), RatePeriod.PERIOD)) == "每期费率 0.6%"
    assert str(Rate(D(20), RatePeriod.YEAR, effective=True)) == "年利率（复利） 20%"


@pytest.mark.parametrize("percent", ["NaN", "Infinity", "-0.01", "abc", "1e30", "36500.01", None, 0.1, True])
def test_a_rate_that_cannot_be_meant_is_refused(percent: object) -> None:
    with pytest.raises(InputError, match=r"年利率：应是 0 到 36500 的数字") as caught:
        Rate(percent, RatePeriod.YEAR)  # type: ignore[arg-type]
    assert caught.value.field == "rate"


def test_other_refusals() -> None:
    with pytest.raises(InputError, match="周期"):
        Rate(D(1), "week")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="一年的天数"):
        Rate(D(1), RatePeriod.YEAR, 364)
    with pytest.raises(InputError, match="复利"):
        Rate(D(1), RatePeriod.DAY, effective=True)
    with pytest.raises(InputError, match="期数"):
        _ = Rate(D("7.2"), RatePeriod.ONCE).annual_percent
