"""What is noted of answers: how many of which kind, and the questions that got none, for the moderators."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from bot.conversation import Conversation
from bot.moderation.tally import Tally
from bot.replies.model import Reply, ReplyKind
from bot.storage import QuestionForReview, Reason, ReviewQueue
from bot.telemetry import Metrics


class Observer(Protocol):
    """Sees each answer that was given."""

    async def answered(self, question: str, reply: Reply, before: Conversation, knowledge: str) -> None:
        """Take note of an answer.

        Args:
            question: what was typed, masked; empty for a button.
            before: the conversation in which it was asked.
            knowledge: the version that answered.
        """


class NoObserver:
    """Sees nothing."""

    async def answered(self, question: str, reply: Reply, before: Conversation, knowledge: str) -> None:
        """Take no note."""


class Recorder:
    """Counts, and puts aside for review what was not answered or asked back in vain; an ``Observer``."""

    def __init__(self, review: ReviewQueue, metrics: Metrics, tally: Tally | None = None) -> None:
        self._review = review
        self._metrics = metrics
        self._tally = tally

    async def answered(self, question: str, reply: Reply, before: Conversation, knowledge: str) -> None:
        """Take note of an answer."""
        self._metrics.replies.labels(reply.kind.value).inc()
        if self._tally is not None and question:
            self._tally.add(reply.kind)
        reason = reason_for_review(reply, before) if question else None
        if reason is not None:
            confidence = Decimal(repr(reply.confidence))
            await self._review.add(
                QuestionForReview(question, reason, knowledge, reply.topic, reply.product, confidence)
            )


def reason_for_review(reply: Reply, before: Conversation) -> Reason | None:
    """Why moderators should see a question, if they should."""
    if reply.kind is ReplyKind.FALLBACK:
        return Reason.UNANSWERED
    if reply.kind is ReplyKind.CLARIFY and before.is_clarifying:
        return Reason.UNCLEAR
    return None
