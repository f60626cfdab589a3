"""How many updates are worked on at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Places:
    """A number of places. Whoever has to wait for a server leaves its place to others meanwhile.

    So a chat that the server holds back (429) holds back no other. ``paused`` says how many wait so.
    """

    def __init__(self, width: int, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._free = asyncio.Semaphore(width)
        self._sleep = sleep
        self.width = width
        self.paused = 0

    async def __aenter__(self) -> None:
        await self._free.acquire()

    async def __aexit__(self, *unused: object) -> None:
        self._free.release()

    async def pause(self, seconds: float) -> None:
        """Wait without a place; for use by whoever has one."""
        self._free.release()
        self.paused += 1
        try:
            await self._sleep(seconds)
        finally:
            self.paused -= 1
            await self._free.acquire()
