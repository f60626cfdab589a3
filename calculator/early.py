"""Paying early: the whole loan, or a part of it with a shorter term or smaller payments.

What is saved is the interest and fees that no longer fall due, less what the lender charges for it. Settling
right after a payment costs the balance of that row and no further interest; ``days`` later the
balance has borne interest for those days: balance × daily rate × days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .costs import AnnualCost, annual_cost
from .decimals import HUNDRED, ZERO, exact, plain, read_count, read_money, read_number, to_fen
from .errors import InputError, PaymentTooSmallError
from .irr import irr
from .methods import Parts, equal_principal_parts, level_parts
from .offers import METHOD_NAMES, Method
from .quotes import Quote
from .schedules import Row
from .timeline import Timeline, timeline

_DAYS_A_MONTH = Decimal(365) / 12
_UNITS_A_YEAR = 4380


class Keep(StrEnum):
    """What stays after a part was paid early: the payment (the term gets shorter) or the term."""

    PAYMENT = "payment"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The whole loan paid early, in yuan.

    Attributes:
        after: instalments paid before.
        days: days since the last of them (since payout where none was).
        balance: principal still owed.
        accrued_interest: interest of those days.
        fee: what the lender charges for paying early.
        remaining_fees: later fees that are due all the same.
        payoff: to pay now: balance, accrued interest, fee and remaining fees.
        paid_before: handed over before.
        total_paid: paid before plus payoff.
        interest_saved: interest that no longer falls due.
        fees_saved: fees that no longer fall due.
        net_saving: interest and fees saved less the fee; negative where paying early costs more.
        cost: the annualised cost of the loan as it then was.
    """

    after: int
    days: int
    balance: Decimal
    accrued_interest: Decimal
    fee: Decimal
    remaining_fees: Decimal
    payoff: Decimal
    paid_before: Decimal
    total_paid: Decimal
    interest_saved: Decimal
    fees_saved: Decimal
    net_saving: Decimal
    cost: AnnualCost


@dataclass(frozen=True, slots=True)
class Prepayment:
    """A part paid early, in yuan.

    Attributes:
        after: instalments paid before.
        amount: principal paid early.
        fee: what the lender charges for it.
        keep: what stayed.
        before: the rows paid before.
        rows: the rows that follow.
        new_payment: the next payment.
        old_payment: what it would have been.
        periods_saved: instalments that no longer fall due.
        total_paid: everything handed over, the amount and fee included.
        interest_saved: interest that no longer falls due.
        fees_saved: service fees that no longer fall due.
        net_saving: interest and fees saved less the fee.
    """

    after: int
    amount: Decimal
    fee: Decimal
    keep: Keep
    before: tuple[Row, ...]
    rows: tuple[Row, ...]
    new_payment: Decimal
    old_payment: Decimal
    periods_saved: int
    total_paid: Decimal
    interest_saved: Decimal
    fees_saved: Decimal
    net_saving: Decimal


@exact
def settle_early(
    quote: Quote,
    *,
    after: int = 0,
    days: int = 0,
    fee: Decimal = ZERO,
    fee_percent: Decimal = ZERO,
    remaining_fees_due: bool = False,
) -> Settlement:
    """Pay the whole loan ``days`` days after instalment ``after``.

    Args:
        quote: the loan.
        after: instalments already paid; 0 for a loan by days.
        days: days since then.
        fee: a fixed fee for paying early, in yuan.
        fee_percent: a fee in percent of the balance paid early.
        remaining_fees_due: whether later flat and service fees must be paid all the same.

    Raises:
        InputError: for an instalment or day that the loan does not have.

    >>> from calculator import Method, Offer, Rate, RatePeriod, quote
    >>> loan = quote(Offer(principal=Decimal(12000), method=Method.EQUAL_PRINCIPAL, months=12,
    ...                    rate=Rate(Decimal(12), RatePeriod.YEAR)))
    >>> paid = settle_early(loan, after=6)
    >>> paid.payoff, paid.interest_saved
    (Decimal('6000.00'), Decimal('210.00'))
    """
    after, days = _read_moment(quote, after, days)
    time = timeline(quote.offer)
    before, later = _split(quote, after)
    balance = before[-1].balance if before else quote.schedule.principal
    accrued = _accrued(quote, time, after, days, balance)
    interest_before = sum((row.interest for row in before), ZERO)
    coming = sum((row.fee for row in later), ZERO)
    remaining = coming if remaining_fees_due else ZERO
    charged = _fee(fee, fee_percent, balance)
    payoff = balance + accrued + charged + remaining
    paid_before = sum((row.payment for row in before), ZERO)
    saved = max(ZERO, quote.schedule.total_interest - interest_before - accrued)
    fees_saved = coming - remaining
    return Settlement(
        after=after,
        days=days,
        balance=balance,
        accrued_interest=accrued,
        fee=charged,
        remaining_fees=remaining,
        payoff=payoff,
        paid_before=paid_before,
        total_paid=paid_before + payoff,
        interest_saved=saved,
        fees_saved=fees_saved,
        net_saving=saved + fees_saved - charged,
        cost=_cost(quote, time, before, after, days, payoff),
    )


