"""How long things are kept, and their deletion when that time is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Table, and_, delete, func, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from bot.storage.conversations import MAX_OF_A_PERSON
from bot.storage.database import Database
from bot.storage.tables import audit, conversations, feedback, inbox, questions

# Telegram redelivers for a day; and after a week of silence it chooses new numbers, which may be old ones
KEEP_DONE = dt.timedelta(days=2)
KEEP_ASIDE = dt.timedelta(days=14)
# Rows at a time, so that nobody waits long for the only writer
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long what is kept; ``None`` for ever."""

    conversations: dt.timedelta | None = dt.timedelta(days=1)
    questions: dt.timedelta | None = dt.timedelta(days=90)
    feedback: dt.timedelta | None = dt.timedelta(days=365)
    audit: dt.timedelta | None = None


class Retention:
    """Deletes what is over."""

    def __init__(self, database: Database, keeping: Keeping, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._keeping = keeping
        self._clock = clock

    async def sweep(self) -> dict[str, int]:
        """Delete everything whose time is over; returns how many rows of each table."""
        now, keeping = self._clock(), self._keeping
        deleted = {
            "inbox": await self._delete(
                inbox, and_(inbox.c.state == "done", inbox.c.finished_at < now - KEEP_DONE)
            )
            + await self._delete(
                inbox, and_(inbox.c.state == "aside", inbox.c.finished_at < now - KEEP_ASIDE)
            )
        }
        for table, column, kept in (
            (conversations, conversations.c.updated_at, keeping.conversations),
            (questions, questions.c.asked_at, keeping.questions),
            (feedback, feedback.c.at, keeping.feedback),
            (audit, audit.c.at, keeping.audit),
        ):
            if kept is not None:
                deleted[table.name] = await self._delete(table, column < now - kept)
        deleted["conversation"] = deleted.get("conversation", 0) + await self._thin_out()
        if any(deleted.values()):
            await self._database.scrub()
        return deleted

    async def _thin_out(self) -> int:
        """Of one person in very many groups, keep the latest states."""
        newest_first = (conversations.c.updated_at.desc(), conversations.c.chat)
        place = func.row_number().over(partition_by=conversations.c.person, order_by=newest_first)
        ranked = select(conversations.c.chat, conversations.c.person, place.label("place")).subquery()
        surplus = select(ranked.c.chat, ranked.c.person).where(ranked.c.place > MAX_OF_A_PERSON)
        return await self._delete(
            conversations, tuple_(conversations.c.chat, conversations.c.person).in_(surplus)
        )

    async def _delete(self, table: Table, condition: ColumnElement[bool]) -> int:
        keys = list(table.primary_key.columns)
        key = keys[0] if len(keys) == 1 else tuple_(*keys)
        some = delete(table).where(key.in_(select(*keys).where(condition).limit(_AT_ONCE)))
        total = 0
        while True:
            count = await self._database.write(lambda connection: int(connection.execute(some).rowcount))
            total += count
            if count < _AT_ONCE:
                return total
