"""Updates that Telegram brings itself."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Sequence

import pytest
from aiohttp import ClientSession

from bot.assistant import Assistant
from bot.channels.telegram.receiving import RawUpdate
from bot.channels.telegram.serving import run, serve
from bot.channels.telegram.transport import build_bot
from bot.channels.telegram.webhook import SECRET_HEADER, Webhook, read_secret
from bot.settings import Settings, SettingsError
from tests.bot.channels.telegram.running import serving, settings_for
from tests.botapi import BotApiServer, Group, Person
from tests.botapi.refusals import Refusal


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def test_questions_presses_and_queries(
    server: BotApiServer, webhook: Settings, assistant: Assistant
) -> None:
    person = Person(server)
    await person.says("分付提前还要手续费吗")
    async with serving(webhook, assistant):
        reply = await server.sent()
        assert "手续费" in reply.text
        await person.presses(reply, reply.labels[0])
        assert (await server.sent()).id != reply.id
        await person.says(f"/help@{server.username}", Group())
        assert (await server.sent()).chat == Group().id
        query = await person.queries("微粒贷 2万 12期")
        await person.says("/version")
        await server.sent()
        assert server.state.inline[query] is not None
        await server.until_confirmed()
    assert not server.calls_of("getUpdates")
    assert server.state.webhook is not None
    assert server.state.webhook["drop_pending_updates"] is False


async def test_only_telegram_may_bring_updates(
    server: BotApiServer,
    webhook: Settings,
    assistant: Assistant,
    client: ClientSession,
    caplog: pytest.LogCaptureFixture,
) -> None:
    url = str(webhook.telegram_webhook_url)
    good = {SECRET_HEADER: read_secret(webhook)}
    async with serving(webhook, assistant):
        await Person(server).says("/version")
        await server.sent()
        for headers in ({}, {SECRET_HEADER: "guess"}, {SECRET_HEADER: ""}):
            async with client.post(url, json={"update_id": 1}, headers=headers) as answer:
                assert answer.status == 403
        for body in (b"", b"{", b"[1]", b'"x"', b"\xff\xfe", b'{"update_id": "x"}', b"[" * 100_000):
            async with client.post(url, data=body, headers=good) as answer:
                assert answer.status == 400
        async with client.post(url, data=io.BytesIO(b"x" * 2_000_000), headers=good) as answer:
            assert answer.status == 413
        async with client.get(url.replace("/telegram", "/healthz")) as answer:
            assert (answer.status, await answer.text()) == (200, "ok")
        async with client.post(url.replace("/telegram", "/"), headers=good) as answer:
            assert answer.status == 404
    # Each kind once, however often it is tried
    assert caplog.text.count(SECRET_HEADER) == caplog.text.count("JSON") == 1


async def test_what_could_not_be_kept_comes_again(server: BotApiServer, webhook: Settings) -> None:
    kept: asyncio.Queue[int] = asyncio.Queue()
    failures = [OSError("the disk is full")] * 2

    async def accept(updates: Sequence[RawUpdate]) -> None:
        if failures:
            raise failures.pop()
        kept.put_nowait(updates[0]["update_id"])

    bot = build_bot(webhook)
    await bot.initialize()
    running = asyncio.create_task(Webhook(webhook, bot, accept).run())
    update = await server.push({"message": {"message_id": 1}})
    assert await asyncio.wait_for(kept.get(), 5.0) == update
    await server.until_confirmed()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await bot.shutdown()


async def test_the_address_is_set_once_the_server_is_back(server: BotApiServer, webhook: Settings) -> None:
    server.fail("setWebhook", Refusal(502, "Bad Gateway"))
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async def accept(updates: Sequence[RawUpdate]) -> None:
        done.set()

    done = asyncio.Event()
    bot = build_bot(webhook)
    await bot.initialize()
    running = asyncio.create_task(Webhook(webhook, bot, accept, pause).run())
    await server.push({"message": {"message_id": 1}})
    await asyncio.wait_for(done.wait(), 5.0)
    assert pauses == [1.0]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await bot.shutdown()


async def test_a_taken_port_is_explained(
    server: BotApiServer, webhook: Settings, assistant: Assistant
) -> None:
    taken = webhook.model_copy(update={"telegram_webhook_port": server.port})
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_PORT"):
        await asyncio.wait_for(run(taken, assistant, asyncio.Event()), 5.0)


async def test_an_address_that_telegram_refuses_is_explained(
    server: BotApiServer, webhook: Settings, assistant: Assistant
) -> None:
    server.fail("setWebhook", Refusal(400, "Bad Request: bad webhook: IP address 10.0.0.1 is reserved"))
    with pytest.raises(SettingsError, match="reserved"):
        await asyncio.wait_for(run(webhook, assistant, asyncio.Event()), 5.0)


@pytest.mark.parametrize("url", [None, "http://example.org/bot", "example.org"])
def test_an_address_that_cannot_be_is_refused_before_anything_starts(
    url: str | None, webhook: Settings
) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_URL"):
        serve(webhook.model_copy(update={"telegram_webhook_url": url}))


def test_the_secret_follows_from_the_token_unless_set(webhook: Settings, server: BotApiServer) -> None:
    assert read_secret(webhook) == read_secret(webhook)
    assert server.token not in read_secret(webhook)
    assert read_secret(settings_for(server, telegram_webhook_secret="mine")) == "mine"
