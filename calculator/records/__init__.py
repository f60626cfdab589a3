"""Questions and answers as JSON objects, one a line: the calculator for programs.

In:  ``{"id", "function"?, "inputs"}``. Without a function the inputs are a loan, read by its ``method``.
Out: ``{"id", "result", "fen"}``: ``result`` unrounded, ``fen`` as a bank bills it (null where it has none),
     or ``{"id", "error"}`` in Chinese. Every number is a decimal string of up to 25 digits.

Functions: ``loan_schedule``, ``rate_from_payments``, ``flat_fee_rate``, ``daily_simple``,
``daily_interest_equal_principal``, ``daily_interest_equal_principal_days``, ``single_payment_ear``,
``annual_yield``, ``xirr``, ``us_actuarial_apr``, ``eu_apr``, ``spreadsheet``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..decimals import exact
from ..errors import CalculatorError, InputError
from .functions import FUNCTIONS
from .loans import answer_loan

__all__ = ["answer", "answer_lines"]

_MAX_LINE = 2_000_000


def answer_lines(lines: Iterable[str]) -> Iterator[str]:
    """Answer JSON lines one by one; a line that is not usable gets an error and the next is served.

    >>> record = '{"id": "a", "function": "annual_yield", "inputs": {"interest": "1"}}'
    >>> print(*answer_lines([record, "x"]), sep="\\n")
    {"id": "a", "error": "principal：这一项必须给出。收到的是 （空）。"}
    {"id": null, "error": "这一行不是 JSON 对象。"}
    """
    for line in lines:
        if line.strip():
            yield json.dumps(_answer_line(line), ensure_ascii=False)


def _answer_line(line: str) -> dict[str, Any]:
    try:
        if len(line) > _MAX_LINE:
            raise ValueError
        record = json.loads(line, parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError):
        return {"id": None, "error": "这一行不是 JSON 对象。"}
    if not isinstance(record, dict):
        return {"id": None, "error": "这一行不是 JSON 对象。"}
    identifier = record.get("id")
    try:
        return {"id": identifier, **answer(record)}
    except CalculatorError as error:
        return {"id": identifier, "error": str(error)}


@exact
def answer(record: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one record: ``{"result": {...}, "fen": {...} | None}``.

    Raises:
        CalculatorError: where the inputs are not usable.
    """
    inputs = record.get("inputs")
    if not isinstance(inputs, Mapping):
        raise InputError("inputs", "inputs", "应是一个 JSON 对象", inputs)
    name = record.get("function")
    if name is None:
        return answer_loan(inputs)
    if not isinstance(name, str) or name not in FUNCTIONS:
        raise InputError("function", "function", f"应是以下之一：{'、'.join(FUNCTIONS)}", name)
    return {"result": FUNCTIONS[name](inputs), "fen": None}
