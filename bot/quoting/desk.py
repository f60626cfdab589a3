"""Where a loan is worked out: from an open quote and what a message adds to the reply and the quote after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.quoting.draft import TOLD, Draft, SlotName
from bot.quoting.early import EarlyWriter
from bot.quoting.files import attachments_of
from bot.quoting.late import LateWriter
from bot.quoting.reverse import ReverseWriter
from bot.quoting.said import Said
from bot.quoting.variants import variants_reply
from bot.quoting.wishes import Wish, file_kind
from bot.quoting.working import Missing, Worked, work_out
from bot.quoting.writing import QuoteWriter
from bot.replies.model import Reply
from calculator import CalculatorError, InputError, Method, Offer, Rate, RatePeriod
from knowledge import Knowledge

# The slots behind the fields of the calculator's errors
_SLOTS: dict[str, SlotName] = {
    "principal": "principal",
    "months": "term",
    "days": "term",
    "rate": "rate",
    "discount_percent": "rate",
}
# Stand in for what is not known yet, to check the rest
_EXAMPLE = Decimal(1)
_FREE = Rate(Decimal(0), RatePeriod.DAY)
_FIELDS: dict[SlotName, tuple[str, ...]] = {
    "principal": ("principal", "net"),
    "term": ("periods", "days", "late_days"),
    "rate": ("rate", "discount"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reply about a loan, the quote that stays open, and the slot that was asked for."""

    reply: Reply
    draft: Draft
    asked: SlotName | None = None
    annual_percent: Decimal | None = None  # the simple annual cost, where one was computed


class QuoteDesk:
    """Works out loans with one snapshot; holds no state."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.writer = QuoteWriter(knowledge)
        self._early = EarlyWriter(self.writer)
        self._reverse = ReverseWriter(self.writer)
        self._late = LateWriter(self.writer, knowledge)

    def work(self, draft: Draft, today: dt.date) -> Worked | None:
        """``draft`` worked out, or ``None`` where something is missing or it is no loan."""
        try:
            found = self._work(draft, today)
        except CalculatorError:
            return None
        return found if isinstance(found, Worked) else None

    def answer(self, open_draft: Draft, said: Said, text: str, today: dt.date) -> Outcome:
        """The reply to a message that opens or continues ``open_draft``."""
        draft = said.applied_to(open_draft)
        try:
            outcome = self._answer(draft, said, text, today)
            if said.caveat:
                reply = outcome.reply
                reply = replace(reply, paragraphs=(f"{said.caveat}。", *reply.paragraphs))
                outcome = replace(outcome, reply=reply)
            return outcome
        except CalculatorError as error:
            return self._trouble(draft, error, today)

    def _answer(self, draft: Draft, said: Said, text: str, today: dt.date) -> Outcome:
        _check(draft)
        if draft.budget is not None:
            return self._backwards(draft, said, today)
        if draft.late_days is not None:
            late = self._late.answer(draft, draft.late_days, today)
            if isinstance(late, Missing):
                return Outcome(self.writer.ask(draft, late.slot, today), draft, late.slot)
            # A penalty by the contract is dear as it is meant to be; one that somebody names may be beyond the law
            annual = draft.penalty.high.annual_percent if draft.penalty is not None else None
            return Outcome(late, draft, annual_percent=annual)
        if said.variants:
            compared = self._variants(draft, said, today)
            if compared is not None:
                return Outcome(compared, draft)
        found = self._work(draft, today)
        if isinstance(found, Missing):
            return Outcome(self.writer.ask(draft, found.slot, today), draft, found.slot)
        match said.wish:
            case Wish.EARLY if said.moment:
                reply = self._early.reply(found, said.moment, today)
            case Wish.SCHEDULE:
                reply = self.writer.plan(found, today)
            case Wish.FILE:
                reply = self._file(found, file_kind(text))
            case _:
                reply = self.writer.complete(found, today)
        return Outcome(reply, draft, annual_percent=self.writer.annual_percent(found))

    def file(self, draft: Draft, kind: str, today: dt.date) -> Reply | None:
        """The reply that hands over one file of a quote; ``None`` where there is no quote to make it of."""
        found = self.work(draft, today)
        return self._file(found, kind) if found is not None else None

    def plan(self, draft: Draft, today: dt.date) -> Reply | None:
        """The reply with every instalment; ``None`` where there is no quote."""
        found = self.work(draft, today)
        return self.writer.plan(found, today) if found is not None else None

    def _work(self, draft: Draft, today: dt.date) -> Worked | Missing:
        _check(draft)
        lines = (one.line for one in self.writer.lines_of(draft, today))
        return work_out(draft, self.writer.terms_of(draft.product), today, lines)

    def _backwards(self, draft: Draft, said: Said, today: dt.date) -> Outcome:
        """How much for that much a month, or how long; afterwards the loan asked about before goes on."""
        is_duration = said.wish is Wish.DURATION or (draft.principal is not None and not draft.has_term)
        is_duration = is_duration and said.wish is not Wish.BORROWABLE
        found = (
            self._reverse.duration(draft, today) if is_duration else self._reverse.borrowable(draft, today)
        )
        if isinstance(found, Missing):
            return Outcome(self.writer.ask(draft, found.slot, today), draft, found.slot)
        kept = draft.without("budget") if draft.principal is not None and draft.has_term else draft
        return Outcome(replace(found, slots=kept.slots), kept)

    def _variants(self, draft: Draft, said: Said, today: dt.date) -> Reply | None:
        found = []
        for one in said.variants:
            worked = self._work(draft.updated(one), today)
            if isinstance(worked, Missing):
                return None
            found.append((one, worked))
        return variants_reply(found, draft)

    def _file(self, worked: Worked, kind: str) -> Reply:
        chosen = tuple(one for one in attachments_of(worked.worst) if one.id == kind)
        label = chosen[0].label if chosen else "文件"
        reply = self.writer.brief(worked, f"这是那笔账的{label}：")
        return replace(reply, sends=chosen)

    def _trouble(self, draft: Draft, error: CalculatorError, today: dt.date) -> Outcome:
        """Say what cannot be meant, forget it and ask for it again."""
        slot = _SLOTS.get(error.field) if isinstance(error, InputError) else None
        left = draft.without(*(_FIELDS[slot] if slot else TOLD))
        if slot is None:
            left, slot = self._next(left, today)
        return Outcome(self.writer.ask(left, slot, today, trouble=f"这样算不了：{error}\n"), left, slot)

    def _next(self, draft: Draft, today: dt.date) -> tuple[Draft, SlotName]:
        """What is missing of ``draft``, after what was told of its cost did not fit; the cost if nothing is."""
        try:
            found = self._work(draft, today)
        except CalculatorError:
            # Nor does what is left: begin anew
            return Draft(product=draft.product), "principal"
        return draft, found.slot if isinstance(found, Missing) else "rate"


def _check(draft: Draft) -> None:
    """Raise at once for an amount, a term or a rate that no loan has, whatever else is still missing."""
    if draft.rate is not None:
        _ = draft.rate.low, draft.rate.high
    principal = _EXAMPLE if draft.principal is None else draft.principal
    months = 1 if draft.periods is None else draft.periods
    days = 1 if draft.days is None else draft.days
    Offer(principal=principal, method=Method.EQUAL_INSTALLMENT, months=months, rate=_FREE)
    Offer(principal=principal, method=Method.DAILY_SIMPLE, days=days, rate=_FREE)
