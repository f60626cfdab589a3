"""Rates and their exact conversion.

A rate is a percentage and the time it bears on. The conversions, all simple (none compounds unless its name
says so):

    annual = daily × 365   (or × 360 where the contract counts 360 days)
    annual = monthly × 12
    monthly = annual / 12  (of a daily rate too: daily × 365 / 12)
    effective annual = (1 + monthly)^12 − 1

An instalment (期) is a month. Percentages are in percent: ``Decimal("0.05")`` a day is 万分之五.
Source of the simple and compound reading: 中国人民银行公告〔2021〕第3号.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .decimals import HUNDRED, MAX_ANNUAL_PERCENT, ONE, exact, plain, read_number
from .errors import InputError

_TWELVE = Decimal(12)


class RatePeriod(StrEnum):
    """The time a percentage bears on."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"
    ONCE = "once"


PERIOD_NAMES = {
    RatePeriod.DAY: "日",
    RatePeriod.MONTH: "月",
    RatePeriod.YEAR: "年",
    RatePeriod.PERIOD: "期",
    RatePeriod.ONCE: "一次性",
}
DAYS_IN_YEAR = (360, 365, 366)


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage per day, month, year, instalment, or once.

    Attributes:
        percent: the figure in percent, from 0 up to what makes 36,500 % a year.
        period: what it bears on.
        days_in_year: 365, or 360 where the contract says so.
        effective: the annual figure already compounds (only with ``RatePeriod.YEAR``).

    >>> rate = Rate(Decimal("0.05"), RatePeriod.DAY)
    >>> rate.annual_percent, rate.annual_percent_360
    (Decimal('18.25'), Decimal('18.00'))
    >>> plain(Rate(Decimal(1), RatePeriod.MONTH).effective_annual_percent, 8)
    '12.682503'
    """

    percent: Decimal
    period: RatePeriod
    days_in_year: int = 365
    effective: bool = False

    def __post_init__(self) -> None:
        period = read_period(self.period)
        object.__setattr__(self, "period", period)
        if self.days_in_year not in DAYS_IN_YEAR:
            raise InputError("days_in_year", "一年的天数", "应是 365 或 360（闰年 366）", self.days_in_year)
        if self.effective and period is not RatePeriod.YEAR:
            raise InputError("rate", "利率", "只有年利率可以是复利（已含利滚利）的口径", PERIOD_NAMES[period])
        limit = _limit(period)
        allowed = f"应是 0 到 {plain(limit)} 的数字（百分数），例如 {_EXAMPLES[period]}"
        percent = read_number("rate", _LABELS[period], self.percent, allowed)
        if not 0 <= percent <= limit:
            raise InputError("rate", _LABELS[period], allowed, self.percent)
        object.__setattr__(self, "percent", percent)

    @property
    @exact
    def annual_percent(self) -> Decimal:
        """Nominal annual percentage: daily × days_in_year, monthly × 12.

        An effective annual rate gives the nominal one that compounds monthly to it.
        """
        match self.period:
            case RatePeriod.DAY:
                return self.percent * self.days_in_year
            case RatePeriod.MONTH | RatePeriod.PERIOD:
                return self.percent * 12
            case RatePeriod.YEAR:
                return nominal_from_effective(self.percent) if self.effective else self.percent
            case _:
                raise InputError(
                    "rate", "利率", "一次性收取的比例要先知道期数，才能换算成按年的比例", self.percent
                )

    @property
    @exact
    def annual_percent_360(self) -> Decimal:
        """Daily rate × 360: the figure of a contract that counts 360 days."""
        return self.daily_percent * 360

    @property
    @exact
    def monthly_percent(self) -> Decimal:
        """Annual / 12; a monthly figure as it was given."""
        if self.period in (RatePeriod.MONTH, RatePeriod.PERIOD):
            return self.percent
        return self.annual_percent / _TWELVE

    @property
    @exact
    def daily_percent(self) -> Decimal:
        """Annual / days_in_year; a daily figure as it was given."""
        if self.period is RatePeriod.DAY:
            return self.percent
        return self.annual_percent / self.days_in_year

    @property
    @exact
    def thirty_day_percent(self) -> Decimal:
        """Daily × 30: a month of a daily-interest product as its pages reckon it."""
        return self.daily_percent * 30

    @property
    @exact
    def effective_annual_percent(self) -> Decimal:
        """(1 + monthly)^12 − 1, in percent."""
        if self.effective:
            return self.percent
        return effective_from_nominal(self.annual_percent)

    @exact
    def scaled(self, percent: Decimal) -> Rate:
        """The rate at a discount: ``scaled(70)`` is 七折.

        >>> Rate(Decimal(10), RatePeriod.YEAR).scaled(Decimal(70)).percent
        Decimal('7')
        """
        return Rate(self.percent * percent / HUNDRED, self.period, self.days_in_year, self.effective)

    def __str__(self) -> str:
        """As a Chinese reader writes it.

        >>> print(Rate(Decimal("0.050"), RatePeriod.DAY), Rate(Decimal(24), RatePeriod.YEAR))
        日利率 0.05% 年利率 24%
        """
        label = "年利率（复利）" if self.effective else _LABELS[self.period]
        return f"{label} {plain(self.percent, 6)}%"


_LABELS = {
    RatePeriod.DAY: "日利率",
    RatePeriod.MONTH: "月利率",
    RatePeriod.YEAR: "年利率",
    RatePeriod.PERIOD: "每期费率",
    RatePeriod.ONCE: "一次性费率",
}
_EXAMPLES = {
    RatePeriod.DAY: "0.05（万分之五）",
    RatePeriod.MONTH: "1",
    RatePeriod.YEAR: "18",
    RatePeriod.PERIOD: "0.6",
    RatePeriod.ONCE: "7.2",
}


def _limit(period: RatePeriod) -> Decimal:
    match period:
        case RatePeriod.DAY:
            return HUNDRED
        case RatePeriod.YEAR:
            return MAX_ANNUAL_PERCENT
        case RatePeriod.ONCE:
            return HUNDRED * 10
        case _:
            return Decimal(3000)


def read_period(value: object) -> RatePeriod:
    """Read ``day``, ``month``, ``year``, ``period`` or ``once``.

    >>> read_period("day")
    <RatePeriod.DAY: 'day'>
    """
    try:
        return RatePeriod(str(value))
    except ValueError:
        allowed = "应是 day（日）、month（月）、year（年）、period（期）、once（一次性）之一"
        raise InputError("rate_period", "利率的周期", allowed, value) from None


@exact
def effective_from_nominal(annual_percent: Decimal, periods: int = 12) -> Decimal:
    """(1 + r/m)^m − 1, in percent: the compound reading of a nominal annual rate.

    >>> plain(effective_from_nominal(Decimal(24)), 10)
    '26.82417946'
    """
    return ((ONE + annual_percent / (HUNDRED * periods)) ** periods - ONE) * HUNDRED


@exact
def nominal_from_effective(effective_percent: Decimal, periods: int = 12) -> Decimal:
    """m((1 + e)^(1/m) − 1), in percent: the nominal rate that compounds to an effective one.

    >>> plain(nominal_from_effective(Decimal("26.82417945625483")), 10)
    '24'
    """
    if effective_percent == 0:
        return effective_percent
    return ((ONE + effective_percent / HUNDRED) ** (ONE / periods) - ONE) * HUNDRED * periods
