"""Revolving credit of which only the minimum is paid: each month a share of what is owed, and the interest."""

from __future__ import annotations

from decimal import Decimal

from .decimals import FEN, HUNDRED, MAX_MONTHS, ZERO, exact, read_money, read_number, to_fen
from .errors import InputError, NoSolutionError
from .offers import Method, Offer
from .rates import Rate

NAME = "每月只还最低"


@exact
def minimum_offer(
    principal: Decimal, rate: Rate, share_percent: Decimal, pay_all_below: Decimal = ZERO
) -> Offer:
    """The offer that paying only the minimum comes to, its payments billed to the fen.

    Payment k is share × Bₖ + rate × Bₖ, Bₖ being what is owed at the end of the month before; a debt below
    ``pay_all_below`` is paid whole. Nothing new is borrowed meanwhile.

    Args:
        principal: what is owed at the beginning, in yuan.
        rate: what it costs; the months count a twelfth of a year each.
        share_percent: of what is owed, to be paid each month beside the interest.
        pay_all_below: in yuan.

    Raises:
        InputError: for a share that is none.
        NoSolutionError: where it takes more than 600 months.

    >>> from calculator import Rate, RatePeriod
    >>> offer = minimum_offer(Decimal(1000), Rate(Decimal(1), RatePeriod.MONTH), Decimal(50), Decimal(300))
    >>> offer.payments
    (Decimal('510.00'), Decimal('255.00'), Decimal('252.50'))
    """
    balance = to_fen(read_money("principal", "欠款本金", principal))
    allowed = "应是大于 0、不超过 100 的数字（10% 写 10）"
    share = read_number("share_percent", "每月最低还款比例", share_percent, allowed)
    if not 0 < share <= HUNDRED:
        raise InputError("share_percent", "每月最低还款比例", allowed, share_percent)
    factor = rate.monthly_percent / HUNDRED
    payments: list[Decimal] = []
    while balance:
        if len(payments) == MAX_MONTHS:
            raise NoSolutionError(f"每月只还最低，{MAX_MONTHS} 个月（{MAX_MONTHS // 12} 年）也还不清。")
        part = (
            balance if balance < pay_all_below else min(balance, max(FEN, to_fen(balance * share / HUNDRED)))
        )
        payments.append(part + to_fen(balance * factor))
        balance -= part
    return Offer(
        principal=principal,
        method=Method.FIXED_PAYMENT,
        months=len(payments),
        payments=tuple(payments),
        name=NAME,
    )
