"""Working the inbox off: chats side by side, each in order, and done only when the answer was sent."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from typing import NoReturn

from bot.delivery.gathering import Gathering
from bot.delivery.places import Places
from bot.storage import Arrival, DatabaseAway, Fate, Finished, Inbox, Letter, Outcome, Turn, working_in
from bot.telemetry import Health, Metrics, logging_about

# Lanes in hand, most of which wait: for a place, or for the server to take more
MAX_LANES = 200
# How often to look for lanes that another process has left behind
LOOK_SECONDS = 1.0
# Work on a letter that kills the process is begun so often
MAX_TRIES = 5
# A letter that fails by itself is tried so often
MAX_FAILURES = 3
FAILURE_PAUSE = dt.timedelta(seconds=1)
# The sender has tried for long by itself before it gives up
PASSING_PAUSE = dt.timedelta(seconds=10)
# While the database is away
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0

PART = "storage"

_log = logging.getLogger(__name__)


class Trouble(Enum):
    """What an error of the work means for the letter."""

    PASSING = "passing"  # not its fault: keep it, however often
    ITS_OWN = "its own"  # try a few times
    FINAL = "final"  # would be the same again


@dataclass(frozen=True, slots=True)
class Craft:
    """What is done with a letter.

    Attributes:
        work: answers it; returns when the answer was sent.
        judge: what an error that ``work`` raised means.
        give_up: is told of a letter that is set aside, and may apologise; whatever it raises is only logged.
    """

    work: Callable[[Letter], Awaitable[None]]
    judge: Callable[[Exception], Trouble]
    give_up: Callable[[Letter, Exception], Awaitable[None]]


class ProcessDied(Exception):  # noqa: N818
    """Work on a letter has killed the process, time and again."""


@dataclass(slots=True)
class _Lane:
    """A leased lane: until when it is surely ours, by the monotonic clock, and which letter is under way."""

    letters: Sequence[Letter]
    leased_at: float
    begun: Letter | None = None


class Worker:
    """Takes updates in, works them off.

    Args:
        inbox: where they are.
        craft: what to do with them.
        places: how many at once.
        metrics: counts.
        health: is told whether the database answers.
        sleep: waits; a seam for tests.
    """

    def __init__(
        self,
        inbox: Inbox,
        craft: Craft,
        places: Places,
        metrics: Metrics,
        health: Health,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._inbox = inbox
        self._craft = craft
        self._places = places
        self._metrics = metrics
        self._health = health
        self._sleep = sleep
        self._lease = inbox.lease.total_seconds()
        self._accepting: Gathering[Sequence[Arrival], None] = Gathering(self._accept)
        self._finishing: Gathering[Outcome, bool] = Gathering(self._finish)
        self._lanes: dict[asyncio.Task[None], _Lane] = {}
        self._tasks: list[asyncio.Task[NoReturn]] = []
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._is_draining = self._is_ending = False
        # Whether there were more lanes than there was room for
        self._may_be_more = False
        self._renewed_at = 0.0
        self._away_at: float | None = None
        self._failures = 0
        health.expect(PART)

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Take updates in; returns once they are safe.

        Raises:
            DatabaseAway: if that is impossible now; then they have to come again.
        """
        if arrivals:
            await self._accepting.add(arrivals)

    def start(self) -> None:
        """Begin to work the inbox off."""
        self._tasks = [asyncio.create_task(self._keep_taking()), asyncio.create_task(self._keep_renewing())]

    async def drain(self, seconds: float) -> int:
        """Work on while there is something to do, at most so long, and leave the rest in the inbox.

        Returns how many letters under way were not finished.
        """
        # What is being stored may be leased along with it
        await self._accepting.settle(seconds * 0.1)
        self._is_draining = True
        self._idle.clear()
        self._woken.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds * 0.5):
                await self._idle.wait()
        self._is_ending = True
        for one in self._tasks:
            one.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._lanes:
            await asyncio.wait(self._lanes, timeout=seconds * 0.2)
        late = dict(self._lanes)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await self._finishing.settle(seconds * 0.1)
        begun = [lane.begun.update_id for lane in late.values() if lane.begun is not None]
        try:
            async with asyncio.timeout(seconds * 0.1):
                await self._inbox.release(begun)
        except (DatabaseAway, TimeoutError):
            _log.info("没来得及交还手上的对话，租约到期后会有人接着答")
        return len(begun)

    async def _accept(self, lots: Sequence[Sequence[Arrival]]) -> Sequence[None]:
        arrivals = {one.update_id: one for lot in lots for one in lot}
        # Not before it has begun, nor after it has begun to end
        room = self._room() if self._tasks and not self._is_ending else 0
        began = time.monotonic()
        try:
            accepted = await self._inbox.accept(list(arrivals.values()), room, self._held())
        except DatabaseAway as error:
            self._database_is_away(error)
            raise
        self._metrics.received.inc(len(accepted.new))
        self._metrics.repeated.inc(sum(map(len, lots)) - len(accepted.new))
        self._begin(accepted.claimed, began)
        if accepted.new and len(accepted.claimed) >= room:
            self._may_be_more = True
            self._woken.set()
        return [None] * len(lots)

    async def _keep_taking(self) -> NoReturn:
        while True:
            await self._take_lanes()

    async def _take_lanes(self) -> None:
        """Lease what is free and wait until there may be more."""
        self._woken.clear()
        room = self._room()
        began = time.monotonic()
        held = self._held()
        claimed: Sequence[Sequence[Letter]] = ()
        if room > 0:
            try:
                claimed = await self._inbox.claim(room, held, takes_over=self._may_take_over(began))
                if self._failures and not claimed:
                    await self._inbox.probe()
            except DatabaseAway as error:
                self._database_is_away(error)
                await self._rest()
                return
            except Exception:
                # Whatever it is, only trying again can help; health tells of it meanwhile
                _log.exception("收件箱读不了，过一会再试")
                self._database_is_away(DatabaseAway("收件箱读不了，原因在日志里"))
                await self._rest()
                return
            self._database_is_there(began)
        elif not self._failures:
            self._health.good(PART)
        self._begin(claimed, began)
        self._may_be_more = len(claimed) >= room
        if len(claimed) == room and self._room() > 0:
            return
        if not self._lanes:
            self._idle.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._woken.wait()

    def _begin(self, claimed: Sequence[Sequence[Letter]], leased_at: float) -> None:
        """Begin to work on lanes that were leased."""
        held = self._held()
        for letters in claimed:
            lane = _Lane(letters, leased_at)
            # It may be free again before the task that has given it back has heard of that
            task = asyncio.create_task(self._drive(lane, held.get(letters[0].lane)))
            self._lanes[task] = lane
            task.add_done_callback(self._leave)
        self._metrics.busy.set(len(self._lanes))

    def _held(self) -> dict[int, asyncio.Task[None]]:
        """The lanes in hand, and who works on each."""
        return {lane.letters[0].lane: task for task, lane in self._lanes.items()}

    def _room(self) -> int:
        """How many more lanes to take: a few more than there are places, so that other processes have some too."""
        at_hand = len(self._lanes) - self._places.paused
        return min(self._places.width * 4 - at_hand, MAX_LANES - len(self._lanes))

    def _leave(self, task: asyncio.Task[None]) -> None:
        del self._lanes[task]
        # A few at once cost no more than one
        has_room = self._may_be_more and self._room() >= self._places.width * 2
        if has_room or (self._is_draining and not self._lanes):
            self._woken.set()

    async def _drive(self, lane: _Lane, before: asyncio.Task[None] | None) -> None:
        """Work on the letters of a lane, one after the other, once whoever had it ``before`` is through."""
        if before is not None:
            await asyncio.wait({before})
        for place, letter in enumerate(lane.letters):
            with logging_about(letter.update_id):
                async with self._places:
                    if self._is_ending or not self._is_surely_ours(lane):
                        return
                    lane.begun = letter
                    outcome = await self._attempt(letter)
                follows = (
                    outcome.fate is not Fate.LATER and place + 1 < len(lane.letters) and not self._is_ending
                )
                following = lane.letters[place + 1] if follows else None
                # From here on it is finished whatever happens to this task
                lane.begun = None
                is_ours = await self._finishing.add(replace(outcome, following=following))
                if following is None or not is_ours:
                    return

    async def _attempt(self, letter: Letter) -> Outcome:
        """Work on a letter once."""
        turn = Turn(self._inbox.clock())
        began = time.monotonic()
        try:
            if letter.tries >= MAX_TRIES:
                raise ProcessDied(f"处理到一半时进程死了 {letter.tries} 次")
            with working_in(turn):
                await self._craft.work(letter)
        except Exception as error:
            return await self._failed(letter, error)
        self._metrics.work.observe(time.monotonic() - began)
        self._metrics.answered.observe(
            (turn.at - letter.received_at).total_seconds() + time.monotonic() - began
        )
        return Outcome(letter, Fate.DONE, turn)

    async def _failed(self, letter: Letter, error: Exception) -> Outcome:
        name = type(error).__name__
        trouble = Trouble.FINAL if isinstance(error, ProcessDied) else self._craft.judge(error)
        if trouble is Trouble.PASSING:
            _log.warning("现在答不了，过一会再试：%s", name)
            return Outcome(letter, Fate.LATER, error=name, resume_at=self._inbox.clock() + PASSING_PAUSE)
        failures = letter.failures + 1
        if trouble is Trouble.ITS_OWN and failures < MAX_FAILURES:
            _log.warning("处理失败 %d 次，再试一次：%s", failures, name)
            pause = FAILURE_PAUSE * (failures - 1)
            return Outcome(
                letter, Fate.LATER, error=name, resume_at=self._inbox.clock() + pause, is_failure=True
            )
        try:
            await self._craft.give_up(letter, error)
        except Exception:
            _log.exception("放弃一条消息时又出了错")
        return Outcome(letter, Fate.ASIDE, error=f"{name}: {error}", is_failure=True)

    async def _finish(self, outcomes: Sequence[Outcome]) -> Sequence[bool]:
        """Record outcomes, however long the database is away: the answers are out."""
        try:
            finished = await self._patiently(outcomes)
        except Exception:
            if len(outcomes) > 1:
                # One of them cannot be stored; the others can
                return [result for one in outcomes for result in await self._finish([one])]
            if outcomes[0].turn is None:
                raise
            _log.exception("这条消息带来的改变存不下，只记它已经答过")
            return await self._finish([replace(outcomes[0], turn=None)])
        for one in outcomes:
            self._metrics.finished.labels(one.fate.value).inc()
        if finished.lost:
            self._metrics.lost_lanes.inc(len(finished.lost))
            _log.warning("%d 个对话已经被别的进程接手", len(finished.lost))
        if finished.has_more or any(one.fate is Fate.LATER for one in outcomes):
            self._woken.set()
        return [one.letter.lane not in finished.lost for one in outcomes]

    async def _patiently(self, outcomes: Sequence[Outcome]) -> Finished:
        while True:
            try:
                return await self._inbox.finish(outcomes)
            except DatabaseAway as error:
                self._database_is_away(error)
            await self._rest()

    async def _rest(self) -> None:
        """Pause, the longer the longer it has been in vain."""
        await self._sleep(min(FIRST_PAUSE * 2 ** min(self._failures, 10), LONGEST_PAUSE))

    async def _keep_renewing(self) -> NoReturn:
        """Keep our leases from running out."""
        while True:
            await self._sleep(self._lease / 3)
            began = time.monotonic()
            held = self._held()
            try:
                if held:
                    await self._inbox.renew(held)
                self._renewed_at = began
            except DatabaseAway as error:
                self._database_is_away(error)
            except Exception:
                _log.exception("租约续不了，过一会再试")

    def _is_surely_ours(self, lane: _Lane) -> bool:
        """Whether nobody else can have taken a lane over, work of a fifth of the lease included."""
        return time.monotonic() < max(lane.leased_at, self._renewed_at) + self._lease * 0.8

    def _may_take_over(self, now: float) -> bool:
        """Whether leases that ran out mean that their owners are gone: not just after the database was away."""
        return self._away_at is None or now - self._away_at > self._lease

    def _database_is_away(self, error: DatabaseAway) -> None:
        self._away_at = time.monotonic()
        self._failures += 1
        self._metrics.database.inc()
        self._health.bad(PART, str(error))
        if self._failures == 1:
            _log.error("%s；没存的消息 Telegram 会再送，没答的会接着答", error)

    def _database_is_there(self, asked_at: float) -> None:
        """It has answered; which says nothing where it was asked before it went away."""
        if self._away_at is not None and asked_at < self._away_at:
            return
        if self._failures:
            _log.info("数据库又能用了（失败 %d 次之后）", self._failures)
        self._failures = 0
        self._health.good(PART)
