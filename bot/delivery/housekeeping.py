"""What has to be done from time to time: counting, showing that we live, deleting what is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import NoReturn

from bot.storage import DatabaseAway, Storage
from bot.telemetry import Metrics

ROUND_SECONDS = 15.0
SWEEP_ROUNDS = 240  # an hour
LEAVE_SECONDS = 0.3

_log = logging.getLogger(__name__)


class Housekeeping:
    """Goes round.

    Args:
        storage: what is looked after.
        metrics: where counts are shown.
        knowledge: tells the version that is served now.
        sleep: waits; a seam for tests.
    """

    def __init__(
        self,
        storage: Storage,
        metrics: Metrics,
        knowledge: Callable[[], str],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._storage = storage
        self._metrics = metrics
        self._knowledge = knowledge
        self._sleep = sleep
        self._rounds = 0
        self._disagreed = 0

    async def run(self) -> NoReturn:
        """Go round until cancelled."""
        while True:
            try:
                await self.go_round()
            except DatabaseAway:
                # The worker says so
                _log.debug("数据库不在，这一轮跳过")
            except Exception:
                _log.exception("例行维护出错，下一轮再做")
            await self._sleep(ROUND_SECONDS)

    async def go_round(self) -> None:
        """One round.

        Raises:
            DatabaseAway: if the database cannot be used now.
        """
        await self._show()
        await self._count()
        self._rounds += 1
        if self._rounds % SWEEP_ROUNDS == 1:
            deleted = await self._storage.retention.sweep()
            if any(deleted.values()):
                _log.info(
                    "到期的已删：%s", "，".join(f"{name} {rows}" for name, rows in deleted.items() if rows)
                )

    async def leave(self) -> None:
        """Say goodbye to the other processes."""
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                await self._storage.replicas.leave()
        except (DatabaseAway, TimeoutError):
            _log.debug("数据库不在，没能告别")

    async def _show(self) -> None:
        version = self._knowledge()
        alive = await self._storage.replicas.show(version)
        versions = {one.knowledge for one in alive}
        self._metrics.replicas.set(len(alive))
        self._metrics.versions.set(len(versions))
        self._disagreed = self._disagreed + 1 if len(versions) > 1 else 0
        # Not all of them are restarted, or have reloaded, at the same moment
        if self._disagreed == 3:
            _log.error(
                "几个进程用的知识版本不一样：%s；请让它们用同一个知识文件夹", "、".join(sorted(versions))
            )

    async def _count(self) -> None:
        counts = await self._storage.inbox.counts()
        self._metrics.waiting.set(counts.waiting)
        self._metrics.aside.set(counts.aside)
        age = (self._storage.inbox.clock() - counts.oldest).total_seconds() if counts.oldest else 0.0
        self._metrics.oldest.set(max(age, 0.0))
