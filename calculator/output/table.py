"""The columns of a schedule, shared by text, CSV and XLSX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..schedules import Row
from ..texts import pad, width

Value = int | date | Decimal | None


class Column(NamedTuple):
    """A column: its Chinese heading and how its value comes from a row."""

    heading: str
    value: Callable[[Row], Value]


def columns_of(rows: Sequence[Row]) -> list[Column]:
    """The columns that say something for these rows: dates, days, fees only where there are any.

    >>> [column.heading for column in columns_of([])]
    ['期次', '还款额', '本金', '利息', '剩余本金']
    """
    columns = [Column("期次", lambda row: row.number)]
    if any(row.due for row in rows):
        columns.append(Column("还款日", lambda row: row.due))
    if any(row.days for row in rows):
        columns.append(Column("天数", lambda row: row.days))
    columns.append(Column("还款额", lambda row: row.payment))
    columns.append(Column("本金", lambda row: row.principal))
    has_fees = any(row.fee for row in rows)
    if not has_fees or any(row.interest for row in rows):
        columns.append(Column("利息", lambda row: row.interest))
    if has_fees:
        columns.append(Column("费用", lambda row: row.fee))
    columns.append(Column("剩余本金", lambda row: row.balance))
    return columns


def align(cells: Sequence[Sequence[str]]) -> list[str]:
    """Lay out rows of text in columns aligned right; a Chinese character takes two columns.

    >>> print(*align([["期次", "还款额"], ["1", "1,000.00"]]), sep="\\n")
    期次    还款额
       1  1,000.00
    """
    widths = [max(width(cell) for cell in column) for column in zip(*cells, strict=True)]
    return ["  ".join(pad(cell, w, right=True) for cell, w in zip(row, widths, strict=True)) for row in cells]