@exact
def prepay(
    quote: Quote,
    amount: Decimal,
    *,
    after: int,
    keep: Keep = Keep.PAYMENT,
    fee: Decimal = ZERO,
    fee_percent: Decimal = ZERO,
) -> Prepayment:
    """Pay ``amount`` of the principal early, together with instalment ``after``.

    Args:
        quote: the loan, repaid in instalments.
        amount: principal paid early, in yuan, less than what is owed.
        after: instalments already paid, that day's included.
        keep: the payment (shorter term) or the term (smaller payments).
        fee: a fixed fee for it, in yuan.
        fee_percent: a fee in percent of the amount.

    >>> from calculator import Method, Offer, Rate, RatePeriod, quote
    >>> loan = quote(Offer(principal=Decimal(12000), method=Method.EQUAL_PRINCIPAL, months=12,
    ...                    rate=Rate(Decimal(12), RatePeriod.YEAR)))
    >>> part = prepay(loan, Decimal(3000), after=6)
    >>> part.periods_saved, part.interest_saved
    (3, Decimal('150.00'))
    """
    offer = quote.offer
    if offer.method in (Method.FLAT_FEE, Method.DAILY_SIMPLE, Method.DATED_FLOWS, Method.BALLOON):
        allowed = "等额本息、等额本金、先息后本、到期一次还本付息、每期固定还款额可以提前还一部分"
        raise InputError("method", "还款方式", allowed, METHOD_NAMES[offer.method])
    if offer.method in (Method.INTEREST_ONLY, Method.BULLET) and keep is Keep.PAYMENT:
        allowed = f"{METHOD_NAMES[offer.method]}提前还一部分，期限不变，只能减少以后的还款"
        raise InputError("keep", "提前还款后", allowed, "缩短期限")
    after = read_count("after", "已还期数", after, low=1, high=offer.term - 1, unit="期")
    before, later = _split(quote, after)
    owed = before[-1].balance if before else quote.schedule.principal
    amount = to_fen(read_money("amount", "提前还款金额", amount))
    if amount >= owed:
        allowed = f"应小于剩余本金 {plain(owed)} 元（等于它就是提前结清）"
        raise InputError("amount", "提前还款金额", allowed, plain(amount))
    charged = _fee(fee, fee_percent, amount)
    time = timeline(offer)
    parts = _rest(quote, time, after, owed - amount, later, keep)
    service = to_fen(offer.monthly_service_fee)
    rows = _rows(parts, time, after, owed - amount, service)
    saved = sum((row.interest for row in later), ZERO) - sum((row.interest for row in rows), ZERO)
    fees_saved = sum((row.fee for row in later), ZERO) - sum((row.fee for row in rows), ZERO)
    handed_over = (*(row.payment for row in before), *(row.payment for row in rows))
    return Prepayment(
        after=after,
        amount=amount,
        fee=charged,
        keep=keep,
        before=before,
        rows=rows,
        new_payment=rows[0].payment,
        old_payment=later[0].payment,
        periods_saved=later[-1].number - rows[-1].number,
        total_paid=sum(handed_over, ZERO) + amount + charged,
        interest_saved=saved,
        fees_saved=fees_saved,
        net_saving=saved + fees_saved - charged,
    )


def _read_moment(quote: Quote, after: int, days: int) -> tuple[int, int]:
    offer = quote.offer
    if offer.method is Method.DAILY_SIMPLE:
        assert offer.days is not None
        after = read_count("after", "已还期数", after, low=0, high=0, unit="期，按日计息没有分期")
        return after, read_count("days", "已用天数", days, low=1, high=offer.days, unit="天")
    after = read_count("after", "已还期数", after, low=0, high=offer.term - 1, unit="期")
    days = read_count("days", "距上个还款日的天数", days, low=0, high=31, unit="天")
    if days and offer.method is Method.DATED_FLOWS:
        raise InputError("days", "距上个还款日的天数", "按日期的实际收付只能算到某一笔还款当天", days)
    if not after and not days:
        raise InputError("after", "已还期数", "应至少为 1，或给出借了几天", after)
    return after, days


def _split(quote: Quote, after: int) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    rows = quote.schedule.rows
    before = tuple(row for row in rows if row.number <= after)
    return before, rows[len(before) :]


