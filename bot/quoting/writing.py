"""Worked-out quotes as replies, in the order in which they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bot.actions import COMPARE, PLAN, fill
from bot.quoting.asking import COMMON_METHODS, SlotAsker
from bot.quoting.draft import Draft, SlotName
from bot.quoting.files import attachments_of
from bot.quoting.legal import RuleLine, rule_lines, standing_sentence
from bot.quoting.phrases import (
    FIRST_ROWS,
    borrowed_phrase,
    cases_table,
    first_rows,
    loan_phrase,
    schedule_table,
)
from bot.quoting.terms import ProductTerms, product_terms
from bot.quoting.working import Worked
from bot.replies.model import Button, Reply, ReplyKind, Table
from calculator import METHOD_NAMES, CalculatorError, Method, Place, Quote, settle_early
from calculator.output.text import cost_lines, payment_line, payment_lines
from calculator.texts import money, percent
from knowledge import (
    UNVERIFIED_LEGEND,
    Knowledge,
    KnownFact,
    conflict_sentence,
    known_rules,
    render,
    source_ids,
    source_lines,
    staleness_line,
)

TOPIC = "cost_quote"
MOST_ROWS = 36


class QuoteWriter:
    """Writes replies about quotes with the facts and rules of one snapshot."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._asker = SlotAsker(knowledge)

    def ask(self, draft: Draft, slot: SlotName, today: dt.date, trouble: str = "") -> Reply:
        """Ask for one slot of an incomplete quote, with buttons of common values."""
        return self._asker.ask(draft, slot, today, trouble)

    def terms_of(self, product: str | None) -> ProductTerms | None:
        """What the knowledge holds of the price of ``product``."""
        if product is None or product not in self._knowledge.products:
            return None
        return product_terms(product, self._knowledge)

    def lines_of(self, draft: Draft, today: dt.date) -> tuple[RuleLine, ...]:
        """The legal lines for the lender of ``draft``."""
        held = self._knowledge.products.get(draft.product) if draft.product else None
        lender = held.lender if held else None
        return rule_lines(self._knowledge, today, lender, is_private=draft.is_private and held is None)

    # --- a complete quote --------------------------------------------------------------------------------

    def complete(self, worked: Worked, today: dt.date) -> Reply:
        """Everything about a loan that could be worked out."""
        paragraphs = [
            *self.assumed(worked, today),
            *_totals(worked),
            _costs(worked) + standing_sentence(worked.worst.standings) + self._by_lenders_year(worked),
            f"提前还：{saving}" if (saving := self.halfway(worked)) else "",
        ]
        return self.reply(
            worked,
            today,
            title=_title(worked),
            paragraphs=paragraphs,
            table=cases_table(worked) if len(worked.cases) > 1 else first_rows(worked.worst),
            buttons=_complete_buttons(worked),
            remarks=(f"算法：{'；'.join(worked.worst.assumptions[1:-1])}。",),
        )

    def annual_percent(self, worked: Worked) -> Decimal:
        """The simple annual cost that warnings go by: by the lender's own year where its rate is the fact's."""
        cost = worked.worst.cost
        terms = self.terms_of(worked.draft.product)
        if cost.simple_annual_percent_360 is None or worked.draft.rate is not None or terms is None:
            return cost.simple_annual_percent
        return cost.simple_annual_percent_360 if terms.days_in_year == 360 else cost.simple_annual_percent

    def _by_lenders_year(self, worked: Worked) -> str:
        """What a line that is crossed only by counting more days a year than the lender does has to say."""
        by_lender = self.annual_percent(worked)
        is_by_days = any(
            one.place is Place.ABOVE and by_lender <= one.line.annual_percent
            for one in worked.worst.standings
        )
        return f"放款方按一年 360 天折算是 {percent(by_lender)}，没有超过。" if is_by_days else ""

    def plan(self, worked: Worked, today: dt.date) -> Reply:
        """Every instalment, up to three years."""
        which = f"（按{worked.cases[-1].label}的利率）" if worked.cases[-1].label else ""
        return self.reply(
            worked,
            today,
            title=f"{loan_phrase(worked.worst, worked.draft)}，还款计划{which}：",
            paragraphs=[*self.assumed(worked, today), *_totals(worked)],
            table=schedule_table(worked.worst, worked.worst.schedule.rows[:MOST_ROWS]),
        )

    def brief(self, worked: Worked, title: str) -> Reply:
        """One line, with the quote it is about."""
        return Reply(
            kind=ReplyKind.QUOTE,
            title=title,
            paragraphs=(f"{loan_phrase(worked.worst, worked.draft)}。",),
            topic=TOPIC,
            product=worked.draft.product,
            confidence=1.0,
            slots=worked.draft.slots,
            quote=worked.worst,
        )

    def reply(
        self,
        worked: Worked,
        today: dt.date,
        *,
        title: str,
        paragraphs: Iterable[str],
        table: Table | None = None,
        buttons: tuple[Button, ...] = (),
        remarks: tuple[str, ...] = (),
        facts: tuple[KnownFact, ...] = (),
    ) -> Reply:
        """A reply about a worked-out loan, with its sources and files."""
        written = Reply(
            kind=ReplyKind.QUOTE,
            title=title,
            paragraphs=tuple(paragraphs),
            table=table,
            remarks=remarks,
            buttons=buttons,
            attachments=attachments_of(worked.worst),
            topic=TOPIC,
            product=worked.draft.product,
            confidence=1.0,
            slots=worked.draft.slots,
            quote=worked.worst,
        )
        return self.sourced(written, (*worked.facts, *facts), self._crossed(worked, today), today)

    def sourced(
        self, reply: Reply, facts: Iterable[KnownFact], rules: Iterable[str], today: dt.date
    ) -> Reply:
        """``reply`` with where its figures are from, what is disputed and what is old, without empty paragraphs."""
        kept = tuple(part for part in reply.paragraphs if part)
        known = list({fact.id: fact for fact in facts}.values())
        conflicts = [said for fact in known if (said := conflict_sentence(fact, self._knowledge, today))]
        used = known_rules(rules, self._knowledge, today)
        stale = staleness_line(known, used, today)
        legend = [UNVERIFIED_LEGEND] if any("※" in part for part in kept) else []
        return replace(
            reply,
            paragraphs=kept,
            remarks=(*legend, *([stale] if stale else []), *conflicts, *reply.remarks),
            sources=source_lines(known, used, self._knowledge),
            facts=tuple(fact.id for fact in known),
            source_ids=source_ids(known, used, self._knowledge),
        )

    def assumed(self, worked: Worked, today: dt.date) -> list[str]:
        """What was taken for granted, as one paragraph; none where nothing was."""
        if not worked.assumed:
            return []
        return [render("；".join(worked.assumed) + "。", self._knowledge, today).text]

    def _crossed(self, worked: Worked, today: dt.date) -> list[str]:
        """The rules that the standing sentence names."""
        by_line = {one.line: one.rule for one in self.lines_of(worked.draft, today)}
        standings = worked.worst.standings
        above = [by_line[one.line] for one in standings if one.place is Place.ABOVE and one.line in by_line]
        within = [
            by_line[one.line] for one in standings if one.place is not Place.ABOVE and one.line in by_line
        ]
        return [*above, *within[:1]]

    def fee_fact(self, product: str | None) -> tuple[KnownFact, ...]:
        """The fact that says what paying early costs, if there is one."""
        found = self._knowledge.fact(product, "early_repayment_fee") if product else None
        return (found,) if found is not None and found.best is not None else ()

    def halfway(self, worked: Worked) -> str:
        """What paying early saves, on the dearest case, halfway; empty where there is nothing to save."""
        loan = worked.worst
        offer = loan.offer
        if worked.draft.pays_minimum:
            return "随时能多还，多还多少，从那天起就少算多少的利息。"
        if offer.method in (Method.FLAT_FEE, Method.FIXED_PAYMENT, Method.DATED_FLOWS):
            return "剩下的费用要不要照付，看合同；要照付就省不了。"
        by_days = offer.method is Method.DAILY_SIMPLE
        count = offer.days if by_days else offer.term
        if not count or count < 2:
            return ""
        half = count // 2
        try:
            paid = settle_early(loan, days=half) if by_days else settle_early(loan, after=half)
        except CalculatorError:
            return ""
        when = f"用 {half} 天就还清" if by_days else f"还完第 {half} 期就一次结清"
        which = f"（按{worked.cases[-1].label}的利率）" if worked.cases[-1].label else ""
        return f"{when}，少付利息 {money(paid.interest_saved)} 元{which}；违约金另看合同。"

    def early_fee(self, product: str | None) -> str:
        """Whether the lender charges for paying early, as far as the facts say."""
        fee = self.fee_fact(product)
        best = fee[0].best if fee else None
        return f"提前还款手续费：{best.value}。" if best is not None else "提前还收不收违约金，看合同。"


