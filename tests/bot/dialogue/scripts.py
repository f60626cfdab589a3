"""Written conversations, played against an assistant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.replies.model import Reply

SCRIPTS = Path(__file__).with_name("dialogues.yaml")
CHECKED_SLOTS = ("principal", "periods", "days", "rate")


@dataclass(frozen=True)
class Played:
    """One turn: what was typed, what was expected, what came."""

    question: str
    expected: dict[str, Any]
    reply: Reply
    after: Conversation

    @property
    def faults(self) -> list[str]:
        """What is not as expected."""
        found = []
        for key in ("topic", "product"):
            want = self.expected.get(key)
            if want is not None and getattr(self.reply, key) != want:
                found.append(f"{key} {getattr(self.reply, key)} for {want}")
        quote = self.expected.get("quote")
        if quote == "none":
            if self.after.draft is not None or self.reply.slots.to_json():
                found.append(f"a quote is still open: {self.after.draft}")
        elif quote is not None:
            found += list(self._slot_faults(quote))
        return found

    def _slot_faults(self, quote: dict[str, Any]) -> Iterator[str]:
        got = self.reply.slots.to_json()
        for name in CHECKED_SLOTS:
            if _comparable(quote.get(name)) != _comparable(got.get(name)):
                yield f"{name} {got.get(name)} for {quote.get(name)}"
        if "method" in quote and got.get("method") != quote["method"]:
            yield f"method {got.get('method')} for {quote['method']}"


def _comparable(value: object) -> object:
    try:
        number, percent, period = str(value).partition("%")
        return Decimal(number).normalize(), percent, period
    except InvalidOperation:
        return value


def scripts() -> list[dict[str, Any]]:
    """The written conversations."""
    found: list[dict[str, Any]] = yaml.safe_load(SCRIPTS.read_text(encoding="utf-8"))
    return found


def play(script: dict[str, Any], assistant: Assistant) -> list[Played]:
    """Type the turns of one conversation."""
    conversation = Conversation()
    played = []
    for turn in script["turns"]:
        reply, conversation = assistant.answer(Question(turn["q"]), conversation)
        played.append(Played(turn["q"], turn, reply, conversation))
    return played