def _accrued(quote: Quote, time: Timeline, after: int, days: int, balance: Decimal) -> Decimal:
    """Interest since the last payment that carried interest."""
    offer = quote.offer
    if offer.method is Method.DAILY_SIMPLE:
        charged = max(0, days - offer.interest_free_days)
        return to_fen(balance * _daily(quote) * charged)
    earlier = sum(time.factors[:after], ZERO) * balance if offer.method is Method.BULLET else ZERO
    free = after < offer.interest_free_periods
    interest = to_fen(earlier + (ZERO if free else balance * _daily(quote) * days))
    # an early payer never owes more interest than the period, or the bullet, would have borne
    later = [row.interest for row in quote.schedule.rows if row.number > after]
    return min(interest, later[0]) if later else interest


def _daily(quote: Quote) -> Decimal:
    offer = quote.offer
    if offer.rate is None:
        if offer.method is Method.DATED_FLOWS:
            return ZERO
        return irr([offer.principal, *(-p for p in offer.told_payments)]) / _DAYS_A_MONTH
    if offer.method is Method.FLAT_FEE:
        return ZERO
    return offer.rate.daily_percent / HUNDRED * offer.discount_percent / HUNDRED


def _fee(fee: Decimal, fee_percent: Decimal, base: Decimal) -> Decimal:
    fixed = to_fen(read_money("fee", "提前还款违约金", fee, zero=True))
    allowed = "应是 0 到 100 的数字（百分数）"
    percent = read_number("fee_percent", "提前还款违约金比例", fee_percent, allowed)
    if not 0 <= percent <= HUNDRED:
        raise InputError("fee_percent", "提前还款违约金比例", allowed, fee_percent)
    return fixed + to_fen(base * percent / HUNDRED)


def _cost(
    quote: Quote, time: Timeline, before: Sequence[Row], after: int, days: int, payoff: Decimal
) -> AnnualCost:
    """The annual cost of what was really paid, the payoff in twelfths of a day after payout."""
    scale = _UNITS_A_YEAR // time.units_a_year
    last = time.moments[after - 1] * scale if after else 0
    moments = [*(time.moments[row.number - 1] * scale for row in before), last + days * 12]
    payments = [*(row.payment for row in before), payoff]
    net = quote.schedule.net_proceeds
    if quote.offer.method is Method.DAILY_SIMPLE:
        return annual_cost(net, [payoff], Timeline((), (days,), 365))
    return annual_cost(net, payments, Timeline((), tuple(moments), _UNITS_A_YEAR))


def _rest(
    quote: Quote, time: Timeline, after: int, balance: Decimal, later: Sequence[Row], keep: Keep
) -> Parts:
    """Principal and interest of the periods that follow."""
    offer = quote.offer
    factors = time.factors[after:]
    match offer.method:
        case Method.INTEREST_ONLY:
            interests = [to_fen(balance * factor) for factor in factors]
            final = (balance + interests[-1], balance, interests[-1])
            return [*((interest, ZERO, interest) for interest in interests[:-1]), final]
        case Method.BULLET:
            # the early part stops bearing interest now, what it bore until now is paid at the end
            owed = quote.schedule.principal
            interest = to_fen(owed * sum(time.factors[:after], ZERO) + balance * sum(factors, ZERO))
            return [(ZERO, ZERO, ZERO)] * (len(factors) - 1) + [(balance + interest, balance, interest)]
        case Method.EQUAL_PRINCIPAL:
            if keep is Keep.TERM:
                return equal_principal_parts(balance, factors, to_fen)
            return _until_cleared(balance, factors, share=later[0].principal)
        case _:
            if offer.method is Method.FIXED_PAYMENT:
                rate = irr([offer.principal, *(-payment for payment in offer.told_payments)])
                factors = (rate,) * (offer.term - after)
            if keep is Keep.TERM:
                return level_parts(balance, factors, to_fen)
            payment = later[0].principal + later[0].interest
            return _until_cleared(balance, factors, payment=payment)


def _until_cleared(
    balance: Decimal, factors: Sequence[Decimal], *, share: Decimal = ZERO, payment: Decimal = ZERO
) -> Parts:
    """Keep paying the same share of principal, or the same payment, until nothing is owed."""
    parts: Parts = []
    for number, factor in enumerate(factors, 1):
        interest = to_fen(balance * factor)
        part = min(balance, share or payment - interest)
        if number == len(factors):
            part = balance
        if part <= 0:
            raise PaymentTooSmallError("每期还款额还不够付利息，还不清。")
        parts.append((part + interest, part, interest))
        balance -= part
        if not balance:
            break
    return parts


def _rows(parts: Parts, time: Timeline, after: int, balance: Decimal, service: Decimal) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number, (payment, share, interest) in enumerate(parts, after + 1):
        balance -= share
        due = time.due_dates[number - 1] if time.due_dates else None
        days = time.days[number - 1] if time.days else None
        if payment or service:
            rows.append(Row(number, due, days, payment + service, share, interest, service, balance))
    return tuple(rows)
