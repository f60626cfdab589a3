"""``make serve``: from the settings to a running bot, and its orderly end."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.assistant import Assistant
from bot.channels.telegram.channel import Channel
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.logs import start_logging
from bot.channels.telegram.receiving import FIRST_PAUSE, LONGEST_PAUSE, Polling
from bot.channels.telegram.transport import Client, build_bot, read_token
from bot.opening import open_assistant
from bot.settings import Settings, SettingsError

# Of the five seconds that a supervisor gives, what running work may take
DRAIN_SECONDS = 3.5

_log = logging.getLogger(__name__)


def serve(settings: Settings) -> int:
    """Run the bot until SIGTERM or Ctrl-C; returns the exit code.

    Raises:
        SettingsError: without a token, or with one that Telegram refuses.
        KnowledgeError: if the knowledge does not pass.
    """
    start_logging(read_token(settings))
    assistant = open_assistant(settings)
    asyncio.run(_serve(settings, assistant))
    return 0


async def _serve(settings: Settings, assistant: Assistant) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: stop.set())
    await run(settings, assistant, stop)


async def run(settings: Settings, assistant: Assistant, stop: asyncio.Event) -> None:
    """Serve until ``stop`` is set."""
    bot = build_bot(settings)
    ending = asyncio.create_task(stop.wait())
    starting = asyncio.create_task(connect(bot))
    try:
        await asyncio.wait({starting, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            return
        await starting
        await _answer_until(ending, bot, assistant)
    finally:
        for task in (starting, ending):
            task.cancel()
        await asyncio.gather(starting, ending, return_exceptions=True)
        await bot.shutdown()


async def connect(bot: Bot, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Get to know the server, however long it is away.

    Raises:
        SettingsError: if the server refuses the token.
    """
    wait = FIRST_PAUSE
    while True:
        try:
            await bot.initialize()
            # An address set earlier would keep the updates from us; those that wait are kept
            await bot.delete_webhook(drop_pending_updates=False)
            return
        except InvalidToken:
            raise SettingsError(
                "服务器不认 TELEGRAM_BOT_TOKEN：请从 @BotFather 那里重新复制（/mybots → API Token），"
                "用自建服务器的也请核对 TELEGRAM_API_BASE_URL"
            ) from None
        except NetworkError as error:
            _log.warning("连不上 Telegram，%d 秒后再试：%s", wait, type(error).__name__)
        except RetryAfter as error:
            seconds = error.retry_after
            wait = float(seconds if isinstance(seconds, int) else seconds.total_seconds())
        await pause(wait)
        wait = min(wait * 2, LONGEST_PAUSE)


async def _answer_until(ending: asyncio.Task[bool], bot: Client, assistant: Assistant) -> None:
    lanes = Lanes(Channel(bot, assistant).handle)
    polling = Polling(bot, lanes.accept)
    receiving = asyncio.create_task(polling.run())
    _log.info("@%s 已上线，知识版本 %s", bot.username, assistant.knowledge.version)
    await asyncio.wait({receiving, ending}, return_when=asyncio.FIRST_COMPLETED)
    receiving.cancel()
    await asyncio.gather(receiving, return_exceptions=True)
    left = await lanes.drain(DRAIN_SECONDS)
    await polling.confirm()
    _log.info("已停止%s", f"，还有 {left} 条没答完" if left else "")
