"""What a loan costs a year, all in.

Flows of the borrower's side: net proceeds at time 0, every payment when it falls due. With i the month's
internal rate of return:

    simple annual     i × 12             (单利; with days and one payment: cost / net proceeds × 365 / days)
    effective annual  (1 + i)^12 − 1      (复利, 内部收益率)

Sources: 中国人民银行公告〔2021〕第3号 and its annex (both readings, each to be named); 12 CFR 1026 Appendix
J (the nominal one); Directive 2008/48/EC Annex I (the effective one). Rates come from unrounded flows.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .decimals import HUNDRED, ONE, ZERO, exact, tidy
from .errors import NotALoanError
from .irr import lowest_rate_factor
from .offers import Method
from .schedules import Schedule
from .timeline import Timeline

_DAYS = Decimal(365)
_TWELVE = Decimal(12)


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
def annual_cost(schedule: Schedule, time: Timeline, method: Method) -> AnnualCost:
    """Annualise the flows of an exact schedule.

    Raises:
        NotALoanError: where less is paid back than was received.
    """
    cost = schedule.total_paid - schedule.net_proceeds
    net = schedule.net_proceeds
    if cost < 0:
        raise NotALoanError("这不像一笔借款：还的钱比到手的钱还少，请核对金额。")
    if cost == 0:
        return AnnualCost(ZERO, ZERO, ZERO, ZERO if method is Method.DAILY_SIMPLE else None)
    if len(time.moments) == 1 and time.units_a_year == 365:
        days = Decimal(time.moments[0])
        growth = schedule.total_paid / net
        simple = cost / net * HUNDRED / days
        yearly = growth ** (_DAYS / days)
        monthly = growth ** (_DAYS / (days * _TWELVE))
        return _tidied(monthly, simple * 365, yearly, simple * 360)
    flows = [(0, net), *((time.moments[row.number - 1], -row.payment) for row in schedule.rows)]
    monthly = ONE / lowest_rate_factor(flows)
    yearly = monthly**time.units_a_year
    if time.units_a_year != 12:
        units_a_month, rest = divmod(time.units_a_year, 12)
        monthly = monthly**units_a_month if not rest else yearly ** (ONE / _TWELVE)
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
