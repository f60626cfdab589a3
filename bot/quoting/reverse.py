"""Questions asked backwards: how much can be borrowed, or how long it takes, for so much a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from bot.quoting.draft import Draft
from bot.quoting.working import Case, Missing, Worked, offers
from bot.quoting.writing import QuoteWriter
from bot.replies.model import Reply, Table
from calculator import METHOD_NAMES, Method, Repayment, borrowable, months_needed, quote
from calculator.texts import amount, money, percent

_EXAMPLE = Decimal(10000)  # the principal of an offer whose own is to be found


class ReverseWriter:
    """Writes replies to questions asked backwards."""

    def __init__(self, writer: QuoteWriter) -> None:
        self._writer = writer

    def borrowable(self, draft: Draft, today: dt.date) -> Reply | Missing:
        """The largest loan whose regular payment fits into ``draft.budget``.

        Raises:
            CalculatorError: where no loan does.
        """
        assert draft.budget is not None
        asked = draft.without("principal", "payment", "total", "net", "budget").updated(
            Draft(principal=_EXAMPLE)
        )
        made = offers(asked, self._writer.terms_of(draft.product), today)
        if isinstance(made, Missing):
            return made
        lines = [one.line for one in self._writer.lines_of(draft, today)]
        cases = []
        for label, offer in made.offers:
            found = borrowable(draft.budget, offer)
            cases.append(Case(label, quote(found.offer, lines)))
        worked = Worked(draft, tuple(cases), tuple(made.assumed), tuple(made.facts))
        offer = worked.worst.offer
        term = f"分 {offer.months} 期" if offer.months else f"用 {offer.days} 天"
        found_amounts = sorted(case.quote.schedule.principal for case in cases)
        most = " 到 ".join(money(one) for one in dict.fromkeys(found_amounts))
        each = "每期" if offer.months else "到期"
        return self._writer.reply(
            worked,
            today,
            title=f"{each}最多还 {money(draft.budget)} 元，{term}，{METHOD_NAMES[offer.method]}：最多借 {most} 元。",
            paragraphs=(
                *self._writer.assumed(worked, today),
                "这是按能还的钱倒推的，不是谁会批给你的额度；留些余地，别把收入全排进月供。",
            ),
            table=_table(worked),
        )

    def duration(self, draft: Draft, today: dt.date) -> Reply | Missing:
        """How long ``draft.budget`` a month takes to repay ``draft.principal``.

        Raises:
            CalculatorError: where it never does.
        """
        assert draft.budget is not None
        if draft.principal is None:
            return Missing("principal")
        made = offers(draft.updated(Draft(periods=12)), self._writer.terms_of(draft.product), today)
        if isinstance(made, Missing):
            return made
        found = [
            (label, months_needed(draft.principal, draft.budget, offer.rate), offer)
            for label, offer in made.offers
            if offer.rate is not None
        ]
        if not found:
            return Missing("rate")
        months = " 到 ".join(str(one) for one in dict.fromkeys(repayment.months for _, repayment, _ in found))
        cases = tuple(
            Case(
                label,
                quote(replace(one, months=repayment.months, method=Method.EQUAL_INSTALLMENT)),
            )
            for label, repayment, one in found
        )
        worked = Worked(draft, cases, tuple(_but_method(made.assumed)), tuple(made.facts))
        return self._writer.reply(
            worked,
            today,
            title=f"借 {money(draft.principal)} 元，每月还 {money(draft.budget)} 元：要还 {months} 个月。",
            paragraphs=(
                *self._writer.assumed(worked, today),
                _interest([repayment for _, repayment, _ in found]),
            ),
        )


def _interest(found: list[Repayment]) -> str:
    interest = " 到 ".join(
        money(one) for one in dict.fromkeys(repayment.total_interest for repayment in found)
    )
    return f"总利息 {interest} 元，最后一个月还 {money(found[-1].last_payment)} 元。"


def _but_method(assumed: list[str]) -> list[str]:
    """The payment is given here, so how it would be split does not matter."""
    return [line for line in assumed if "还款方式" not in line]


def _table(worked: Worked) -> Table | None:
    if len(worked.cases) < 2:
        return None
    rows = tuple(
        (
            case.label,
            amount(case.quote.schedule.principal),
            amount(case.quote.schedule.total_interest),
            percent(case.quote.cost.simple_annual_percent),
        )
        for case in worked.cases
    )
    return Table(("利率", "能借", "总利息", "单利年化"), rows)
