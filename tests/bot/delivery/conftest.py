"""A worker on a real inbox, with work that a test decides."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.delivery import Craft, Places, Trouble, Worker
from bot.storage import Address, Arrival, Letter, Storage
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.telemetry import Health, Metrics

Work = Callable[[Letter], Awaitable[None]]
BEGINNING = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
PATIENCE = 10.0


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that tells nobody."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


class Post:
    """A process that works on an inbox, and what came of it."""

    def __init__(self, database: Database, work: Work, owner: str = "one", width: int = 8) -> None:
        self.now = BEGINNING
        self.storage = Storage(database, self.clock, owner=owner)
        self.metrics, self.health = Metrics(), Health()
        self.places = Places(width)
        self.given_up: list[tuple[int, Exception]] = []
        self.pauses: list[float] = []
        self.trouble = Trouble.ITS_OWN
        craft = Craft(work, lambda error: self.trouble, self._give_up)
        self.worker = Worker(self.storage.inbox, craft, self.places, self.metrics, self.health, self._sleep)

    def clock(self) -> dt.datetime:
        """The time, which each look moves on, so that what is put off comes again."""
        self.now += dt.timedelta(milliseconds=1)
        return self.now

    async def take(self, *updates: tuple[int, int]) -> None:
        """Take in updates: number and chat."""
        await self.worker.accept([Arrival(number, chat, chat, "{}") for number, chat in updates])

    async def until_idle(self) -> None:
        """Wait until nothing waits."""
        async with asyncio.timeout(PATIENCE):
            while (await self.storage.inbox.counts()).waiting:
                self.worker._woken.set()
                await asyncio.sleep(0.001)

    async def let_pass(self, pause: dt.timedelta, condition: Callable[[], bool]) -> None:
        """Let pauses go by, one whenever nothing is being done, until something has happened."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                if not self.worker._lanes:
                    self.now += pause
                    self.worker._woken.set()
                await asyncio.sleep(0.001)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work meanwhile; ended in good order."""
        self.worker.start()
        try:
            yield
        finally:
            await self.worker.drain(0.1)

    async def _give_up(self, letter: Letter, error: Exception) -> None:
        self.given_up.append((letter.update_id, error))

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(3600 if seconds > 4 else 0.001)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with its tables."""
    database = Database(Address.read(f"sqlite:///{tmp_path / 'jiewen.db'}"))
    await migrate(database)
    yield database
    await database.close()
