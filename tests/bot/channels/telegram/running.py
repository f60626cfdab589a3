"""Running a bot within a test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.assistant import Assistant
from bot.channels.telegram.serving import run
from bot.settings import Settings
from tests.botapi import BotApiServer

STOP_SECONDS = 5.0


def settings_for(server: BotApiServer, **more: object) -> Settings:
    """Settings that lead to a server."""
    return Settings.model_validate(
        {
            "telegram_bot_token": server.token,
            "telegram_api_base_url": server.base_url,
            "telegram_api_base_file_url": server.base_url.replace("/bot", "/file/bot"),
            **more,
        }
    )


@asynccontextmanager
async def serving(settings: Settings, assistant: Assistant) -> AsyncIterator[asyncio.Event]:
    """A running bot, stopped in good order at the end."""
    stop = asyncio.Event()
    running = asyncio.create_task(run(settings, assistant, stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(running, STOP_SECONDS)
