"""Typed values of facts: a number keeps its unit, and a moderator writes it as people write it.

A value is read from text such as ``0.02%–0.05%``, ``500元–20万元``, ``18–60周岁``, ``1–3个工作日``, ``1.5倍``,
``是`` or plain words. What it reads as is decided by the kind of its attribute, so that a typo in a rate is an
error and not a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a fact is measured in; the unit that ``low`` and ``high`` are in stands beside each."""

    MONEY = "money"  # yuan
    DAILY_RATE = "daily_rate"  # percent a day
    ANNUAL_RATE = "annual_rate"  # percent a year
    SHARE = "share"  # percent of something
    MULTIPLE = "multiple"  # times something
    AGE = "age"  # years of age
    DURATION = "duration"  # see ``Value.unit``
    COUNT = "count"  # things, see ``Value.unit``
    CLOCK = "clock"  # times of day
    DATE = "date"  # a day, a month or a year
    PHONE = "phone"  # a number to call
    YES_NO = "yes_no"
    TEXT = "text"


KIND_NAMES = {
    Kind.MONEY: "金额",
    Kind.DAILY_RATE: "日利率",
    Kind.ANNUAL_RATE: "年利率",
    Kind.SHARE: "比例",
    Kind.MULTIPLE: "倍数",
    Kind.AGE: "年龄",
    Kind.DURATION: "时长",
    Kind.COUNT: "个数",
    Kind.CLOCK: "钟点",
    Kind.DATE: "日期",
    Kind.PHONE: "电话",
    Kind.YES_NO: "是否",
    Kind.TEXT: "文字",
}

EXAMPLES = {
    Kind.MONEY: "500元–20万元",
    Kind.DAILY_RATE: "0.02%–0.05%",
    Kind.ANNUAL_RATE: "7.3%–18.25%",
    Kind.SHARE: "10%",
    Kind.MULTIPLE: "1.5倍",
    Kind.AGE: "18–60周岁",
    Kind.DURATION: "1–3个工作日",
    Kind.COUNT: "20笔",
    Kind.CLOCK: "7:00–24:00",
    Kind.DATE: "2026-01-20",
    Kind.PHONE: "95384",
    Kind.YES_NO: "是",
    Kind.TEXT: "邀请制",
}


class ValueFormatError(ValueError):
    """A text that is no value of its kind; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: ``text`` as shown, and for numbers the bounds ``low`` and ``high`` in ``unit``.

    A bound that the source leaves open (0.04% 起, 最高20万元) is ``None``. A value that lists several
    numbers (6期、12期) has its least and greatest as bounds.
    """

    kind: Kind
    text: str
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_single(self) -> bool:
        """Whether this is one number rather than a range."""
        return self.low is not None and self.low == self.high


_NUMBER = r"\d[\d,，]*(?:\.\d+)?"
_SCALE = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_RANGE = r"\s*(?:–|-|—|~|～|至|到)\s*"
_UNITS: dict[Kind, str] = {
    Kind.MONEY: r"元",
    Kind.DAILY_RATE: r"%",
    Kind.ANNUAL_RATE: r"%",
    Kind.SHARE: r"%",
    Kind.MULTIPLE: r"倍",
    Kind.AGE: r"周岁|岁",
    Kind.DURATION: r"个工作日|工作日|个交易日|小时|分钟|秒|天|日|周|个月|月|年|期",
    Kind.COUNT: r"[^\d\s.,，、%–—~～/（(]{1,6}?",
}
_OPEN_LOW = ("起", "以上", "及以上")
_OPEN_HIGH = ("以内", "以下", "及以下")


def parse_value(text: str, kind: Kind) -> Value:
    """Read ``text`` as a value of ``kind``.

    >>> value = parse_value("500元–20万元", Kind.MONEY)
    >>> value.low, value.high, value.unit
    (Decimal('500'), Decimal('200000'), '元')
    >>> parse_value("0.04%起", Kind.DAILY_RATE).high is None
    True
    >>> parse_value("百分之五", Kind.DAILY_RATE)
    Traceback (most recent call last):
    ...
    knowledge.values.ValueFormatError: “百分之五”不是日利率
    """
    shown = " ".join(text.split())
    if not shown:
        raise ValueFormatError("值是空的")
    if kind is Kind.TEXT:
        return Value(kind, shown)
    if kind is Kind.YES_NO:
        if shown not in ("是", "否"):
            raise ValueFormatError(f"“{shown}”不是“是”或“否”")
        return Value(kind, shown)
    pattern = _PATTERNS.get(kind)
    if pattern is not None:
        if not pattern.fullmatch(shown):
            raise ValueFormatError(f"“{shown}”不是{KIND_NAMES[kind]}")
        return Value(kind, shown)
    return _parse_number(shown, kind)


_CLOCK_ONE = r"(?:次日)?\d{1,2}(?::\d{2})?(?:点)?"
_PATTERNS = {
    Kind.CLOCK: re.compile(rf"(?:工作日)?{_CLOCK_ONE}(?:{_RANGE}{_CLOCK_ONE})?(?:[、，和]{_CLOCK_ONE}(?:{_RANGE}{_CLOCK_ONE})?)*"),
    Kind.DATE: re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?"),
    Kind.PHONE: re.compile(r"[\d-]{3,20}"),
}


def _parse_number(text: str, kind: Kind) -> Value:
    unit = _UNITS[kind]
    one = rf"({_NUMBER})\s*(百|千|万|亿)?\s*({unit})?"
    body = re.sub(r"^(?:约|大约|最高|最多|不超过|最低|最少|最长|最短|至少|超过|固定|每天|每年|每日)", "", text)
    opened_low = text.endswith(_OPEN_LOW) or text.startswith(("最低", "最少", "至少", "超过", "最短"))
    opened_high = text.endswith(_OPEN_HIGH) or text.startswith(("最高", "最多", "不超过", "最长"))
    body = re.sub(rf"(?:{'|'.join(sorted(_OPEN_LOW + _OPEN_HIGH, key=len, reverse=True))})$", "", body)
    numbers: list[Decimal] = []
    found_unit = ""
    for part in re.split(r"[、或]|\s*/\s*", body):
        match = re.fullmatch(rf"{one}(?:{_RANGE}{one})?", part.strip())
        if not match:
            raise ValueFormatError(f"“{text}”不是{KIND_NAMES[kind]}")
        first, first_scale, first_unit, second, second_scale, second_unit = match.groups()
        last_unit = second_unit or first_unit
        if second is None:
            last_unit = first_unit
        if not last_unit and not found_unit:
            raise ValueFormatError(f"“{text}”缺少单位")
        found_unit = last_unit or found_unit
        # 1–3万元 counts both ends in 万, 500元–20万元 only the second
        if second is not None and first_unit is None and first_scale is None:
            first_scale = second_scale
        numbers.append(_decimal(first, first_scale))
        if second is not None:
            numbers.append(_decimal(second, second_scale))
    if len(numbers) == 2 and numbers[0] > numbers[1]:
        raise ValueFormatError(f"“{text}”前大后小")
    low: Decimal | None = min(numbers)
    high: Decimal | None = max(numbers)
    if opened_low:
        high = None
    if opened_high:
        low = None
    return Value(kind, text, found_unit, low, high)


def _decimal(number: str, scale: str | None) -> Decimal:
    return Decimal(number.replace(",", "").replace("，", "")) * _SCALE[scale or ""]
