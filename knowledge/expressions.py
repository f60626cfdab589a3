"""Recomputing what a moderator derived: ``daily_rate × 365``, ``lpr_1y × 4``, ``2000 × 0.05%``.

Everything is an interval, because a rate is often a range; a bound that is open stays open. Percentages count
as parts of one, so that a rate and an amount can be multiplied.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from knowledge.values import Kind, Value

_PERCENT_PLACES = 2
PERCENT_KINDS = (Kind.DAILY_RATE, Kind.ANNUAL_RATE, Kind.SHARE)


class ExpressionError(ValueError):
    """An expression that cannot be read; the message says in Chinese what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from ``low`` to ``high``; a bound that is open is ``None``."""

    low: Decimal | None
    high: Decimal | None

    @classmethod
    def of(cls, value: Value) -> Interval:
        """The bounds of ``value``, percentages as parts of one."""
        scale = Decimal("0.01") if value.kind in PERCENT_KINDS else Decimal(1)
        return cls(_scaled(value.low, scale), _scaled(value.high, scale))

    def combined(self, sign: str, other: Interval) -> Interval:
        """This interval ``+``, ``-``, ``×`` or ``÷`` another; all numbers here are positive."""
        if sign in "+×":
            return Interval(_apply(sign, self.low, other.low), _apply(sign, self.high, other.high))
        return Interval(_apply(sign, self.low, other.high), _apply(sign, self.high, other.low))


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?P<percent>%)?|(?P<name>[a-z][a-z0-9_.]*)|(?P<sign>[×÷+\-*/−]))"
)
_SIGNS = {"*": "×", "/": "÷", "−": "-"}
_STRONG = "×÷"
Lookup = Callable[[str], Interval | None]


def evaluate(expression: str, lookup: Lookup) -> Interval:
    """The value of ``expression``; ``lookup`` gives the value of a name, or ``None`` where there is none.

    >>> rate = Interval(Decimal("0.0002"), Decimal("0.0005"))
    >>> evaluate("daily_rate × 365", {"daily_rate": rate}.get)
    Interval(low=Decimal('0.0730'), high=Decimal('0.1825'))
    """
    operands, signs = _read(expression, lookup)
    # Products first, then sums, each from the left
    sums = [operands[0]]
    pending: list[str] = []
    for sign, operand in zip(signs, operands[1:], strict=True):
        if sign in _STRONG:
            sums[-1] = sums[-1].combined(sign, operand)
        else:
            pending.append(sign)
            sums.append(operand)
    total = sums[0]
    for sign, operand in zip(pending, sums[1:], strict=True):
        total = total.combined(sign, operand)
    return total


def names(expression: str) -> list[str]:
    """The names in ``expression``, in order; none where it cannot be read.

    >>> names("daily_rate × penalty_multiple × 1.5")
    ['daily_rate', 'penalty_multiple']
    """
    found: dict[str, None] = {}

    def note(name: str) -> Interval:
        found[name] = None
        return Interval(Decimal(1), Decimal(1))

    try:
        evaluate(expression, note)
    except ExpressionError:
        return []
    return list(found)


def agrees(computed: Interval, stated: Value) -> bool:
    """Whether ``stated`` is ``computed``, rounded half up to as many places as ``stated`` shows.

    A percentage is rounded to two places at least: a line of 12 % is no rounding of 11.6 %.
    """
    is_percent = stated.kind in PERCENT_KINDS
    scale, least = (Decimal(100), _PERCENT_PLACES) if is_percent else (Decimal(1), 0)
    return all(
        _rounds_to(_scaled(exact, scale), shown, least)
        for exact, shown in ((computed.low, stated.low), (computed.high, stated.high))
    )


def shown(interval: Interval, kind: Kind) -> str:
    """``interval`` in words of ``kind``'s unit, for a message.

    >>> shown(Interval(Decimal("0.073"), Decimal("0.1825")), Kind.ANNUAL_RATE)
    '7.3%–18.25%'
    """
    unit = "%" if kind in PERCENT_KINDS else ""
    scale = Decimal(100) if unit else Decimal(1)
    bounds = [_scaled(bound, scale) for bound in (interval.low, interval.high)]
    low, high = (None if bound is None else f"{_plain(bound)}{unit}" for bound in bounds)
    if low == high:
        return low or "？"
    return f"{low or '？'}–{high or '？'}"


def _read(expression: str, lookup: Lookup) -> tuple[list[Interval], list[str]]:
    operands: list[Interval] = []
    signs: list[str] = []
    position = 0
    while position < len(expression.rstrip()):
        match = _TOKEN.match(expression, position)
        if match is None:
            raise ExpressionError(f"算式里的“{expression[position:].strip()[:10]}”读不懂")
        wants_operand = len(operands) == len(signs)
        if wants_operand == bool(match["sign"]):
            raise ExpressionError("算式里数和运算符要一个隔一个")
        if match["sign"]:
            signs.append(_SIGNS.get(match["sign"], match["sign"]))
        else:
            operands.append(_operand(match, lookup))
        position = match.end()
    if len(operands) != len(signs) + 1:
        raise ExpressionError("算式没有写完")
    return operands, signs


def _operand(match: re.Match[str], lookup: Lookup) -> Interval:
    if match["number"]:
        number = Decimal(match["number"]) * (Decimal("0.01") if match["percent"] else 1)
        return Interval(number, number)
    found = lookup(match["name"])
    if found is None:
        raise ExpressionError(f"算式里的“{match['name']}”不是有数字的事实或规则")
    return found


def _apply(sign: str, first: Decimal | None, second: Decimal | None) -> Decimal | None:
    if first is None or second is None:
        return None
    if sign == "÷":
        if not second:
            return None
        with localcontext() as context:
            context.prec = 28
            return first / second
    return first * second if sign == "×" else first + second if sign == "+" else first - second


def _scaled(number: Decimal | None, scale: Decimal) -> Decimal | None:
    return None if number is None else number * scale


def _rounds_to(exact: Decimal | None, stated: Decimal | None, least: int) -> bool:
    if stated is None:
        return True
    if exact is None:
        return False
    places = max(-int(stated.as_tuple().exponent), least)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == stated


def _plain(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.000001'), ROUND_HALF_UP).normalize():f}"
