"""Counting questions as they are answered; written down from time to time, so that no answer waits for it."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import NoReturn

from bot.replies.model import ReplyKind
from bot.storage import DayKind, StorageError, Tallies

DayCounts = Mapping[dt.date, Mapping[ReplyKind, int]]

# What a killed process has not written down yet is lost: counts of so many seconds
WRITE_SECONDS = 10.0
LAST_WRITE_SECONDS = 0.3

_log = logging.getLogger(__name__)


class Tally:
    """Counts in memory, and keeps the counts in the database.

    Args:
        tallies: the counts of all processes.
        today: the day that a question belongs to.
    """

    def __init__(self, tallies: Tallies, today: Callable[[], dt.date]) -> None:
        self._tallies = tallies
        self._today = today
        self._counted: Counter[DayKind] = Counter()

    def add(self, kind: ReplyKind) -> None:
        """Count one question."""
        self._counted[self._today(), kind.value] += 1

    async def between(self, first: dt.date, last: dt.date) -> DayCounts:
        """The counts of the days from ``first`` to ``last``; raises ``StorageError``."""
        await self.write()
        found: dict[dt.date, dict[ReplyKind, int]] = {}
        for (day, kind), count in (await self._tallies.between(first, last)).items():
            found.setdefault(day, {})[ReplyKind(kind)] = count
        return found

    async def write(self) -> None:
        """Write down what was counted; raises ``StorageError``, and nothing is lost then."""
        counted, self._counted = self._counted, Counter()
        try:
            await self._tallies.add(counted)
        except StorageError:
            self._counted.update(counted)
            raise

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> NoReturn:
        """Write down from time to time, until cancelled, and then once more."""
        try:
            while True:
                await sleep(WRITE_SECONDS)
                await self._try()
        finally:
            # A database that is away must not hold back the end
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WRITE_SECONDS):
                    await self._try()

    async def _try(self) -> None:
        try:
            await self.write()
        except StorageError:
            _log.debug("数据库不在，计数下次再写")
