"""Worked-out quotes as replies, in the order in which they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.actions import CANCEL, Action, fill
from bot.quoting.draft import Draft, SlotName
from bot.quoting.files import attachments_of
from bot.quoting.legal import RuleLine, rule_lines, standing_sentence
from bot.quoting.terms import ProductTerms, product_terms
from bot.quoting.working import Offers, Worked, offers
from bot.replies.model import Button, Reply, ReplyKind, Table
from calculator import METHOD_NAMES, CalculatorError, Method, Place, Quote, Row, quote, settle_early
from calculator.output.text import cost_lines, payment_lines
from calculator.texts import amount, money, percent
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
FIRST_ROWS = 3
MOST_ROWS = 36
PLAN = str(Action("plan"))
OTHERS = str(Action("compare"))

_QUESTIONS: dict[SlotName, str] = {
    "principal": "借多少？打个数就行，比如“1万”。",
    "term": "分几期还，或者用几天？",
    "rate": "利率多少？看借款页面上的日利率或年化利率。",
}
_PRINCIPALS = (5000, 10000, 20000, 50000)
_PERIODS = (6, 12, 24, 36)
_DAYS = (7, 15, 30)
_DAILY_RATES = ("0.02", "0.03", "0.04", "0.05")
_DAILY_NAMES = dict(zip(_DAILY_RATES, ("万二", "万三", "万四", "万五"), strict=True))
_OTHER_METHODS = (Method.EQUAL_INSTALLMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY)


class QuoteWriter:
    """Writes replies about quotes with the facts and rules of one snapshot."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

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
            _costs(worked),
            standing_sentence(worked.worst.standings) + self._by_lenders_year(worked),
            f"提前还：{saving}" if (saving := self.halfway(worked)) else "",
        ]
        return self.reply(
            worked,
            today,
            title=_title(worked),
            paragraphs=paragraphs,
            table=_cases_table(worked) if len(worked.cases) > 1 else first_rows(worked.worst),
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
            title=f"{loan_phrase(worked.worst)}，还款计划{which}：",
            paragraphs=[*self.assumed(worked, today), *_totals(worked)],
            table=schedule_table(worked.worst, worked.worst.schedule.rows[:MOST_ROWS]),
        )

    def brief(self, worked: Worked, title: str) -> Reply:
        """One line, with the quote it is about."""
        return Reply(
            kind=ReplyKind.QUOTE,
            title=title,
            paragraphs=(f"{loan_phrase(worked.worst)}。",),
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
        kept = tuple(part for part in paragraphs if part)
        known = list({fact.id: fact for fact in (*worked.facts, *facts)}.values())
        crossed = self._crossed(worked, today)
        conflicts = [said for fact in known if (said := conflict_sentence(fact, self._knowledge, today))]
        rules = known_rules(crossed, self._knowledge, today)
        stale = staleness_line(known, rules, today)
        legend = [UNVERIFIED_LEGEND] if any("※" in part for part in kept) else []
        return Reply(
            kind=ReplyKind.QUOTE,
            title=title,
            paragraphs=kept,
            table=table,
            remarks=(*remarks, *conflicts, *legend, *([stale] if stale else [])),
            sources=source_lines(known, rules, self._knowledge),
            buttons=buttons,
            attachments=attachments_of(worked.worst),
            topic=TOPIC,
            product=worked.draft.product,
            confidence=1.0,
            slots=worked.draft.slots,
            facts=tuple(fact.id for fact in known),
            source_ids=source_ids(known, rules, self._knowledge),
            quote=worked.worst,
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

    # --- an incomplete one -------------------------------------------------------------------------------

    def ask(self, draft: Draft, slot: SlotName, today: dt.date, trouble: str = "") -> Reply:
        """Ask for one slot, with buttons of common values, and say what is already known."""
        known = known_phrase(draft)
        question = _QUESTIONS[slot]
        table, paragraphs = None, []
        if slot == "term" and draft.product is not None and not self._terms_offered(draft.product):
            question = "用几天？（它没有查到固定的期数，要分期就说分几期）"
        if slot == "rate":
            table = self._by_rate(draft, today)
            paragraphs = ["不知道就先看下面的例子，或说出产品名，我按查到的利率算。"] if table else []
        return Reply(
            kind=ReplyKind.QUOTE,
            title=f"{trouble}{known + '。' if known else ''}{question}",
            paragraphs=tuple(paragraphs),
            table=table,
            buttons=(*self._values(draft, slot), *_others(draft, slot), Button("不算了", CANCEL)),
            topic=TOPIC,
            product=draft.product,
            confidence=1.0,
            slots=draft.slots,
        )

    def _values(self, draft: Draft, slot: SlotName) -> list[Button]:
        match slot:
            case "principal":
                return [Button(f"{money(Decimal(one))}元", fill("principal", one)) for one in _PRINCIPALS]
            case "term":
                offered = self._terms_offered(draft.product) if draft.product else list(_PERIODS)
                buttons = [Button(f"{one}期", fill("periods", one)) for one in offered]
                days = [Button(f"{one}天", fill("days", one)) for one in _DAYS]
                return [*buttons, days[-1]] if buttons else days
            case _:
                return [
                    Button(f"日利率{one}%（{_DAILY_NAMES[one]}）", fill("rate", f"{one}%/day"))
                    for one in _DAILY_RATES
                ]

    def _terms_offered(self, product: str) -> list[int]:
        """The numbers of instalments that the facts name, at most four."""
        fact = self._knowledge.fact(product, "terms_offered")
        text = fact.best.value if fact is not None and fact.best is not None else ""
        digits = "".join(character if character.isdigit() else " " for character in text)
        return [int(one) for one in digits.split() if 1 <= int(one) <= 60][:4]

    def _by_rate(self, draft: Draft, today: dt.date) -> Table | None:
        """What the loan would cost at common rates."""
        rows = []
        for daily in _DAILY_RATES:
            rated = draft.updated(Draft.model_validate({"rate": {"percent": daily, "period": "day"}}))
            found = offers(rated, None, today)
            if not isinstance(found, Offers):
                return None
            try:
                example = quote(found.offers[0][1])
            except CalculatorError:
                return None
            rows.append(
                (
                    f"{daily}%",
                    percent(example.cost.simple_annual_percent),
                    amount(example.schedule.first_payment),
                    amount(example.schedule.total_interest),
                )
            )
        first = "到期还" if draft.days is not None else "每期还"
        return Table(
            ("日利率", "年化（单利）", first, "总利息"), tuple(rows), note="只是举例，不是哪一家的利率"
        )


def _others(draft: Draft, slot: SlotName) -> tuple[Button, ...]:
    """Who does not know the rate may see what it would be by the facts of each product."""
    is_open = slot == "rate" and draft.product is None and not draft.is_private
    return (Button("不知道，看看各家的", OTHERS),) if is_open else ()


def loan_phrase(loan: Quote) -> str:
    """The loan in few words: 借 10,000 元，分 12 期，等额本息."""
    offer = loan.offer
    parts = [f"借 {money(offer.principal)} 元"]
    if offer.method is Method.DATED_FLOWS:
        days = (offer.flows[-1].day - offer.flows[0].day).days
        return f"{parts[0]}，用 {days} 天"
    parts.append(f"用 {offer.days} 天" if offer.days is not None else f"分 {offer.months} 期")
    if offer.method is not Method.DAILY_SIMPLE and (offer.months or 0) > 1:
        parts.append(METHOD_NAMES[offer.method])
    return "，".join(parts)


def known_phrase(draft: Draft) -> str:
    """What is known of an open quote, in few words."""
    parts = []
    if draft.principal is not None:
        parts.append(f"借 {money(draft.principal)} 元")
    if draft.periods is not None:
        parts.append(f"分 {draft.periods} 期")
    if draft.days is not None:
        parts.append(f"用 {draft.days} 天")
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
    return Table(
        header, cells, note=f"一共 {count} 期，这里是前 {len(cells)} 期" if len(cells) < count else ""
    )


def first_rows(loan: Quote) -> Table | None:
    """The first rows of the schedule; none for a loan that is repaid at once."""
    rows = loan.schedule.rows
    return schedule_table(loan, rows[:FIRST_ROWS]) if len(rows) > 1 else None


def _title(worked: Worked) -> str:
    best, worst = worked.best, worked.worst
    rate = f"，{worst.offer.rate}" if worst.offer.rate is not None and not worked.cases[-1].label else ""
    if len(worked.cases) == 1:
        label = worked.cases[0].label
        return f"{loan_phrase(worst)}{rate}{f'（{label}）' if label else ''}：{payment_lines(worst)[0]}。"
    return (
        f"{loan_phrase(worst)}：{_span(best.schedule.first_payment, worst.schedule.first_payment, worst)}。"
    )


def _span(low: Decimal, high: Decimal, loan: Quote) -> str:
    word = "一次还" if len(loan.schedule.rows) == 1 else "每期还" if loan.schedule.level_payment else "首期还"
    return f"{word} {money(low)} 到 {money(high)} 元"


def _totals(worked: Worked) -> list[str]:
    if len(worked.cases) == 1:
        return ["；".join(payment_lines(worked.worst)[1:]) + "。"]
    best, worst = worked.best.schedule, worked.worst.schedule
    return [
        f"总利息 {money(best.total_interest)} 到 {money(worst.total_interest)} 元，"
        f"一共还 {money(best.total_paid)} 到 {money(worst.total_paid)} 元。"
    ]


def _costs(worked: Worked) -> str:
    said = [f"{case.label}{cost_lines(case.quote)[0]}" for case in worked.cases]
    return f"一年的成本（含全部费用）：{'；'.join(said)}。"


def _cases_table(worked: Worked) -> Table:
    header = ("", *(case.label for case in worked.cases))
    columns = [case.quote for case in worked.cases]
    rows = (
        ("利率", *(str(one.offer.rate) for one in columns)),
        ("首期还", *(amount(one.schedule.first_payment) for one in columns)),
        ("总利息", *(amount(one.schedule.total_interest) for one in columns)),
        ("一共还", *(amount(one.schedule.total_paid) for one in columns)),
        ("单利年化", *(percent(one.cost.simple_annual_percent) for one in columns)),
        ("复利年化", *(percent(one.cost.effective_annual_percent) for one in columns)),
    )
    return Table(header, rows)


def _complete_buttons(worked: Worked) -> tuple[Button, ...]:
    buttons = []
    if len(worked.worst.schedule.rows) > FIRST_ROWS:
        buttons.append(Button("完整还款计划", PLAN))
    offer = worked.worst.offer
    if offer.method in _OTHER_METHODS and (offer.months or 0) > 1:
        other = next(one for one in _OTHER_METHODS[1:] if one is not offer.method)
        buttons.append(Button(f"换成{METHOD_NAMES[other]}", fill("method", other.value)))
    if worked.draft.product is not None:
        buttons.append(Button("和别家比", OTHERS))
    return tuple(buttons)
