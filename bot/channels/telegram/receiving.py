"""Fetching updates by long polling. An update is confirmed only after it was accepted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from telegram.constants import PollingLimit, UpdateType
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.retrying import Pause, growing_pause, pause_after
from bot.channels.telegram.transport import Client
from bot.storage import DatabaseAway

RawUpdate = dict[str, Any]
Accept = Callable[[Sequence[RawUpdate]], Awaitable[None]]
"""Returns once updates are safe: from then on Telegram may forget them. All of them or, if it raises, none."""
Watch = Callable[[str], None]
"""Is told of each turn: what is wrong, or nothing."""

ALLOWED_UPDATES = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
    UpdateType.MY_CHAT_MEMBER,
]
LONG_POLL_SECONDS = 30
CONFIRM_SECONDS = 1.0
SIGN_SECONDS = 30.0
SOONEST_SECONDS = 0.5  # an empty answer sooner than this is no long polling

_log = logging.getLogger(__name__)


class Receiver(Protocol):
    """Gets updates from Telegram and hands each one on, raw, in order."""

    async def run(self) -> bool:
        """Receive until cancelled."""

    async def confirm(self) -> None:
        """Tell the server at the end what was accepted, so that it is not sent again at the next start."""


class Polling:
    """Asks for updates.

    Args:
        bot: an initialised bot.
        accept: returns once updates are safe; if it raises, they come again.
        pause: waits so many seconds after a failure; a seam for tests.
        long_poll: how many seconds the server may wait for an update.
        watch: is told of each turn.
    """

    def __init__(
        self,
        bot: Client,
        accept: Accept,
        pause: Pause = asyncio.sleep,
        long_poll: int = LONG_POLL_SECONDS,
        watch: Watch = lambda complaint: None,
    ) -> None:
        self._bot = bot
        self._accept = accept
        self._pause = pause
        self._long_poll = long_poll
        self._watch = watch
        self._offset: int | None = None
        self._failures = 0
        self._is_ours = False

    async def run(self) -> bool:
        """Poll until cancelled. Whatever the server answers, polling goes on."""
        while True:
            try:
                await self._take_turns()
            except TelegramError as error:
                self._failures += 1
                await self._rest(pause_after(error, self._failures), self._complain(error))
            except DatabaseAway:
                # Whoever keeps the database has said so
                self._failures += 1
                await self._rest(growing_pause(self._failures), "收下的消息存不了")
            except Exception:
                # Not accepted, so not confirmed: the same update comes again
                self._failures += 1
                if self._failures == 1:
                    _log.exception("收下的消息没能存好，过一会再收")
                await self._rest(growing_pause(self._failures), "收下的消息存不了")

    async def confirm(self) -> None:
        """Move the offset past what was accepted."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._fetch(0)
        except (TelegramError, TimeoutError):
            _log.info("没来得及确认最后一批消息，下次启动会再收到")

    async def _rest(self, seconds: float, complaint: str) -> None:
        """Pause, but not without a sign of life."""
        while True:
            self._watch(complaint)
            await self._pause(min(seconds, SIGN_SECONDS))
            seconds -= SIGN_SECONDS
            if seconds <= 0:
                return

    async def _take_turns(self) -> None:
        if not self._is_ours:
            # An address set earlier would keep the updates from us; those that wait are kept
            await self._bot.delete_webhook(drop_pending_updates=False)
            self._is_ours = True
        while True:
            began = asyncio.get_running_loop().time()
            batch = await self._fetch(self._long_poll)
            if not batch and asyncio.get_running_loop().time() - began < SOONEST_SECONDS:
                # A server that does not wait would be asked without end
                await self._pause(SOONEST_SECONDS)
            if batch:
                await self._accept(batch)
                self._offset = int(batch[-1]["update_id"]) + 1
            self._watch("")
            if self._failures:
                _log.info("又能收到消息了（失败 %d 次之后）", self._failures)
                self._failures = 0

    async def _fetch(self, seconds: int) -> list[RawUpdate]:
        request: dict[str, Any] = {
            "allowed_updates": ALLOWED_UPDATES,
            "limit": PollingLimit.MAX_LIMIT if seconds else PollingLimit.MIN_LIMIT,
        }
        if self._offset is not None:
            request["offset"] = self._offset
        return await self._bot.fetch_updates(request, seconds)

    def _complain(self, error: TelegramError) -> str:
        """Log what is wrong, and say it."""
        if isinstance(error, Conflict):
            # Set by somebody else meanwhile, or another program with the same token
            self._is_ours = False
            complaint = "另有一个程序在用同一个令牌收消息，或设了 webhook；请只留一个"
            _log.error(complaint)
        elif isinstance(error, InvalidToken):
            complaint = "服务器不认这个令牌或地址；TELEGRAM_BOT_TOKEN 可能已被 @BotFather 作废"
            _log.error(complaint)
        else:
            complaint = f"收消息失败，过一会再试：{type(error).__name__}"
            if self._failures == 1:
                _log.warning(complaint)
        return complaint
