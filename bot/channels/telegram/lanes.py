"""One chat in order, chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

from bot.channels.telegram.receiving import RawUpdate

WIDTH = 8  # chats worked on at once; more is slower for quick work
MAX_WAITING = 1000  # updates in memory; beyond it the receiver waits

_log = logging.getLogger(__name__)


class Lanes:
    """Takes updates in and works on them: those of one chat in order, several chats at a time.

    It keeps them in memory only. A durable inbox stands in front of it: it stores an update before ``accept``
    returns, and marks it done after ``work`` returned.
    """

    def __init__(
        self,
        work: Callable[[RawUpdate], Awaitable[None]],
        width: int = WIDTH,
        max_waiting: int = MAX_WAITING,
    ) -> None:
        self._work = work
        self._lanes: dict[Hashable, deque[RawUpdate]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(width)
        self._room = asyncio.Semaphore(max_waiting)

    async def accept(self, update: RawUpdate) -> None:
        """Take an update in; waits while there is no room."""
        await self._room.acquire()
        key = lane_of(update)
        lane = self._lanes.get(key)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[key] = deque([update])
        task = asyncio.create_task(self._drive(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float | None = None) -> int:
        """Wait until all is done, at most ``seconds``; returns how many updates are left."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        left = sum(len(lane) for lane in self._lanes.values())
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        return left

    async def _drive(self, key: Hashable) -> None:
        lane = self._lanes[key]
        try:
            while lane:
                async with self._places:
                    await self._do(lane[0])
                lane.popleft()
                self._room.release()
        finally:
            if not lane:
                del self._lanes[key]

    async def _do(self, update: RawUpdate) -> None:
        try:
            await self._work(update)
        except Exception:
            # The next message of this chat has a right to its answer
            _log.exception("消息 %s 没能处理完", update.get("update_id"))


def lane_of(update: RawUpdate) -> Hashable:
    """What an update has to stay in order with: its chat, or its user where there is no chat.

    >>> lane_of({"update_id": 1, "message": {"chat": {"id": 7}, "from": {"id": 8}}})
    7
    >>> lane_of({"update_id": 1, "inline_query": {"from": {"id": 8}}})
    8
    """
    for content in update.values():
        if not isinstance(content, dict):
            continue
        message = content.get("message")
        for place in (content, message if isinstance(message, dict) else {}):
            chat = place.get("chat")
            if isinstance(chat, dict) and "id" in chat:
                return int(chat["id"])
        user = content.get("from")
        if isinstance(user, dict) and "id" in user:
            return int(user["id"])
    return None
