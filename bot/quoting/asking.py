"""Asking for the slot of a quote that is missing, with common values to choose from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from bot.actions import CANCEL, COMPARE, fill
from bot.quoting.draft import Draft, SlotName
from bot.quoting.phrases import known_phrase
from bot.quoting.working import Offers, offers
from bot.replies.model import Button, Reply, ReplyKind, Table
from calculator import METHOD_NAMES, CalculatorError, Method, quote
from calculator.texts import amount, money, percent
from knowledge import Knowledge

Changeable = Literal["principal", "term", "rate", "method"]
"""What of a quote can be changed by choosing another value."""

COMMON_METHODS = (Method.EQUAL_INSTALLMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY)
"""The ways to repay by instalments between which borrowers choose."""

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


class SlotAsker:
    """Asks for slots with the facts of one snapshot."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def ask(self, draft: Draft, slot: SlotName, today: dt.date, trouble: str = "") -> Reply:
        """Ask for one slot, with buttons of common values, and say what is already known."""
        held = self._knowledge.products.get(draft.product or "")
        known = known_phrase(draft, held.name if held else "")
        question = _QUESTIONS[slot]
        table, paragraphs = None, []
        if slot == "term" and held is not None and not self._terms_offered(held.id):
            question = f"用几天？（{held.name}没有查到固定的期数，要分期就说分几期）"
        if slot == "rate":
            table = _by_rate(draft, today)
            paragraphs = ["不知道就先看下面的例子，或说出产品名，我按查到的利率算。"] if table else []
        return Reply(
            kind=ReplyKind.QUOTE,
            title=f"{trouble}{known + '。' if known else ''}{question}",
            paragraphs=tuple(paragraphs),
            table=table,
            buttons=(*self.values(draft, slot), *_others(draft, slot), Button("不算了", CANCEL)),
            topic="cost_quote",
            product=draft.product,
            confidence=1.0,
            slots=draft.slots,
        )

    def values(self, draft: Draft, name: Changeable) -> list[Button]:
        """Common values of a slot of ``draft``, or the ways to repay it."""
        match name:
            case "principal":
                return [Button(f"{money(Decimal(one))}元", fill("principal", one)) for one in _PRINCIPALS]
            case "term":
                offered = self._terms_offered(draft.product) if draft.product else list(_PERIODS)
                buttons = [Button(f"{one}期", fill("periods", one)) for one in offered]
                days = [Button(f"{one}天", fill("days", one)) for one in _DAYS]
                return [*buttons, days[-1]] if buttons else days
            case "method":
                return [Button(METHOD_NAMES[one], fill("method", one.value)) for one in COMMON_METHODS]
            case _:
                return [
                    Button(f"日息{one}%（{_DAILY_NAMES[one]}）", fill("rate", f"{one}%/day"))
                    for one in _DAILY_RATES
                ]

    def _terms_offered(self, product: str) -> list[int]:
        """The numbers of instalments that the facts name, at most four."""
        fact = self._knowledge.fact(product, "terms_offered")
        text = fact.best.value if fact is not None and fact.best is not None else ""
        digits = "".join(character if character.isdigit() else " " for character in text)
        return [int(one) for one in digits.split() if 1 <= int(one) <= 60][:4]


def _by_rate(draft: Draft, today: dt.date) -> Table | None:
    """What the loan would cost at common rates."""
    rows = []
    for daily in _DAILY_RATES:
        rated = draft.updated(Draft.model_validate({"rate": {"percent": daily, "period": "day"}}))
        try:
            found = offers(rated, None, today)
            if not isinstance(found, Offers):
                return None
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
    return Table(("日利率", "年化（单利）", first, "总利息"), tuple(rows), note="只是举例，不是哪一家的利率")


def _others(draft: Draft, slot: SlotName) -> tuple[Button, ...]:
    """Who does not know the rate may see what it would be by the facts of each product."""
    is_open = slot == "rate" and draft.product is None and not draft.is_private
    return (Button("不知道，看看各家的", COMPARE),) if is_open else ()
