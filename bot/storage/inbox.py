"""The inbox: every update once, until its answer was sent.

An update waits in its *lane*, its chat. A process that wants to work leases lanes, not updates, so that a chat stays in
order whichever process it falls to. Whoever holds a lease renews it; the lanes of a process that died are
taken over when its leases run out. Everything a process says about an update counts only while it holds the lane.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.storage.database import Database
from bot.storage.dialects import insert
from bot.storage.tables import inbox, lanes
from bot.storage.turn import Row, Turn, write_turns

Clock = Callable[[], dt.datetime]

LEASE = dt.timedelta(seconds=15)
# Of one chat at a time; the rest waits in the database and not in memory
LETTERS_OF_A_LANE = 20
MAX_ERROR = 500


class State(StrEnum):
    """Where an update stands."""

    WAITING = "waiting"
    DONE = "done"
    ASIDE = "aside"  # failed too often; kept for a while for whoever looks into it


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it comes in.

    Attributes:
        lane: what it has to stay in order with: the chat.
        sender: who wrote it, for deletion on demand.
        payload: JSON, personal data masked.
    """

    update_id: int
    lane: int
    sender: int | None
    payload: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An update to be worked on.

    Attributes:
        tries: how often work on it began before; more than once without a failure means that the process died.
        failures: how often work on it failed.
    """

    update_id: int
    lane: int
    payload: str
    tries: int
    failures: int
    received_at: dt.datetime


class Fate(StrEnum):
    """What became of a letter."""

    DONE = "done"
    ASIDE = "aside"
    LATER = "later"  # it failed, through no fault of the letter or for the first time


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter, and what to change along with it.

    Attributes:
        turn: what to store with it; nothing of it unless it is done.
        following: the next letter of the same lane that the same process begins with.
        resume_at: when to try again, if later.
        is_failure: whether trying counted against the letter.
    """

    letter: Letter
    fate: Fate
    turn: Turn | None = None
    following: Letter | None = None
    error: str | None = None
    resume_at: dt.datetime | None = None
    is_failure: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of finishing: lanes that are no longer ours, and whether anything else waits."""

    lost: frozenset[int] = frozenset()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How full the inbox is."""

    waiting: int = 0
    aside: int = 0
    oldest: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """An update that was set aside."""

    update_id: int
    received_at: dt.datetime
    tries: int
    failures: int
    error: str | None = field(default=None)


