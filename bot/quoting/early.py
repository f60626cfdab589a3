"""What paying early still costs and what it saves, for the loan of an open quote."""

from __future__ import annotations

import datetime as dt

from bot.quoting.draft import DAYS_A_MONTH
from bot.quoting.phrases import loan_phrase
from bot.quoting.said import Moment
from bot.quoting.working import Worked
from bot.quoting.writing import QuoteWriter
from bot.replies.model import Reply
from calculator import InputError, Keep, Method, Prepayment, Quote, Settlement, prepay, settle_early
from calculator.texts import money

_SHORTENS = (Method.EQUAL_INSTALLMENT, Method.EQUAL_PRINCIPAL, Method.FIXED_PAYMENT)


class EarlyWriter:
    """Writes replies about paying early."""

    def __init__(self, writer: QuoteWriter) -> None:
        self._writer = writer

    def reply(self, worked: Worked, moment: Moment, today: dt.date) -> Reply:
        """What it costs to pay early at ``moment``, at the dearest rate where only a range is known.

        Raises:
            CalculatorError: where the loan has no such moment.
        """
        loan = worked.worst
        after, days = _when(loan, moment)
        which = f"（按{worked.cases[-1].label}的利率）" if worked.cases[-1].label else ""
        if moment.amount is not None:
            title, lines = _part(prepay(loan, moment.amount, after=max(1, after)), loan)
        elif after or days:
            title, lines = _whole(settle_early(loan, after=after, days=days), loan)
        else:
            title, lines = _rest(loan)
        paragraphs = (
            f"{loan_phrase(loan, worked.draft)}{which}。",
            *lines,
            self._writer.early_fee(worked.draft.product),
        )
        facts = self._writer.fee_fact(worked.draft.product)
        return self._writer.reply(worked, today, title=title, paragraphs=paragraphs, facts=facts)


def _when(loan: Quote, moment: Moment) -> tuple[int, int]:
    """Instalments paid before, and days since."""
    offer = loan.offer
    if offer.method is Method.DAILY_SIMPLE and offer.days is not None:
        if moment.days is not None:
            return 0, moment.days
        if moment.days_before_end is not None:
            return 0, offer.days - moment.days_before_end
        return 0, moment.after * DAYS_A_MONTH if moment.after is not None else offer.days // 2
    if moment.days is not None:
        return divmod(moment.days, DAYS_A_MONTH)
    if moment.after is not None:
        return moment.after, 0
    if moment.before_end is not None:
        if moment.before_end >= offer.term:
            raise InputError("after", "提前的期数", f"应少于一共的 {offer.term} 期", moment.before_end)
        return offer.term - moment.before_end, 0
    return max(1, offer.term // 2), 0


def _whole(paid: Settlement, loan: Quote) -> tuple[str, list[str]]:
    if loan.offer.method is Method.DAILY_SIMPLE:
        when = f"用 {paid.days} 天就还清"
    elif paid.days:
        when = (
            f"第 {paid.after} 期之后再过 {paid.days} 天结清" if paid.after else f"借了 {paid.days} 天就结清"
        )
    else:
        when = f"还完第 {paid.after} 期就一次结清"
    saved = f"少付利息 {money(paid.interest_saved)} 元" if paid.interest_saved else "利息省不了多少"
    title = f"{when}：那时要付 {money(paid.payoff)} 元，{saved}。"
    lines = [f"其中剩余本金 {money(paid.balance)} 元，这几天的利息 {money(paid.accrued_interest)} 元。"]
    if not paid.accrued_interest:
        lines = [f"那时的剩余本金就是 {money(paid.balance)} 元。"]
    if paid.fees_saved:
        lines.append(f"后面还有费用 {money(paid.fees_saved)} 元，提前还能不能免，看合同。")
    lines.append(f"前后一共还 {money(paid.total_paid)} 元，按期还完是 {money(loan.schedule.total_paid)} 元。")
    return title, lines


def _rest(loan: Quote) -> tuple[str, list[str]]:
    """What is still owed of a loan, paid off now."""
    owed, interest = loan.offer.principal, loan.schedule.total_interest
    title = f"现在全部还清：付剩余本金 {money(owed)} 元，少付利息 {money(interest)} 元。"
    return title, [
        f"按期还完还要付 {money(loan.schedule.total_paid)} 元；上次还款到今天的利息另算，以页面为准。"
    ]


def _part(paid: Prepayment, loan: Quote) -> tuple[str, list[str]]:
    title = (
        f"还完第 {paid.after} 期时提前还 {money(paid.amount)} 元：少付利息 {money(paid.interest_saved)} 元"
    )
    lines = []
    if paid.keep is Keep.PAYMENT and paid.periods_saved:
        title += f"，少还 {paid.periods_saved} 期"
        if loan.offer.method in _SHORTENS:
            shorter = prepay(loan, paid.amount, after=paid.after, keep=Keep.TERM)
            lines.append(
                f"也可以期数不变：以后每期从 {money(shorter.old_payment)} 元降到 {money(shorter.new_payment)} 元，"
                f"少付利息 {money(shorter.interest_saved)} 元。"
            )
    return f"{title}。", lines
