"""Decimal arithmetic in one place: the context, the rounding to the fen, and the reading of numbers.

Everything public runs under ``CONTEXT`` through ``@exact``, whatever context the caller has set, so that
the same question has the same answer in every thread.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import wraps
from typing import ParamSpec, TypeVar

from .errors import CalculatorError, InputError

P = ParamSpec("P")
T = TypeVar("T")

# 36 digits: 25 are promised; the rest is what 360 multiplications and one subtraction of near-equal
# values may cost.
CONTEXT = Context(prec=36, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
FEN = Decimal("0.01")
_SNAP = Decimal("1e-18")
_NOISE = Decimal("1e-30")
_TIDY = Context(prec=30, rounding=ROUND_HALF_EVEN)
_SHOWN_DIGITS = 25

_MAX_DIGITS = 40
MAX_MONEY = Decimal(10) ** 10
MAX_MONTHS = 600
MAX_DAYS = 18300
# 100 % a day. A product above it is not a loan that anyone could compare with another.
MAX_ANNUAL_PERCENT = Decimal(36500)


def exact(function: Callable[P, T]) -> Callable[P, T]:
    """Run ``function`` under ``CONTEXT``; a result beyond 10^999999 is a ``CalculatorError``."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with localcontext(CONTEXT):
            try:
                return function(*args, **kwargs)
            except Overflow:
                raise CalculatorError("数字大得没有意义，算不出结果，请核对输入。") from None

    return run


def to_fen(value: Decimal) -> Decimal:
    """Round half up to 0.01 yuan, as a bank bills.

    A true half that a division left a hair below itself (1/3 × 0.015) counts as the half it is.

    >>> to_fen(Decimal("70.625")), to_fen(Decimal("0.00499999999999999999999")), to_fen(Decimal("2.5"))
    (Decimal('70.63'), Decimal('0.01'), Decimal('2.50'))
    """
    return (value.quantize(_SNAP, ROUND_HALF_EVEN)).quantize(FEN, ROUND_HALF_UP)


def floor_fen(value: Decimal) -> Decimal:
    """Round down to 0.01 yuan.

    >>> floor_fen(Decimal("0.2785"))
    Decimal('0.27')
    """
    return value.quantize(FEN, ROUND_DOWN)


def same(value: Decimal) -> Decimal:
    """Leave ``value`` unrounded: the scheme of exact figures.

    >>> same(Decimal("1.23456"))
    Decimal('1.23456')
    """
    return value


def tidy(value: Decimal) -> Decimal:
    """Drop the last digits of a computed rate, where only noise is left, and needless zeros.

    >>> tidy(Decimal("0.20000000000000000000000000000000112")), tidy(Decimal(10))
    (Decimal('0.2'), Decimal('10'))
    """
    rounded = _TIDY.plus(value)
    if rounded.adjusted() < 0:
        rounded = rounded.quantize(_NOISE, ROUND_HALF_EVEN, CONTEXT)
    rounded = rounded.normalize(_TIDY)
    whole = rounded == rounded.to_integral_value() and rounded.adjusted() < _SHOWN_DIGITS
    return rounded.quantize(ONE, ROUND_HALF_EVEN, CONTEXT) if whole else rounded


def settle_zero(value: Decimal, scale: Decimal) -> Decimal:
    """Zero where ``value`` is only what 36 digits left of one, against amounts of the size of ``scale``.

    >>> settle_zero(Decimal("1e-33"), Decimal(100)), settle_zero(Decimal("0.01"), Decimal(100))
    (Decimal('0'), Decimal('0.01'))
    """
    return ZERO if abs(value) <= scale * _NOISE else value


def plain(value: Decimal, digits: int = _SHOWN_DIGITS) -> str:
    """Write ``value`` as a decimal string of at most ``digits`` significant digits, without exponent.

    >>> plain(Decimal("1E+3")), plain(Decimal("24.00")), plain(Decimal(1) / 3, 5)
    ('1000', '24', '0.33333')
    """
    rounded = Context(prec=digits, rounding=ROUND_HALF_EVEN).plus(value)
    if rounded == 0:
        return "0"
    return f"{rounded.normalize(Context(prec=digits)):f}"


def read_number(field: str, label: str, value: object, allowed: str) -> Decimal:
    """Read a finite number from a Decimal, an int or a text such as ``10,000``.

    Raises:
        InputError: for text that is no number, NaN, infinity, a bool or a binary float.

    >>> read_number("principal", "借款本金", "10,000.5", "应是数字")
    Decimal('10000.5')
    >>> read_number("principal", "借款本金", "NaN", "应是数字")
    Traceback (most recent call last):
    ...
    calculator.errors.InputError: 借款本金：应是数字。收到的是 “NaN”。
    """
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, int) and not isinstance(value, bool):
        # thousands of digits would be slow to convert
        if abs(value) >= 10**_MAX_DIGITS:
            raise InputError(field, label, allowed, f"超过 {_MAX_DIGITS} 位的数字")
        number = Decimal(value)
    elif isinstance(value, str):
        text = value.strip().replace(",", "").replace("，", "")
        # int() and Decimal() also read other scripts' digits and underscores: only plain ASCII is meant here
        if not text or len(text) > 60 or not text.isascii() or "_" in text:
            raise InputError(field, label, allowed, value)
        try:
            number = CONTEXT.create_decimal(text)
        except (InvalidOperation, Overflow):
            raise InputError(field, label, allowed, value) from None
    else:
        raise InputError(field, label, allowed, value)
    if not number.is_finite() or number.adjusted() > _MAX_DIGITS:
        raise InputError(field, label, allowed, value)
    return number


def read_money(
    field: str, label: str, value: object, *, zero: bool = False, limit: Decimal = MAX_MONEY
) -> Decimal:
    """Read an amount in yuan, above 0 (or from 0 where ``zero``) and at most ``limit``.

    >>> read_money("payment", "还款额", "1e3", limit=Decimal(100))
    Traceback (most recent call last):
    ...
    calculator.errors.InputError: 还款额：应是大于 0、不超过 100 的数字（元），例如 10000。收到的是 “1e3”。
    """
    low = "不小于 0" if zero else "大于 0"
    high = "100 亿" if limit == MAX_MONEY else plain(limit)
    allowed = f"应是{low}、不超过 {high} 的数字（元），例如 {'100' if zero else '10000'}"
    number = read_number(field, label, value, allowed)
    if number > limit or number < 0 or (not zero and number < FEN):
        raise InputError(field, label, allowed, value)
    return number


def read_count(field: str, label: str, value: object, *, low: int, high: int, unit: str) -> int:
    """Read a whole number from ``low`` to ``high``.

    >>> read_count("months", "期数", "2.5", low=1, high=600, unit="个月")
    Traceback (most recent call last):
    ...
    calculator.errors.InputError: 期数：应是 1 到 600 的整数（个月）。收到的是 “2.5”。
    """
    allowed = f"应是 {low} 到 {high} 的整数（{unit}）"
    number = read_number(field, label, value, allowed)
    if not low <= number <= high or number != number.to_integral_value():
        raise InputError(field, label, allowed, value)
    return int(number)
