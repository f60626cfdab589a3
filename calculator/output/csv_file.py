"""A schedule as CSV that Excel opens without a question."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from ..decimals import to_fen
from ..quotes import Quote
from .table import Value, columns_of

# without it Excel on a Chinese machine reads UTF-8 as GBK
_MARK = b"\xef\xbb\xbf"


def to_csv(quote: Quote) -> bytes:
    """The schedule of ``quote`` as CSV: UTF-8 with its mark, CRLF, plain figures, a last line of sums.

    >>> from calculator import Method, Offer, Rate, RatePeriod, quote
    >>> loan = quote(Offer(principal=Decimal(1000), method=Method.EQUAL_PRINCIPAL, months=1,
    ...                    rate=Rate(Decimal(12), RatePeriod.YEAR)))
    >>> print(to_csv(loan).decode("utf-8-sig").replace("\\r", ""), end="")
    期次,还款额,本金,利息,剩余本金
    1,1010.00,1000.00,10.00,0.00
    合计,1010.00,1000.00,10.00,
    """
    schedule = quote.schedule
    columns = columns_of(schedule.rows)
    sums = {
        "期次": "合计",
        "还款额": f"{schedule.total_paid:f}",
        "本金": f"{schedule.principal:f}",
        "利息": f"{schedule.total_interest:f}",
        "费用": f"{schedule.total_fees - schedule.upfront:f}",
    }
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([column.heading for column in columns])
    for row in schedule.rows:
        writer.writerow([_cell(column.value(row)) for column in columns])
    writer.writerow([sums.get(column.heading, "") for column in columns])
    return _MARK + buffer.getvalue().encode("utf-8")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return f"{to_fen(value):f}" if isinstance(value, Decimal) else str(value)
