"""The rows of a repayment schedule, exact or billed to the fen.

Rounding rule of the billed schedule: the level payment, each period's interest and each fee are rounded half
up to 0.01 yuan; the last period clears the balance. Where amounts are so small that this would repay the loan
before the end (0.28 × 359 is more than 100), the exact balances are rounded instead. On every row principal +
interest + fee = payment; the principal sums to the loan; the last balance is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .decimals import ZERO, exact, same, to_fen
from .methods import Round, fees_of, parts_of
from .offers import Method, Offer
from .timeline import Timeline, timeline
from .totals import Totals, upfront_of


class Row(NamedTuple):
    """One payment: ``payment = principal + interest + fee``, all in yuan."""

    number: int
    due: date | None
    days: int | None
    payment: Decimal
    principal: Decimal
    interest: Decimal
    fee: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Schedule(Totals):
    """All payments of a loan, with their sums.

    Attributes:
        rows: the payments; a period without one (a bullet's months) has no row.
    """

    rows: tuple[Row, ...]

    @property
    def highest_payment(self) -> Decimal:
        """The largest payment of all rows."""
        return max(row.payment for row in self.rows)

    @property
    def level_payment(self) -> Decimal | None:
        """The payment that all rows but the last have; None where they differ."""
        first = self.rows[0].payment
        return first if all(row.payment == first for row in self.rows[:-1]) else None


@exact
def exact_schedule(offer: Offer, time: Timeline | None = None) -> Schedule:
    """The schedule without any rounding (36 digits): what rates are computed from."""
    return _build(offer, time or timeline(offer), same)


@exact
def billed_schedule(offer: Offer, time: Timeline | None = None) -> Schedule:
    """The schedule as a bank bills it, rounded half up to 0.01 yuan, the last period clearing the balance.

    >>> from calculator.rates import Rate, RatePeriod
    >>> offer = Offer(principal=Decimal(100), method=Method.EQUAL_PRINCIPAL, months=3,
    ...               rate=Rate(Decimal(12), RatePeriod.YEAR))
    >>> [(str(r.payment), str(r.principal), str(r.balance)) for r in billed_schedule(offer).rows]
    [('34.33', '33.33', '66.67'), ('34.00', '33.33', '33.34'), ('33.67', '33.34', '0.00')]
    """
    return _build(offer, time or timeline(offer), to_fen)


def _build(offer: Offer, time: Timeline, r: Round) -> Schedule:
    principal = r(offer.principal)
    parts = parts_of(offer, time, principal, r)
    fees = fees_of(offer, len(parts), r)
    bullet = offer.method is Method.BULLET
    dates: Sequence[date | None] = time.due_dates or (None,) * len(parts)
    days: Sequence[int | None] = (None,) * len(parts) if bullet or not time.days else time.days
    rows: list[Row] = []
    balance, interest_sum = principal, ZERO
    # r keeps the digits of a balance that is zero by construction: name it, rather than subtract down to it
    last = len(parts)
    for number, (payment, share, interest), due, count, fee in zip(
        range(1, last + 1), parts, dates, days, fees, strict=True
    ):
        balance = balance - share if number < last else r(ZERO)
        interest_sum += interest
        if fee:
            payment += fee
        if payment or not bullet:
            # three times as fast as calling Row, and rows are most of the work
            rows.append(tuple.__new__(Row, (number, due, count, payment, share, interest, fee, balance)))
    fee_sum = sum(fees, ZERO)
    upfront = upfront_of(offer, r)
    return Schedule(
        principal=principal,
        net_proceeds=principal - upfront,
        upfront=upfront,
        total_interest=interest_sum,
        total_fees=upfront + fee_sum,
        total_paid=principal + interest_sum + fee_sum,
        first_payment=rows[0].payment,
        last_payment=rows[-1].payment,
        rows=tuple(rows),
    )
