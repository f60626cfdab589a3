"""What a quote takes for granted, in plain Chinese."""

from __future__ import annotations

from .decimals import HUNDRED, exact, plain
from .offers import FEE_COLLECTION_NAMES, METHOD_NAMES, Accrual, FeeCollection, Method, Offer
from .rates import Rate, RatePeriod
from .texts import money, percent
from .timeline import Timeline


@exact
def assumptions_of(offer: Offer, time: Timeline) -> tuple[str, ...]:
    """List the assumptions of an offer's quote, the loan itself first."""
    lines = [_loan(offer)]
    if offer.rate is not None:
        lines.append(_rate(offer, offer.rate))
    lines.extend(_discounts(offer))
    lines.extend(_fees(offer))
    lines.append(_time(offer, time))
    lines.append("每期金额四舍五入到分，尾差放在最后一期；年化按未四舍五入的金额算")
    return tuple(lines)


def _loan(offer: Offer) -> str:
    method = METHOD_NAMES[offer.method]
    start = f"借 {money(offer.principal)} 元，{method}"
    match offer.method:
        case Method.DAILY_SIMPLE:
            return f"{start}，用 {offer.days} 天"
        case Method.BULLET:
            return f"{start}，{offer.months} 个月后一次还清，利息不滚利"
        case Method.DATED_FLOWS:
            return f"{start}，共 {offer.term} 笔还款"
        case Method.FIXED_PAYMENT if offer.payment is not None:
            return f"{start} {money(offer.payment)} 元，分 {offer.months} 期（每期一个月）"
        case Method.BALLOON if offer.balloon is not None:
            return f"{start}，分 {offer.months} 期，末期另还尾款 {money(offer.balloon)} 元"
        case _:
            return f"{start}，分 {offer.months} 期（每期一个月）"


def _rate(offer: Offer, rate: Rate) -> str:
    if offer.method is Method.FLAT_FEE:
        each = f"每期手续费 {money(offer.flat_fee_per_period)} 元"
        return f"{_flat_label(rate)}，按最初本金收，{each}，{FEE_COLLECTION_NAMES[offer.fee_collection]}"
    if offer.method is Method.DAILY_SIMPLE or offer.accrual is Accrual.DAILY:
        other = (
            ""
            if rate.period is RatePeriod.DAY
            else f"，÷ {rate.days_in_year} 折合日利率 {percent(rate.daily_percent, 6)}"
        )
        each = money(offer.principal * rate.daily_percent / HUNDRED * offer.discount_percent / HUNDRED)
        return f"{rate}{other}，全部本金一天 {each} 元利息，按天计息，不滚利"
    if rate.period is RatePeriod.DAY:
        days = rate.days_in_year
        other = f"；按 360 天是 {percent(rate.annual_percent_360)}" if days == 365 else ""
        return f"{rate}，× {days} 天折合年利率 {percent(rate.annual_percent)}{other}；月利率按年利率 ÷ 12"
    if rate.effective:
        return f"{rate}，折合月利率 {percent(rate.monthly_percent, 4)}"
    if rate.period is RatePeriod.YEAR:
        return f"{rate}，月利率按年利率 ÷ 12"
    return f"{rate}，× 12 折合年利率 {percent(rate.annual_percent)}"


def _flat_label(rate: Rate) -> str:
    figure = f"{plain(rate.percent, 12)}%"
    return {
        RatePeriod.ONCE: f"手续费率合计 {figure}",
        RatePeriod.YEAR: f"手续费率每年 {figure}",
        RatePeriod.DAY: f"手续费率每天 {figure}",
    }.get(rate.period, f"手续费率每期 {figure}")


def _discounts(offer: Offer) -> list[str]:
    lines = []
    if offer.discount_percent != HUNDRED:
        lines.append(f"息费打 {plain(offer.discount_percent / 10)} 折，全程有效")
    if offer.interest_free_periods:
        lines.append(f"前 {offer.interest_free_periods} 期免息费")
    if offer.interest_free_days:
        lines.append(f"前 {offer.interest_free_days} 天免息")
    return lines


def _fees(offer: Offer) -> list[str]:
    lines = []
    if offer.upfront_fee:
        lines.append(f"放款时另付费用 {money(offer.upfront_fee)} 元")
    if offer.prepaid_deduction:
        lines.append(f"放款时先扣 {money(offer.prepaid_deduction)} 元（砍头息）")
    if offer.monthly_service_fee:
        lines.append(f"每月另付服务费 {money(offer.monthly_service_fee)} 元")
    if offer.deducted or offer.fee_collection is FeeCollection.DEDUCTED:
        lines.append(f"实际到手 {money(offer.net_proceeds)} 元，年化按到手的钱算")
    if not lines:
        lines.append("没有利息以外的费用" if offer.method is not Method.FLAT_FEE else "没有手续费以外的费用")
    return lines


def _time(offer: Offer, time: Timeline) -> str:
    if offer.method is Method.DAILY_SIMPLE:
        return "单利年化 = 成本 ÷ 到手金额 ÷ 天数 × 365"
    if offer.method is Method.DATED_FLOWS:
        return "年化按实际天数算，一年 365 天"
    if offer.accrual is Accrual.DAILY:
        if time.due_dates:
            return "利息按每期实际天数算，年化按实际天数、一年 365 天"
        return f"每月按 {offer.days_per_month} 天计息，真实账单按自然天数，会略有差别"
    if offer.first_period_days is not None:
        return f"首期 {offer.first_period_days} 天，按天计息；以后每期按整月"
    return "每月按一年的十二分之一算，不数天数"
