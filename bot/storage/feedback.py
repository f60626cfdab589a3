"""What users said of answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from bot.masking import mask_personal
from bot.storage.adding import add_row
from bot.storage.database import Database
from bot.storage.tables import feedback


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion, which names no user.

    Attributes:
        verdict: up, down or remark.
        knowledge: the version of the knowledge that answered.
        question: what was asked, masked.
        remark: what was said of the answer, masked.
    """

    verdict: str
    knowledge: str
    topic: str | None = None
    product: str | None = None
    question: str | None = None
    remark: str | None = None
    at: dt.datetime | None = None


class Opinions:
    """Keeps opinions."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    async def add(self, opinion: Opinion) -> None:
        """Keep one; its texts are masked again, which changes nothing that is masked."""
        row = {
            "at": opinion.at or self._clock(),
            "verdict": opinion.verdict,
            "knowledge": opinion.knowledge,
            "topic": opinion.topic,
            "product": opinion.product,
            "question": mask_personal(opinion.question) if opinion.question else None,
            "remark": mask_personal(opinion.remark) if opinion.remark else None,
        }
        await add_row(self._database, feedback, row)

    async def since(self, moment: dt.datetime, limit: int = 1000) -> list[Opinion]:
        """Opinions from a moment on, the oldest first."""
        query = (
            select(feedback)
            .where(feedback.c.at >= moment)
            .order_by(feedback.c.at, feedback.c.id)
            .limit(limit)
        )
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return [
            Opinion(row.verdict, row.knowledge, row.topic, row.product, row.question, row.remark, row.at)
            for row in found
        ]
