"""Calendar arithmetic of due dates: month ends, leap years, days between."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from .errors import InputError

MIN_DATE = date(1990, 1, 1)
MAX_DATE = date(2150, 12, 31)


def add_months(start: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month where it is shorter.

    Count from the first date, not from the one before, so that the 31st comes back after February.

    >>> [str(add_months(date(2024, 1, 31), k)) for k in (1, 2, 13)]
    ['2024-02-29', '2024-03-31', '2025-02-28']
    """
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def read_date(field: str, label: str, value: object) -> date:
    """Read a ``date`` or a text such as ``2026-03-15`` between 1990 and 2150.

    >>> read_date("start_date", "放款日", "2024/2/29")
    datetime.date(2024, 2, 29)
    """
    allowed = "应是 1990 到 2150 年之间真实存在的日期，例如 2026-03-15"
    day: date | None = None
    if isinstance(value, date):
        # a datetime is a date too, but its arithmetic is not ours
        day = date(value.year, value.month, value.day)
    elif isinstance(value, str):
        parts = value.strip().replace("/", "-").replace(".", "-").split("-")
        if len(parts) == 3 and all(p.isascii() and p.isdigit() and len(p) <= 4 for p in parts):
            try:
                day = date(*map(int, parts))
            except ValueError:
                day = None
    if day is None or not MIN_DATE <= day <= MAX_DATE:
        raise InputError(field, label, allowed, value)
    return day
