"""``make serve``: from the settings to a running bot, and its orderly end."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Coroutine
from typing import Any

from telegram.error import InvalidToken

from bot.assistant import Assistant
from bot.channels.telegram.channel import Channel
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.logs import start_logging
from bot.channels.telegram.profile import introduce
from bot.channels.telegram.receiving import Accept, Polling, Receiver
from bot.channels.telegram.retrying import Pause, persist
from bot.channels.telegram.transport import Client, build_bot, read_token, read_webhook_url
from bot.opening import open_assistant
from bot.settings import Settings, SettingsError

# Of the five seconds that a supervisor gives, what running work may take
DRAIN_SECONDS = 3.5

_log = logging.getLogger(__name__)


def serve(settings: Settings) -> int:
    """Run the bot until SIGTERM or Ctrl-C; returns the exit code.

    Raises:
        SettingsError: without a token, with one that Telegram refuses, or without the address of a webhook.
        KnowledgeError: if the knowledge does not pass.
    """
    start_logging(read_token(settings))
    if settings.telegram_mode == "webhook":
        read_webhook_url(settings)
    asyncio.run(_serve(settings, open_assistant(settings)))
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
    """Serve until ``stop`` is set.

    Raises:
        SettingsError: if the server refuses the token or the address of the webhook.
    """
    bot = build_bot(settings)
    ending = asyncio.create_task(stop.wait())
    try:
        if await _unless(ending, connect(bot)):
            await _answer(ending, settings, bot, assistant)
    finally:
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)
        await bot.shutdown()


async def connect(bot: Client, pause: Pause = asyncio.sleep) -> bool:
    """Get to know the server, however long it is away; returns that it is there.

    Raises:
        SettingsError: if the server refuses the token.
    """
    try:
        await persist(bot.initialize, pause)
    except InvalidToken:
        raise SettingsError(
            "服务器不认 TELEGRAM_BOT_TOKEN：请从 @BotFather 那里重新复制（/mybots → API Token），"
            "用自建服务器的也请核对 TELEGRAM_API_BASE_URL"
        ) from None
    return True


async def _answer(ending: asyncio.Task[bool], settings: Settings, bot: Client, assistant: Assistant) -> None:
    """Receive and answer until told to end, then finish what was begun."""
    channel = Channel(bot, assistant, rich=getattr(settings, "telegram_rich_tables", False))
    lanes = Lanes(channel.handle)
    receiver = _receiver(settings, bot, lanes.accept)
    introducing = asyncio.create_task(introduce(bot))
    _log.info("@%s 已上线，知识版本 %s", bot.username, assistant.knowledge.version)
    try:
        await _unless(ending, receiver.run())
    finally:
        left = await lanes.drain(DRAIN_SECONDS)
        await receiver.confirm()
        introducing.cancel()
        await asyncio.gather(introducing, return_exceptions=True)
    _log.info("已停止%s", f"，还有 {left} 条没答完" if left else "")


def _receiver(settings: Settings, bot: Client, accept: Accept) -> Receiver:
    if settings.telegram_mode == "polling":
        return Polling(bot, accept)
    # An HTTP server is needed in this mode only
    from bot.channels.telegram.webhook import Webhook

    return Webhook(settings, bot, accept)


async def _unless(ending: asyncio.Task[bool], work: Coroutine[Any, Any, bool]) -> bool:
    """The result of ``work``, or ``False`` if the end comes first; what ``work`` raises is raised."""
    task = asyncio.create_task(work)
    await asyncio.wait({task, ending}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        return await task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return False
