"""The way of a question, on one screen: understand → decide → look up and compute → reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.actions import Action
from bot.conversation import Choice, Conversation
from bot.decision import Decision, decide
from bot.replies.composer import Composer
from bot.replies.model import Reply, ReplyKind
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from bot.understanding.understander import Understander
from bot.understanding.understanding import Understanding
from knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Question:
    """One message: what was typed, or the action of a button that was pressed."""

    text: str = ""
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Every step of one question, for ``explain``."""

    understanding: Understanding
    decision: Decision
    reply: Reply


class Assistant:
    """Answers questions from one knowledge snapshot. Stateless: what was said before comes with the question."""

    def __init__(
        self, knowledge: Knowledge, index: Index, calibration: Calibration, now: Callable[[], dt.datetime]
    ) -> None:
        self.knowledge = knowledge
        self.understander = Understander(index, calibration)
        self._calibration = calibration
        self._composer = Composer(knowledge)
        self._now = now

    @classmethod
    def build(
        cls,
        knowledge: Knowledge,
        cache: Path | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> Assistant:
        """An assistant for a snapshot; ``cache`` is a folder for what is slow to build."""
        return cls(knowledge, Index.build(knowledge, cache), Calibration.read(), now)

    def answer(self, question: Question, conversation: Conversation) -> tuple[Reply, Conversation]:
        """The reply to one question, and the conversation after it."""
        conversation = conversation.at(self._now())
        action = Action.parse(question.action) if question.action else None
        if action is not None and action.verb == "ask":
            reply = self._ask(action, conversation)
        else:
            reply = self.trace(question.text, conversation).reply
        return reply, self._after(conversation, reply)

    def trace(self, text: str, conversation: Conversation) -> Trace:
        """Answer a typed question and keep every step of the way."""
        understanding = self.understander.understand(text)
        decision = decide(understanding, self._calibration)
        today = self.today()
        notices = self._composer.warnings.due(
            understanding.prepared.text, decision.topic, understanding.products, today
        )
        if decision.kind is ReplyKind.ANSWER and decision.topic is not None:
            reply = self._composer.answer(
                decision.topic,
                understanding.product,
                today,
                notices,
                understanding.confidence,
                decision.suggestions,
                conversation.asked,
            )
        elif decision.kind is ReplyKind.CLARIFY:
            reply = self._composer.clarify(decision, understanding, notices)
        else:
            reply = self._composer.fallback(decision, understanding, notices, today)
        return Trace(understanding, decision, reply)

    def today(self) -> dt.date:
        """The day in China, which is what dated rules go by."""
        return self._now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()

    def _ask(self, action: Action, conversation: Conversation) -> Reply:
        topic = action.arguments[0] if action.arguments else ""
        product = action.arguments[1] if len(action.arguments) > 1 else None
        if topic not in self.knowledge.topics or (product and product not in self.knowledge.products):
            return self.trace("", conversation).reply
        notices = self._composer.warnings.due("", topic, [product] if product else [], self.today())
        return self._composer.answer(topic, product, self.today(), notices, asked=conversation.asked)

    @staticmethod
    def _after(conversation: Conversation, reply: Reply) -> Conversation:
        update: dict[str, object] = {
            "choices": tuple(Choice(label=button.label, action=button.action) for button in reply.buttons)
        }
        if reply.kind in (ReplyKind.ANSWER, ReplyKind.QUOTE) and reply.topic:
            update["topic"] = reply.topic
            update["product"] = reply.product or conversation.product
            update["asked"] = (*(one for one in conversation.asked if one != reply.topic), reply.topic)[-30:]
        return conversation.model_copy(update=update)
