"""The review queue: questions that were not answered well, for moderators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import func, select, update

from bot.masking import mask_personal
from bot.storage.adding import add_row
from bot.storage.database import Database
from bot.storage.tables import questions

# A question is one or two sentences; what is longer tells no more
MAX_TEXT = 500
_FOUR_PLACES = Decimal("0.0001")


class Reason(StrEnum):
    """Why a question is in the queue."""

    UNANSWERED = "unanswered"
    UNCLEAR = "unclear"  # it was asked back, and that did not help
    DISLIKED = "disliked"


class Status(StrEnum):
    """What became of a question."""

    OPEN = "open"
    ASSIGNED = "assigned"  # to a topic, as a phrasing
    DRAFTED = "drafted"  # as a new topic
    IGNORED = "ignored"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class QuestionForReview:
    """One question, which names no user; ``text`` is masked."""

    text: str
    reason: Reason
    knowledge: str
    topic: str | None = None
    product: str | None = None
    confidence: Decimal | None = None
    id: int | None = None
    asked_at: dt.datetime | None = None
    status: Status = Status.OPEN


class ReviewQueue:
    """Keeps questions until a moderator has looked at them, or their time is over."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    async def add(self, question: QuestionForReview) -> None:
        """Add a question; its text is masked again, which changes nothing that is masked."""
        confidence = question.confidence
        row = {
            "asked_at": question.asked_at or self._clock(),
            "text": mask_personal(question.text)[:MAX_TEXT],
            "reason": question.reason.value,
            "topic": question.topic,
            "product": question.product,
            "confidence": None if confidence is None else confidence.quantize(_FOUR_PLACES),
            "knowledge": question.knowledge,
            "status": question.status.value,
        }
        await add_row(self._database, questions, row)

    async def list(self, status: Status = Status.OPEN, limit: int = 1000) -> list[QuestionForReview]:
        """Questions of one status, the latest first."""
        query = (
            select(questions)
            .where(questions.c.status == status.value)
            .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
            .limit(limit)
        )
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return [
            QuestionForReview(
                row.text,
                Reason(row.reason),
                row.knowledge,
                row.topic,
                row.product,
                row.confidence,
                row.id,
                row.asked_at,
                Status(row.status),
            )
            for row in found
        ]

    async def handle(
        self, ids: Sequence[int], status: Status, moderator: int | None, note: str | None = None
    ) -> int:
        """Say what became of questions; returns how many of them were still open."""
        handled = (
            update(questions)
            .where(questions.c.id.in_(ids), questions.c.status == Status.OPEN.value)
            .values(status=status.value, handled_at=self._clock(), handled_by=moderator, note=note)
        )
        return await self._database.write(lambda connection: int(connection.execute(handled).rowcount))

    async def reopen(self, ids: Sequence[int]) -> int:
        """Let handled questions wait again; returns how many there were."""
        reopened = (
            update(questions)
            .where(questions.c.id.in_(ids), questions.c.status != Status.OPEN.value)
            .values(status=Status.OPEN.value, handled_at=None, handled_by=None, note=None)
        )
        return await self._database.write(lambda connection: int(connection.execute(reopened).rowcount))

    async def counts(self) -> dict[Status, int]:
        """How many questions there are of each status."""
        query = select(questions.c.status, func.count()).group_by(questions.c.status)
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return {Status(status): int(count) for status, count in found}
