"""What a rate comes to in other units: 日息万三 is 10.95 % a year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from bot.quoting.draft import StatedRate
from bot.quoting.legal import standing_sentence
from calculator import CalculatorError, LegalLine, Rate, RatePeriod, stand
from calculator.texts import percent

_PLACES = 4
# What names another unit than that of the rate, or asks for one
_OTHER_UNIT = {
    RatePeriod.DAY: re.compile(r"年|月[利息]|[每一]个?月|折|换算"),
    RatePeriod.MONTH: re.compile(r"年|日[利息]|[每一][天日]|折|换算"),
    RatePeriod.YEAR: re.compile(r"日[利息]|[每一][天日]|月[利息]|[每一]个?月|折|换算"),
}
# The figure is a line that is asked about, and no loan's own: 年化超过24的能不还吗
_ABOUT_A_LINE = re.compile(r"超[过出]?|[高低大小多少]于|以[上下内]|不到|上限|下限|封顶|红线|最[高低]|不得")
_ABOUT_REASONS = re.compile(r"为[什啥何]|凭|[怎咋]|降|优惠|调|打折")


def annual_percent(stated: StatedRate) -> Decimal | None:
    """The nominal annual figure of a rate, in percent; the highest of a range.

    ``None`` for a fee on instalments or taken once, which needs their number, and for a rate that no loan has.
    """
    if stated.period not in _OTHER_UNIT:
        return None
    try:
        return stated.high.annual_percent
    except CalculatorError:
        return None


def is_about_a_line(text: str) -> bool:
    """Whether the rate in a message is a bound that it asks about, and no loan's own."""
    return _ABOUT_A_LINE.search(text) is not None


def is_about_the_figure(text: str, stated: StatedRate) -> bool:
    """Whether what a rate comes to is what a message asks: 日息万三年化多少, 日息万三高吗, not 日息万三怎么这么高."""
    return names_other_unit(text, stated) or _ABOUT_REASONS.search(text) is None


def names_other_unit(text: str, stated: StatedRate) -> bool:
    """Whether a message names another unit of time than that of the rate in it."""
    other = _OTHER_UNIT.get(stated.period)
    return other is not None and other.search(text) is not None


def conversion(stated: StatedRate) -> str:
    """A rate that has an annual figure in the two other units, one sentence.

    >>> from decimal import Decimal
    >>> conversion(StatedRate(percent=Decimal("0.03"), period=RatePeriod.DAY))
    '日利率 0.03% 折合年利率 10.95%（× 365 天；按 360 天是 10.80%）、月利率 0.9125%。'
    """
    ends = [stated.low] if stated.top is None else [stated.low, stated.high]
    said = " 到 ".join([str(ends[0]), *(str(end).partition(" ")[2] for end in ends[1:])])
    match stated.period:
        case RatePeriod.DAY:
            yearly = f"年利率 {_each(ends, 'annual_percent', 2)}（× 365 天；按 360 天是 {_each(ends, 'annual_percent_360', 2)}）"
            return f"{said} 折合{yearly}、月利率 {_each(ends, 'monthly_percent')}。"
        case RatePeriod.MONTH:
            yearly = f"年利率 {_each(ends, 'annual_percent', 2)}（× 12）"
            return f"{said} 折合{yearly}、日利率 {_each(ends, 'daily_percent')}。"
        case _:
            monthly = f"月利率 {_each(ends, 'monthly_percent')}（÷ 12）"
            return f"{said} 折合{monthly}、日利率 {_each(ends, 'daily_percent')}（÷ 365）。"


def standing(stated: StatedRate, lines: Iterable[LegalLine]) -> str:
    """What a rate that has an annual figure comes to in a year, and where that stands against the legal lines."""
    rate = stated.high
    said = standing_sentence(stand(rate.annual_percent, rate.effective_annual_percent, lines))
    yearly = f"按{rate} 看，" if rate.period is RatePeriod.YEAR else conversion(stated)
    return f"{yearly}{said}这里没算手续费、服务费；有的话要算进去再比。" if said else conversion(stated)


def _each(ends: list[Rate], name: str, places: int = _PLACES) -> str:
    return " 到 ".join(percent(getattr(end, name), places) for end in ends)
