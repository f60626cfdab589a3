"""Fetching updates by long polling. An update is confirmed only after it was accepted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.constants import PollingLimit, UpdateType
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.transport import Client

RawUpdate = dict[str, Any]
# Returns once the update is safe: from then on Telegram may forget it
Accept = Callable[[RawUpdate], Awaitable[None]]

ALLOWED_UPDATES = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
    UpdateType.MY_CHAT_MEMBER,
]
LONG_POLL_SECONDS = 30
CONFIRM_SECONDS = 1.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0

_log = logging.getLogger(__name__)


class Polling:
    """Asks for updates and hands each one on, raw, in order.

    Args:
        bot: an initialised bot.
        accept: returns once the update is safe.
        pause: waits so many seconds after a failure; a seam for tests.
    """

    def __init__(
        self,
        bot: Client,
        accept: Accept,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        long_poll: int = LONG_POLL_SECONDS,
    ) -> None:
        self._bot = bot
        self._accept = accept
        self._pause = pause
        self._long_poll = long_poll
        self._offset: int | None = None
        self._failures = 0

    async def run(self) -> None:
        """Poll until cancelled. Whatever the server answers, polling goes on."""
        while True:
            try:
                for update in await self._fetch(self._long_poll):
                    self._recovered()
                    await self._accept(update)
                    self._offset = int(update["update_id"]) + 1
                self._recovered()
            except TelegramError as error:
                self._failures += 1
                await self._pause(self._pause_after(error))
            except Exception:
                # Not accepted, so not confirmed: the same update comes again
                self._failures += 1
                _log.exception("收下的消息没能存好，过一会再收")
                await self._pause(self._growing_pause())

    async def confirm(self) -> None:
        """Tell the server what was accepted, so that it is not sent again at the next start."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._fetch(0)
        except (TelegramError, TimeoutError):
            _log.info("没来得及确认最后一批消息，下次启动会再收到")

    async def _fetch(self, seconds: int) -> list[RawUpdate]:
        request: dict[str, Any] = {
            "allowed_updates": ALLOWED_UPDATES,
            "limit": PollingLimit.MAX_LIMIT if seconds else PollingLimit.MIN_LIMIT,
        }
        if self._offset is not None:
            request["offset"] = self._offset
        return await self._bot.fetch_updates(request, seconds)

    def _pause_after(self, error: TelegramError) -> float:
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            return float(wait if isinstance(wait, int) else wait.total_seconds())
        if isinstance(error, Conflict):
            _log.error("另有一个程序在用同一个令牌收消息，或设过 webhook；请只留一个")
        elif isinstance(error, InvalidToken):
            _log.error("服务器不认这个令牌或地址；TELEGRAM_BOT_TOKEN 可能已被 @BotFather 作废")
        elif self._failures == 1:
            _log.warning("收消息失败，过一会再试：%s", type(error).__name__)
        return self._growing_pause()

    def _growing_pause(self) -> float:
        return float(min(FIRST_PAUSE * 2 ** min(self._failures - 1, 10), LONGEST_PAUSE))

    def _recovered(self) -> None:
        if self._failures:
            _log.info("又能收到消息了（失败 %d 次之后）", self._failures)
            self._failures = 0
