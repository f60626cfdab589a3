"""A bot that really polls a server on loopback, and somebody who writes to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.assistant import Assistant
from bot.channels.telegram.serving import run
from bot.settings import Settings
from tests.botapi import BotApiServer, Person


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A Bot API server without a bot."""
    async with BotApiServer() as running:
        yield running


@pytest.fixture
def settings(server: BotApiServer) -> Settings:
    """Settings that lead to the server."""
    return Settings(
        _env_file=None,
        telegram_bot_token=server.token,
        telegram_api_base_url=server.base_url,
        telegram_api_base_file_url=server.base_url.replace("/bot", "/file/bot"),
    )


@pytest.fixture
async def person(server: BotApiServer, settings: Settings, assistant: Assistant) -> AsyncIterator[Person]:
    """Somebody in a private chat with a bot that polls."""
    stop = asyncio.Event()
    running = asyncio.create_task(run(settings, assistant, stop))
    yield Person(server)
    stop.set()
    await asyncio.wait_for(running, 5.0)
