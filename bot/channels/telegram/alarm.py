"""Telling moderators that questions fail: they know the operator, and can say what was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from bot.replies.model import Reply, ReplyKind

# Where one question fails many do, and one message is enough
QUIET = dt.timedelta(hours=1)

Tell = Callable[[Reply], Awaitable[None]]


class Alarm:
    """Says so at the first failure, then at most once an hour with how many there were.

    Args:
        tell: sends something to all moderators.
        clock: the time.
    """

    def __init__(self, tell: Tell, clock: Callable[[], dt.datetime]) -> None:
        self._tell = tell
        self._clock = clock
        self._count = 0
        self._last: dt.datetime | None = None

    async def set_aside(self) -> None:
        """An update was set aside after failing time and again."""
        self._count += 1
        now = self._clock()
        if self._last is not None and now - self._last < QUIET:
            return
        count, self._count, self._last = self._count, 0, now
        await self._tell(
            Reply(
                ReplyKind.ANSWER,
                f"有 {count} 条消息试了几次都没能答，先放到一边了，发的人已经收到道歉。",
                (
                    "请告诉运维：原因在日志里；用 python -m bot database aside 看是哪几条，修好后用 retry 重新答。",
                ),
            )
        )
