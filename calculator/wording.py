"""Rates and amounts as people write them, for the command line and for files.

    0.05%/日   日息万分之五   日息万5   5‱/天        0.05 % a day
    月息一分   月息1分2厘     1%/月                   1 %, 1.2 %, 1 % a month
    年息八厘   年化18%        18%/年                  8 %, 18 %, 18 % a year
    每期0.6%   0.6%/期        总费率7.2%   7.2%/总    a fee an instalment, a fee once

分 and 厘 count by the period: 月息一分 is 1 % a month, 年息一分 10 % a year, 日息一分 0.1 % a day; a 厘 is a tenth of it.
Whole sentences are not read here.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from .decimals import exact, read_number
from .errors import InputError
from .rates import Rate, RatePeriod

_ALLOWED = "请写数字和周期，例如 0.05%/日、万分之五/日、月息一分、18%/年、0.6%/期、7.2%/总"
_PERIODS = {
    RatePeriod.DAY: ("日", "天", "day", "d"),
    RatePeriod.MONTH: ("月", "month", "m"),
    RatePeriod.YEAR: ("年", "year", "y"),
    RatePeriod.PERIOD: ("期", "period", "p"),
    RatePeriod.ONCE: ("总", "一次性", "once"),
}
_AFTER_SLASH = {name: period for period, names in _PERIODS.items() for name in names}
_BEFORE = re.compile(r"^(?:每|按|一)?(日|天|月|年|期|总|一次性)(?:手续费率|利率|费率|化|息|利)*(?:为|是|:)?")
_AFTER = re.compile(r"(?:/|每|一)(?:每|一)?(日|天|月|年|期|总|[a-z]+)$")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
# 一分 of each period, in percent
_ONE_FEN = {RatePeriod.DAY: Decimal("0.1"), RatePeriod.MONTH: Decimal(1), RatePeriod.YEAR: Decimal(10)}
_OF = {"万": Decimal("0.01"), "千": Decimal("0.1"), "百": Decimal(1)}
_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十点半]+)"
_FRACTION = re.compile(rf"^(万|千|百)(?:分之)?({_NUMBER})$")
_FEN_LI = re.compile(rf"^(?:({_NUMBER})分)?(?:({_NUMBER})厘?)?(半)?$")


@exact
def parse_rate(text: str, days_in_year: int = 365) -> Rate:
    """Read a rate in one of the wordings above.

    Raises:
        InputError: for a text that is none of them, or has no period.

    >>> [str(parse_rate(t)) for t in ("日息万五", "月息一分二", "18%/年", "每期0.6%")]
    ['日利率 0.05%', '月利率 1.2%', '年利率 18%', '每期费率 0.6%']
    """
    cleaned = unicodedata.normalize("NFKC", text).strip().lower().replace(" ", "").replace(",", "")
    if not cleaned or len(cleaned) > 40:
        raise InputError("rate", "利率", _ALLOWED, text)
    effective = "复利" in cleaned
    cleaned = re.sub(r"[((]?(单利|复利)[))]?", "", cleaned)
    period, rest = _period(cleaned)
    if period is None:
        raise InputError("rate", "利率", f"要说明是日、月、年、期还是总共。{_ALLOWED}", text)
    percent = _percent(rest, period)
    if percent is None:
        raise InputError("rate", "利率", _ALLOWED, text)
    return Rate(percent, period, days_in_year, effective and period is RatePeriod.YEAR)


@exact
def parse_amount(field: str, label: str, text: str) -> Decimal:
    """Read an amount: ``10000``, ``1万``, ``2.5万``, ``3千``, ``10,000元``.

    >>> parse_amount("principal", "借款本金", "2.5万")
    Decimal('25000.0')
    """
    allowed = "应是数字（元），例如 10000 或 1万"
    cleaned = unicodedata.normalize("NFKC", text).strip().lower().replace(" ", "").removesuffix("元")
    scale = Decimal(1)
    for suffix, value in (("万", 10_000), ("w", 10_000), ("千", 1000), ("k", 1000)):
        if cleaned.endswith(suffix):
            cleaned, scale = cleaned.removesuffix(suffix), Decimal(value)
    try:
        return read_number(field, label, cleaned, allowed) * scale
    except InputError:
        raise InputError(field, label, allowed, text) from None


def _period(text: str) -> tuple[RatePeriod | None, str]:
    """The period, and the text without it."""
    if match := _AFTER.search(text):
        period = _AFTER_SLASH.get(match[1])
        if period is not None:
            return period, text[: match.start()]
    if match := _BEFORE.match(text):
        return _AFTER_SLASH[match[1]], text[match.end() :]
    return None, text


def _percent(text: str, period: RatePeriod) -> Decimal | None:
    for sign, scale in (("%", Decimal(1)), ("‰", Decimal("0.1")), ("‱", Decimal("0.01"))):
        if text.endswith(sign):
            number = _number(text[:-1])
            return None if number is None else number * scale
    if match := _FRACTION.match(text):
        number = _number(match[2])
        return None if number is None else number * _OF[match[1]]
    if ("分" in text or "厘" in text) and period in _ONE_FEN and (match := _FEN_LI.match(text)):
        fen, li = _number(match[1] or "0"), _number((match[2] or "0").replace("半", "") or "0.5")
        if match[2] == "半":
            li = Decimal(5)
        if fen is None or li is None:
            return None
        half = Decimal("0.5") * (1 if match[2] is None else Decimal("0.1")) if match[3] else Decimal(0)
        return (fen + li / 10 + half) * _ONE_FEN[period]
    return _number(text)


def _number(text: str) -> Decimal | None:
    """ASCII or Chinese numerals up to 99, with a decimal point.

    >>> [str(_number(t)) for t in ("4.35", "十八", "三点六", "二十四", "半", "x")]
    ['4.35', '18', '3.6', '24', '0.5', 'None']
    """
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    whole, _, tail = text.partition("点")
    if not whole or (text.endswith("点") or any(c not in _DIGITS for c in tail)):
        return None
    tens, ten, ones = whole.rpartition("十")
    if any(c not in _DIGITS for c in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return None
    value = _DIGITS[ones] if ones else 0
    if ten:
        value += 10 * (_DIGITS[tens] if tens else 1)
    decimals = "".join(str(_DIGITS[c]) for c in tail)
    return Decimal(f"{value}.{decimals}" if decimals else value)
