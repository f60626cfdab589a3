"""Long polling against a server that misbehaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from telegram.error import RetryAfter, TimedOut

from bot.channels.telegram.receiving import Polling, RawUpdate
from bot.channels.telegram.requesting import HttpRequests
from bot.channels.telegram.retrying import pause_after
from bot.channels.telegram.transport import Client, build_bot
from bot.settings import Settings
from tests.botapi import BotApiServer, Person
from tests.botapi.refusals import Refusal


class Receiving:
    """What was accepted, and how long it paused."""

    def __init__(self) -> None:
        self.accepted: asyncio.Queue[int] = asyncio.Queue()
        self.pauses: list[float] = []
        self.broken = 0

    async def accept(self, updates: Sequence[RawUpdate]) -> None:
        if self.broken:
            self.broken -= 1
            raise OSError("the disk is full")
        for update in updates:
            self.accepted.put_nowait(update["update_id"])

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def next(self) -> int:
        return await asyncio.wait_for(self.accepted.get(), 5.0)


@asynccontextmanager
async def polling(settings: Settings, receiving: Receiving) -> AsyncIterator[Polling]:
    bot = build_bot(settings)
    await bot.initialize()
    found = Polling(bot, receiving.accept, receiving.pause)
    task = asyncio.create_task(found.run())
    yield found
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await bot.shutdown()


@pytest.mark.parametrize(
    "fault",
    [
        Refusal(404, "Not Found"),
        Refusal(401, "Unauthorized"),
        Refusal(409, "Conflict: terminated by other getUpdates request"),
        Refusal(429, "Too Many Requests: retry after 7", {"retry_after": 7}),
        Refusal(500, "Internal Server Error"),
        Refusal(502, "Bad Gateway"),
        "drop",
        "garbage",
    ],
    ids=str,
)
async def test_polling_survives(fault: Refusal | str, server: BotApiServer, settings: Settings) -> None:
    receiving = Receiving()
    for _ in range(3):
        server.fail("getUpdates", fault)
    async with polling(settings, receiving):
        await Person(server).says("x")
        await receiving.next()
    waits = [7.0] * 3 if isinstance(fault, Refusal) and fault.code == 429 else [1.0, 2.0, 4.0]
    assert receiving.pauses == waits


async def test_trouble_with_the_old_webhook_is_waited_out(server: BotApiServer, settings: Settings) -> None:
    receiving = Receiving()
    server.state.webhook = {"url": "https://example.org"}
    server.fail("deleteWebhook", Refusal(502, "Bad Gateway"))
    await Person(server).says("x")
    async with polling(settings, receiving):
        await receiving.next()
    assert server.calls_of("deleteWebhook")[-1].parameters == {"drop_pending_updates": False}


async def test_an_update_is_confirmed_only_after_it_was_accepted(
    server: BotApiServer, settings: Settings
) -> None:
    receiving = Receiving()
    receiving.broken = 2
    person = Person(server)
    for text in ("1", "2", "3"):
        await person.says(text)
    first = server.state.updates[0]["update_id"]
    async with polling(settings, receiving):
        assert [await receiving.next() for _ in range(3)] == [first, first + 1, first + 2]
    assert receiving.pauses == [1.0, 2.0]


async def test_at_the_end_the_last_batch_is_confirmed(server: BotApiServer, settings: Settings) -> None:
    receiving = Receiving()
    bot = build_bot(settings)
    await bot.initialize()
    found = Polling(bot, receiving.accept, receiving.pause)
    task = asyncio.create_task(found.run())
    await Person(server).says("x")
    await receiving.next()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await found.confirm()
    assert not server.state.updates
    await bot.shutdown()


async def test_an_update_that_nobody_understands_hides_no_other(
    server: BotApiServer, settings: Settings
) -> None:
    receiving = Receiving()
    await server.push({"message": {"date": "yesterday"}})
    await Person(server).says("x")
    async with polling(settings, receiving):
        assert await receiving.next() + 1 == await receiving.next()


def test_pauses_grow_to_a_limit() -> None:
    assert [pause_after(TimedOut(), failures) for failures in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
    assert pause_after(RetryAfter(11), 1) == 11.0


def test_a_proxy_is_asked_for_nothing_on_this_machine(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert not _asks_proxies(build_bot(settings))
    elsewhere = settings.model_copy(update={"telegram_api_base_url": "https://api.telegram.org/bot"})
    assert _asks_proxies(build_bot(elsewhere))


def _asks_proxies(bot: Client) -> bool:
    """Whether connections may go through the proxies of the environment."""
    request = bot.request
    assert isinstance(request, HttpRequests)
    return request._trust_env
