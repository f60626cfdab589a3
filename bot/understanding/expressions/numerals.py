"""Numerals at a place in a text: 15000, 3,500.00, 1w6, 两千零六, 三千六, 壹萬陆仟, 三十多万, 七八千, 一点六万.

Where a numeral ends depends on what follows it (一万六分12期 is 一万六 and 分12期, 六千三个月 is 六千 and 三个月), so
`readings` returns every numeral that begins at a place, shortest first, and its caller chooses.
"""

from dataclasses import replace
from decimal import Decimal

from bot.understanding.expressions.numeral_reader import (
    DIGIT_CHARACTERS,
    MAX_ATOMS,
    START,
    WORD_OF_ONE,
    Numeral,
    NumeralReader,
)

__all__ = [
    "DIGIT_CHARACTERS",
    "MAX_ATOMS",
    "START",
    "WORD_OF_ONE",
    "Numeral",
    "longest",
    "number",
    "readings",
    "scaled",
]


def readings(text: str, start: int) -> list[Numeral]:
    """Every numeral that begins at ``start``, shortest first.

    >>> [(text_end.end, str(text_end.low)) for text_end in readings("一万二百五", 0)]
    [(1, '1'), (2, '10000'), (3, '12000'), (4, '10200'), (5, '10250')]
    """
    return NumeralReader(text, start).read()


def longest(text: str, start: int) -> Numeral | None:
    """The longest numeral that begins at ``start``."""
    found = readings(text, start)
    return found[-1] if found else None


def number(text: str) -> Decimal | None:
    """The value of a text that is a numeral from end to end.

    >>> number("两千零五"), number("三千五"), number("3千5百")
    (Decimal('2005'), Decimal('3500'), Decimal('3500'))
    """
    found = longest(text, 0) if text else None
    return found.value if found is not None and found.end == len(text) else None


def scaled(left: Numeral, right: Numeral) -> Numeral:
    """Give the left end of a range the unit of the right end: 1到2万, 3-5千, 三到五百万."""
    if left.has_unit or right.lead is None or not right.has_unit or left.low >= right.lead:
        return left
    return replace(left, low=left.low * right.scale, high=left.high * right.scale, has_unit=True)
