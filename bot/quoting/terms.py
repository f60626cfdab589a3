"""What a product's facts add to a quote: the range of its rate, its fixed amount, its limit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from calculator import Rate, RatePeriod
from knowledge import Kind, Knowledge, KnownFact, Value
from knowledge.models import Lender, Status

_DAILY = "daily_rate"
_ANNUAL = "annual_rate"
MINIMUM_SHARE = "monthly_share"
"""The attribute that says how much of a credit that revolves has to be paid back each month."""

_PERIODS = {Kind.DAILY_RATE: RatePeriod.DAY, Kind.ANNUAL_RATE: RatePeriod.YEAR}


@dataclass(frozen=True, slots=True)
class RateBound:
    """One end of a product's rates, and the fact that says it."""

    rate: Rate
    fact: KnownFact


@dataclass(frozen=True, slots=True)
class MinimumTerms:
    """What has to be paid each month of a credit that revolves: percent of what is owed; a small debt whole."""

    share_percent: Decimal
    pay_all_below: Decimal  # yuan
    facts: tuple[KnownFact, ...]


@dataclass(frozen=True, slots=True)
class Penalty:
    """By what the ordinary rate is multiplied for what is overdue, and the fact that says it."""

    multiple: Decimal
    fact: KnownFact


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """What the knowledge holds of a product's price.

    Attributes:
        low: the lowest rate that is known; ``None`` where none is.
        high: the highest.
        fixed_amount: yuan, where the product lends only that.
        limit: the most it lends, in yuan.
        minimum: what has to be paid each month, where it is a credit that revolves.
        penalty: what is charged for being late, where that is known.
    """

    product: str
    name: str
    lender: Lender
    low: RateBound | None = None
    high: RateBound | None = None
    fixed_amount: Decimal | None = None
    fixed_fact: KnownFact | None = None
    limit: Decimal | None = None
    limit_fact: KnownFact | None = None
    minimum: MinimumTerms | None = None
    penalty: Penalty | None = None
    days_in_year: int = 365  # by which the lender turns a daily rate into a yearly one
    basis_fact: KnownFact | None = None

    @property
    def bounds(self) -> tuple[RateBound, ...]:
        """The ends that are known, the lower first; one where both are the same."""
        ends = [bound for bound in (self.low, self.high) if bound is not None]
        if len(ends) == 2 and ends[0].rate.annual_percent == ends[1].rate.annual_percent:
            return (ends[0],)
        return tuple(ends)

    @property
    def is_open_above(self) -> bool:
        """Whether the highest rate is not known."""
        return self.low is not None and self.high is None

    @property
    def is_open_below(self) -> bool:
        """Whether the lowest rate is not known."""
        return self.high is not None and self.low is None


def product_terms(product: str, knowledge: Knowledge) -> ProductTerms:
    """What the facts of ``product`` say; values that are outdated, doubtful or wrong are not computed with."""
    held = knowledge.products[product]
    daily, annual = (_current(product, key, knowledge) for key in (_DAILY, _ANNUAL))
    basis = _current(product, "rate_basis", knowledge)
    days = int(basis[1].low) if basis and basis[1].low in (360, 365) else 365
    fixed, limit = (_current(product, key, knowledge) for key in ("fixed_limit", "credit_limit_max"))
    return ProductTerms(
        product=product,
        name=held.name,
        lender=held.lender,
        low=_bound(daily, "low", days) or _bound(annual, "low", days),
        high=_bound(daily, "high", days) or _bound(annual, "high", days),
        fixed_amount=fixed[1].low if fixed and fixed[1].is_single else None,
        fixed_fact=fixed[0] if fixed else None,
        limit=limit[1].high if limit else None,
        limit_fact=limit[0] if limit else None,
        minimum=_minimum(product, knowledge),
        penalty=_penalty(product, knowledge),
        days_in_year=days,
        basis_fact=basis[0] if basis and days != 365 else None,
    )


def _minimum(product: str, knowledge: Knowledge) -> MinimumTerms | None:
    share, below = (_current(product, key, knowledge) for key in (MINIMUM_SHARE, "pay_all_below"))
    if share is None or share[1].low is None:
        return None
    facts = (share[0], below[0]) if below else (share[0],)
    return MinimumTerms(share[1].low, (below[1].low if below else None) or Decimal(0), facts)


def _penalty(product: str, knowledge: Knowledge) -> Penalty | None:
    found = _current(product, "penalty_multiple", knowledge)
    if found is None or found[1].low is None or not found[1].is_single:
        return None
    return Penalty(found[1].low, found[0])


def _current(product: str, key: str, knowledge: Knowledge) -> tuple[KnownFact, Value] | None:
    """The fact and the value of its most trusted claim that holds today."""
    fact = knowledge.fact(product, key)
    best = fact.best if fact else None
    if fact is None or best is None or best.status is not Status.CURRENT:
        return None
    value = fact.typed(best)
    return (fact, value) if value is not None and value.is_number else None


def _bound(found: tuple[KnownFact, Value] | None, end: str, days_in_year: int) -> RateBound | None:
    if found is None:
        return None
    fact, value = found
    percent = value.low if end == "low" else value.high
    if percent is None:
        return None
    return RateBound(Rate(percent, _PERIODS[value.kind], days_in_year), fact)
