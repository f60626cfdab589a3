"""Results in plain Chinese text, for a terminal or a chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ..afford import Affordability
from ..comparison import Comparison
from ..early import Keep, Prepayment, Settlement
from ..legal import Measure, Place, Standing
from ..offers import METHOD_NAMES, Method
from ..overdue import Overdue
from ..quotes import Quote
from ..reverse import Repayment
from ..schedules import Row
from ..texts import amount, money, percent, percent_cell
from .table import Value, align, columns_of

_PLACES = {Place.BELOW: "低于", Place.ON: "正好等于", Place.ABOVE: "高于"}
_MEASURES = {Measure.SIMPLE: "单利", Measure.EFFECTIVE: "复利"}


def render_quote(quote: Quote, *, rows: int = 6) -> str:
    """A quote: assumptions, payments, annual cost, legal lines, the first ``rows`` of the schedule.

    >>> from calculator import Method, Offer, Rate, RatePeriod, quote
    >>> loan = quote(Offer(principal=Decimal(10000), method=Method.DAILY_SIMPLE, days=30,
    ...                    rate=Rate(Decimal("0.05"), RatePeriod.DAY)))
    >>> print(render_quote(loan, rows=0))
    【按这些条件算】
    · 借 10,000 元，按日计息、随借随还，用 30 天
    · 日利率 0.05%，全部本金一天 5 元利息，按天计息，不滚利
    · 没有利息以外的费用
    · 单利年化 = 成本 ÷ 到手金额 ÷ 天数 × 365
    · 每期金额四舍五入到分，尾差放在最后一期；年化按未四舍五入的金额算
    <BLANKLINE>
    【要还多少】
    一次还 10,150 元
    利息 150 元，一共还 10,150 元
    <BLANKLINE>
    【一年的成本（含全部费用）】
    单利年化 18.25%；复利年化（内部收益率）19.86%
    按一年 360 天算，单利年化 18%
    """
    parts = [
        "【按这些条件算】",
        *(f"· {line}" for line in quote.assumptions),
        "",
        "【要还多少】",
        *payment_lines(quote),
        "",
        "【一年的成本（含全部费用）】",
        *cost_lines(quote),
    ]
    if quote.standings:
        parts += ["", "【和参照线比】", *(standing_line(standing) for standing in quote.standings)]
    if rows > 0 and len(quote.schedule.rows) > 1:
        parts += ["", "【还款计划】", render_schedule(quote.schedule.rows, limit=rows)]
    return "\n".join(parts)


def payment_line(quote: Quote) -> str:
    """What is paid each period."""
    schedule, offer = quote.schedule, quote.offer
    first, last = schedule.rows[0].payment, schedule.rows[-1].payment
    if len(schedule.rows) == 1:
        when = "" if offer.method is Method.DAILY_SIMPLE or not offer.months else f"第 {offer.months} 个月"
        return f"{when}一次还 {money(first)} 元"
    if schedule.level_payment is None:
        return f"首期 {money(first)} 元，末期 {money(last)} 元"
    if last - first > first:
        return f"每期 {money(first)} 元，最后一期 {money(last)} 元"
    return f"每期还 {money(first)} 元" + ("" if last == first else f"（最后一期 {money(last)} 元）")


def payment_lines(quote: Quote) -> list[str]:
    """What is paid each period and altogether."""
    schedule = quote.schedule
    count = len(schedule.rows)
    lines = [payment_line(quote) + (f"，共 {count} 期" if count > 1 else "")]
    pieces = []
    if schedule.total_interest or not schedule.total_fees:
        pieces.append(f"利息 {money(schedule.total_interest)} 元")
    if schedule.total_fees:
        pieces.append(f"费用 {money(schedule.total_fees)} 元")
    if schedule.total_interest and schedule.total_fees:
        pieces.append(f"成本合计 {money(schedule.total_cost)} 元")
    pieces.append(f"一共还 {money(schedule.total_paid)} 元")
    lines.append("，".join(pieces))
    if schedule.upfront:
        lines.append(f"实际到手 {money(schedule.net_proceeds)} 元")
    return lines


def cost_lines(quote: Quote) -> list[str]:
    """The annualised cost, both readings named."""
    cost = quote.cost
    lines = [
        f"单利年化 {percent(cost.simple_annual_percent)}；"
        f"复利年化（内部收益率）{percent(cost.effective_annual_percent)}"
    ]
    if cost.simple_annual_percent_360 is not None:
        lines.append(f"按一年 360 天算，单利年化 {percent(cost.simple_annual_percent_360)}")
    return lines


def standing_line(standing: Standing) -> str:
    """One legal line and the cost's place."""
    line = standing.line
    text = f"{_MEASURES[line.measure]}年化 {percent(standing.percent)} {_PLACES[standing.place]} {line.name}"
    if percent(line.annual_percent) not in line.name.replace(" ", ""):
        text += f" {percent(line.annual_percent)}"
    notes = [note for note in (line.applies_to, line.kind if standing.place is Place.ABOVE else "") if note]
    if line.as_of:
        notes.append(f"{line.as_of} 核对")
    return f"{text}（{'；'.join(notes)}）" if notes else text


def render_schedule(rows: Sequence[Row], *, limit: int | None = None) -> str:
    """The schedule as an aligned table; only the first ``limit`` rows and the last where there are more."""
    columns = columns_of(rows)
    cells = [[_cell(column.value(row)) for column in columns] for row in rows]
    heading = [column.heading for column in columns]
    if limit is None or len(cells) <= limit + 1:
        return "\n".join(align([heading, *cells]))
    lines = align([heading, *cells[:limit], cells[-1]])
    return "\n".join([*lines[:-1], f"…… 中间 {len(cells) - limit - 1} 期略", lines[-1]])


