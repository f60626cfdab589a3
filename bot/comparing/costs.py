"""What one loan would cost from each of several products, by the rates that their facts tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
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
            _span(cost.low, cost.high, money),
            _span(
                cost.worked.best.cost.simple_annual_percent if cost.low is not None else None,
                cost.worked.worst.cost.simple_annual_percent if cost.high is not None else None,
                percent,
            ),
        )
        for cost in costs
    )
    return Table(("", "利息和费用（元）", "单利年化"), rows)


def verdict(costs: Sequence[Cost]) -> str:
    """Which is cheapest, as far as ranges can say: surely only where they do not overlap."""
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
        return f"{best.name}便宜，{'' if is_exact else '至少'}少付 {money(min(gaps))} 元"
    lows = sorted((one for one in costs if one.low is not None), key=lambda one: one.low or 0)
    highs = sorted((one for one in costs if one.high is not None), key=lambda one: one.high or 0)
    said = [f"按最低的利率算是{lows[0].name}便宜"] if lows else []
    said += [f"按最高的利率算是{highs[0].name}便宜"] if highs else []
    return "说不准哪个便宜，各人利率不同" + ("：" + "，".join(said) if said else "")


def _span(low: Decimal | None, high: Decimal | None, write: object) -> str:
    shown = write if callable(write) else str
    if low is None or high is None:
        known = low if low is not None else high
        if known is None:
            return "没有查到"
        return f"{shown(known)}起" if low is not None else f"最多{shown(known)}"
    return str(shown(low)) if low == high else f"{shown(low)} 到 {shown(high)}"
