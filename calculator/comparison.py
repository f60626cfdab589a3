"""Several offers for the same need, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .decimals import exact
from .errors import InputError
from .legal import LegalLine
from .offers import METHOD_NAMES, Offer
from .quotes import Quote, quote
from .texts import money, percent

MAX_OFFERS = 12


@dataclass(frozen=True, slots=True)
class Comparison:
    """Quotes in the order given, and which is best by what.

    Attributes:
        names: one for each quote.
        quotes: the offers worked out.
        by_rate: positions from the lowest effective annual cost to the highest.
        by_cost: positions from the lowest total cost in yuan to the highest.
        by_payment: positions from the lowest single payment to the highest.
        same_need: whether all offers pay out the same for the same time, so that yuan can be compared.
        reading: in Chinese, what follows from it.
    """

    names: tuple[str, ...]
    quotes: tuple[Quote, ...]
    by_rate: tuple[int, ...]
    by_cost: tuple[int, ...]
    by_payment: tuple[int, ...]
    same_need: bool
    reading: tuple[str, ...]


@exact
def compare(offers: Iterable[Offer], lines: Iterable[LegalLine] = ()) -> Comparison:
    """Work out 2 to 12 offers and rank them.

    >>> from decimal import Decimal
    >>> from calculator import Method, Rate, RatePeriod
    >>> loan = Offer(principal=Decimal(10000), method=Method.EQUAL_INSTALLMENT, months=12, name="甲",
    ...              rate=Rate(Decimal(14), RatePeriod.YEAR))
    >>> card = Offer(principal=Decimal(10000), method=Method.FLAT_FEE, months=12, name="乙",
    ...              rate=Rate(Decimal("0.7"), RatePeriod.PERIOD))
    >>> compare([loan, card]).by_rate
    (0, 1)
    """
    asked = list(offers)
    if not 2 <= len(asked) <= MAX_OFFERS:
        raise InputError("offers", "要比较的方案", f"应有 2 到 {MAX_OFFERS} 个", f"{len(asked)} 个")
    used = tuple(lines)
    quotes = tuple(quote(offer, used) for offer in asked)
    positions = range(len(quotes))
    same_need = len({(q.schedule.net_proceeds, q.offer.months, q.offer.days) for q in quotes}) == 1
    names = tuple(q.offer.name or f"方案{number}" for number, q in enumerate(quotes, 1))
    by_rate = tuple(sorted(positions, key=lambda k: quotes[k].cost.effective_annual_percent))
    by_cost = tuple(sorted(positions, key=lambda k: quotes[k].schedule.total_cost))
    by_payment = tuple(sorted(positions, key=lambda k: quotes[k].schedule.highest_payment))
    reading = tuple(_reading(names, quotes, by_rate, by_cost, by_payment, same_need))
    return Comparison(names, quotes, by_rate, by_cost, by_payment, same_need, reading)


def _reading(
    names: Sequence[str],
    quotes: Sequence[Quote],
    by_rate: Sequence[int],
    by_cost: Sequence[int],
    by_payment: Sequence[int],
    same_need: bool,
) -> list[str]:
    rate, cost, payment = by_rate[0], by_cost[0], by_payment[0]
    cheapest = quotes[rate].cost
    lines = [
        f"资金成本最低：{names[rate]}，年化 {percent(cheapest.simple_annual_percent)}（单利）"
        f"／{percent(cheapest.effective_annual_percent)}（复利）",
        f"总共多付的钱最少：{names[cost]}，{money(quotes[cost].schedule.total_cost)} 元",
        f"单期要还的钱最少：{names[payment]}，最高一期 {money(quotes[payment].schedule.highest_payment)} 元"
        f"（{METHOD_NAMES[quotes[payment].offer.method]}）",
    ]
    if not same_need:
        lines.append("到手金额或期限不同，多付多少元不能直接比，请看年化")
    return lines
