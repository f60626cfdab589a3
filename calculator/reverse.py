"""Questions asked backwards: which rate is hidden, how much can I borrow, how long until it is paid off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from .decimals import FEN, HUNDRED, MAX_MONEY, MAX_MONTHS, ZERO, exact, floor_fen, read_money, to_fen
from .errors import InputError, NoSolutionError, PaymentTooSmallError
from .methods import level_payment
from .offers import METHOD_NAMES, Method, Offer
from .quotes import Quote, quote
from .rates import Rate
from .schedules import Row
from .texts import money
from .timeline import timeline

_MAX_STEPS_DOWN = 12


@dataclass(frozen=True, slots=True)
class Repayment:
    """How long a fixed monthly payment takes.

    Attributes:
        months: instalments until nothing is owed.
        last_payment: the last of them, smaller than the others.
        total_interest: over that time.
        total_paid: over that time.
        rows: the schedule.
    """

    months: int
    last_payment: Decimal
    total_interest: Decimal
    total_paid: Decimal
    rows: tuple[Row, ...]


@exact
def hidden_rate(
    principal: Decimal,
    payment: Decimal,
    months: int,
    *,
    upfront_fee: Decimal = ZERO,
    prepaid_deduction: Decimal = ZERO,
    monthly_service_fee: Decimal = ZERO,
) -> Quote:
    """The quote of an offer that tells only its payment; its ``cost`` holds the hidden rate.

    >>> round(hidden_rate(Decimal(10000), Decimal(950), 12).cost.simple_annual_percent, 2)
    Decimal('24.91')
    """
    return quote(
        Offer(
            principal=principal,
            method=Method.FIXED_PAYMENT,
            payment=payment,
            months=months,
            upfront_fee=upfront_fee,
            prepaid_deduction=prepaid_deduction,
            monthly_service_fee=monthly_service_fee,
        )
    )


@exact
def borrowable(payment: Decimal, offer: Offer) -> Quote:
    """The largest loan on the terms of ``offer`` whose first payment is at most ``payment``.

    The principal of ``offer`` is not used. The first payment is the regular one of a level loan, the highest
    one of equal principal, the month's interest where only interest is paid, the whole repayment of a bullet.

    >>> from calculator import Rate, RatePeriod
    >>> terms = Offer(principal=Decimal(1), method=Method.EQUAL_INSTALLMENT, months=12,
    ...               rate=Rate(Decimal(12), RatePeriod.YEAR))
    >>> best = borrowable(Decimal(800), terms)
    >>> best.schedule.principal, best.schedule.first_payment
    (Decimal('9004.06'), Decimal('800.00'))
    """
    payment = read_money("payment", "每期能还的金额", payment)
    budget = payment - offer.monthly_service_fee
    if offer.method in (Method.FIXED_PAYMENT, Method.DATED_FLOWS, Method.BALLOON):
        allowed = "反算能借多少要用有利率的还款方式，例如等额本息"
        raise InputError("method", "还款方式", allowed, METHOD_NAMES[offer.method])
    each = _payment_per_yuan(offer)
    if budget <= 0 or each <= 0:
        reason = "每期能还的金额不够付每月服务费" if budget <= 0 else "不收利息，每期只还利息就没有上限"
        raise NoSolutionError(f"算不出能借多少：{reason}。")
    principal = floor_fen(budget / each)
    if principal > MAX_MONEY:
        raise NoSolutionError(f"算不出能借多少：超过 {money(MAX_MONEY)} 元，请核对金额和利率。")
    # the bill rounds every part of a payment: step down until it fits
    step = FEN * max(1, offer.term // 4)
    for _ in range(_MAX_STEPS_DOWN):
        if principal < FEN:
            break
        found = quote(replace(offer, principal=principal))
        if found.schedule.rows[0].payment <= payment:
            return found
        principal -= step
    raise NoSolutionError("算不出能借多少：每期能还的金额太小。")


def _payment_per_yuan(offer: Offer) -> Decimal:
    factors = timeline(offer).factors
    count = len(factors)
    match offer.method:
        case Method.EQUAL_INSTALLMENT:
            return level_payment(Decimal(1), factors)
        case Method.EQUAL_PRINCIPAL:
            return Decimal(1) / count + factors[0]
        case Method.INTEREST_ONLY:
            return factors[0] + (1 if count == 1 else 0)
        case Method.FLAT_FEE:
            first = quote(replace(offer, principal=MAX_MONEY, upfront_fee=ZERO, prepaid_deduction=ZERO)).exact
            return (first.first_payment - offer.monthly_service_fee) / MAX_MONEY
        case _:
            return 1 + sum(factors, ZERO)


@exact
def months_needed(principal: Decimal, payment: Decimal, rate: Rate) -> Repayment:
    """How many months a payment of ``payment`` takes to repay ``principal``, billed to the fen.

    Raises:
        PaymentTooSmallError: where the payment does not cover the interest.
        NoSolutionError: where it takes more than 600 months.

    >>> from calculator import RatePeriod
    >>> found = months_needed(Decimal(10000), Decimal(1000), Rate(Decimal(12), RatePeriod.YEAR))
    >>> found.months, found.last_payment
    (11, Decimal('589.85'))
    """
    principal = to_fen(read_money("principal", "欠款本金", principal))
    payment = to_fen(read_money("payment", "每月还款额", payment))
    factor = rate.monthly_percent / HUNDRED
    first = to_fen(principal * factor)
    if payment <= first:
        raise PaymentTooSmallError(
            f"每月还款额：每月利息就要 {money(first)} 元，每月只还 {money(payment)} 元永远还不清，"
            f"应高于 {money(first)} 元。"
        )
    rows: list[Row] = []
    balance, interest_sum = principal, ZERO
    for number in range(1, MAX_MONTHS + 1):
        interest = to_fen(balance * factor)
        share = min(balance, payment - interest)
        balance -= share
        interest_sum += interest
        rows.append(Row(number, None, None, share + interest, share, interest, ZERO, balance))
        if not balance:
            return Repayment(number, share + interest, interest_sum, principal + interest_sum, tuple(rows))
    raise NoSolutionError(
        f"每月还款额：每月还 {money(payment)} 元，{MAX_MONTHS} 个月（{MAX_MONTHS // 12} 年）也还不清，"
        "请提高还款额。"
    )
