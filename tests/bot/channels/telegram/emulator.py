"""Plays a few messages and presses against a Bot API emulator that is not this project's: the Node package telegram-test-api.

It needs Node and the package, so the tests do without it::

    npm install --prefix /tmp/emulator telegram-test-api@4.2.1
    .venv/bin/python -m tests.bot.channels.telegram.emulator /tmp/emulator

Two of the emulator's answers lack fields that the Bot API requires; they are added to it before it starts.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import ClientSession

from bot.assistant import Assistant
from bot.settings import Settings, read_settings
from knowledge import load
from tests.bot.channels.telegram.running import serving
from tests.botapi.markup import parse_html
from tests.botapi.people import entities_of

TOKEN = "666:emulated"
WAIT_SECONDS = 20.0
_START = """
const lib = 'telegram-test-api/lib/';
require(lib + 'routes/bot/getMe').getMe = app => app.all('/bot:token/getMe', (_request, response) =>
  response.sendResult({ok: true, result: {id: 666, is_bot: true, first_name: 'Jiewen', username: 'TestNameBot'}}));
const {TelegramServer} = require(lib + 'telegramServer');
const format = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = update => {
  const found = format(update);
  if (found.callback_query) found.callback_query.chat_instance = '1';
  return found;
};
new TelegramServer({port: Number(process.argv[1])}).start().then(() => console.log('ready'));
"""


class Emulator:
    """Somebody in a private chat, through the emulator's own interface for clients."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self._session = session
        self.address = address
        self._me = {"id": 1, "is_bot": False, "first_name": "<b>小林</b>"}
        self._chat = {"id": 1, "type": "private", "first_name": "小林"}

    async def says(self, text: str) -> dict[str, Any]:
        """Write; returns the bot's next message."""
        before = len(await self._sent())
        message = {"from": self._me, "chat": self._chat, "date": int(time.time()), "text": text}
        entities = entities_of(text)
        path = "sendCommand" if entities else "sendMessage"
        await self._post(path, {"botToken": TOKEN, **message, **({"entities": entities} if entities else {})})
        return await self._until(lambda sent: sent[before] if len(sent) > before else None)

    async def presses(self, shown: dict[str, Any], label: str) -> dict[str, Any]:
        """Press a button of a message; returns that message once it was edited."""
        row = [button for row in shown["message"]["reply_markup"]["inline_keyboard"] for button in row]
        data = next(button["callback_data"] for button in row if label in button["text"])
        message = {
            "message_id": shown["messageId"],
            "date": int(time.time()),
            "chat": self._chat,
            "text": "…",
        }
        await self._post(
            "sendCallback", {"botToken": TOKEN, "from": self._me, "message": message, "data": data}
        )
        old = json.dumps(shown["message"])
        return await self._until(
            lambda sent: next(
                (
                    one
                    for one in sent
                    if one["messageId"] == shown["messageId"] and json.dumps(one["message"]) != old
                ),
                None,
            )
        )

    async def _sent(self) -> list[dict[str, Any]]:
        history = await self._post("getUpdatesHistory", {"token": TOKEN})
        return [one for one in history if "chat_id" in one.get("message", {})]

    async def _until(self, found: Any) -> dict[str, Any]:
        async with asyncio.timeout(WAIT_SECONDS):
            # It has nothing that one could wait for
            while (result := found(await self._sent())) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return dict(result)

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        async with self._session.post(f"{self.address}/{path}", json=body) as answer:
            return (await answer.json())["result"]


@asynccontextmanager
async def emulator(modules: Path) -> AsyncIterator[Emulator]:
    """The emulator in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "NODE_PATH": str(modules / "node_modules")}
    process = await asyncio.create_subprocess_exec(
        "node", "-e", _START, str(port), env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert (await process.stdout.readline()).strip() == b"ready"
        async with ClientSession() as session:
            yield Emulator(session, f"http://localhost:{port}")
    finally:
        process.terminate()
        await process.wait()


async def play(person: Emulator) -> None:
    """Start, questions, a quote by buttons and its change in place; each answer read as Telegram reads HTML."""
    _show("/start", await person.says("/start"))
    for text in ("微粒贷能提前还吗", "<b>分付</b> & 借呗 哪个上征信", "😀" * 2048, "😀" * 4096, "/version"):
        _show(text[:40], await person.says(text))
    _show("/quote", asked := await person.says("/quote"))
    for label in ("20,000", "12期", "万四", "改方式", "先息后本", "完整还款计划", "回到测算"):
        asked = await person.presses(asked, label)
        _show(f"【{label}】", asked)


def _show(said: str, answer: dict[str, Any]) -> None:
    text = parse_html(answer["message"]["text"]).text
    sys.stdout.write(f"{said}\n    → {text.splitlines()[0]}\n")


async def main(modules: Path) -> None:
    """Run the bot against the emulator and say what came back."""
    own = read_settings()
    knowledge = load(own.jiewen_knowledge_dir).knowledge
    assistant = Assistant.build(knowledge, own.jiewen_cache_dir)
    with TemporaryDirectory() as folder:
        async with emulator(modules) as person:
            settings = Settings.model_validate(
                {
                    "telegram_bot_token": TOKEN,
                    "telegram_api_base_url": f"{person.address}/bot",
                    "jiewen_database_url": f"sqlite:///{folder}/jiewen.db",
                }
            )
            async with serving(settings, assistant):
                await play(person)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