def render_comparison(comparison: Comparison) -> str:
    """Several offers side by side, and what follows."""
    heading = ["方案", "到手", "最高一期", "总成本", "单利年化", "复利年化"]
    cells = [
        [
            name,
            amount(quote.schedule.net_proceeds),
            amount(quote.schedule.highest_payment),
            amount(quote.schedule.total_cost),
            percent_cell(quote.cost.simple_annual_percent),
            percent_cell(quote.cost.effective_annual_percent),
        ]
        for name, quote in zip(comparison.names, comparison.quotes, strict=True)
    ]
    table = align([heading, *cells])
    terms = [
        f"{name}：{quote.assumptions[0]}"
        for name, quote in zip(comparison.names, comparison.quotes, strict=True)
    ]
    reading = [f"· {line}" for line in comparison.reading]
    return "\n".join(["【方案】", *terms, "", "【比较】", *table, "", "【怎么看】", *reading])


def render_settlement(settlement: Settlement, quote: Quote) -> str:
    """The whole loan paid early."""
    if settlement.after:
        when = f"还完第 {settlement.after} 期" + (f"后第 {settlement.days} 天" if settlement.days else "时")
    else:
        when = f"借了 {settlement.days} 天时"
    pieces = [f"剩余本金 {money(settlement.balance)}"]
    for label, value in (
        ("利息", settlement.accrued_interest),
        ("提前还款违约金", settlement.fee),
        ("剩余各期手续费", settlement.remaining_fees),
    ):
        if value:
            pieces.append(f"{label} {money(value)}")
    lines = [
        f"{when}提前结清，要还 {money(settlement.payoff)} 元（{' + '.join(pieces)}）",
        f"之前已还 {money(settlement.paid_before)} 元，一共还 {money(settlement.total_paid)} 元",
        _less(settlement.interest_saved, settlement.fees_saved),
    ]
    lines.append(_saving(settlement.net_saving))
    lines.append(
        f"这样实际的单利年化 {percent(settlement.cost.simple_annual_percent)}，"
        f"复利年化 {percent(settlement.cost.effective_annual_percent)}"
    )
    if quote.offer.method is Method.FLAT_FEE:
        assumed = "照收" if settlement.remaining_fees else "不再收"
        lines.append(f"这里假定提前结清后剩余各期手续费{assumed}，请以合同为准")
    return "\n".join(lines)


def render_prepayment(prepayment: Prepayment) -> str:
    """A part paid early."""
    kept = "每期还款不变，缩短期限" if prepayment.keep is Keep.PAYMENT else "期限不变，减少以后的还款"
    lines = [
        f"还完第 {prepayment.after} 期时提前还本金 {money(prepayment.amount)} 元，{kept}",
        f"下一期由 {money(prepayment.old_payment)} 元变为 {money(prepayment.new_payment)} 元，"
        f"还剩 {len(prepayment.rows)} 期"
        + (f"（少 {prepayment.periods_saved} 期）" if prepayment.periods_saved else ""),
        _less(prepayment.interest_saved, prepayment.fees_saved),
    ]
    if prepayment.fee:
        lines.append(f"提前还款违约金 {money(prepayment.fee)} 元")
    lines.append(_saving(prepayment.net_saving))
    return "\n".join(lines)


def _less(interest: Decimal, fees: Decimal) -> str:
    if fees and interest:
        return f"少付利息 {money(interest)} 元、费用 {money(fees)} 元"
    return f"少付费用 {money(fees)} 元" if fees else f"少付利息 {money(interest)} 元"


def _saving(net: Decimal) -> str:
    if net > 0:
        return f"合起来省 {money(net)} 元"
    return f"合起来反而多花 {money(-net)} 元，提前还不划算" if net < 0 else "合起来不省也不亏"


def render_overdue(cost: Overdue) -> str:
    """What being late costs."""
    if not cost.charged_days:
        return f"逾期 {cost.days} 天，在宽限期内，不收罚息；现在要还 {money(cost.total_due)} 元"
    lines = [
        f"逾期 {cost.days} 天，罚息日利率 {percent(cost.daily_percent, 4)}，罚息 {money(cost.penalty)} 元"
        f"（其中正常利息 {money(cost.ordinary)} 元）",
    ]
    if cost.compound:
        lines.append(f"逾期利息上的复利 {money(cost.compound)} 元")
    if cost.late_fee:
        lines.append(f"滞纳金 {money(cost.late_fee)} 元")
    lines.append(f"现在要还 {money(cost.total_due)} 元；再拖一天多 {money(cost.per_day)} 元")
    return "\n".join(lines)


def render_borrowable(quote: Quote) -> str:
    """How much can be borrowed."""
    schedule = quote.schedule
    return "\n".join(
        [
            f"最多可借 {money(schedule.principal)} 元（{METHOD_NAMES[quote.offer.method]}）",
            *payment_lines(quote),
            *cost_lines(quote),
        ]
    )


def render_repayment(repayment: Repayment) -> str:
    """How long it takes."""
    years, months = divmod(repayment.months, 12)
    span = f"（{years} 年{f'零 {months} 个月' if months else ''}）" if years else ""
    return "\n".join(
        [
            f"要 {repayment.months} 个月{span}还清，最后一期 {money(repayment.last_payment)} 元",
            f"利息 {money(repayment.total_interest)} 元，一共还 {money(repayment.total_paid)} 元",
        ]
    )


def render_affordability(found: Affordability) -> str:
    """A payment against an income."""
    return found.reading


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return amount(value)
    return value.isoformat() if isinstance(value, date) else str(value)
