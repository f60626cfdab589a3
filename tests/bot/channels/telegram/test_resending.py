"""Making requests again: as often, and after as long, as makes sense."""

from __future__ import annotations

import doctest

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

import bot.channels.telegram.resending
from bot.channels.telegram.requesting import Unsent
from bot.channels.telegram.resending import MAX_FAILURES, MAX_WAITS, Resending
from bot.storage import Turn, working_in
from bot.telemetry import Metrics
from tests.conftest import NOW


class Server:
    """Answers as a test wants, and notes the pauses."""

    def __init__(self, *errors: TelegramError) -> None:
        self.errors = list(errors)
        self.calls = 0
        self.pauses: list[float] = []
        self.resending = Resending(self.pause, Metrics())

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def answer(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "sent"

    async def call(self, method: str = "sendMessage") -> str:
        with working_in(Turn(NOW)):
            return await self.resending(method, self.answer)


async def test_a_flood_limit_is_waited_for_as_long_as_it_says() -> None:
    server = Server(RetryAfter(7), RetryAfter(3600))
    assert await server.call() == "sent"
    assert server.pauses == [7, 3600]


@pytest.mark.parametrize(
    "error", [NetworkError("Bad Gateway"), TelegramError("Invalid server response"), Unsent("x")]
)
async def test_trouble_on_the_way_is_overcome(error: TelegramError) -> None:
    server = Server(error, error, error)
    assert await server.call() == "sent"
    assert server.pauses == [1, 2, 4]


async def test_trouble_that_lasts_is_raised() -> None:
    server = Server(*[NetworkError("x")] * 99)
    with pytest.raises(NetworkError):
        await server.call()
    assert server.calls == MAX_FAILURES + 1
    assert sum(server.pauses) == 121
    server = Server(*[RetryAfter(1)] * 99)
    with pytest.raises(RetryAfter):
        await server.call()
    assert server.calls == MAX_WAITS + 1


@pytest.mark.parametrize(
    "error",
    [BadRequest("x"), Forbidden("x"), InvalidToken("x"), Conflict("x"), ChatMigrated(5)],
    ids=lambda error: type(error).__name__,
)
async def test_what_would_be_the_same_again_is_raised(error: TelegramError) -> None:
    server = Server(error)
    with pytest.raises(type(error)):
        await server.call()
    assert server.calls == 1


@pytest.mark.parametrize(
    ("method", "calls"),
    [("sendMessage", 1), ("sendDocument", 1), ("editMessageText", 2), ("answerInlineQuery", 2)],
)
async def test_no_answer_is_no_reason_to_show_something_twice(method: str, calls: int) -> None:
    server = Server(TimedOut())
    if calls == 1:
        with pytest.raises(TimedOut):
            await server.call(method)
    else:
        assert await server.call(method) == "sent"
    assert server.calls == calls


async def test_what_is_worth_nothing_later_is_not_done_later() -> None:
    server = Server(NetworkError("x"))
    with pytest.raises(NetworkError):
        await server.call("sendChatAction")
    assert server.calls == 1


async def test_outside_of_an_update_nothing_is_done_again() -> None:
    server = Server(NetworkError("x"))
    with pytest.raises(NetworkError):
        await server.resending("sendMessage", server.answer)
    assert server.calls == 1


def test_examples() -> None:
    assert doctest.testmod(bot.channels.telegram.resending).failed == 0
