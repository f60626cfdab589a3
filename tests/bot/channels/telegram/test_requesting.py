"""Requests: the answer, and what is known of a request that got none."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.telegram.requesting import HttpRequests, Unsent
from bot.channels.telegram.resending import may_repeat
from tests.botapi import BotApiServer
from tests.botapi.refusals import Refusal

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
SECRET = "7000000001:AAtest-token-of-nobody"


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """A server that does what a test wants, and its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await answer(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot{SECRET}/sendMessage"


@pytest.fixture
async def requests() -> AsyncIterator[HttpRequests]:
    """Requests that wait a moment for an answer."""
    requests = HttpRequests(2, 0.2, trust_env=False)
    await requests.initialize()
    yield requests
    await requests.shutdown()


async def error_of(requests: HttpRequests, url: str) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        await requests.post(url)
    assert SECRET not in f"{raised.value!r} {raised.value.__cause__!r}"
    assert raised.value.__cause__ is None or not isinstance(raised.value, NetworkError)
    return raised.value


async def test_a_server_that_is_not_there_has_got_nothing(requests: HttpRequests) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = await error_of(requests, f"http://127.0.0.1:{port}/bot{SECRET}/sendMessage")
    assert type(error) is Unsent
    assert may_repeat("sendMessage", error)


async def test_a_slow_server_may_have_got_it(requests: HttpRequests) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(answer) as url:
        error = await error_of(requests, url)
    assert type(error) is TimedOut
    assert not may_repeat("sendMessage", error)
    assert not may_repeat("sendPhoto", error)
    assert may_repeat("editMessageText", error)
    assert may_repeat("answerCallbackQuery", error)


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"])
async def test_a_connection_that_breaks_is_worth_another_try(
    requests: HttpRequests, beginning: bytes
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(beginning)
        await writer.drain()

    async with serving(answer) as url:
        error = await error_of(requests, url)
    assert type(error) is NetworkError
    assert may_repeat("sendMessage", error)


@pytest.mark.parametrize("status", ["200 OK", "502 Bad Gateway", "500 Internal Server Error"])
async def test_no_json_is_worth_another_try(requests: HttpRequests, status: str) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = b"<html>a proxy was here</html>"
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()

    async with serving(answer) as url:
        with pytest.raises(TelegramError) as raised:
            await requests.post(url)
    assert may_repeat("sendMessage", raised.value)


async def test_what_the_server_asks_for_is_told(requests: HttpRequests, server: BotApiServer) -> None:
    server.fail("getMe", Refusal(429, "Too Many Requests: retry after 7", {"retry_after": 7}))
    with pytest.raises(RetryAfter) as raised:
        await requests.post(f"{server.base_url}{server.token}/getMe")
    assert may_repeat("sendMessage", raised.value)


async def test_without_a_session_there_is_no_request() -> None:
    with pytest.raises(TelegramError):
        await HttpRequests(1, 1.0).post("http://127.0.0.1:9/")