def _title(worked: Worked) -> str:
    best, worst = worked.best, worked.worst
    spacing = worked.draft.payment_days
    rows = worst.schedule.rows
    if spacing is not None and worst.offer.method is Method.DATED_FLOWS and len(rows) > 1:
        each = "每天" if spacing == 1 else f"每 {spacing} 天"
        return (
            f"{loan_phrase(worst, worked.draft)}：{each}还 {money(rows[0].payment)} 元，共 {len(rows)} 次。"
        )
    rate = f"，{worst.offer.rate}" if worst.offer.rate is not None and not worked.cases[-1].label else ""
    if worst.offer.method is Method.FIXED_PAYMENT and len(rows) > 1 and not rows[0].payment:
        # 三个月后还5450: what is paid was told, and all of it comes at the end
        return (
            f"{borrowed_phrase(worst, worked.draft)}，{len(rows)} 个月后一次还 {money(rows[-1].payment)} 元。"
        )
    if len(worked.cases) == 1:
        label = worked.cases[0].label
        return f"{loan_phrase(worst, worked.draft)}{rate}{f'，按{label}的利率' if label else ''}：{payment_line(worst)}。"
    return f"{loan_phrase(worst, worked.draft)}：{_payments(best, worst)}。"


def _payments(best: Quote, worst: Quote) -> str:
    """What is paid each period, from the best to the worst case."""
    low, high = best.schedule, worst.schedule
    said = f"{money(low.first_payment)} 到 {money(high.first_payment)} 元"
    if len(high.rows) == 1:
        return f"一次还 {said}"
    if high.level_payment is None:
        return f"首期还 {said}"
    if high.last_payment - high.first_payment > high.first_payment:
        return f"每期 {said}，最后一期 {money(low.last_payment)} 到 {money(high.last_payment)} 元"
    return f"每期还 {said}"


