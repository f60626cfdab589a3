"""The day of messages that the documentation shows, played from beginning to end."""

from __future__ import annotations

import logging

import pytest

from bot.assistant import Assistant
from bot.settings import Settings
from tests.bot.channels.telegram.running import serving
from tests.bot.channels.telegram.transcript import Play, play
from tests.botapi import BotApiServer


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_forty_mixed_messages_and_presses(
    mode: str,
    server: BotApiServer,
    settings: Settings,
    webhook: Settings,
    assistant: Assistant,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with serving(webhook if mode == "webhook" else settings, assistant):
        found = Play(server)
        await play(found)
    assert found.number >= 40
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert all(picture.startswith(b"\x89PNG") for picture in found.pictures.values())
    assert server.state.outbox.empty()
    assert bool(server.calls_of("getUpdates")) == (mode == "polling")
