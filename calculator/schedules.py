"""The rows of a repayment schedule, exact or billed to the fen.

Every method says how much principal and interest each period carries, given the interest factors i_1 … i_n
of the periods (i = annual rate / 12 where months are equal):

    等额本息  level payment A = P / Σ_k Π_{j≤k} 1/(1+i_j), which is P·i/(1−(1+i)^−n) for equal i and P/n for
    i = 0 等额本金  principal P/n, interest i_k · balance
    先息后本  interest i_k · P, P with the last
    到期一次  P·(1 + Σ i_k) at the end: simple interest, nothing compounds
    等本等费  principal P/n, fee P·f whatever is still owed
    按日计息  P·(1 + daily · d) after d days
    等额加尾款 level payment on P less the present value of the balloon, the balloon with the last
    固定还款  the payments as they are told; interest at the one rate that makes them repay P

Rounding rule of the billed schedule: the level payment, each period's interest and each fee are rounded
half up to 0.01 yuan; the last period clears the balance. Where an amount so small that its rounding would
repay the loan before the end (0.28 × 359 is more than 100), it is rounded down instead and the last period
takes the rest. On every row principal + interest + fee = payment; the principal sums to the loan; the last
balance is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .decimals import ONE, ZERO, exact, floor_fen, same, to_fen
from .errors import NoSolutionError
from .irr import irr, xirr
from .offers import FeeCollection, Method, Offer
from .timeline import Timeline, timeline

Round = Callable[[Decimal], Decimal]
Parts = list[tuple[Decimal, Decimal]]
"""(principal, interest) of each period."""


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
class Schedule:
    """All payments of a loan and their sums, in yuan.

    Attributes:
        rows: the payments; a period without one (a bullet's months) has no row.
        principal: the loan, the sum of the principal column.
        net_proceeds: what the borrower really received.
        upfront: paid or withheld at payout.
        total_interest: sum of the interest column.
        total_fees: upfront plus the fee column.
        total_paid: sum of the payment column.
    """

    rows: tuple[Row, ...]
    principal: Decimal
    net_proceeds: Decimal
    upfront: Decimal
    total_interest: Decimal
    total_fees: Decimal
    total_paid: Decimal

    @property
    def total_cost(self) -> Decimal:
        """Interest and fees: what the loan costs beyond paying it back."""
        return self.total_interest + self.total_fees

    @property
    def first_payment(self) -> Decimal:
        """The first row's payment."""
        return self.rows[0].payment

    @property
    def last_payment(self) -> Decimal:
        """The last row's payment."""
        return self.rows[-1].payment

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
    parts = _parts(offer, time, principal, r)
    fees = _fees(offer, len(parts), r)
    bullet = offer.method is Method.BULLET
    dates: Sequence[date | None] = time.due_dates or (None,) * len(parts)
    days: Sequence[int | None] = (None,) * len(parts) if bullet or not time.days else time.days
    rows: list[Row] = []
    balance, interest_sum, fee_sum, paid = principal, ZERO, ZERO, ZERO
    for number, (part, due, count, fee) in enumerate(zip(parts, dates, days, fees, strict=True), 1):
        share, interest = part
        balance -= share
        payment = share + interest + fee
        interest_sum += interest
        fee_sum += fee
        paid += payment
        if bullet and not payment and number < len(parts):
            continue
        rows.append(Row(number, due, count, payment, share, interest, fee, balance))
    if r is same:
        # what 36 digits leave of a balance that is zero by construction
        rows[-1] = rows[-1]._replace(balance=ZERO)
    upfront = r(offer.upfront_fee) + r(offer.prepaid_deduction)
    if offer.fee_collection is FeeCollection.DEDUCTED:
        upfront += r(offer.flat_fee_total)
    return Schedule(
        tuple(rows), principal, principal - upfront, upfront, interest_sum, upfront + fee_sum, paid
    )


def _fees(offer: Offer, count: int, r: Round) -> list[Decimal]:
    """Fees of each period: the service fee and, where it is not deducted, the flat fee."""
    service = r(offer.monthly_service_fee)
    fees = [service] * count
    if offer.method is not Method.FLAT_FEE:
        return fees
    free = offer.interest_free_periods
    if offer.fee_collection is FeeCollection.PER_PERIOD:
        fee = r(offer.flat_fee_per_period) + service
        fees[free:] = [fee] * (count - free)
    elif offer.fee_collection is FeeCollection.FIRST_PERIOD:
        fees[0] += r(offer.flat_fee_total)
    return fees


def _parts(offer: Offer, time: Timeline, principal: Decimal, r: Round) -> Parts:
    factors = time.factors
    match offer.method:
        case Method.EQUAL_INSTALLMENT:
            return level_parts(principal, factors, r)
        case Method.BALLOON:
            assert offer.balloon is not None
            return level_parts(principal, factors, r, r(offer.balloon))
        case Method.EQUAL_PRINCIPAL:
            return equal_principal_parts(principal, factors, r)
        case Method.INTEREST_ONLY:
            parts = [(ZERO, r(principal * factor)) for factor in factors]
            return [*parts[:-1], (principal, parts[-1][1])]
        case Method.BULLET:
            interest = r(principal * sum(factors, ZERO))
            return [(ZERO, ZERO)] * (len(factors) - 1) + [(principal, interest)]
        case Method.FLAT_FEE:
            return equal_principal_parts(principal, factors, r)
        case Method.DAILY_SIMPLE:
            return [(principal, r(principal * factors[0]))]
        case Method.FIXED_PAYMENT:
            return _told_parts(principal, offer.payments, r)
        case Method.DATED_FLOWS:
            return _flow_parts(offer, r)


@exact
def level_payment(principal: Decimal, factors: Sequence[Decimal], balloon: Decimal = ZERO) -> Decimal:
    """The level payment, unrounded, in yuan.

    Equation: (P − B·d_n) / Σ d_k with d_k = Π_{j≤k} 1/(1+i_j); a balloon B comes on top at the end.

    >>> round(level_payment(Decimal(300000), [Decimal("0.049") / 12] * 360), 4)
    Decimal('1592.1802')
    """
    first = factors[0]
    if all(factor == first for factor in factors):
        count = len(factors)
        if not first:
            return (principal - balloon) / count
        last = (ONE + first) ** -count
        return (principal - balloon * last) * first / (ONE - last)
    discount, total = ONE, ZERO
    for factor in factors:
        discount /= ONE + factor
        total += discount
    return (principal - balloon * discount) / total


def level_parts(principal: Decimal, factors: Sequence[Decimal], r: Round, balloon: Decimal = ZERO) -> Parts:
    """Principal and interest of level payments; what is left, and the balloon, goes with the last."""
    payment = level_payment(principal, factors, balloon)
    parts = amortise(principal, factors, r(payment), r)
    if parts is None:
        parts = amortise(principal, factors, floor_fen(payment), r)
    if parts is None:  # pragma: no cover - rounding down always leaves something for the end
        raise NoSolutionError("本金太小、期数太多，算到分以后排不出还款计划。")
    return parts


def amortise(balance: Decimal, factors: Sequence[Decimal], payment: Decimal, r: Round) -> Parts | None:
    """Pay ``payment`` each period and clear the balance with the last; None where it is cleared too early."""
    parts: Parts = []
    for factor in factors[:-1]:
        interest = r(balance * factor)
        share = payment - interest
        if share < 0:
            # only after rounding a payment down below its interest
            share = ZERO
        balance -= share
        if balance <= 0:
            return None
        parts.append((share, interest))
    parts.append((balance, r(balance * factors[-1])))
    return parts


def equal_principal_parts(principal: Decimal, factors: Sequence[Decimal], r: Round) -> Parts:
    """Equal shares of the principal, interest on what is still owed."""
    count = len(factors)
    share = r(principal / count)
    if share * (count - 1) >= principal and count > 1:
        share = floor_fen(principal / count)
    parts: Parts = []
    balance = principal
    for factor in factors[:-1]:
        parts.append((share, r(balance * factor)))
        balance -= share
    parts.append((balance, r(balance * factors[-1])))
    return parts


def _told_parts(principal: Decimal, payments: Sequence[Decimal], r: Round) -> Parts:
    """Split told payments by the one rate at which they repay the principal.

    The exact balance is rounded, not each period's interest: nothing drifts into the last row.
    """
    rate = irr([principal, *(-payment for payment in payments)])
    parts: Parts = []
    running, balance = principal, principal
    for payment in payments[:-1]:
        running += running * rate - payment
        billed = r(payment)
        following = max(r(running), balance - billed)
        parts.append((balance - following, billed - (balance - following)))
        balance = following
    parts.append((balance, r(payments[-1]) - balance))
    return parts


def _flow_parts(offer: Offer, r: Round) -> Parts:
    """Split dated payments by their effective annual rate; rounding as in ``_told_parts``."""
    daily = (ONE + xirr(offer.flows)) ** (ONE / 365)
    parts: Parts = []
    running, balance, day = offer.principal, r(offer.principal), offer.flows[0].day
    for flow in offer.flows[1:-1]:
        running = running * daily ** (flow.day - day).days + flow.amount
        day = flow.day
        billed = r(-flow.amount)
        following = max(r(running), balance - billed)
        parts.append((balance - following, billed - (balance - following)))
        balance = following
    return [*parts, (balance, r(-offer.flows[-1].amount) - balance)]
