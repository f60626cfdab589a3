"""Running a bot within a test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.assistant import Assistant
from bot.channels.telegram.serving import run
from bot.moderation.live import LiveKnowledge
from bot.settings import Settings
from bot.storage import open_storage
from tests.botapi import BotApiServer

STOP_SECONDS = 5.0


@cache
def _empty_database() -> bytes:
    """A database with its tables: to copy one is quicker than to make one."""

    async def make(address: str) -> None:
        async with open_storage(address):
            pass

    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        file = Path(folder) / "jiewen.db"
        thread.submit(asyncio.run, make(f"sqlite:///{file}")).result()
        return file.read_bytes()


def settings_for(server: BotApiServer, **more: object) -> Settings:
    """Settings that lead to a server, and to a database that lasts as long."""
    file = server.folder / "jiewen.db"
    if not file.exists():
        file.write_bytes(_empty_database())
    return Settings.model_validate(
        {
            "telegram_bot_token": server.token,
            "telegram_api_base_url": server.base_url,
            "jiewen_database_url": f"sqlite:///{file}",
            # A test says in a second what people say in an hour
            "jiewen_limit_person_per_minute": 0,
            "jiewen_limit_chat_per_minute": 0,
            "telegram_api_base_file_url": server.base_url.replace("/bot", "/file/bot"),
            **more,
        }
    )


@asynccontextmanager
async def serving(
    settings: Settings, assistant: Assistant, live: LiveKnowledge | None = None
) -> AsyncIterator[asyncio.Event]:
    """A running bot, stopped in good order at the end."""
    stop = asyncio.Event()
    running = asyncio.create_task(run(settings, assistant, stop, live))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(running, STOP_SECONDS)
