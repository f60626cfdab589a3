"""What a loan costs, by the rates of a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.quoting.draft import StatedRate
from bot.quoting.notes import Notes
from bot.understanding.expressions import Expressions
from bot.understanding.expressions.numerals import number
from bot.understanding.expressions.values import Amount, Rate, Term
from calculator import RatePeriod

_HUNDRED = Decimal(100)
# A bare rate is daily up to here, monthly up to there, and yearly above: 0.05 · 1.5 · 18
_MOST_DAILY = Decimal("0.2")
_MOST_MONTHLY = Decimal(3)
_MOST_YEARLY = 36  # a bare number above is no rate
_DECIMAL = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,4}(?![\d.%‰]|[万千百元块])")
_WAN_RATE = re.compile(r"万 ?([一二三四五六七八九](?:点[一二三四五六七八九])?)(?! ?[千百元块])")
_BY_RATE = re.compile(
    r"(?:按|照)(?:着|是)?([0-9]{1,2}(?:\.[0-9]{1,3})?)(?=(一年|每年|年)|算|的|个点|[，, ]|$)"
)
_DAYS_A_WEEK = 7
_WEEKLY_BEFORE = re.compile(
    r"(?:周(?:利?息|利率?)|每个?(?:周|星期|礼拜)(?:的?利?息)?)(?:是|为|按|要|收)?[:： ]?$"
)
_DOWN_BEFORE = re.compile(r"首[付期](?:款|比例)?(?:是|了|为|要|：|:)?$")
_YEARLY_AFTER = re.compile(r" ?个?点?(?:一年|每年|年)")


def likely_period(percent: Decimal) -> RatePeriod:
    """What a rate without a period is for, by its size: 0.05 a day, 1.5 a month, 18 a year."""
    if percent <= _MOST_DAILY:
        return RatePeriod.DAY
    return RatePeriod.MONTH if percent < _MOST_MONTHLY else RatePeriod.YEAR


def rates_in(text: str, found: Expressions) -> Iterator[tuple[int, StatedRate]]:
    """The rates of interest of a message with their places; 万四 is one, though it may be an amount as well."""
    for rate in found.rates:
        percent = rate.value_percent
        if rate.role == "interest" and percent is not None and percent <= _HUNDRED:
            period = likely_period(percent) if rate.period == "none" else RatePeriod(rate.period)
            yield rate.start, StatedRate(percent=percent, period=period)
    spans = [(rate.start, rate.end) for rate in found.rates]
    for match in _WAN_RATE.finditer(text):
        count = number(match.group(1))
        if count is not None and not any(start <= match.start() < end for start, end in spans):
            yield match.start(), StatedRate(percent=count / _HUNDRED, period=RatePeriod.DAY)


def read_rates(notes: Notes) -> None:
    """Read what each rate is of the loan."""
    for rate in notes.found.rates:
        _read_rate(notes, rate)


def _read_rate(notes: Notes, rate: Rate) -> None:
    high = rate.high_percent
    match rate.role:
        case "discount":
            notes.take("discount", high)
        case "deduction":
            notes.net_percent = _HUNDRED - high
        case "fee" if rate.period in ("once", "none"):
            notes.fee_percent = high
        case "interest" | "fee":
            notes.take("rate", _stated(notes, rate))
        case "ratio" if rate.low_percent == high < _HUNDRED and _DOWN_BEFORE.search(notes.before(rate.start)):
            notes.down_percent = high
        case "penalty" if notes.is_late:
            notes.take("penalty", _stated(notes, rate))
        case _:
            pass


def _stated(notes: Notes, rate: Rate) -> dict[str, object]:
    low, high = rate.low_percent, rate.high_percent
    period = _period_of(notes, rate)
    if rate.period == "none" and _WEEKLY_BEFORE.search(notes.before(rate.start)):
        low, high, period = low / _DAYS_A_WEEK, high / _DAYS_A_WEEK, RatePeriod.DAY
    return {"percent": low, "period": period, "top": high if high != low else None}


def _period_of(notes: Notes, rate: Rate) -> RatePeriod:
    if rate.role == "fee" and rate.period == "month":
        return RatePeriod.PERIOD
    if rate.period == "none":
        return _likely_period(notes, rate.high_percent)
    return RatePeriod(rate.period)


def _likely_period(notes: Notes, percent: Decimal) -> RatePeriod:
    """What a bare rate is for: what the open quote's rate is for if it is of that size, else by its size."""
    earlier = notes.open_draft.rate
    if earlier is not None and earlier.percent and Decimal("0.2") <= percent / earlier.percent <= 5:
        return earlier.period
    return likely_period(percent)


def read_written_rate(notes: Notes) -> int | None:
    """Read 按36一年: a number after 按 that is nothing else; where the span begins that only says its period."""
    match = _BY_RATE.search(notes.text)
    if match is None or any(one.start <= match.start(1) < one.end for one in _spans(notes)):
        return None
    take_rate(notes, Decimal(match.group(1)), notes.text[match.end(1) :])
    return match.end(1) if match.group(2) else None


def read_stray_rate(notes: Notes) -> None:
    """Read 4.9 as the rate of 15万 5年 4.9: a loan without one, and one number with decimals that is nothing else."""
    is_priced = any(name in notes.slots for name in ("rate", "payment", "total", "fee"))
    if is_priced or "principal" not in notes.slots or not {"periods", "days"} & notes.slots.keys():
        return
    taken = [(one.start, one.end) for one in (*_spans(notes), *notes.found.references)]
    stray = [
        match
        for match in _DECIMAL.finditer(notes.text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    if len(stray) == 1 and Decimal(stray[0].group()) <= _MOST_YEARLY:
        take_rate(notes, Decimal(stray[0].group()), notes.text[stray[0].end() :])


def _spans(notes: Notes) -> Iterator[Amount | Rate | Term]:
    yield from notes.found.amounts
    yield from notes.found.rates
    yield from notes.found.terms


def take_rate(notes: Notes, percent: Decimal, after: str) -> None:
    """Keep a bare rate; ``after`` is the text behind it, which may say that it is yearly."""
    period = RatePeriod.YEAR if _YEARLY_AFTER.match(after) else _likely_period(notes, percent)
    notes.take("rate", {"percent": percent, "period": period})
