"""How each repayment method splits a period into principal and interest, exact or rounded to the fen.

Given the interest factors i_1 … i_n of the periods (i = annual rate / 12 where months are equal):

    等额本息  level payment A = P / Σ_k Π_{j≤k} 1/(1+i_j): P·i/(1−(1+i)^−n) for equal i, P/n for i = 0
    等额本金  principal P/n, interest i_k · balance
    先息后本  interest i_k · P, P with the last
    到期一次  P·(1 + Σ i_k) at the end: simple interest, nothing compounds
    等本等费  principal P/n, fee P·f whatever is still owed
    按日计息  P·(1 + daily · d) after d days
    等额加尾款 level payment on P less the present value of the balloon, the balloon with the last
    固定还款  the payments as they are told; interest at the one rate that makes them repay P
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

from .decimals import ONE, ZERO, exact, same, to_fen
from .irr import irr, xirr
from .offers import FeeCollection, Method, Offer
from .timeline import Timeline

Round = Callable[[Decimal], Decimal]
Parts = list[tuple[Decimal, Decimal, Decimal]]
"""(principal + interest, principal, interest) of each period."""


def fees_of(offer: Offer, count: int, r: Round) -> list[Decimal]:
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


def parts_of(offer: Offer, time: Timeline, principal: Decimal, r: Round) -> Parts:
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
            interests = [r(principal * factor) for factor in factors]
            final = (principal + interests[-1], principal, interests[-1])
            return [*((interest, ZERO, interest) for interest in interests[:-1]), final]
        case Method.BULLET:
            interest = r(principal * sum(factors, ZERO))
            return [(ZERO, ZERO, ZERO)] * (len(factors) - 1) + [(principal + interest, principal, interest)]
        case Method.FLAT_FEE:
            return equal_principal_parts(principal, factors, r)
        case Method.DAILY_SIMPLE:
            interest = r(principal * factors[0])
            return [(principal + interest, principal, interest)]
        case Method.FIXED_PAYMENT:
            return _told_parts(principal, offer.told_payments, r)
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
    if r is same:
        return _exact_level_parts(principal, factors, payment, balloon)
    parts = amortise(principal, factors, r(payment), r)
    if parts is None:
        return _rounded_balances(_exact_level_parts(principal, factors, payment, balloon), principal)
    return parts


def _rounded_balances(parts: Parts, balance: Decimal) -> Parts:
    """Round the balances of exact parts to the fen, where rounding the payment would repay the loan too early."""
    running = balance
    rounded: Parts = []
    for _, share, interest in parts[:-1]:
        running -= share
        # a level payment by days may fall a hair short of a long month's interest: the balance waits
        following = min(balance, max(ZERO, to_fen(running)))
        billed = to_fen(interest)
        rounded.append((balance - following + billed, balance - following, billed))
        balance = following
    billed = to_fen(parts[-1][2])
    return [*rounded, (balance + billed, balance, billed)]


def _exact_level_parts(
    principal: Decimal, factors: Sequence[Decimal], payment: Decimal, balloon: Decimal
) -> Parts:
    """From the last period back to the first: forwards, a high rate would blow up the last digit's error."""
    balance = balloon
    parts: Parts = []
    known, discount = factors[-1], ONE / (ONE + factors[-1])
    for factor in reversed(factors[1:]):
        if factor != known:
            known, discount = factor, ONE / (ONE + factor)
        before = (balance + payment) * discount
        share = before - balance
        parts.append((payment, share, payment - share))
        balance = before
    parts.append((payment, principal - balance, payment - principal + balance))
    parts.reverse()
    if balloon:
        _, share, interest = parts[-1]
        parts[-1] = (payment + balloon, share + balloon, interest)
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
        parts.append((payment if share else interest, share, interest))
    interest = r(balance * factors[-1])
    parts.append((balance + interest, balance, interest))
    return parts


def equal_principal_parts(principal: Decimal, factors: Sequence[Decimal], r: Round) -> Parts:
    """Equal shares of the principal, interest on what is still owed."""
    count = len(factors)
    share = r(principal / count)
    if count > 1 and share * (count - 1) >= principal:
        return _rounded_balances(equal_principal_parts(principal, factors, same), principal)
    parts: Parts = []
    balance = principal
    for factor in factors[:-1]:
        interest = r(balance * factor)
        parts.append((share + interest, share, interest))
        balance -= share
    interest = r(balance * factors[-1])
    final = share if r is same else balance
    parts.append((final + interest, final, interest))
    return parts


def _told_parts(principal: Decimal, payments: Sequence[Decimal], r: Round) -> Parts:
    """Split told payments by the one rate at which they repay the principal."""
    discount = ONE / (ONE + irr([principal, *(-payment for payment in payments)]))
    return _split(principal, payments, [discount] * len(payments), r)


def _flow_parts(offer: Offer, r: Round) -> Parts:
    """Split dated payments by their effective annual rate."""
    daily = (ONE + xirr(offer.flows)) ** (-ONE / 365)
    discounts = [daily ** (after.day - before.day).days for before, after in pairwise(offer.flows)]
    return _split(offer.principal, [-flow.amount for flow in offer.flows[1:]], discounts, r)


def _split(principal: Decimal, payments: Sequence[Decimal], discounts: Sequence[Decimal], r: Round) -> Parts:
    """Principal and interest of told payments, given the discount factor of each period.

    The balances come from the last payment back to the first, as in ``_exact_level_parts``. What is rounded is the
    balance, not each period's interest: nothing drifts into the last row.
    """
    balances = [ZERO]
    for payment, discount in zip(reversed(payments), reversed(discounts), strict=True):
        balances.append((balances[-1] + payment) * discount)
    parts: Parts = []
    balance = r(principal)
    for payment, following in zip(payments[:-1], balances[-2:0:-1], strict=True):
        billed = r(payment)
        # a rounded balance must not ask for a hair less interest than none
        after = max(r(following), balance - billed)
        parts.append((billed, balance - after, billed - (balance - after)))
        balance = after
    final = r(payments[-1])
    return [*parts, (final, balance, final - balance)]
