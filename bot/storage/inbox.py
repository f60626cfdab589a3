"""The inbox: every update once, until its answer was sent.

An update waits in its *lane*, its chat. A process that wants to work leases lanes, not updates, so that a chat stays in
order whichever process it falls to. Whoever holds a lease renews it; the lanes of a process that died are
taken over when its leases run out. Everything a process says about an update counts only while it holds the lane.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence

from sqlalchemy import Connection, func, select, update

from bot.storage import statements
from bot.storage.database import Database
from bot.storage.letters import Accepted, Arrival, Aside, Counts, Fate, Finished, Letter, Outcome
from bot.storage.tables import State, inbox, lanes
from bot.storage.turn import Row, write_turns

Clock = Callable[[], dt.datetime]

LEASE = dt.timedelta(seconds=15)
# Of one chat at a time; the rest waits in the database and not in memory
LETTERS_OF_A_LANE = 20
MAX_ERROR = 500
# A chat that is none
_NOBODY = -(2**63)


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

    async def accept(
        self, arrivals: Sequence[Arrival], room: int = 0, held: Collection[int] = ()
    ) -> Accepted:
        """Store updates; once this returns they survive anything.

        Args:
            room: how many lanes to lease at once, so that work on what is new need not wait for another transaction.
            held: as for ``claim``.

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
            return Accepted()
        wanted: Row = {"now": now, "takes_over": False, "held": sorted(held), "most": room}

        def accept(connection: Connection) -> Accepted:
            new = frozenset(connection.execute(statements.accept(connection.dialect.name), rows).scalars())
            self._open_lanes(connection, (row["lane"] for row in rows if row["update_id"] in new), now)
            claimed = self._claim(connection, wanted) if room > 0 else []
            return Accepted(new, tuple(map(tuple, claimed)))

        return await self._database.write(accept, durable=True)

    async def claim(
        self, limit: int, held: Collection[int] = (), takes_over: bool = True
    ) -> list[list[Letter]]:
        """Lease up to ``limit`` lanes, those that have waited longest; returns the letters of each, in order.

        Args:
            held: lanes this process works on, which are not taken over from itself. One of them is only leased again
                once it was given back.
            takes_over: whether lanes whose lease ran out count as free. After the database was away nobody could
                renew, so that for a while this says nothing about their owners.
        """
        now = self.clock()
        wanted: Row = {"now": now, "takes_over": takes_over, "held": sorted(held), "most": limit}
        return await self._database.write(lambda connection: self._claim(connection, wanted))

    async def probe(self) -> None:
        """See whether anything can be written: a full disk is still read from, and nothing changed is no write.

        Raises:
            DatabaseAway: if not.
        """
        now = self.clock()

        def probe(connection: Connection) -> None:
            self._open_lanes(connection, [_NOBODY], now)
            connection.execute(statements.DROP_LANES, {"lanes": [_NOBODY]})

        await self._database.write(probe, durable=True)

    async def finish(self, outcomes: Sequence[Outcome]) -> Finished:
        """Record what became of letters, all at once. Letters of lanes that are no longer ours are left alone."""
        now = self.clock()
        concerned = sorted({one.letter.lane for one in outcomes})
        asked: Row = {"lanes": concerned, "us": self.owner}

        def finish(connection: Connection) -> Finished:
            held = frozenset(connection.execute(statements.OUR_LANES, asked).scalars())
            ours = [one for one in outcomes if one.letter.lane in held]
            self._record(connection, ours, now)
            write_turns(
                connection, (one.turn for one in ours if one.fate is Fate.DONE and one.turn is not None)
            )
            self._begin(connection, [one.following for one in ours if one.following is not None])
            has_more = self._close_lanes(connection, [one for one in ours if one.following is None])
            return Finished(frozenset(concerned) - held, has_more)

        return await self._database.write(finish)

    async def renew(self, held: Collection[int]) -> int:
        """Keep lanes for longer, as far as they are ours; returns how many they are."""
        lease: Row = {"lanes": sorted(held), "us": self.owner, "until": self.clock() + self.lease}
        return await self._database.write(
            lambda connection: int(connection.execute(statements.RENEW_LANES, lease).rowcount)
        )

    async def release(self, unfinished: Collection[int] = ()) -> None:
        """Give back all lanes, at the end.

        Args:
            unfinished: ids of letters that were begun and given up in good order, which counts against none.
        """

        def release(connection: Connection) -> None:
            if unfinished:
                connection.execute(
                    update(inbox)
                    .where(inbox.c.update_id.in_(sorted(unfinished)), inbox.c.tries > 0)
                    .values(tries=inbox.c.tries - 1)
                )
            connection.execute(
                update(lanes).where(lanes.c.owner == self.owner).values(owner=None, leased_until=None)
            )

        await self._database.write(release)

    async def take_over(self) -> int:
        """Take all lanes from whoever had them: only where no other process can be alive."""
        owned = update(lanes).where(lanes.c.owner.is_not(None)).values(owner=None, leased_until=None)
        return await self._database.write(lambda connection: int(connection.execute(owned).rowcount))

    async def counts(self) -> Counts:
        """How many updates wait and were set aside."""
        is_waiting = inbox.c.state == State.WAITING.value
        is_aside = inbox.c.state == State.ASIDE.value

        def count(connection: Connection) -> Counts:
            waiting, oldest = connection.execute(
                select(func.count(), func.min(inbox.c.received_at)).where(is_waiting)
            ).one()
            aside = connection.scalar(select(func.count()).select_from(inbox).where(is_aside))
            return Counts(int(waiting), int(aside or 0), oldest)

        return await self._database.read(count)

    async def aside(self, limit: int = 100) -> list[Aside]:
        """The updates that were set aside last."""
        query = (
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
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return [Aside(*row) for row in found]

    async def retry_aside(self) -> int:
        """Let everything that was set aside wait again; returns how many updates that are."""

        def retry(connection: Connection) -> int:
            found = connection.execute(
                select(inbox.c.update_id, inbox.c.lane).where(inbox.c.state == State.ASIDE.value)
            ).all()
            connection.execute(
                update(inbox)
                .where(inbox.c.update_id.in_([row.update_id for row in found]))
                .values(state=State.WAITING.value, tries=0, failures=0, error=None, finished_at=None)
            )
            self._open_lanes(connection, (row.lane for row in found), self.clock())
            return len(found)

        return await self._database.write(retry)

    def _claim(self, connection: Connection, wanted: Row) -> list[list[Letter]]:
        claimed = list(connection.execute(statements.FREE_LANES, wanted).scalars())
        if not claimed:
            return []
        lease: Row = {"lanes": claimed, "us": self.owner, "until": wanted["now"] + self.lease}
        connection.execute(statements.LEASE_LANES, lease)
        letters = self._letters(connection, claimed)
        self._begin(connection, [of_lane[0] for of_lane in letters.values()])
        empty = [lane for lane in claimed if lane not in letters]
        if empty:
            connection.execute(statements.DROP_LANES, {"lanes": empty})
        return [letters[lane] for lane in claimed if lane in letters]

    def _open_lanes(self, connection: Connection, opened: Iterable[int], now: dt.datetime) -> None:
        """Let lanes be worked on. One that is being closed by another process waits for that and opens again."""
        rows: list[Row] = [{"lane": lane, "since": now} for lane in sorted(set(opened))]
        if not rows:
            return
        connection.execute(statements.open_lanes(connection.dialect.name), rows)

    def _letters(self, connection: Connection, claimed: list[int]) -> dict[int, list[Letter]]:
        first: Row = {"lanes": claimed, "most": LETTERS_OF_A_LANE}
        letters: dict[int, list[Letter]] = {}
        for row in connection.execute(statements.LETTERS, first):
            letters.setdefault(row.lane, []).append(Letter(*row))
        return letters

    def _begin(self, connection: Connection, letters: list[Letter]) -> None:
        """Count a try before it is made: a letter that kills the process leaves no other trace."""
        if letters:
            connection.execute(statements.BEGIN, {"letters": [one.update_id for one in letters]})

    def _record(self, connection: Connection, outcomes: list[Outcome], now: dt.datetime) -> None:
        done = [one.letter.update_id for one in outcomes if one.fate is Fate.DONE]
        if done:
            connection.execute(statements.DONE, {"letters": done, "at": now})
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
            connection.execute(update(inbox).where(inbox.c.update_id == one.letter.update_id).values(changes))

    def _close_lanes(self, connection: Connection, last: list[Outcome]) -> bool:
        """Close the lanes in which nothing waits, give back the others; returns whether there are such."""
        if not last:
            return False
        closing = [one.letter.lane for one in last]
        connection.execute(statements.CLOSE_LANES, {"lanes": closing})
        paused = {one.letter.lane: one.resume_at for one in last if one.resume_at is not None}
        for lane, resume_at in paused.items():
            connection.execute(
                update(lanes)
                .where(lanes.c.lane == lane)
                .values(owner=None, leased_until=None, resume_at=resume_at)
            )
        rest = [lane for lane in closing if lane not in paused]
        if not rest:
            return False
        return bool(connection.execute(statements.RETURN_LANES, {"lanes": rest}).rowcount)
