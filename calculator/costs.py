"""What a loan costs a year, all in.

Flows of the borrower's side: net proceeds at time 0, every payment when it falls due. With i the month's
internal rate of return:

    simple annual     i × 12             (单利; with days and one payment: cost / net proceeds × 365 / days)
    effective annual  (1 + i)^12 − 1      (复利, 内部收益率)

Sources: 中国人民银行公告〔2021〕第3号 and its annex (both readings, each to be named); 12 CFR 1026 Appendix
J (the nominal one); Directive 2008/48/EC Annex I (the effective one). Rates come from unrounded flows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .decimals import HUNDRED, ONE, ZERO, exact, settle_zero, tidy
from .errors import NotALoanError
from .irr import lowest_rate_factor
from .timeline import Timeline

_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class AnnualCost:
    """The annualised cost of a loan, in percent.

    Attributes:
        monthly_irr_percent: the month's internal rate of return.
        simple_annual_percent: × 12, or by days for a single payment after days.
        effective_annual_percent: compounded.
        simple_annual_percent_360: the same by days over 360, for a single payment after days.
    """

    monthly_irr_percent: Decimal
    simple_annual_percent: Decimal
    effective_annual_percent: Decimal
    simple_annual_percent_360: Decimal | None = None


@exact
def annual_cost(net_proceeds: Decimal, payments: Sequence[Decimal], time: Timeline) -> AnnualCost:
    """Annualise unrounded payments against what was received.

    Args:
        net_proceeds: received at payout, in yuan.
        payments: paid at the moments of ``time``, in yuan.

    Raises:
        NotALoanError: where less is paid back than was received.

    >>> time = Timeline((), (1,), 12)
    >>> annual_cost(Decimal(100), [Decimal(101)], time).effective_annual_percent
    Decimal('12.6825030131969720661201')
    """
    paid = sum(payments, ZERO)
    cost = settle_zero(paid - net_proceeds, net_proceeds)
    if cost < 0:
        raise NotALoanError("这不像一笔借款：还的钱比到手的钱还少，请核对金额。")
    after_days = len(time.moments) == 1 and time.units_a_year == _DAYS_A_YEAR
    if cost == 0:
        return AnnualCost(ZERO, ZERO, ZERO, ZERO if after_days else None)
    if after_days:
        days = Decimal(time.moments[0])
        growth = paid / net_proceeds
        simple = cost / net_proceeds * HUNDRED / days
        monthly, yearly = growth ** (_DAYS_A_YEAR / (days * 12)), growth ** (_DAYS_A_YEAR / days)
        return _tidied(monthly, simple * 365, yearly, simple * 360)
    flows = [(0, net_proceeds), *((moment, -p) for moment, p in zip(time.moments, payments, strict=True))]
    factor = lowest_rate_factor(flows)
    yearly = factor**-time.units_a_year
    units_a_month, rest = divmod(time.units_a_year, 12)
    monthly = yearly ** (ONE / 12) if rest else factor**-units_a_month
    return _tidied(monthly, (monthly - ONE) * HUNDRED * 12, yearly)


def _tidied(
    monthly: Decimal, simple: Decimal, yearly: Decimal, simple_360: Decimal | None = None
) -> AnnualCost:
    return AnnualCost(
        tidy((monthly - ONE) * HUNDRED),
        tidy(simple),
        tidy((yearly - ONE) * HUNDRED),
        None if simple_360 is None else tidy(simple_360),
    )
