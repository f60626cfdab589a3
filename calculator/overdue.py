"""What being late costs: ordinary interest goes on, and a penalty comes on top.

    penalty rate  = contract rate × multiple (1.5 where the contract adds half), or a rate of its own
    penalty       = overdue principal × daily penalty rate × days
    compound      = overdue interest × daily penalty rate × days, only where the contract says so

Source of the multiple: 银发〔2003〕251号, the contract rate plus 30 % to 50 %. The multiple is an input.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .decimals import HUNDRED, ZERO, exact, read_count, read_money, read_number, to_fen
from .errors import InputError
from .rates import Rate

_MAX_MULTIPLE = Decimal(10)
_MAX_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Overdue:
    """The cost of being late, in yuan.

    Attributes:
        days: days late.
        charged_days: days that are charged: none within the grace days, all of them after.
        daily_percent: the penalty rate a day, in percent.
        penalty: on the overdue principal.
        compound: on the overdue interest, where it bears any.
        late_fee: a fixed fee for being late.
        ordinary: the part of ``penalty`` that the contract rate alone would have made.
        per_day: what one more day costs.
        extra: penalty, compound and late fee.
        total_due: to pay now: overdue principal and interest and all of that.
    """

    days: int
    charged_days: int
    daily_percent: Decimal
    penalty: Decimal
    compound: Decimal
    late_fee: Decimal
    ordinary: Decimal
    per_day: Decimal
    extra: Decimal
    total_due: Decimal


@exact
def overdue(
    principal: Decimal,
    days: int,
    *,
    rate: Rate,
    interest: Decimal = ZERO,
    multiple: Decimal = Decimal("1.5"),
    penalty_rate: Rate | None = None,
    grace_days: int = 0,
    late_fee: Decimal = ZERO,
    on_interest: bool = False,
) -> Overdue:
    """Work out what ``days`` days of delay cost.

    Args:
        principal: overdue principal, in yuan.
        days: days late, 1 to 3,660.
        rate: the contract rate.
        interest: overdue interest, in yuan.
        multiple: of the contract rate, 1 to 10.
        penalty_rate: the penalty rate, where the contract names one; then ``multiple`` is not used.
        grace_days: days within which nothing is charged; once they are over, every day counts.
        late_fee: a fixed fee, in yuan.
        on_interest: whether the overdue interest bears the penalty too (复利).

    >>> from calculator import Rate, RatePeriod
    >>> late = overdue(Decimal(1000), 10, rate=Rate(Decimal("0.05"), RatePeriod.DAY))
    >>> late.penalty, late.per_day, late.total_due
    (Decimal('7.50'), Decimal('0.75'), Decimal('1007.50'))
    """
    principal = to_fen(read_money("principal", "逾期本金", principal))
    interest = to_fen(read_money("interest", "逾期利息", interest, zero=True))
    late_fee = to_fen(read_money("late_fee", "滞纳金", late_fee, zero=True))
    days = read_count("days", "逾期天数", days, low=1, high=_MAX_DAYS, unit="天")
    grace_days = read_count("grace_days", "宽限天数", grace_days, low=0, high=90, unit="天")
    allowed = "应是 1 到 10 的数字，例如 1.5（合同利率加收 50%）"
    multiple = read_number("multiple", "罚息倍数", multiple, allowed)
    if not 1 <= multiple <= _MAX_MULTIPLE:
        raise InputError("multiple", "罚息倍数", allowed, multiple)
    ordinary_daily = rate.daily_percent
    daily = ordinary_daily * multiple if penalty_rate is None else penalty_rate.daily_percent
    charged = 0 if days <= grace_days else days
    penalty = to_fen(principal * daily / HUNDRED * charged)
    compound = to_fen(interest * daily / HUNDRED * charged) if on_interest else ZERO
    fee = late_fee if charged else ZERO
    base = principal + (interest if on_interest else ZERO)
    return Overdue(
        days=days,
        charged_days=charged,
        daily_percent=daily,
        penalty=penalty,
        compound=compound,
        late_fee=fee,
        ordinary=min(penalty, to_fen(principal * ordinary_daily / HUNDRED * charged)),
        per_day=to_fen(base * daily / HUNDRED),
        extra=penalty + compound + fee,
        total_due=principal + interest + penalty + compound + fee,
    )
