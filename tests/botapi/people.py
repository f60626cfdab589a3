"""People who write to the bot."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.botapi.markup import units
from tests.botapi.methods import as_message
from tests.botapi.state import Sent

if TYPE_CHECKING:
    from tests.botapi.server import BotApiServer

_COMMAND = re.compile(r"(?:(?<=\s)|^)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]+)?")
_MENTION = re.compile(r"@[A-Za-z0-9_]{5,}")


@dataclass(frozen=True)
class Group:
    """A group the bot is in."""

    id: int = -1001234567890
    title: str = "邻居们"
    thread: int | None = None

    @property
    def chat(self) -> dict[str, Any]:
        """As the API shows it."""
        chat = {"id": self.id, "type": "supergroup", "title": self.title}
        return {**chat, "is_forum": True} if self.thread is not None else chat


class Person:
    """Somebody with a phone."""

    def __init__(
        self,
        server: BotApiServer,
        id: int = 4200000042,
        first_name: str = "小林",
        language: str | None = "zh-hans",
        is_bot: bool = False,
    ) -> None:
        self.server = server
        self.id = id
        self.first_name = first_name
        self.language = language
        self.is_bot = is_bot

    @property
    def user(self) -> dict[str, Any]:
        """As the API shows them."""
        user = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return {**user, "language_code": self.language} if self.language else user

    async def says(
        self, text: str, group: Group | None = None, reply_to: Sent | None = None, **more: Any
    ) -> dict[str, Any]:
        """Write a text."""
        content = {"text": text}
        entities = entities_of(text)
        if entities:
            content["entities"] = entities  # type: ignore[assignment]
        return await self.sends(group, reply_to=reply_to, **content, **more)

    async def sends(
        self, group: Group | None = None, reply_to: Sent | None = None, **content: Any
    ) -> dict[str, Any]:
        """Send any kind of message."""
        message = {
            "message_id": self.server.state.message_id(),
            "date": int(time.time()),
            "chat": group.chat
            if group
            else {"id": self.id, "type": "private", "first_name": self.first_name},
            "from": self.user,
            **content,
        }
        if group is not None and group.thread is not None:
            message |= {"message_thread_id": group.thread, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = as_message(reply_to)
        self.server.state.received[message["chat"]["id"], message["message_id"]] = message
        await self.server.push({"message": message})
        return message

    async def edits(self, message: dict[str, Any], text: str) -> None:
        """Change an earlier message."""
        edited = {**message, "text": text, "entities": entities_of(text), "edit_date": int(time.time())}
        await self.server.push({"edited_message": edited})

    async def presses(self, sent: Sent, label: str) -> str:
        """Press the button whose label contains ``label``; returns the id of the query."""
        return await self.forges(sent, sent.button(label)["callback_data"])

    async def forges(self, sent: Sent, data: str) -> str:
        """Press a button that need not exist."""
        identity = str(900_000 + len(self.server.state.callbacks))
        self.server.state.callbacks[identity] = None
        await self.server.push(
            {
                "callback_query": {
                    "id": identity,
                    "from": self.user,
                    "chat_instance": "1",
                    "message": as_message(sent),
                    "data": data,
                }
            }
        )
        return identity

    async def queries(self, text: str) -> str:
        """Type ``@bot text`` in some chat; returns the id of the query."""
        identity = str(800_000 + len(self.server.state.inline))
        self.server.state.inline[identity] = None
        await self.server.push(
            {
                "inline_query": {
                    "id": identity,
                    "from": self.user,
                    "query": text,
                    "offset": "",
                    "chat_type": "private",
                }
            }
        )
        return identity


def entities_of(text: str) -> list[dict[str, Any]]:
    """The entities that Telegram finds by itself."""
    found = [("bot_command", one) for one in _COMMAND.finditer(text)]
    found += [
        ("mention", one)
        for one in _MENTION.finditer(text)
        if not any(one.start() < other.end() and other.start() < one.end() for _, other in found)
    ]
    return [
        {"type": kind, "offset": units(text[: one.start()]), "length": units(one.group())}
        for kind, one in sorted(found, key=lambda pair: pair[1].start())
    ]
