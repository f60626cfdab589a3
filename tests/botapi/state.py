"""What the server knows: updates not yet confirmed, chats, messages, and every call it got."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from tests.botapi.refusals import Refusal

BOT_ID = 7000000001
BOT_USERNAME = "jiewen_test_bot"


@dataclass(frozen=True)
class File:
    """An uploaded file."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class Call:
    """A request the bot made, as it was understood."""

    method: str
    parameters: dict[str, Any]
    files: dict[str, File]


@dataclass
class Sent:
    """A message of the bot as its reader sees it now."""

    chat: int
    id: int
    text: str
    entities: list[dict[str, Any]]
    rows: list[list[dict[str, Any]]]
    reply_to: int | None = None
    thread: int | None = None
    file: File | None = None
    kind: str = "text"
    edits: int = 0
    asked: dict[str, Any] | None = None  # the message it replies to
    at: float = field(default_factory=time.monotonic)  # when it was first sent

    def copy(self) -> Sent:
        """The message as it is now, whatever edits follow."""
        return replace(self, entities=list(self.entities), rows=list(self.rows))

    @property
    def labels(self) -> list[str]:
        """What the buttons show, in order."""
        return [str(button["text"]) for row in self.rows for button in row]

    def button(self, label: str) -> dict[str, Any]:
        """The button whose label contains ``label``."""
        for row in self.rows:
            for one in row:
                if label in one["text"]:
                    return one
        raise AssertionError(f"no button {label!r} among {self.labels}")

    def part(self, kind: str) -> list[str]:
        """The pieces of the text that are of one kind: bold, pre, blockquote …"""
        wide = self.text.encode("utf-16-le")
        return [
            wide[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
            for one in self.entities
            if one["type"] == kind
        ]


@dataclass
class State:
    """Everything one server holds."""

    updates: deque[dict[str, Any]] = field(default_factory=deque)
    calls: list[Call] = field(default_factory=list)
    messages: dict[tuple[int, int], Sent] = field(default_factory=dict)
    received: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)  # messages of users
    outbox: asyncio.Queue[Sent] = field(default_factory=asyncio.Queue)  # sent or edited, in order
    callbacks: dict[str, dict[str, Any] | None] = field(default_factory=dict)  # id → the bot's answer
    inline: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    flooded: set[int] = field(default_factory=set)  # chats to which too much was sent
    is_forgetful: bool = False  # whether confirmed updates come again
    faults: deque[tuple[str, Refusal | str]] = field(default_factory=deque)
    profile: dict[str, Any] = field(default_factory=dict)
    webhook: dict[str, Any] | None = None
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    next_update: int = 100_000_001
    next_message: int = 1
    polls: int = 0
    is_rich: bool = False  # whether the server is new enough for rich messages

    def message_id(self) -> int:
        """A new message id."""
        self.next_message += 1
        return self.next_message - 1
