"""The way of a question, on one screen: understand → decide → plan → look up and compute → reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.actions import Action
from bot.conversation import IDLE_LIMIT, Conversation
from bot.decision import Decision, decide
from bot.dialogue.context import in_context
from bot.dialogue.planner import Planner
from bot.dialogue.plans import ChoicePlan, Plan
from bot.dialogue.responder import Context, Responder
from bot.replies.composer import Composer
from bot.replies.model import Reply
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from bot.understanding.understander import Understander
from bot.understanding.understanding import Understanding
from knowledge import Knowledge

_CHINA = dt.timezone(dt.timedelta(hours=8))


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
    plan: Plan
    reply: Reply
    after: Conversation


class Assistant:
    """Answers questions from one knowledge snapshot. Stateless: what was said before comes with the question."""

    def __init__(
        self,
        knowledge: Knowledge,
        index: Index,
        calibration: Calibration,
        now: Callable[[], dt.datetime],
        idle_limit: dt.timedelta = IDLE_LIMIT,
    ) -> None:
        self.knowledge = knowledge
        self.understander = Understander(index, calibration)
        self._calibration = calibration
        self._planner = Planner(knowledge)
        self._responder = Responder(knowledge, Composer(knowledge))
        self._now = now
        self._idle_limit = idle_limit

    @classmethod
    def build(
        cls,
        knowledge: Knowledge,
        cache: Path | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        idle_limit: dt.timedelta = IDLE_LIMIT,
    ) -> Assistant:
        """An assistant for a snapshot; ``cache`` is a folder for what is slow to build."""
        return cls(knowledge, Index.build(knowledge, cache), Calibration.read(), now, idle_limit)

    def answer(self, question: Question, conversation: Conversation) -> tuple[Reply, Conversation]:
        """The reply to one question, and the conversation after it."""
        if question.action is not None:
            context = Context(conversation.at(self._now(), self._idle_limit), self.today())
            action = Action.parse(question.action)
            plan = ChoicePlan((str(action),) if action else ())
            return self._responder.respond(plan, context)
        trace = self.trace(question.text, conversation)
        return trace.reply, trace.after

    def trace(self, text: str, conversation: Conversation) -> Trace:
        """Answer a typed question and keep every step of the way."""
        before = conversation.at(self._now(), self._idle_limit)
        found = in_context(
            self.understander.understand(text), before, self.knowledge.topics, self._calibration
        )
        decision = decide(found, self._calibration)
        plan = self._planner.plan(found, decision, before)
        reply, after = self._responder.respond(plan, Context(before, self.today(), found))
        return Trace(found, decision, plan, reply, after)

    def today(self) -> dt.date:
        """The day in China, which is what dated rules go by."""
        return self._now().astimezone(_CHINA).date()
