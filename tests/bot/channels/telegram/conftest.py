"""A bot that really polls a server on loopback, and somebody who writes to it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import pytest

from bot.assistant import Assistant
from bot.settings import Settings
from tests.bot.channels.telegram.running import serving, settings_for
from tests.botapi import BotApiServer, Person


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A Bot API server without a bot."""
    async with BotApiServer() as running:
        yield running


@pytest.fixture
def settings(server: BotApiServer) -> Settings:
    """Settings that lead to the server."""
    return settings_for(server)


@pytest.fixture
def webhook(server: BotApiServer) -> Settings:
    """Settings for a webhook on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return settings_for(
        server,
        telegram_mode="webhook",
        telegram_webhook_port=port,
        telegram_webhook_url=f"http://127.0.0.1:{port}/telegram",
    )


@pytest.fixture
async def person(server: BotApiServer, settings: Settings, assistant: Assistant) -> AsyncIterator[Person]:
    """Somebody in a private chat with a bot that polls."""
    async with serving(settings, assistant):
        yield Person(server)
