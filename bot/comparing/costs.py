"""What one loan would cost from each of several products, by the rates that their facts tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.quoting.desk import QuoteDesk
from bot.quoting.draft import Draft, StatedRate
from bot.quoting.working import Worked
from bot.replies.model import Table
from calculator.texts import money, percent
from knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Cost:
    """One product's cost of the loan; an end of its range that is not known is ``None``."""

    product: str
    name: str
    worked: Worked
    low: Decimal | None
    high: Decimal | None


def costs_of(
    draft: Draft,
    products: Sequence[str],
    desk: QuoteDesk,
    knowledge: Knowledge,
    today: dt.date,
    rates: Mapping[str, StatedRate] | None = None,
) -> tuple[Cost, ...]:
    """The cost of ``draft`` from each product whose rate is known, the one that may be cheapest first.

    Args:
        rates: the user's own rates by product, which go before the facts.
    """
    found = []
    for product in products:
        terms = desk.writer.terms_of(product)
        loan = draft.of_product(product, keeps_rate=False)
        own = rates.get(product) if rates else None
        worked = desk.work(loan.updated(Draft(rate=own)) if own is not None else loan, today)
        if terms is None or worked is None:
            continue
        is_own = worked.draft.tells_cost  # the user's own rate has no open end
        low = None if terms.is_open_below and not is_own else worked.best.schedule.total_cost
        high = None if terms.is_open_above and not is_own else worked.worst.schedule.total_cost
        found.append(Cost(product, knowledge.products[product].name, worked, low, high))
    return tuple(sorted(found, key=lambda one: (one.high is None, one.high or 0, one.low or 0)))


def cost_table(costs: Sequence[Cost]) -> Table:
    """Interest and fees, and the annualised cost, from the lowest to the highest rate of each product."""
    rows = tuple(
        (
            cost.name,
            _span(
                cost.worked.best.cost.simple_annual_percent if cost.low is not None else None,
                cost.worked.worst.cost.simple_annual_percent if cost.high is not None else None,
                percent,
            ),
            _span(cost.low, cost.high, money, " 元"),
        )
        for cost in costs
    )
    return Table(("", "单利年化", "利息和费用"), rows)


def verdict(costs: Sequence[Cost]) -> tuple[str, str]:
    """Which is cheapest, as far as ranges can say: surely only where they do not overlap; and why it is not sure."""
    sure = [
        one
        for one in costs
        if one.high is not None
        and all(other.low is not None and one.high < other.low for other in costs if other is not one)
    ]
    if sure:
        best = sure[0]
        gaps = [
            one.low - best.high
            for one in costs
            if one is not best and one.low is not None and best.high is not None
        ]
        is_exact = len(costs) == 2 and all(one.low == one.high for one in costs)
        return f"{best.name}便宜，{'' if is_exact else '至少'}少付 {money(min(gaps))} 元", ""
    # An end that is not known of everyone has no cheapest
    lows = [one.low for one in costs if one.low is not None]
    highs = [one.high for one in costs if one.high is not None]
    cheapest = {
        end: costs[values.index(min(values))].name
        for end, values in (("最低", lows), ("最高", highs))
        if len(values) == len(costs)
    }
    if len(cheapest) == 2 and len(set(cheapest.values())) == 1:
        cheapest = {"最低、最高": cheapest["最低"]}
    said = "，".join(f"都按{end}的利率算是{name}便宜" for end, name in cheapest.items())
    return "说不准哪家便宜，要看你拿到的利率", f"各家{said}" if said else ""


def _span(low: Decimal | None, high: Decimal | None, write: Callable[[Decimal], str], unit: str = "") -> str:
    if low is None or high is None:
        known = low if low is not None else high
        if known is None:
            return "没有查到"
        return f"{write(known)}{unit}起" if low is not None else f"最多 {write(known)}{unit}"
    return f"{write(low)}{unit}" if low == high else f"{write(low)} 到 {write(high)}{unit}"
