"""The audit: what moderators did. Entries are only added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from bot.storage.adding import add_row
from bot.storage.database import Database
from bot.storage.tables import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed.

    Attributes:
        action: what was done: publish, rollback, assign …
        subject: to what: a fact, a file, a question.
        actor: the user id of the moderator; ``None`` for the program itself and for the command line.
    """

    action: str
    subject: str
    actor: int | None = None
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    at: dt.datetime | None = None


class Audit:
    """Keeps entries."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    async def add(self, entry: Entry) -> None:
        """Add an entry."""
        row = {
            "at": entry.at or self._clock(),
            "actor": entry.actor,
            "action": entry.action,
            "subject": entry.subject[:200],
            "before": entry.before,
            "after": entry.after,
            "reason": entry.reason,
        }
        await add_row(self._database, audit, row)

    async def latest(self, limit: int = 50) -> list[Entry]:
        """The latest entries, the latest first."""
        query = select(audit).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return [
            Entry(row.action, row.subject, row.actor, row.before, row.after, row.reason, row.at)
            for row in found
        ]
