"""The positive roots of a polynomial given as runs of equal coefficients.

A run is (distance, count, amount): ``count`` equal amounts, the first of them ``distance`` time units after
what came before, each further one ``distance`` after the last. A level loan is two runs however long it
lasts, and a run is summed as the geometric series it is.

Method: a first guess from what was paid, what was received and the mean time between; a bracket around it;
Newton's iteration in binary floats; then Newton in Decimal inside a bracket that only shrinks, with bisection
wherever Newton leaves it. No step depends on luck and the number of steps is bounded.
"""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise

from .decimals import ONE, ZERO
from .errors import CalculatorError

Run = tuple[int, int, Decimal]

# Newton doubles the digits: a step of 1e-18 leaves an error of about 1e-34.
_LAST_STEP = Decimal("1e-18")
_FLOAT_DOUBT = Decimal("1e-9")
# Nearer to 1 than this a geometric series loses too many digits to cancellation and is summed term by term.
_NEAR_ONE = Decimal("1e-6")
_FLOAT_NEAR_ONE = 1e-4
# Amounts beyond 10^±100 are scaled before they become floats, which end at 10^308.
_FLOAT_SCALE = 100
_MAX_LOG = 1e4
_MAX_STEPS = 400
_SCAN_STEPS = 241


def roots(runs: list[Run]) -> list[Decimal]:
    """All roots v > 0 of Σ amount · v^time that a grid can tell apart, in increasing order.

    >>> [round(v, 12) for v in roots([(0, 1, Decimal(-100)), (1, 1, Decimal(225)), (1, 1, Decimal(-125))])]
    [Decimal('0.800000000000'), Decimal('1.000000000000')]
    """
    # Descartes: at most as many positive roots as changes of sign
    changes = sum((a[2] < 0) != (b[2] < 0) for a, b in pairwise(runs))
    if changes == 0:
        return []
    floats = _Floats(runs)
    first_positive = runs[0][2] > 0
    if changes == 1:
        return [_solve(runs, floats, *_bracket(floats, first_positive), first_positive)]
    return [_solve(runs, floats, low, high, floats.value(low) > 0) for low, high in _scan(floats)]


class _Floats:
    """The runs in binary floats; x is the logarithm of v."""

    __slots__ = ("_backward", "_forward", "span")

    def __init__(self, runs: list[Run]) -> None:
        self.span = sum(distance * count for distance, count, _ in runs)
        scale = max(amount.adjusted() for _, _, amount in runs)
        if abs(scale) > _FLOAT_SCALE:
            runs = [(distance, count, amount.scaleb(-scale)) for distance, count, amount in runs]
        self._backward = [(distance, count, float(amount)) for distance, count, amount in runs]
        self._forward = self._backward[::-1]

    def value(self, x: float) -> float:
        """Σ amount·v^time, divided by v^span where v > 1 so that nothing overflows."""
        return self.value_and_slope(x)[0]

    def value_and_slope(self, x: float) -> tuple[float, float]:
        """As ``value``, with its derivative by x."""
        value = slope = power = 0.0
        last = -1
        if x <= 0:
            v = math.exp(x)
            for distance, count, amount in self._forward:
                if distance != last:
                    power, last = v**distance, distance
                if count == 1:
                    value += amount
                else:
                    value, slope = _float_run(value, slope, amount, count, power, distance)
                # a run's own distance separates it from the run before
                slope = (slope + value * distance) * power
                value *= power
            return value, slope
        v = math.exp(-x)
        for distance, count, amount in self._backward:
            if distance != last:
                power, last = v**distance, distance
            slope = (slope + value * distance) * power
            value *= power
            if count == 1:
                value += amount
            else:
                value, slope = _float_run(value, slope, amount, count, power, distance)
        return value, -slope

    def first_guess(self) -> float:
        """−ln(paid / received) / the mean distance in time between the two; 0 where that says nothing."""
        sums = {True: 0.0, False: 0.0}
        times = {True: 0.0, False: 0.0}
        time = 0
        for distance, count, amount in self._backward:
            middle = time + distance * (count + 1) / 2
            time += distance * count
            sums[amount > 0] += abs(amount) * count
            times[amount > 0] += abs(amount) * count * middle
        first = self._backward[0][2] > 0
        apart = times[not first] / sums[not first] - times[first] / sums[first]
        return -math.log(sums[not first] / sums[first]) / apart if apart > 0 else 0.0


