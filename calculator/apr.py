"""Annual percentage rates as published rules define them.

``us_actuarial_apr``   12 CFR 1026 (Regulation Z), Appendix J: nominal, unit periods, an odd first fraction
``eu_apr``             Directives 2008/48/EC and 2014/17/EU, Annex I: effective, exact times in years
``single_payment_ear`` one repayment after days: (repayment/principal)^(days in year/days) − 1
``annual_yield``       12 CFR 1030 (Regulation DD), Appendix A: 100·((1+interest/principal)^(365/days) − 1)

All answers are in percent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .decimals import HUNDRED, ONE, ZERO, exact, tidy
from .errors import InputError, NoSolutionError
from .irr import irr_at, lowest_rate_factor

_Function = Callable[[Decimal], Decimal]

_MAX_STEPS = 300
_SMALLEST_STEP = Decimal("1e-32")
_MAX_RATE = Decimal(10) ** 12
_MAX_PAYMENTS = 2000
_MAX_FREQUENCY = 366
_MAX_FRACTION = 100
_MAX_DAYS = 36600


@dataclass(frozen=True, slots=True)
class PaymentSeries:
    """``count`` equal payments, the first after ``full_periods`` unit periods and a ``fraction`` of one."""

    amount: Decimal
    count: int
    full_periods: int
    fraction: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class TimedSeries:
    """``count`` equal payments, the first ``first`` years after the drawdown, then every ``step`` years."""

    amount: Decimal
    count: int
    first: Fraction
    step: Fraction = Fraction(0)


@exact
def us_actuarial_apr(
    advance: Decimal, series: Sequence[PaymentSeries], unit_periods_per_year: Fraction | int
) -> Decimal:
    """Annual percentage rate by the actuarial method, in percent.

    Equation: advance = Σ amount/((1 + f·i)(1 + i)^t); APR = 100 · w · i. Source: 12 CFR 1026, Appendix J
    (b)(8).

    >>> round(us_actuarial_apr(Decimal(1000), [PaymentSeries(Decimal("33.61"), 36, 1)], 12), 2)
    Decimal('12.83')
    """
    frequency = Fraction(unit_periods_per_year)
    if not 0 < frequency <= _MAX_FREQUENCY:
        allowed = f"应大于 0、不超过 {_MAX_FREQUENCY}"
        raise InputError("unit_periods_per_year", "一年的期数", allowed, unit_periods_per_year)
    for one in series:
        if not (0 <= one.fraction < _MAX_FRACTION and 0 <= one.full_periods <= _MAX_PAYMENTS):
            raise InputError("series", "首次还款的时间", "整期数和零头都应不小于 0", one.fraction)
    if sum(one.count for one in series) > _MAX_PAYMENTS:
        raise InputError("series", "还款次数", f"合计最多 {_MAX_PAYMENTS} 次", "更多")
    per_year = Decimal(frequency.numerator) / frequency.denominator
    terms = [
        (one.amount, one.full_periods + k, one.fraction) for one in series for k in range(_count(one.count))
    ]
    if all(fraction == 0 for _, _, fraction in terms):
        factor = lowest_rate_factor([(0, advance), *((t, -amount) for amount, t, _ in terms)])
        return tidy((ONE / factor - ONE) * per_year * HUNDRED)
    if advance <= 0 or any(amount <= 0 for amount, _, _ in terms):
        raise NoSolutionError("算不出年化利率：放款和每笔还款都应大于 0。")
    fractions = [
        (amount, t, Decimal(fraction.numerator) / fraction.denominator) for amount, t, fraction in terms
    ]

    def worth(rate: Decimal) -> Decimal:
        growth, powers = ONE + rate, dict[int, Decimal]()
        total = -advance
        for amount, t, fraction in fractions:
            if t not in powers:
                powers[t] = growth**-t
            total += amount * powers[t] / (ONE + fraction * rate)
        return total

    return tidy(_falling_root(worth) * per_year * HUNDRED)


def _falling_root(worth: _Function) -> Decimal:
    """The root above −1 of a falling function: a bracket, then the secant kept inside it (Illinois)."""
    low, high = ZERO, Decimal("0.1")
    if worth(low) < 0:
        low, high = Decimal("-0.999999"), ZERO
        if worth(low) < 0:
            raise NoSolutionError("算不出年化利率：还的钱太少。")
    while worth(high) > 0:
        low, high = high, high * 4
        if high > _MAX_RATE:
            raise NoSolutionError("算不出年化利率：还的钱太多。")
    at_low, at_high = worth(low), worth(high)
    for _ in range(_MAX_STEPS):
        if at_low == at_high:
            break
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        if not low <= middle <= high:
            middle = (low + high) / 2
        value = worth(middle)
        if value == 0 or high - low <= _SMALLEST_STEP:
            return middle
        if value > 0:
            if abs(middle - low) <= _SMALLEST_STEP:
                return middle
            low, at_low, at_high = middle, value, at_high / 2
        else:
            if abs(high - middle) <= _SMALLEST_STEP:
                return middle
            high, at_high, at_low = middle, value, at_low / 2
    return (low + high) / 2


@exact
def eu_apr(drawdown: Decimal, payments: Iterable[TimedSeries]) -> Decimal:
    """Effective annual percentage rate of charge, in percent; a drawdown at time 0, charges and repayments.

    Equation: Σ amount/(1 + X)^t = drawdown, t in years as exact fractions. Source: 2014/17/EU, Annex I.

    >>> month = Fraction(1, 12)
    >>> round(eu_apr(Decimal(6000), [TimedSeries(Decimal("514.57"), 12, month, month)]), 4)
    Decimal('5.4688')
    """
    flows = [(Fraction(0), drawdown)]
    for one in payments:
        flows.extend((one.first + k * one.step, -one.amount) for k in range(_count(one.count)))
    return tidy(irr_at(flows) * HUNDRED)


@exact
def single_payment_ear(
    principal: Decimal, repayment: Decimal, days: Decimal | int, days_in_year: Decimal | int = 365
) -> Decimal:
    """Effective annual rate of one repayment after ``days``, in percent.

    Equation: 100·((repayment/principal)^(days in year/days) − 1).

    >>> round(single_payment_ear(Decimal(100), Decimal(110), 365), 6)
    Decimal('10.000000')
    """
    if principal <= 0 or repayment <= 0:
        raise InputError("principal", "本金和还款", "都应大于 0", principal if principal <= 0 else repayment)
    if not 0 < days <= _MAX_DAYS or not 0 < days_in_year <= _MAX_FREQUENCY:
        allowed = f"应大于 0、不超过 {_MAX_DAYS}；一年的天数不超过 {_MAX_FREQUENCY}"
        raise InputError("days", "天数", allowed, days)
    growth = repayment / principal
    return tidy((growth ** (Decimal(days_in_year) / Decimal(days)) - ONE) * HUNDRED)


@exact
def annual_yield(interest: Decimal, principal: Decimal, days: int) -> Decimal:
    """Annual percentage yield, in percent.

    Equation: 100·((1 + interest/principal)^(365/days) − 1). Source: 12 CFR 1030, Appendix A.

    >>> round(annual_yield(Decimal(1), Decimal(100), 365), 6)
    Decimal('1.000000')
    """
    return single_payment_ear(principal, principal + interest, days)


def _count(count: int) -> int:
    if not 0 < count <= _MAX_PAYMENTS:
        raise InputError("count", "还款次数", f"应是 1 到 {_MAX_PAYMENTS} 的整数", count)
    return count
