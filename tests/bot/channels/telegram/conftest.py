"""A bot that really polls a server on loopback, and somebody who writes to it."""

from __future__ import annotations

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
async def person(server: BotApiServer, settings: Settings, assistant: Assistant) -> AsyncIterator[Person]:
    """Somebody in a private chat with a bot that polls."""
    async with serving(settings, assistant):
        yield Person(server)