def _float_run(
    value: float, slope: float, amount: float, count: int, w: float, distance: int
) -> tuple[float, float]:
    """Horner's scheme over one run: the last step adds without multiplying; w = v^distance."""
    if abs(1 - w) < _FLOAT_NEAR_ONE:
        value += amount
        for _ in range(count - 1):
            slope = (slope + value * distance) * w
            value = value * w + amount
        return value, slope
    steps = count - 1
    power = w**steps
    series = (1 - power * w) / (1 - w)
    # w·dS/dw of S = (1 − w^m)/(1 − w), and d/dx = distance · w·d/dw
    series_slope = (w * series - count * power * w) / (1 - w)
    slope = slope * power + value * steps * power * distance + amount * series_slope * distance
    return value * power + amount * series, slope


def _bracket(floats: _Floats, first_positive: bool) -> tuple[float, float]:
    """Logarithms of v around the only root; below it the sum has the sign of the first amount."""
    x = floats.first_guess()
    step = max(abs(x) * 0.25, 0.01 / floats.span)
    if (floats.value(x) > 0) == first_positive:
        while step < _MAX_LOG and (floats.value(x + step) > 0) == first_positive:
            x += step
            step *= 2
        return x, x + step
    while step < _MAX_LOG and (floats.value(x - step) > 0) != first_positive:
        x -= step
        step *= 2
    return x - step, x


def _scan(floats: _Floats) -> list[tuple[float, float]]:
    """Brackets of all roots found on a grid, in increasing v."""
    half = _SCAN_STEPS // 2
    # dense near zero, where real rates are; out to a factor e^30 over the whole span
    grid = [
        math.copysign(math.expm1(abs(k - half) / half * 6) / math.expm1(6) * 30, k - half) / floats.span
        for k in range(_SCAN_STEPS)
    ]
    signs = [floats.value(x) > 0 for x in grid]
    return [(a, b) for a, b, s, t in zip(grid, grid[1:], signs, signs[1:], strict=False) if s != t]


def _guess(floats: _Floats, low: float, high: float, low_positive: bool) -> float:
    """A root in floats between logarithms ``low`` and ``high``: Newton inside a shrinking bracket."""
    x = (low + high) / 2
    for _ in range(80):
        value, slope = floats.value_and_slope(x)
        if value == 0.0:
            return x
        if (value > 0) == low_positive:
            low = x
        else:
            high = x
        following = x - value / slope if slope else low
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - x) <= 1e-13 * abs(x) or not low < following < high:
            return following
        x = following
    return x


def _solve(runs: list[Run], floats: _Floats, low_log: float, high_log: float, low_positive: bool) -> Decimal:
    """The root in Decimal between e^low_log and e^high_log."""
    guess = Decimal(math.exp(_guess(floats, low_log, high_log, low_positive)))
    # a hair wider than the floats said, for what their rounding may have hidden
    low = Decimal(math.exp(low_log)) * (ONE - _FLOAT_DOUBT)
    high = Decimal(math.exp(high_log)) * (ONE + _FLOAT_DOUBT)
    backwards = runs[::-1]
    v = guess if low < guess < high else (low + high) / 2
    for _ in range(_MAX_STEPS):
        value, slope = _value_and_slope(backwards, v)
        if not value:
            return v
        if (value > 0) == low_positive:
            low = v
        else:
            high = v
        step = value / slope if slope else high - low
        following = v - step
        if abs(step) <= _LAST_STEP * v:
            return following
        if not low < following < high:
            following = (low + high) / 2
            if following in (low, high):
                return following
        v = following
    raise CalculatorError("利率计算没有收敛，请核对输入的数字。")  # pragma: no cover


def _value_and_slope(backwards: list[Run], v: Decimal) -> tuple[Decimal, Decimal]:
    """Σ amount·v^time and its derivative by v, by Horner's scheme from the last run to the first."""
    powers: dict[int, tuple[Decimal, Decimal]] = {0: (ONE, ZERO), 1: (v, ONE)}
    value = slope = ZERO
    for distance, count, amount in backwards:
        if count == 1:
            value += amount
            if distance == 1:
                slope = slope * v + value
                value *= v
                continue
        if distance not in powers:
            lower = v ** (distance - 1)
            powers[distance] = (lower * v, lower * distance)
        w, derivative = powers[distance]
        if count > 1:
            value, slope = _run(value, slope, amount, count, w, derivative)
        slope = slope * w + value * derivative
        value *= w
    return value, slope


def _run(
    value: Decimal, slope: Decimal, amount: Decimal, count: int, w: Decimal, derivative: Decimal
) -> tuple[Decimal, Decimal]:
    """As ``_float_run``; ``derivative`` is dw/dv."""
    if abs(ONE - w) < _NEAR_ONE:
        value += amount
        for _ in range(count - 1):
            slope = slope * w + value * derivative
            value = value * w + amount
        return value, slope
    rest = ONE - w
    lower = w ** (count - 2)
    power = lower * w
    series = (ONE - power * w) / rest
    series_slope = (series - power * count) / rest
    slope = slope * power + (value * lower * (count - 1) + amount * series_slope) * derivative
    return value * power + amount * series, slope
