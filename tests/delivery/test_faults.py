"""Everything around the bot fails: Telegram, the way there, the database. Nothing is lost, nothing comes twice."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession

from tests.botapi import BotApiServer
from tests.botapi.refusals import Refusal
from tests.delivery.conftest import SOAK
from tests.delivery.outages import outage
from tests.delivery.processes import Bot, Crowd, until_ready

# How long a database is away
AWAY_SECONDS = 10.0 if os.environ.get(SOAK) == "1" else 3.0
POLLING_FAULTS = 8 if os.environ.get(SOAK) == "1" else 3
SECRET = "a-secret-for-tests"

TROUBLE: list[Refusal | str] = [
    Refusal(429, "Too Many Requests: retry after 1", {"retry_after": 1}),
    Refusal(500, "Internal Server Error"),
    Refusal(502, "Bad Gateway"),
    "drop",
    "garbage",
    "slow",
]
# And what ends the polling of the library for good
TROUBLE_POLLING: list[Refusal | str] = [
    *TROUBLE,
    Refusal(404, "Not Found"),
    Refusal(409, "Conflict: terminated by other getUpdates request"),
]


@asynccontextmanager
async def running(bot: Bot) -> AsyncIterator[Bot]:
    """A bot, stopped in good order at the end."""
    await bot.start()
    try:
        yield bot
        assert await bot.stop() == 0
    finally:
        await bot.kill()
    assert "Traceback" not in bot.printed


async def readiness(port: int) -> tuple[int, dict[str, str]]:
    """What a process says of its parts."""
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/readyz") as answer:
        said = await answer.json()
        return answer.status, said["parts"]


async def test_telegram_in_trouble(
    server: BotApiServer, folder: Path, tmp_path: Path, chance: random.Random
) -> None:
    crowd = Crowd(server)
    for _ in range(2):
        server.fail("getMe", Refusal(502, "Bad Gateway"))
    server.fail("deleteWebhook", "garbage")
    for one in chance.sample(TROUBLE * 5, len(TROUBLE) * 5):
        server.fail("sendMessage", one)
    # After each in a row polling pauses longer
    for one in chance.sample(TROUBLE_POLLING, POLLING_FAULTS):
        server.fail("getUpdates", one)
    async with running(Bot(server, folder, "trouble", jiewen_database_url=f"sqlite:///{tmp_path / 'x.db'}")):
        await crowd.ask(200)
        await crowd.until_answered()
        await server.until_confirmed()
    crowd.check(kills=0)


async def test_a_chat_that_telegram_holds_back_holds_back_no_other(
    server: BotApiServer, folder: Path, tmp_path: Path
) -> None:
    crowd = Crowd(server)
    held = crowd.groups[0].id
    server.state.flooded.add(held)
    async with running(Bot(server, folder, "flooded", jiewen_database_url=f"sqlite:///{tmp_path / 'x.db'}")):
        await crowd.ask(200)
        await crowd.until_answered(missing=200 // len(crowd.groups))
        assert crowd.answered()[held] == []
        server.state.flooded.clear()
        await crowd.until_answered()
    crowd.check(kills=0)


async def test_updates_that_come_again_by_polling(server: BotApiServer, folder: Path, tmp_path: Path) -> None:
    crowd = Crowd(server)
    server.state.is_forgetful = True
    async with running(Bot(server, folder, "again", jiewen_database_url=f"sqlite:///{tmp_path / 'x.db'}")):
        await crowd.ask(80)
        await crowd.until_answered()
        server.state.is_forgetful = False
        await server.until_confirmed()
        await crowd.ask(80)
        await crowd.until_answered()
    crowd.check(kills=0)


async def test_updates_that_come_again_and_out_of_order_by_webhook(
    server: BotApiServer,
    folder: Path,
    tmp_path: Path,
    chance: random.Random,
    free_ports: Callable[[int], list[int]],
) -> None:
    crowd = Crowd(server)
    async with running(webhook(server, folder, f"sqlite:///{tmp_path / 'x.db'}", free_ports(2))) as bot:
        await until_ready(int(bot.settings["jiewen_health_port"]))
        await crowd.ask(200)
        updates = list(server.state.updates) * 2
        server.state.updates.clear()
        chance.shuffle(updates)
        async with ClientSession() as session:
            for start in range(0, len(updates), 20):
                lot = updates[start : start + 20]
                assert await asyncio.gather(*(bring(session, bot, one) for one in lot)) == [200] * len(lot)
        await crowd.until_answered()
    crowd.check_once()


@pytest.mark.parametrize("kind", ["locked", "full", "refused", "silent"])
async def test_a_database_that_is_away_and_comes_back(
    kind: str, server: BotApiServer, folder: Path, tmp_path: Path, free_ports: Callable[[int], list[int]]
) -> None:
    [port] = free_ports(1)
    crowd = Crowd(server)
    async with outage(kind, tmp_path) as away:
        settings = {
            "jiewen_database_url": away.address,
            "jiewen_health_port": port,
            "jiewen_lease_seconds": 3,
        }
        async with running(Bot(server, folder, f"away-{kind}", **settings)) as bot:
            await until_ready(port)
            await crowd.ask(60)
            # In the middle of the work
            await crowd.until_answered(missing=30)
            await away.begin(bot.pid)
            await crowd.ask(60)
            began = asyncio.get_running_loop().time()
            async with asyncio.timeout(60):
                while (await readiness(port))[0] == 200:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            await asyncio.sleep(max(began + AWAY_SECONDS - asyncio.get_running_loop().time(), 0))
            status, parts = await readiness(port)
            assert (status, parts["storage"] != "ok") == (503, True)
            await away.end(bot.pid)
            await crowd.until_answered()
            await until_ready(port)
            await server.until_confirmed()
    crowd.check(kills=0)


async def test_a_webhook_confirms_nothing_that_was_not_stored(
    server: BotApiServer, folder: Path, tmp_path: Path, free_ports: Callable[[int], list[int]]
) -> None:
    crowd = Crowd(server, chats=1)
    async with (
        outage("locked", tmp_path) as away,
        running(webhook(server, folder, away.address, free_ports(2))) as bot,
    ):
        await until_ready(int(bot.settings["jiewen_health_port"]))
        await crowd.ask(1)
        update = server.state.updates.popleft()
        async with ClientSession() as session:
            await away.begin(bot.pid)
            assert await bring(session, bot, update) == 503
            await away.end(bot.pid)
            assert await bring(session, bot, update) == 200
            # Stored, so it does not have to come again whatever happens now
            await bot.kill()
            await bot.start()
            await crowd.until_answered()
            await until_ready(int(bot.settings["jiewen_health_port"]))
    crowd.check(kills=1)


def webhook(server: BotApiServer, folder: Path, address: str, ports: list[int]) -> Bot:
    """A bot that waits for updates."""
    return Bot(
        server,
        folder,
        "webhook",
        jiewen_database_url=address,
        jiewen_health_port=ports[1],
        telegram_mode="webhook",
        telegram_webhook_port=ports[0],
        telegram_webhook_url=f"http://127.0.0.1:{ports[0]}/telegram",
        telegram_webhook_secret=SECRET,
    )


async def bring(session: ClientSession, bot: Bot, update: dict[str, object]) -> int:
    """Bring an update as Telegram does; returns the status, 0 where nobody answers."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    try:
        async with session.post(
            str(bot.settings["telegram_webhook_url"]), json=update, headers=headers
        ) as answer:
            return answer.status
    except ClientError:
        return 0
