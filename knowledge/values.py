"""Typed values of facts: a number keeps its unit, and a moderator writes it as people write it.

A value is read from text such as ``0.02%–0.05%``, ``500元–20万元``, ``18–60周岁``, ``1–3个工作日``,
``1.5倍``, ``是`` or plain words. What it reads as is decided by the kind of its attribute, so that a typo in
a rate is an error and not a text.
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
    numbers (6、12期) has its least and greatest as bounds.
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

    @property
    def is_number(self) -> bool:
        """Whether it has a bound to compute with."""
        return self.low is not None or self.high is not None


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
_FROM = ("最低", "最少", "至少", "超过", "最短", "最快")  # what follows is the least
_UP_TO = ("最高", "最多", "不超过", "最长", "最慢")  # what follows is the most
_PREFIXES = (*_FROM, *_UP_TO, "约", "大约", "固定", "每天", "每年", "每日")
_AT_ONCE = ("即时", "实时")  # no time at all


def parse_value(text: str, kind: Kind) -> Value:
    """Read ``text`` as a value of ``kind``.

    >>> value = parse_value("500元–20万元", Kind.MONEY)
    >>> value.low, value.high, value.unit
    (Decimal('500'), Decimal('200000'), '元')
    >>> parse_value("0.04%起", Kind.DAILY_RATE).high is None
    True
    >>> parse_value("最快1分钟", Kind.DURATION).high is None, parse_value("即时", Kind.DURATION).high
    (True, Decimal('0'))
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
    if kind is Kind.DURATION and shown in _AT_ONCE:
        return Value(kind, shown, "秒", Decimal(0), Decimal(0))
    pattern = _PATTERNS.get(kind)
    if pattern is not None:
        if not pattern.fullmatch(shown):
            raise ValueFormatError(f"“{shown}”不是{KIND_NAMES[kind]}")
        return Value(kind, shown)
    return _parse_number(shown, kind)


_CLOCK_ONE = r"(?:次日)?(?:[01]?\d|2[0-4])(?::[0-5]\d)?点?"
_CLOCK_SPAN = rf"{_CLOCK_ONE}(?:{_RANGE}{_CLOCK_ONE})?"
_PATTERNS = {
    Kind.CLOCK: re.compile(rf"(?:工作日)?{_CLOCK_SPAN}(?:[、，和]{_CLOCK_SPAN})*"),
    Kind.DATE: re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"),
    Kind.PHONE: re.compile(r"\d[\d-]{1,18}\d"),
}


@dataclass(frozen=True, slots=True)
class _Number:
    """One number as it is written, before it has borrowed what it leaves out from the number after it."""

    digits: str
    scale: str | None
    unit: str | None

    @property
    def amount(self) -> Decimal:
        return Decimal(self.digits.replace(",", "").replace("，", "")) * _SCALE[self.scale or ""]


def _parse_number(text: str, kind: Kind) -> Value:
    body = re.sub(rf"^(?:{'|'.join(_PREFIXES)})", "", text)
    opened_low = text.endswith(_OPEN_LOW) or text.startswith(_FROM)
    opened_high = text.endswith(_OPEN_HIGH) or text.startswith(_UP_TO)
    body = re.sub(rf"(?:{'|'.join(sorted(_OPEN_LOW + _OPEN_HIGH, key=len, reverse=True))})$", "", body)
    parts = [_read_part(part, text, kind) for part in re.split(r"[、或]|\s*/\s*", body)]
    written = [number for part in parts for number in part]
    units = {number.unit for number in written if number.unit}
    if written[-1].unit is None:
        raise ValueFormatError(f"“{text}”缺少单位")
    if len(units) > 1:
        raise ValueFormatError(f"“{text}”里有几种单位，请换成同一种")
    amounts = _amounts(written)
    spans = iter(amounts)
    for part in parts:
        ends = [next(spans) for _ in part]
        if ends[0] > ends[-1]:
            raise ValueFormatError(f"“{text}”前大后小")
    low = None if opened_high else min(amounts)
    high = None if opened_low else max(amounts)
    return Value(kind, text, units.pop(), low, high)


def _read_part(part: str, text: str, kind: Kind) -> list[_Number]:
    """The one or two numbers of ``part``, which is a single value or a range."""
    one = rf"({_NUMBER})\s*(百|千|万|亿)?\s*({_UNITS[kind]})?"
    match = re.fullmatch(rf"{one}(?:{_RANGE}{one})?", part.strip())
    if not match:
        raise ValueFormatError(f"“{text}”不是{KIND_NAMES[kind]}")
    found = [_Number(*match.group(1, 2, 3))]
    if match[4]:
        found.append(_Number(*match.group(4, 5, 6)))
    return found


def _amounts(written: list[_Number]) -> list[Decimal]:
    """1–3万元 and 3、6万元 count each number in 万, 500元–20万元 only the last."""
    amounts: list[Decimal] = []
    scale: str | None = None
    for number in reversed(written):
        if number.unit or number.scale:
            scale = number.scale
        amounts.append(_Number(number.digits, scale, number.unit).amount)
    return amounts[::-1]
