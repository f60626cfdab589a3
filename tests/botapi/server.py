"""The HTTP side of the server."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from aiohttp import ClientSession, web
from aiohttp.web_request import FileField

from tests.botapi.checks import decode
from tests.botapi.delivery import Delivery
from tests.botapi.methods import Methods
from tests.botapi.refusals import Refusal
from tests.botapi.state import BOT_USERNAME, Call, File, Sent, State

TOKEN = "7000000001:AAtest-token-of-the-loopback-server_x1"
WAIT_SECONDS = 30.0
SLOW_SECONDS = 1.0


class BotApiServer:
    """A Bot API server on a free port of loopback.

    >>> async with BotApiServer() as server:          # doctest: +SKIP
    ...     person = Person(server, 42)
    ...     await person.says("你好")
    ...     reply = await server.sent()
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.username = BOT_USERNAME
        self.state = State()
        self.port = 0
        self._folder = TemporaryDirectory(prefix="jiewen-")
        self._methods = Methods(self.state)
        self._delivery = Delivery(self.state)
        self._runner: web.AppRunner | None = None

    @property
    def folder(self) -> Path:
        """A folder for whatever a bot of this server keeps."""
        return Path(self._folder.name)

    @property
    def base_url(self) -> str:
        """What ``TELEGRAM_API_BASE_URL`` has to be."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def calls(self) -> list[Call]:
        """Every request the bot made, polling aside."""
        return [call for call in self.state.calls if call.method != "getUpdates"]

    def calls_of(self, method: str) -> list[Call]:
        """The requests of one method."""
        return [call for call in self.state.calls if call.method == method]

    def fail(self, method: str, fault: Refusal | str) -> None:
        """Let the next call of ``method`` fail: with a refusal, or with ``"drop"`` (connection closed),
        ``"garbage"`` (no JSON), ``"slow"`` (done, and answered late)."""
        self.state.faults.append((method, fault))

    def forget(self) -> None:
        """Drop what was written so far, for those who write very much."""
        self.state.calls.clear()
        self.state.messages.clear()
        self.state.received.clear()

    async def sent(self) -> Sent:
        """The next message that the bot sends or edits."""
        return await asyncio.wait_for(self.state.outbox.get(), WAIT_SECONDS)

    async def until_confirmed(self) -> None:
        """Wait until the bot has taken every update."""
        async with asyncio.timeout(WAIT_SECONDS), self.state.changed:
            await self.state.changed.wait_for(lambda: not self.state.updates)

    async def until_answered(self, query: str) -> dict[str, Any]:
        """Wait for the bot's answer to a press or an inline query."""
        asked = self.state.callbacks if query in self.state.callbacks else self.state.inline
        async with asyncio.timeout(WAIT_SECONDS), self.state.changed:
            await self.state.changed.wait_for(lambda: asked[query] is not None)
        return asked[query] or {}

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        # One line a request would only hide the failure of a test
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        await self._delivery.start(ClientSession())
        return self

    async def __aexit__(self, *unused: object) -> None:
        await self._delivery.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        self._folder.cleanup()

    async def push(self, content: dict[str, Any]) -> int:
        """Add an update; returns its id."""
        return await self._delivery.push(content)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            if request.match_info["token"] != self.token:
                raise Refusal(401, "Unauthorized")
            try:
                call = await _read(request)
            except ConnectionResetError:
                # The bot was stopped while it was asking
                return web.Response()
            self.state.calls.append(call)
            fault = self._fault(call.method)
            if fault == "drop":
                assert request.transport is not None
                request.transport.close()
                return web.Response()
            if fault == "garbage":
                return web.Response(status=200, text="<html>a proxy was here</html>")
            if isinstance(fault, Refusal):
                raise fault
            if call.method in self._delivery.methods:
                result = await self._delivery.call(call)
            else:
                result = await self._methods.call(call)
            if fault == "slow":
                await asyncio.sleep(SLOW_SECONDS)
        except Refusal as refusal:
            answer: dict[str, Any] = {
                "ok": False,
                "error_code": refusal.code,
                "description": refusal.description,
            }
            if refusal.parameters:
                answer["parameters"] = refusal.parameters
            return web.json_response(answer, status=refusal.code)
        async with self.state.changed:
            self.state.changed.notify_all()
        return web.json_response({"ok": True, "result": result})

    def _fault(self, method: str) -> Refusal | str | None:
        for planned in self.state.faults:
            if planned[0] == method:
                self.state.faults.remove(planned)
                return planned[1]
        return None


async def _read(request: web.Request) -> Call:
    method = request.match_info["method"]
    parameters: dict[str, Any] = {name: decode(name, value) for name, value in request.query.items()}
    files: dict[str, File] = {}
    if request.content_type == "application/json":
        for name, value in json.loads(await request.text() or "{}").items():
            # What is nested may be so, or be a text
            parameters[name] = decode(name, value) if isinstance(value, str) else value
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                files[name] = File(value.filename, value.file.read(), value.content_type)
            elif isinstance(value, str):
                parameters[name] = decode(name, value)
    return Call(method, parameters, files)
