"""Carrying a plan out: the reply, and the conversation after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from bot.actions import RESUME, Action
from bot.comparing.comparer import PRICE, Comparer
from bot.conversation import NO_QUOTE, Choice, Conversation, Excursion
from bot.decision import Decision
from bot.dialogue.plans import CancelPlan, ChoicePlan, ComparePlan, Plan, QuotePlan, TopicPlan
from bot.dialogue.turn import COMPARISON, QUOTE, RATE
from bot.quoting.converting import annual_percent, conversion, is_about_a_line, is_about_the_figure, standing
from bot.quoting.desk import Outcome, QuoteDesk
from bot.quoting.draft import Draft, StatedRate
from bot.quoting.legal import standing_sentence
from bot.quoting.phrases import known_phrase
from bot.quoting.said import Said
from bot.quoting.working import Worked
from bot.replies.composer import SMALL_TALK, Composer
from bot.replies.finishing import finished
from bot.replies.model import Button, Reply, ReplyKind
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.understanding import Understanding
from calculator import Place
from calculator.texts import money, percent
from knowledge import Knowledge

OVERDUE = "overdue"
LEGALITY = "rate_legality"
Changes: TypeAlias = dict[str, object]  # of a conversation
_PRIVATELY = "私人"  # a word by which the knowledge has answers of its own
_CANCELLED = "好，那笔账不算了。"
_NOTHING_TO_CHOOSE = "现在没有可选的了，请直接打字问，例如“微粒贷能提前还吗”。"
# Answered with what a rate in the question comes to
_OF_RATES = frozenset({RATE, LEGALITY})
# Answered with what the loan in the question comes to
_OF_OFFERS = frozenset({LEGALITY, "third_party_risk"})
_OLD_BUTTON = "这个按钮现在用不上了，直接打字问就行，例如“微粒贷能提前还吗”“借2万分12期日息万四”。"


@dataclass(frozen=True, slots=True)
class Context:
    """What a reply needs beside its plan."""

    before: Conversation
    today: dt.date
    found: Understanding | None = None  # None where a button was pressed

    @property
    def text(self) -> str:
        """The cleaned message, lower case; empty where a button was pressed."""
        return self.found.prepared.text if self.found is not None else ""

    @property
    def confidence(self) -> float:
        """How sure the reading is; a button leaves no doubt."""
        return self.found.confidence if self.found is not None else 1.0

    @property
    def named(self) -> tuple[str, ...]:
        """The held products that the message names."""
        return self.found.products if self.found is not None else ()


class Responder:
    """Carries plans out with one snapshot. Holds no state."""

    def __init__(self, knowledge: Knowledge, composer: Composer) -> None:
        self._knowledge = knowledge
        self._composer = composer
        self._desk = QuoteDesk(knowledge)
        self._comparer = Comparer(knowledge, self._desk)

    def respond(self, plan: Plan, context: Context) -> tuple[Reply, Conversation]:
        """The reply to a plan, and the conversation after it."""
        if isinstance(plan, ChoicePlan):
            return self._choose(plan, context)
        if isinstance(plan, TopicPlan | QuotePlan) and plan.cancels:
            context = replace(context, before=context.before.without_quote())
        match plan:
            case QuotePlan():
                reply, changes = self._quote(plan, context)
            case ComparePlan():
                reply, changes = self._compare(plan, context)
            case CancelPlan():
                reply, changes = self._cancel(context)
            case TopicPlan():
                reply, changes = self._topic(plan, context)
        if isinstance(plan, TopicPlan | QuotePlan) and plan.cancels:
            reply = replace(reply, title=_CANCELLED + reply.title)
        if context.found is not None:
            reply = finished(reply, context.found, self._knowledge.topics)
        before = context.before
        after = before.model_copy(update={**before.naming(*context.named), **changes, **_offering(reply)})
        return reply, after

    # --- buttons and choices -----------------------------------------------------------------------------

    def press(self, action: Action, context: Context) -> tuple[Reply, Conversation]:
        """What pressing a button does; one that is no longer known does nothing but say so."""
        return self.respond(self._pressed(action, context) or ChoicePlan(()), context)

    def _pressed(self, action: Action, context: Context) -> Plan | None:
        before = context.before
        draft = before.draft
        match action.verb, action.arguments:
            case "ask", (topic,) if topic in self._knowledge.topics:
                return TopicPlan(Decision(ReplyKind.ANSWER, topic, (), "按了按钮"), None)
            case "ask", (topic, product) if (
                topic in self._knowledge.topics and product in self._knowledge.products
            ):
                return TopicPlan(Decision(ReplyKind.ANSWER, topic, (), "按了按钮"), product)
            case "set", (slot, value):
                said = _said_by_button(slot, value)
                return QuotePlan(draft or Draft(product=before.product), said) if said else None
            case "take", (product,) if draft is not None and product in self._knowledge.products:
                return QuotePlan(draft.of_product(product, keeps_rate=False))
            case "resume", ():
                return QuotePlan(draft) if draft is not None else None
            case "cancel", ():
                return CancelPlan()
            case "compare", () if draft is not None and draft.principal is not None and draft.has_term:
                return ComparePlan((), draft=draft)
            case _:
                return None

    def _choose(self, plan: ChoicePlan, context: Context) -> tuple[Reply, Conversation]:
        actions = [action for text in plan.actions if (action := Action.parse(text)) is not None]
        if len(actions) == 1:
            handed = self._handed(actions[0], context)
            return handed or self.press(actions[0], context)
        if actions:
            return self._choose_all(actions, context)
        title = _NOTHING_TO_CHOOSE if context.found is not None else _OLD_BUTTON
        reply = Reply(ReplyKind.FALLBACK, title, topic=OUT_OF_SCOPE, confidence=1.0)
        return reply, context.before

    def _handed(self, action: Action, context: Context) -> tuple[Reply, Conversation] | None:
        """The schedule or a file of the open quote; ``None`` where there is none, or the action is another."""
        draft, reply = context.before.draft, None
        if draft is not None and action.verb == "plan":
            reply = self._desk.plan(draft, context.today)
        elif draft is not None and action.verb == "file" and action.arguments:
            reply = self._desk.file(draft, action.arguments[0], context.today)
        return (reply, context.before) if reply is not None else None

    def _choose_all(self, actions: Sequence[Action], context: Context) -> tuple[Reply, Conversation]:
        """Everything that was offered: topics one under the other, values of a slot side by side."""
        draft = context.before.draft
        if draft is not None and all(action.verb == "set" for action in actions):
            parts = [said for action in actions if (said := _said_by_button(*action.arguments)) is not None]
            said = Said(variants=tuple(part.draft for part in parts))
            return self.respond(QuotePlan(draft, said), context)
        replies = []
        after = context.before
        for action in actions:
            reply, after = self.press(action, replace(context, before=after))
            replies.append(reply)
        return _joined(replies), after

    # --- quotes ------------------------------------------------------------------------------------------

    def _quote(self, plan: QuotePlan, context: Context) -> tuple[Reply, Changes]:
        before = context.before
        outcome = self._desk.answer(plan.draft, plan.said, context.text, context.today)
        reply, draft = outcome.reply, outcome.draft
        products = [draft.product] if draft.product else []
        is_late = draft.late_days is not None
        if is_late and context.found is not None and context.found.topic == OVERDUE:
            reply = replace(reply, topic=OVERDUE)
        reply = replace(
            reply,
            notices=self._composer.warnings.due(
                context.text,
                OVERDUE if is_late else QUOTE,
                products,
                context.today,
                outcome.annual_percent,
                is_less_received=draft.is_less_received,
            ),
            buttons=(*reply.buttons, *self._further(outcome, before)),
            confidence=context.confidence,
        )
        return reply, {
            **before.naming(*products),
            **before.having_asked(*_suggested(reply), QUOTE),
            "draft": draft,
            "earlier": before.draft if _was_quoted(before, draft) else before.earlier,
            "asked_slot": outcome.asked,
            "focus": "quote",
            "aside": None,
            "excursion": None,
            "topic": QUOTE,
        }

    def _further(self, outcome: Outcome, before: Conversation) -> tuple[Button, ...]:
        """What people ask after a quote that is complete."""
        if outcome.asked is not None or QUOTE not in self._knowledge.topics:
            return ()
        return self._composer.next_buttons(
            self._knowledge.topics[QUOTE], outcome.draft.product, before.asked, products=False
        )[:2]

    def _cancel(self, context: Context) -> tuple[Reply, Changes]:
        before = context.before
        reply = Reply(
            ReplyKind.ANSWER,
            f"{_CANCELLED if before.draft is not None else '好的。'}还有别的要问就直接说。",
            notices=self._composer.warnings.due(context.text, None, [], context.today),
            confidence=1.0,
        )
        return reply, {**NO_QUOTE, "excursion": None, "focus": "topic" if before.topic else None}

    # --- comparing ---------------------------------------------------------------------------------------

    def _compare(self, plan: ComparePlan, context: Context) -> tuple[Reply, Changes]:
        before, today = context.before, context.today
        reply = None
        if plan.draft is not None and (not plan.topics or PRICE in plan.topics):
            reply = self._comparer.by_cost(plan.products, plan.draft, today, dict(plan.rates))
        if reply is None:
            base = self._composer.answer(COMPARISON, None, today, asked=before.asked)
            reply = self._comparer.by_facts(plan.products, plan.topics, base, today)
        products = self._comparer.chosen(plan.products)
        reply = replace(
            reply,
            notices=self._composer.warnings.due(context.text, COMPARISON, products, today),
            confidence=context.confidence,
        )
        changes = {
            **before.naming(*reversed(plan.products)),
            **before.having_asked(*_suggested(reply), COMPARISON),
            "topic": COMPARISON,
            "excursion": None,
        }
        if plan.draft is not None:
            changes |= {"draft": plan.draft, "focus": "quote", "asked_slot": None}
        return reply, changes

    # --- topics ------------------------------------------------------------------------------------------

    def _topic(self, plan: TopicPlan, context: Context) -> tuple[Reply, Changes]:
        before, decision, found, today = context.before, plan.decision, context.found, context.today
        products = [plan.product] if plan.product else []
        rate, loan = _told_rate(plan.aside, context.text), self._told_loan(plan, today)
        annual = annual_percent(rate) if rate is not None else None
        if loan is not None:
            annual = loan.worst.cost.simple_annual_percent
        notices = self._composer.warnings.due(context.text, decision.topic, products, today, annual)
        changes: Changes = {}
        if decision.kind is ReplyKind.ANSWER and decision.topic is not None:
            reply = self._composer.answer(
                decision.topic,
                plan.product,
                today,
                notices,
                context.confidence,
                decision.suggestions,
                before.asked,
                _with_lender(context.text, plan.aside, before.draft),
            )
            if plan.also and plan.product is not None:
                reply = self._comparer.beside((plan.product, *plan.also), decision.topic, reply, today)
            reply = self._with_conversion(reply, rate, plan, context)
            if loan is not None:
                reply = replace(
                    reply, title=_legal_standing(loan), paragraphs=(reply.title, *reply.paragraphs)
                )
            reply = self._with_quote(reply, before, today)
            changes = self._after_answer(before, reply, plan)
        elif decision.kind is ReplyKind.CLARIFY and found is not None:
            reply = self._composer.clarify(decision, replace(found, product=plan.product), notices)
        else:
            assert found is not None
            about = replace(found, other=plan.other, product=plan.product)
            reply = self._composer.fallback(decision, about, notices, today)
            if plan.other is not None:
                changes["excursion"] = Excursion(product=plan.other, topic=plan.other_topic)
        if plan.aside is not None:
            changes["aside"] = plan.aside
        return reply, changes

    def _told_loan(self, plan: TopicPlan, today: dt.date) -> Worked | None:
        """The loan told whole in a question whether it is lawful or a trap: 借5000一个月还5600，是不是高利贷."""
        told = plan.aside
        if plan.decision.topic not in _OF_OFFERS or told is None or not (told.has_term and told.tells_cost):
            return None
        if told.principal is None and told.net is None:
            return None
        return self._desk.work(told.updated(Draft(product=plan.product)), today)

    def _with_conversion(
        self, reply: Reply, rate: StatedRate | None, plan: TopicPlan, context: Context
    ) -> Reply:
        """``reply`` to 日息万三年化多少 with what the rate in the question comes to."""
        if rate is None or reply.topic not in _OF_RATES:
            return reply
        line = conversion(rate)
        if reply.topic == LEGALITY:
            draft = (plan.aside or Draft()).updated(Draft(product=plan.product))
            lines = (one.line for one in self._desk.writer.lines_of(draft, context.today))
            line = standing(rate, lines)
        if is_about_the_figure(context.text, rate):
            return replace(reply, title=line, paragraphs=(reply.title, *reply.paragraphs))
        return replace(reply, paragraphs=(line, *reply.paragraphs))

    def _after_answer(self, before: Conversation, reply: Reply, plan: TopicPlan) -> Changes:
        assert reply.topic is not None
        if reply.topic in SMALL_TALK:  # changes nothing of what is talked about
            return {}
        return {
            **(before.naming(plan.product) if plan.product is not None else {}),
            **before.having_asked(*_suggested(reply), reply.topic),
            "topic": reply.topic,
            "focus": "topic",
            "excursion": None,
        }

    def _with_quote(self, reply: Reply, before: Conversation, today: dt.date) -> Reply:
        """``reply`` with what it means for the open quote, or with the way back to it."""
        draft = before.draft
        if draft is None or (reply.product is not None and draft.product not in (None, reply.product)):
            return reply
        if before.asked_slot is not None:
            known = known_phrase(draft).removeprefix("记下了：")
            line = (
                f"刚才那笔账（{known}）还没算完，接着说就行。"
                if known
                else "刚才那笔账还没算完，接着说就行。"
            )
            button = Button("接着算", RESUME)
            return replace(reply, paragraphs=(*reply.paragraphs, line), buttons=(button, *reply.buttons))
        if before.focus != "quote" or reply.topic not in ("early_repayment", LEGALITY):
            return reply
        worked = self._desk.work(draft, today)
        if worked is None:
            return reply
        if reply.topic == LEGALITY:
            cost = worked.worst.cost
            above = [one.line.name for one in worked.worst.standings if one.place is Place.ABOVE]
            stands = f"超过了{'、'.join(above)}" if above else "没有超过上面说的线"
            line = f"按刚才那笔账，单利年化 {percent(cost.simple_annual_percent)}，{stands}。"
        else:
            saving = self._desk.writer.halfway(worked)
            line = (
                f"按刚才那笔账（一共还 {money(worked.worst.schedule.total_paid)} 元）：{saving}"
                if saving
                else ""
            )
        return replace(reply, paragraphs=(*reply.paragraphs, line)) if line else reply


def _told_rate(told: Draft | None, text: str) -> StatedRate | None:
    """The rate that a question tells and no loan with it, where it has an annual figure."""
    if told is None or told.rate is None or told.principal is not None or told.net is not None:
        return None
    return None if is_about_a_line(text) or annual_percent(told.rate) is None else told.rate


def _legal_standing(loan: Worked) -> str:
    """What a loan told in the question comes to in a year, and where that stands."""
    cost, paid = loan.worst.cost, loan.worst.schedule.total_paid
    yearly = f"按你说的算，单利年化 {percent(cost.simple_annual_percent)}（一共还 {money(paid)} 元）。"
    assumed = f"{'；'.join(loan.assumed)}。" if loan.assumed else ""
    return f"{yearly}{standing_sentence(loan.worst.standings)}{assumed}"


def _with_lender(text: str, told: Draft | None, quoted: Draft | None) -> str:
    """The question, and that a private person lends where it was said before: 合法吗 after 朋友借我3万."""
    draft = told or quoted
    return f"{text} {_PRIVATELY}" if draft is not None and draft.is_private else text


def _was_quoted(before: Conversation, draft: Draft) -> bool:
    """Whether another loan was quoted just before."""
    return before.draft is not None and before.asked_slot is None and before.draft != draft


def _said_by_button(slot: str, value: str) -> Said | None:
    """What a value button says; ``None`` for a slot or a value that is none."""
    try:
        if slot == "rate":
            percent_said, _, period = value.partition("%/")
            return Said(Draft.model_validate({"rate": {"percent": percent_said, "period": period}}))
        if slot in ("principal", "periods", "days", "method"):
            return Said(Draft.model_validate({slot: value}))
    except ValueError:
        pass
    return None


def _suggested(reply: Reply) -> list[str]:
    """The topics that the buttons of ``reply`` lead to."""
    return [words[1] for button in reply.buttons if (words := button.action.split(" "))[0] == "ask"]


def _joined(replies: Sequence[Reply]) -> Reply:
    """Several answers in one, each title above its paragraphs."""
    first = replies[0]
    paragraphs = list(first.paragraphs)
    for reply in replies[1:]:
        paragraphs += [reply.title, *reply.paragraphs]
    return replace(
        first,
        paragraphs=tuple(paragraphs),
        remarks=tuple(dict.fromkeys(line for reply in replies for line in reply.remarks)),
        sources=tuple(dict.fromkeys(line for reply in replies for line in reply.sources)),
        buttons=(),
        facts=tuple(dict.fromkeys(one for reply in replies for one in reply.facts)),
        source_ids=tuple(dict.fromkeys(one for reply in replies for one in reply.source_ids)),
    )


def _offering(reply: Reply) -> Changes:
    """What ``reply`` offers: its buttons, then its files, numbered as channels show them."""
    choices = [_choice(button.label, button.action) for button in reply.buttons]
    choices += [_choice(f"要{one.label}", f"file {one.id}") for one in reply.attachments]
    return {"choices": tuple(choices), "is_clarifying": reply.kind is ReplyKind.CLARIFY}


@lru_cache(maxsize=4096)
def _choice(label: str, action: str) -> Choice:
    return Choice(label=label, action=action)
