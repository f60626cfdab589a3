"""Starting: the token, and a server that is not there yet."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import BadRequest, TelegramError, TimedOut

from bot.assistant import Assistant
from bot.channels.telegram.retrying import persist
from bot.channels.telegram.serving import REFUSED_PAUSES, connect, run, serve
from bot.channels.telegram.transport import build_bot
from bot.settings import Settings, SettingsError
from tests.bot.channels.telegram.running import settings_for
from tests.botapi import BotApiServer, Person
from tests.botapi.refusals import Refusal


class Pauses:
    """Pauses that take no time."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.mark.parametrize(
    "token", ["123456:secret-part with a slip", "secret-part", "1:", "：secret-part", "1:a/b"]
)
def test_a_token_with_a_slip_is_not_repeated(token: str, server: BotApiServer) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN") as found:
        serve(settings_for(server, telegram_bot_token=token))
    assert "secret-part" not in str(found.value)
    assert "\n" not in str(found.value)


async def test_a_refused_token_is_explained(server: BotApiServer, assistant: Assistant) -> None:
    refused = settings_for(server, telegram_bot_token="123456789:AAsecret-secret-secret-secret")
    with pytest.raises(SettingsError, match="@BotFather") as found:
        await run(refused, assistant, asyncio.Event())
    assert "secret-secret" not in str(found.value)


@pytest.mark.parametrize(
    "fault",
    [Refusal(502, "Bad Gateway"), Refusal(500, "Internal Server Error"), "drop", "garbage"],
    ids=str,
)
async def test_a_server_that_is_away_is_waited_for(
    fault: Refusal | str, server: BotApiServer, settings: Settings
) -> None:
    for _ in range(3):
        server.fail("getMe", fault)
    bot, pauses = build_bot(settings), Pauses()
    await connect(bot, pauses)
    assert pauses.taken == [1.0, 2.0, 4.0]
    assert bot.username == server.username
    await bot.shutdown()


async def test_a_limit_is_kept_to(server: BotApiServer, settings: Settings) -> None:
    server.fail("getMe", Refusal(429, "Too Many Requests: retry after 9", {"retry_after": 9}))
    bot, pauses = build_bot(settings), Pauses()
    await connect(bot, pauses)
    assert pauses.taken == [9.0]
    await bot.shutdown()


@pytest.mark.parametrize(
    "error", [TimedOut(), TelegramError("no JSON"), TypeError("no field"), KeyError("x")]
)
async def test_what_passes_is_tried_again(error: Exception) -> None:
    errors, pauses = [error, error], Pauses()

    async def attempt() -> str:
        if errors:
            raise errors.pop()
        return "done"

    assert await persist(attempt, pauses) == "done"
    assert pauses.taken == [1.0, 2.0]


async def test_what_would_be_refused_again_is_not_tried_again() -> None:
    async def attempt() -> None:
        raise BadRequest("always")

    with pytest.raises(BadRequest):
        await persist(attempt, Pauses())


async def test_it_can_be_stopped_while_it_waits_for_the_server(
    server: BotApiServer, settings: Settings, assistant: Assistant
) -> None:
    for _ in range(99):
        server.fail("getMe", Refusal(502, "Bad Gateway"))
    stop = asyncio.Event()
    running = asyncio.create_task(run(settings, assistant, stop))
    async with server.state.changed:
        stop.set()
    await asyncio.wait_for(running, 5.0)


async def test_what_was_accepted_is_answered_before_the_end(
    server: BotApiServer, settings: Settings, assistant: Assistant
) -> None:
    person, stop = Person(server), asyncio.Event()
    for _ in range(20):
        await person.says("/version")
    running = asyncio.create_task(run(settings, assistant, stop))
    await server.sent()
    stop.set()
    await asyncio.wait_for(running, 5.0)
    assert len(server.calls_of("sendMessage")) == 20
    assert not server.state.updates


async def test_a_token_is_refused_only_if_it_stays_so(server: BotApiServer, settings: Settings) -> None:
    for code, text in ((404, "Not Found"), (401, "Unauthorized")):
        server.fail("getMe", Refusal(code, text))
    bot, pauses = build_bot(settings), Pauses()
    assert await connect(bot, pauses)
    assert pauses.taken == list(REFUSED_PAUSES)
    await bot.shutdown()


def test_a_bot_does_not_show_its_token(settings: Settings, server: BotApiServer) -> None:
    bot = build_bot(settings)
    assert server.token not in f"{bot} {bot!r} {settings!r} {bot.request!r}"
