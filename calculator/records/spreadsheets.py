"""Calling a spreadsheet function by its name and its arguments in the usual order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from .. import spreadsheet as sheet
from ..decimals import ZERO
from ..errors import InputError


def call(name: str, arguments: Sequence[Decimal]) -> Decimal:
    """Call PMT, FV, IPMT, PPMT, CUMIPMT, CUMPRINC, NPER, RATE, IRR, EFFECT or NOMINAL.

    >>> round(call("PMT", [Decimal("0.01"), Decimal(12), Decimal(10000)]), 2)
    Decimal('-888.49')
    """
    if name == "IRR":
        return sheet.irr(arguments)
    if name not in _FUNCTIONS:
        raise InputError("name", "函数名", f"应是以下之一：IRR、{'、'.join(_FUNCTIONS)}", name)
    low, high, function = _FUNCTIONS[name]
    if not low <= len(arguments) <= high:
        raise InputError("args", f"{name} 的参数", f"应有 {low} 到 {high} 个", f"{len(arguments)} 个")
    return function([*arguments, *[ZERO] * (high - len(arguments))])


def _whole(value: Decimal) -> int:
    if value != value.to_integral_value() or abs(value) > 10_000:
        raise InputError("args", "期数一类的参数", "应是不大的整数", value)
    return int(value)


_Call = Callable[[list[Decimal]], Decimal]
_FUNCTIONS: dict[str, tuple[int, int, _Call]] = {
    "PMT": (3, 5, lambda a: sheet.pmt(a[0], _whole(a[1]), a[2], a[3], _whole(a[4]))),
    "FV": (3, 5, lambda a: sheet.fv(a[0], _whole(a[1]), a[2], a[3], _whole(a[4]))),
    "IPMT": (4, 6, lambda a: sheet.ipmt(a[0], _whole(a[1]), _whole(a[2]), a[3], a[4], _whole(a[5]))),
    "PPMT": (4, 6, lambda a: sheet.ppmt(a[0], _whole(a[1]), _whole(a[2]), a[3], a[4], _whole(a[5]))),
    "CUMIPMT": (
        5,
        6,
        lambda a: sheet.cumipmt(a[0], _whole(a[1]), a[2], _whole(a[3]), _whole(a[4]), _whole(a[5])),
    ),
    "CUMPRINC": (
        5,
        6,
        lambda a: sheet.cumprinc(a[0], _whole(a[1]), a[2], _whole(a[3]), _whole(a[4]), _whole(a[5])),
    ),
    "NPER": (3, 5, lambda a: sheet.nper(a[0], a[1], a[2], a[3], _whole(a[4]))),
    "RATE": (3, 5, lambda a: sheet.rate(_whole(a[0]), a[1], a[2], a[3], _whole(a[4]))),
    "EFFECT": (2, 2, lambda a: sheet.effect(a[0], _whole(a[1]))),
    "NOMINAL": (2, 2, lambda a: sheet.nominal(a[0], _whole(a[1]))),
}