class Inbox:
    """The inbox of one process.

    Args:
        database: where it is.
        owner: the name of this process, unlike that of any other.
        clock: the time; processes that share a database have to agree on it to a few seconds.
        lease: how long lanes stay ours without renewal.
    """

    def __init__(self, database: Database, owner: str, clock: Clock, lease: dt.timedelta = LEASE) -> None:
        self._database = database
        self.owner = owner
        self.clock = clock
        self.lease = lease

    async def accept(self, arrivals: Sequence[Arrival]) -> frozenset[int]:
        """Store updates; once this returns they survive anything. Returns the ids of those that are new.

        Raises:
            DatabaseAway: if that is impossible now; then none of them is stored.
        """
        now = self.clock()
        rows: list[Row] = [
            {
                "update_id": one.update_id,
                "lane": one.lane,
                "sender": one.sender,
                "payload": one.payload,
                "state": State.WAITING.value,
                "received_at": now,
            }
            for one in sorted(arrivals, key=lambda one: one.update_id)
        ]
        if not rows:
            return frozenset()
        async with self._database.writing(durable=True) as connection:
            statement = insert(connection, inbox).on_conflict_do_nothing(index_elements=["update_id"])
            found = await connection.execute(statement.returning(inbox.c.update_id), rows)
            new = frozenset(found.scalars())
            await self._open_lanes(connection, (row["lane"] for row in rows if row["update_id"] in new), now)
        return new

    async def claim(self, limit: int, takes_over: bool = True) -> list[list[Letter]]:
        """Lease up to ``limit`` lanes, those that have waited longest; returns the letters of each, in order.

        Args:
            takes_over: whether lanes whose lease ran out count as free. After the database was away nobody could
                renew, so that for a while this says nothing about their owners.
        """
        now = self.clock()
        is_free: ColumnElement[bool] = lanes.c.owner.is_(None)
        if takes_over:
            is_free = or_(is_free, lanes.c.leased_until < now)
        async with self._database.writing() as connection:
            free = (
                select(lanes.c.lane)
                .where(is_free, or_(lanes.c.resume_at.is_(None), lanes.c.resume_at <= now))
                .order_by(lanes.c.since)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            claimed = list((await connection.execute(free)).scalars())
            if not claimed:
                return []
            await connection.execute(
                update(lanes)
                .where(lanes.c.lane.in_(claimed))
                .values(owner=self.owner, leased_until=now + self.lease, resume_at=None)
            )
            letters = await self._letters(connection, claimed)
            await self._begin(connection, [of_lane[0] for of_lane in letters.values()])
            empty = [lane for lane in claimed if lane not in letters]
            if empty:
                await connection.execute(delete(lanes).where(lanes.c.lane.in_(empty)))
        return [letters[lane] for lane in claimed if lane in letters]

    async def finish(self, outcomes: Sequence[Outcome]) -> Finished:
        """Record what became of letters, all at once. Letters of lanes that are no longer ours are left alone."""
        now = self.clock()
        concerned = sorted({one.letter.lane for one in outcomes})
        async with self._database.writing() as connection:
            held = frozenset(
                (
                    await connection.execute(
                        select(lanes.c.lane)
                        .where(lanes.c.lane.in_(concerned), lanes.c.owner == self.owner)
                        .order_by(lanes.c.lane)
                        .with_for_update()
                    )
                ).scalars()
            )
            ours = [one for one in outcomes if one.letter.lane in held]
            await self._record(connection, ours, now)
            await write_turns(
                connection, (one.turn for one in ours if one.fate is Fate.DONE and one.turn is not None)
            )
            await self._begin(connection, [one.following for one in ours if one.following is not None])
            has_more = await self._close_lanes(connection, [one for one in ours if one.following is None])
        return Finished(frozenset(concerned) - held, has_more)

    async def renew(self, held: Collection[int]) -> int:
        """Keep lanes for longer, as far as they are ours; returns how many they are."""
        async with self._database.writing() as connection:
            found = await connection.execute(
                update(lanes)
                .where(lanes.c.owner == self.owner, lanes.c.lane.in_(sorted(held)))
                .values(leased_until=self.clock() + self.lease)
            )
            return int(found.rowcount)

    async def release(self, unfinished: Collection[int] = ()) -> None:
        """Give back all lanes, at the end.

        Args:
            unfinished: ids of letters that were begun and given up in good order, which counts against none.
        """
        async with self._database.writing() as connection:
            if unfinished:
                await connection.execute(
                    update(inbox)
                    .where(inbox.c.update_id.in_(sorted(unfinished)), inbox.c.tries > 0)
                    .values(tries=inbox.c.tries - 1)
                )
            await connection.execute(
                update(lanes).where(lanes.c.owner == self.owner).values(owner=None, leased_until=None)
            )

    async def take_over(self) -> int:
        """Take all lanes from whoever had them: only where no other process can be alive."""
        async with self._database.writing() as connection:
            found = await connection.execute(
                update(lanes).where(lanes.c.owner.is_not(None)).values(owner=None, leased_until=None)
            )
            return int(found.rowcount)

    async def counts(self) -> Counts:
        """How many updates wait and were set aside."""
        async with self._database.reading() as connection:
            is_waiting = inbox.c.state == State.WAITING.value
            waiting, oldest = (
                await connection.execute(
                    select(func.count(), func.min(inbox.c.received_at)).where(is_waiting)
                )
            ).one()
            aside = await connection.scalar(
                select(func.count()).select_from(inbox).where(inbox.c.state == State.ASIDE.value)
            )
        return Counts(int(waiting), int(aside or 0), oldest)

    async def aside(self, limit: int = 100) -> list[Aside]:
        """The updates that were set aside last."""
        async with self._database.reading() as connection:
            found = await connection.execute(
                select(
                    inbox.c.update_id,
                    inbox.c.received_at,
                    inbox.c.tries,
                    inbox.c.failures,
                    inbox.c.error,
                )
                .where(inbox.c.state == State.ASIDE.value)
                .order_by(inbox.c.finished_at.desc())
                .limit(limit)
            )
            return [Aside(*row) for row in found]

    async def retry_aside(self) -> int:
        """Let everything that was set aside wait again; returns how many updates that are."""
        async with self._database.writing() as connection:
            found = (
                await connection.execute(
                    select(inbox.c.update_id, inbox.c.lane).where(inbox.c.state == State.ASIDE.value)
                )
            ).all()
            await connection.execute(
                update(inbox)
                .where(inbox.c.update_id.in_([row.update_id for row in found]))
                .values(state=State.WAITING.value, tries=0, failures=0, error=None, finished_at=None)
            )
            await self._open_lanes(connection, (row.lane for row in found), self.clock())
        return len(found)

    async def _open_lanes(self, connection: AsyncConnection, opened: Iterable[int], now: dt.datetime) -> None:
        """Let lanes be worked on. One that is being closed by another process waits for that and opens again."""
        rows: list[Row] = [{"lane": lane, "since": now} for lane in sorted(set(opened))]
        if not rows:
            return
        statement = insert(connection, lanes)
        # Changes nothing, but locks the row until we commit
        same = {"since": lanes.c.since}
        await connection.execute(statement.on_conflict_do_update(index_elements=["lane"], set_=same), rows)

    async def _letters(self, connection: AsyncConnection, claimed: list[int]) -> dict[int, list[Letter]]:
        place = func.row_number().over(partition_by=inbox.c.lane, order_by=inbox.c.update_id)
        first = (
            select(inbox.c.update_id, place.label("place"))
            .where(inbox.c.state == State.WAITING.value, inbox.c.lane.in_(claimed))
            .subquery()
        )
        found = await connection.execute(
            select(
                inbox.c.update_id,
                inbox.c.lane,
                inbox.c.payload,
                inbox.c.tries,
                inbox.c.failures,
                inbox.c.received_at,
            )
            .join(first, first.c.update_id == inbox.c.update_id)
            .where(first.c.place <= LETTERS_OF_A_LANE)
            .order_by(inbox.c.update_id)
        )
        letters: dict[int, list[Letter]] = {}
        for row in found:
            letters.setdefault(row.lane, []).append(Letter(*row))
        return letters

    async def _begin(self, connection: AsyncConnection, letters: list[Letter]) -> None:
        """Count a try before it is made: a letter that kills the process leaves no other trace."""
        if letters:
            await connection.execute(
                update(inbox)
                .where(inbox.c.update_id.in_([one.update_id for one in letters]))
                .values(tries=inbox.c.tries + 1)
            )

    async def _record(self, connection: AsyncConnection, outcomes: list[Outcome], now: dt.datetime) -> None:
        done = [one.letter.update_id for one in outcomes if one.fate is Fate.DONE]
        if done:
            await connection.execute(
                update(inbox)
                .where(inbox.c.update_id.in_(done))
                .values(
                    state=State.DONE.value, lane=None, sender=None, payload=None, error=None, finished_at=now
                )
            )
        for one in outcomes:
            if one.fate is Fate.DONE:
                continue
            changes: Row = {"error": (one.error or "")[:MAX_ERROR], "failures": inbox.c.failures}
            if one.is_failure:
                changes["failures"] = inbox.c.failures + 1
            if one.fate is Fate.ASIDE:
                changes |= {"state": State.ASIDE.value, "finished_at": now}
            else:
                # It did not die of it
                changes["tries"] = 0
            await connection.execute(
                update(inbox).where(inbox.c.update_id == one.letter.update_id).values(changes)
            )

    async def _close_lanes(self, connection: AsyncConnection, last: list[Outcome]) -> bool:
        """Close the lanes in which nothing waits, give back the others; returns whether there are such."""
        if not last:
            return False
        closing = [one.letter.lane for one in last]
        waits = exists().where(and_(inbox.c.lane == lanes.c.lane, inbox.c.state == State.WAITING.value))
        await connection.execute(delete(lanes).where(lanes.c.lane.in_(closing), ~waits))
        paused = {one.letter.lane: one.resume_at for one in last if one.resume_at is not None}
        for lane, resume_at in paused.items():
            await connection.execute(
                update(lanes)
                .where(lanes.c.lane == lane)
                .values(owner=None, leased_until=None, resume_at=resume_at)
            )
        rest = [lane for lane in closing if lane not in paused]
        if not rest:
            return False
        found = await connection.execute(
            update(lanes).where(lanes.c.lane.in_(rest)).values(owner=None, leased_until=None)
        )
        return bool(found.rowcount)
