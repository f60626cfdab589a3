"""Loans in few words and in small tables."""

from __future__ import annotations

from collections.abc import Sequence

from bot.quoting.draft import Draft
from bot.quoting.working import Worked
from bot.replies.model import Table
from calculator import METHOD_NAMES, Method, Quote, Row
from calculator.texts import amount, money, percent

FIRST_ROWS = 3


def loan_phrase(loan: Quote, told: Draft) -> str:
    """The loan in few words: 借 10,000 元，分 12 期，等额本息; what was ``told`` says whether less was received."""
    offer = loan.offer
    parts = [borrowed_phrase(loan, told)]
    if offer.method is Method.DATED_FLOWS:
        days = (offer.flows[-1].day - offer.flows[0].day).days
        return f"{parts[0]}，用 {days} 天"
    months = f"用 {offer.months} 个月" if offer.method is Method.BULLET else f"分 {offer.months} 期"
    parts.append(f"用 {offer.days} 天" if offer.days is not None else months)
    if offer.method is not Method.DAILY_SIMPLE and (offer.months or 0) > 1:
        parts.append(offer.name or METHOD_NAMES[offer.method])
    return "，".join(parts)


def borrowed_phrase(loan: Quote, told: Draft) -> str:
    """What is borrowed: 借 10,000 元, and 到手 8,000 元 where less is received."""
    if told.is_less_received:
        return (
            f"借 {money(told.principal or loan.offer.principal)} 元到手 {money(loan.offer.net_proceeds)} 元"
        )
    return f"借 {money(loan.offer.principal)} 元"


def known_phrase(draft: Draft, lender: str = "") -> str:
    """What is known of an open quote, in few words."""
    parts = [lender] if lender else []
    if draft.principal is not None:
        parts.append(f"借 {money(draft.principal)} 元")
    if draft.periods is not None:
        parts.append(f"分 {draft.periods} 期")
    if draft.days is not None:
        parts.append(f"用 {draft.days} 天")
    if draft.late_days is not None:
        parts.append(f"逾期 {draft.late_days} 天")
    if draft.rate is not None:
        parts.append(str(draft.rate.low) if draft.rate.top is None else f"{draft.rate.low}起")
    if draft.method is not None:
        parts.append(METHOD_NAMES[draft.method])
    return "记下了：" + "，".join(parts) if parts else ""


def schedule_table(loan: Quote, rows: Sequence[Row]) -> Table:
    """Rows of a schedule, with a fee column where there are fees."""
    has_fees = any(row.fee for row in loan.schedule.rows)
    header = ("期", "应还", "本金", "利息", *(("费用",) if has_fees else ()), "剩余本金")
    cells = tuple(
        (
            str(row.number),
            amount(row.payment),
            amount(row.principal),
            amount(row.interest),
            *((amount(row.fee),) if has_fees else ()),
            amount(row.balance),
        )
        for row in rows
    )
    count = len(loan.schedule.rows)
    note = f"一共 {count} 期，这里是前 {len(cells)} 期" if len(cells) < count else ""
    # What is paid less interest and fees is the principal
    return Table(header, cells, note=note, spare=(header.index("本金"),))


def first_rows(loan: Quote) -> Table | None:
    """The first rows of the schedule; none for a loan that is repaid at once."""
    rows = loan.schedule.rows
    return schedule_table(loan, rows[:FIRST_ROWS]) if len(rows) > 1 else None


def cases_table(worked: Worked) -> Table:
    """The best and the worst case side by side."""
    header = ("", *(case.label for case in worked.cases))
    columns = [case.quote for case in worked.cases]
    rows = (
        _rate_row(columns),
        ("首期还", *(amount(one.schedule.first_payment) for one in columns)),
        ("总利息", *(amount(one.schedule.total_interest) for one in columns)),
        ("一共还", *(amount(one.schedule.total_paid) for one in columns)),
        ("单利年化", *(percent(one.cost.simple_annual_percent) for one in columns)),
        ("复利年化", *(percent(one.cost.effective_annual_percent) for one in columns)),
    )
    return Table(header, rows)


def _rate_row(loans: Sequence[Quote]) -> tuple[str, ...]:
    """The rates, their unit before them where they share it."""
    rates = [str(loan.offer.rate) for loan in loans]
    units = {rate.partition(" ")[0] for rate in rates}
    return (*units, *(rate.partition(" ")[2] for rate in rates)) if len(units) == 1 else ("利率", *rates)
