"""How many questions there were on which day, and how they ended. No question is kept here, only counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import Connection, select

from bot.storage.database import Database
from bot.storage.dialects import insert
from bot.storage.tables import tallies

DayKind = tuple[dt.date, str]


class Tallies:
    """Keeps the counts of all processes together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, counts: Mapping[DayKind, int]) -> None:
        """Add to the counts, all or none."""
        rows = [{"day": day, "kind": kind, "count": count} for (day, kind), count in sorted(counts.items())]
        if not rows:
            return

        def add(connection: Connection) -> None:
            statement = insert(connection.dialect.name, tallies)
            total = tallies.c.count + statement.excluded.count
            connection.execute(
                statement.on_conflict_do_update(index_elements=["day", "kind"], set_={"count": total}), rows
            )

        await self._database.write(add)

    async def between(self, first: dt.date, last: dt.date) -> dict[DayKind, int]:
        """The counts of the days from ``first`` to ``last``."""
        query = select(tallies).where(tallies.c.day >= first, tallies.c.day <= last)
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return {(day, kind): count for day, kind, count in found}
