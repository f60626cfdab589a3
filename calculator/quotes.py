"""From an offer to its quote: the one call most callers need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .assumptions import assumptions_of
from .costs import AnnualCost, annual_cost
from .decimals import exact
from .legal import LegalLine, Standing, stand
from .offers import Offer
from .schedules import Schedule, billed_schedule
from .texts import money
from .timeline import timeline
from .totals import Totals, exact_payments, exact_totals

# A long loan at a high rate multiplies the half fen of its payment; above a few yuan a reader would wonder.
_NOTABLE_DRIFT = Decimal(5)


@dataclass(frozen=True, slots=True)
class Quote:
    """Everything about one offer.

    Attributes:
        offer: what was asked.
        schedule: as billed, to the fen: what a user is shown.
        exact: the sums of the same loan unrounded: what rates come from.
        cost: the annualised cost with all fees.
        standings: the cost against each line that was passed in.
        assumptions: in Chinese, what the quote takes for granted.
    """

    offer: Offer
    schedule: Schedule
    exact: Totals
    cost: AnnualCost
    standings: tuple[Standing, ...]
    assumptions: tuple[str, ...]


@exact
def quote(offer: Offer, lines: Iterable[LegalLine] = ()) -> Quote:
    """Work out an offer: schedule, totals, annualised cost, place against ``lines``.

    Raises:
        CalculatorError: where the offer is no loan or has no annual rate.

    >>> from calculator import Method, Rate, RatePeriod
    >>> offer = Offer(principal=Decimal(10000), method=Method.FLAT_FEE, months=12,
    ...               rate=Rate(Decimal("0.6"), RatePeriod.PERIOD))
    >>> result = quote(offer)
    >>> result.schedule.first_payment, round(result.cost.simple_annual_percent, 2)
    (Decimal('893.33'), Decimal('13.03'))
    """
    time = timeline(offer)
    payments = exact_payments(offer, time)
    totals = exact_totals(offer, payments)
    cost = annual_cost(totals.net_proceeds, payments, time)
    schedule = billed_schedule(offer, time)
    assumptions = assumptions_of(offer, time)
    drift = schedule.last_payment - totals.last_payment
    if drift > _NOTABLE_DRIFT:
        assumptions += (f"每期取整到分的误差滚到最后一期，使它多出 {money(drift)} 元",)
    return Quote(
        offer=offer,
        schedule=schedule,
        exact=totals,
        cost=cost,
        standings=stand(cost.simple_annual_percent, cost.effective_annual_percent, lines),
        assumptions=assumptions,
    )
