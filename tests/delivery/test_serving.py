"""``python -m bot serve`` as an operator meets it: what it says when something is wrong, and how it ends."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.storage import open_storage
from tests.botapi import BotApiServer, Person
from tests.delivery import postgres
from tests.delivery.outages import outage
from tests.delivery.processes import Bot, Crowd, until_ready

WEBHOOK = {"telegram_mode": "webhook", "telegram_webhook_url": "https://bot.example.org/telegram"}


async def ended(bot: Bot) -> tuple[int, str]:
    """The exit code of a bot that ends by itself, and what it printed."""
    await bot.start()
    assert bot.process is not None
    try:
        return await asyncio.wait_for(bot.process.wait(), 60), bot.printed
    finally:
        await bot.kill()


@pytest.mark.parametrize(
    ("settings", "code", "word"),
    [
        ({"telegram_bot_token": ""}, 2, "TELEGRAM_BOT_TOKEN"),
        ({"telegram_webhook_url": "https://bot.example.org/x"}, 2, "TELEGRAM_MODE"),
        ({**WEBHOOK, "telegram_webhook_secret": "秘密"}, 2, "TELEGRAM_WEBHOOK_SECRET"),
        ({"jiewen_database_url": "jiewen.db"}, 2, "JIEWEN_DATABASE_URL"),
        ({"jiewen_limit_person_per_minut": "5"}, 2, "JIEWEN_LIMIT_PERSON_PER_MINUTE"),
        ({"jiewen_database_url": "postgresql://bot:hush@127.0.0.1:9/jiewen"}, 3, "数据库"),
        ({"jiewen_database_url": "sqlite:////proc/none/jiewen.db"}, 3, "文件夹"),
        ({"jiewen_knowledge_dir": "nowhere"}, 1, "nowhere"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
async def test_what_cannot_be_served_with(
    settings: dict[str, str], code: int, word: str, server: BotApiServer, tmp_path: Path
) -> None:
    found, printed = await ended(Bot(server, tmp_path, **settings))
    assert (found, word in printed) == (code, True), printed
    assert "Traceback" not in printed
    assert "hush" not in printed
    # Of knowledge that does not pass, everything that is wrong is told
    assert printed.count("\n") == 1 or code == 1


async def test_a_settings_file_with_slips(server: BotApiServer, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "TELEGRAM_MODE=webhock\nJIEWEN_MODERATOR=5\nJIEWEN_LOG_LEVEL=LOUD\n", encoding="utf-8"
    )
    code, printed = await ended(Bot(server, tmp_path))
    assert code == 2
    assert [any(name in line for line in printed.splitlines()) for name in
            ("TELEGRAM_MODE", "JIEWEN_MODERATOR", "JIEWEN_LOG_LEVEL")] == [True] * 3  # fmt: skip
    assert printed.count("\n") == 3


async def test_a_database_of_a_newer_version(server: BotApiServer, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "jiewen.db"
    async with open_storage(f"sqlite:///{file}"):
        pass
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    code, printed = await ended(Bot(server, folder, "newer", jiewen_database_url=f"sqlite:///{file}"))
    assert (code, printed.count("\n")) == (4, 1)
    assert "9999" in printed


async def test_a_database_that_is_not_there(server: BotApiServer, folder: Path) -> None:
    address = f"{postgres.server().rpartition('/')[0]}/jiewen_nowhere"
    code, printed = await ended(Bot(server, folder, "nowhere", jiewen_database_url=address))
    assert (code, printed.count("\n")) == (3, 1)
    assert "jiewen_nowhere" in printed


async def test_a_file_that_is_locked(server: BotApiServer, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "jiewen.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        code, printed = await ended(Bot(server, folder, "locked", jiewen_database_url=f"sqlite:///{file}"))
    assert (code, printed.count("\n")) == (3, 1)
    assert "锁住" in printed


async def test_a_second_process_with_the_same_file(
    server: BotApiServer, folder: Path, tmp_path: Path
) -> None:
    address = f"sqlite:///{tmp_path / 'jiewen.db'}"
    first = Bot(server, folder, "first", jiewen_database_url=address)
    await first.start()
    try:
        await Person(server).says("/version")
        await server.sent()
        code, printed = await ended(Bot(server, folder, "second", jiewen_database_url=address))
        assert (code, printed.count("\n")) == (3, 1)
        assert str(first.pid) in printed
        # Which keeps the first from nothing
        await Person(server).says("/version")
        await server.sent()
    finally:
        assert await first.stop() == 0


async def test_a_second_process_with_the_same_token(
    server: BotApiServer, folder: Path, tmp_path: Path, free_ports: Callable[[int], list[int]]
) -> None:
    ports = free_ports(2)
    bots = [
        Bot(
            server,
            folder,
            f"token{number}",
            jiewen_database_url=f"sqlite:///{tmp_path / f'{number}.db'}",
            jiewen_health_port=port,
        )
        for number, port in enumerate(ports)
    ]
    try:
        await bots[0].start()
        await until_ready(ports[0])
        await bots[1].start()
        async with asyncio.timeout(60):
            while not any("同一个令牌" in bot.printed for bot in bots):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert "同一个令牌" in " ".join([await said(port) for port in ports])
        assert await bots[1].stop() == 0
        await Person(server).says("/version")
        await server.sent()
        await until_ready(ports[0])
    finally:
        for bot in bots:
            await bot.kill()


async def said(port: int) -> str:
    """What a process says of its parts."""
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/readyz") as answer:
        return str(await answer.json())


async def test_it_ends_within_five_seconds_and_goes_on_where_it_was(
    server: BotApiServer, folder: Path, tmp_path: Path
) -> None:
    crowd = Crowd(server)
    bot = Bot(server, folder, "ending", jiewen_database_url=f"sqlite:///{tmp_path / 'jiewen.db'}")
    await bot.start()
    try:
        # One chat that Telegram holds back must not hold back the end
        server.state.flooded.add(crowd.groups[0].id)
        await crowd.ask(600)
        await crowd.until_answered(missing=400)
        began = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - began < 5.0
        assert crowd.missing
        server.state.flooded.clear()
        await bot.start()
        await crowd.until_answered()
        assert await bot.stop() == 0
    finally:
        await bot.kill()
    crowd.check(kills=0)
    assert "Traceback" not in bot.printed


@pytest.mark.parametrize("kind", ["refused", "silent"])
async def test_it_ends_in_time_though_the_database_is_away(
    kind: str, server: BotApiServer, folder: Path, tmp_path: Path
) -> None:
    crowd = Crowd(server)
    async with outage(kind, tmp_path) as away:
        bot = Bot(server, folder, f"ending-{kind}", jiewen_database_url=away.address)
        await bot.start()
        try:
            await crowd.ask(80)
            # In the middle of the work
            await crowd.until_answered(missing=40)
            await away.begin(bot.pid)
            began = time.monotonic()
            assert await bot.stop() == 0
            assert time.monotonic() - began < 5.0
        finally:
            await bot.kill()
    assert "Traceback" not in bot.printed
