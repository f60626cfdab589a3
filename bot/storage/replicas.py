"""The processes that share a database, and which knowledge each of them serves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from bot.storage.database import Database
from bot.storage.dialects import insert
from bot.storage.tables import replicas

# A process that was not seen for so long is gone
GONE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Replica:
    """A running process."""

    name: str
    started_at: dt.datetime
    seen_at: dt.datetime
    program: str
    knowledge: str


class Replicas:
    """Where processes show that they live."""

    def __init__(self, database: Database, name: str, program: str, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._name = name
        self._program = program
        self._clock = clock
        self._started_at = clock()

    async def show(self, knowledge: str) -> list[Replica]:
        """Say that we live and what we serve; returns all who live, ourselves included."""
        now = self._clock()
        row = {
            "name": self._name,
            "started_at": self._started_at,
            "seen_at": now,
            "program": self._program,
            "knowledge": knowledge,
        }

        def show(connection: Connection) -> list[Replica]:
            statement = insert(connection.dialect.name, replicas)
            changed = {name: statement.excluded[name] for name in ("seen_at", "program", "knowledge")}
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=changed), [row])
            connection.execute(delete(replicas).where(replicas.c.seen_at < now - GONE))
            found = connection.execute(select(replicas).order_by(replicas.c.started_at))
            return [Replica(*one) for one in found]

        return await self._database.write(show)

    async def alive(self) -> list[Replica]:
        """All who live."""
        recent = replicas.c.seen_at >= self._clock() - GONE
        query = select(replicas).where(recent).order_by(replicas.c.started_at)
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return [Replica(*one) for one in found]

    async def leave(self) -> None:
        """Say goodbye."""
        ours = delete(replicas).where(replicas.c.name == self._name)
        await self._database.write(lambda connection: connection.execute(ours))
