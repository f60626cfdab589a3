"""The rate hidden in a series of flows: one solver for months, days and exact fractions of a year.

Sign convention: the borrower's side. What is received is positive, what is paid is negative (the solver
itself does not care: it finds where the flows are worth nothing). With v the discount factor of one unit of
time, it looks for

    Σ amount_k · v^(e_k) = 0,   e_k whole numbers ≥ 0,   0 < v,   rate = 1/v − 1 a unit.

Months, days and fractions such as 3/365 + 1/12 year all become whole exponents of a common unit. A plain
loan has one change of sign, so one root, and bracketing always finds it. Flows with several changes may
have several roots: ``discount_factors`` lists them, ``irr`` takes the smallest rate that is not negative,
else the one nearest to zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ._roots import Run, roots
from .decimals import ONE, ZERO, exact, tidy
from .errors import InputError, NoSolutionError

_MAX_FLOWS = 5000
_MAX_EXPONENT = 10**7


@exact
def discount_factors(flows: Iterable[tuple[int, Decimal]]) -> tuple[Decimal, ...]:
    """All discount factors v > 0 at which the flows are worth nothing, largest v (lowest rate) first.

    Args:
        flows: (whole number of time units, amount), in any order.

    Raises:
        NoSolutionError: where no v does that, for instance because all flows have one sign.

    >>> discount_factors([(0, Decimal(100)), (1, Decimal(-125))])
    (Decimal('0.8'),)
    """
    return tuple(tidy(v) for v in _factors(flows))


@exact
def irr(amounts: Sequence[Decimal]) -> Decimal:
    """Internal rate of return a period, of flows one period apart (the first at time 0), as a fraction.

    Equation: Σ amounts[k]/(1 + i)^k = 0. The spreadsheet's IRR, without a guess.

    Raises:
        NoSolutionError: where no rate above −100 % does that.

    >>> irr([Decimal(1000), Decimal(-1100)])
    Decimal('0.1')
    """
    return _choose([ONE / v - ONE for v in _factors(enumerate(amounts))])


@exact
def irr_at(flows: Iterable[tuple[Fraction, Decimal]]) -> Decimal:
    """Effective rate per unit of time of flows at exact fractional times, as a fraction.

    Equation: Σ amount/(1 + x)^t = 0.

    >>> irr_at([(Fraction(0), Decimal(100)), (Fraction(1, 2), Decimal(-110))])
    Decimal('0.21')
    """
    timed = list(flows)
    unit = math.lcm(*(t.denominator for t, _ in timed)) if timed else 1
    factors = _factors((int(t * unit), amount) for t, amount in timed)
    return _choose([(ONE / v) ** unit - ONE for v in factors])


@exact
def xirr(flows: Sequence[tuple[date, Decimal]], days_in_year: int = 365) -> Decimal:
    """Effective annual rate of dated flows, counting real days over ``days_in_year``, as a fraction.

    Equation: Σ amount/(1 + x)^(days/365) = 0. The spreadsheet's XIRR (act/365), without a guess.

    >>> xirr([(date(2024, 1, 1), Decimal(1000)), (date(2024, 12, 31), Decimal(-1200))])
    Decimal('0.2')
    """
    if not flows:
        raise NoSolutionError("算不出利率：没有现金流。")
    first = min(day for day, _ in flows)
    factors = _factors(((day - first).days, amount) for day, amount in flows)
    return _choose([(ONE / v) ** days_in_year - ONE for v in factors])


def lowest_rate_factor(flows: Iterable[tuple[int, Decimal]]) -> Decimal:
    """The largest discount factor of the flows with all 36 digits, for what still multiplies it.

    >>> round(lowest_rate_factor([(0, Decimal(100)), (1, Decimal(-125))]), 20)
    Decimal('0.80000000000000000000')
    """
    return _factors(flows)[0]


def _choose(rates: Sequence[Decimal]) -> Decimal:
    """The smallest rate that is not negative, else the one nearest to zero."""
    costs = [rate for rate in rates if rate >= 0]
    return tidy(min(costs) if costs else max(rates))


def _factors(flows: Iterable[tuple[int, Decimal]]) -> list[Decimal]:
    """As ``discount_factors``, with all digits."""
    factors = roots(_runs_of(flows))[::-1]
    if not factors:
        raise NoSolutionError("算不出利率：没有任何利率能让收到的钱和付出的钱相抵（两者都要有）。")
    return factors


def _runs_of(flows: Iterable[tuple[int, Decimal]]) -> list[Run]:
    """Sum the flows of one moment, drop zeros, and join equal flows at equal distances into runs.

    >>> _runs_of([(3, Decimal(2)), (1, Decimal(5)), (4, Decimal(2)), (3, Decimal(0))])
    [(0, 1, Decimal('5')), (2, 1, Decimal('2')), (1, 1, Decimal('2'))]
    """
    sums: dict[int, Decimal] = {}
    ordered, previous = True, -math.inf
    for exponent, amount in flows:
        if amount:
            sums[exponent] = sums[exponent] + amount if exponent in sums else amount
            ordered = ordered and exponent >= previous
            previous = exponent
    if len(sums) > _MAX_FLOWS:
        raise InputError("flows", "现金流", f"最多 {_MAX_FLOWS} 笔", f"{len(sums)} 笔")
    items = sums.items() if ordered else sorted(sums.items())
    runs: list[Run] = []
    last: int | None = None
    distance, count, same = 0, 0, ZERO
    for exponent, amount in items:
        if not amount:
            continue
        step = 0 if last is None else exponent - last
        last = exponent
        if amount == same and step == distance and count:
            count += 1
            continue
        if count:
            runs.append((distance, count, same))
        distance, count, same = step, 1, amount
    if count:
        runs.append((distance, count, same))
    if sum(d * c for d, c, _ in runs) > _MAX_EXPONENT:
        raise InputError("flows", "现金流的时间", "首尾相隔太久", "")
    return runs