def _totals(worked: Worked) -> list[str]:
    if len(worked.cases) == 1:
        return ["；".join(payment_lines(worked.worst)[1:]) + "。"]
    best, worst = worked.best.schedule, worked.worst.schedule
    return [
        f"总利息 {money(best.total_interest)} 到 {money(worst.total_interest)} 元，"
        f"一共还 {money(best.total_paid)} 到 {money(worst.total_paid)} 元。"
    ]


def _costs(worked: Worked) -> str:
    best, worst = worked.best.cost, worked.worst.cost
    if len(worked.cases) == 1:
        label = worked.cases[0].label
        said = f"{f'按{label}的利率，' if label else ''}{cost_lines(worked.worst)[0]}"
    else:
        simple = f"{percent(best.simple_annual_percent)} 到 {percent(worst.simple_annual_percent)}"
        compound = f"{percent(best.effective_annual_percent)} 到 {percent(worst.effective_annual_percent)}"
        said = f"单利年化 {simple}；复利年化（内部收益率）{compound}"
    return f"一年的成本（含全部费用）：{said}。"


def _complete_buttons(worked: Worked) -> tuple[Button, ...]:
    buttons = []
    if len(worked.worst.schedule.rows) > FIRST_ROWS:
        buttons.append(Button("完整还款计划", PLAN))
    offer = worked.worst.offer
    if offer.method in COMMON_METHODS and (offer.months or 0) > 1:
        other = next(one for one in COMMON_METHODS[1:] if one is not offer.method)
        buttons.append(Button(f"换成{METHOD_NAMES[other]}", fill("method", other.value)))
    if worked.draft.product is not None:
        buttons.append(Button("和别家比", COMPARE))
    return tuple(buttons)
