"""What was said before in one conversation: small, immutable, and the same for every channel."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.quoting.draft import Draft, SlotName

VERSION = 2
IDLE_LIMIT = dt.timedelta(minutes=30)
MAX_ASKED = 40
MAX_PRODUCTS = 4


class Choice(BaseModel):
    """Something that was offered and may be chosen by number, by its words or by its button."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    action: str


class Excursion(BaseModel):
    """A question about a product that is not held: what it was about, for a follow-up such as 那金条呢."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    product: str  # its name, for it has no id
    topic: str | None = None


class Conversation(BaseModel):
    """The state after a turn. It is kept by whoever runs the channel, as JSON, one for each chat and user.

    Attributes:
        product: the held product that was talked about last.
        products: the held products named so far, the latest last.
        topic: the topic that was answered last.
        draft: the open quote. It stays open after it was answered, so that 那分9期呢 can go on with it.
        earlier: the loan quoted before it, for 两种差多少.
        asked_slot: what of the open quote was asked for.
        focus: whether a follow-up such as 那金条呢 is about the quote or about the topic.
        aside: what an interrupting question said of a loan (先息后本是什么), for 按这个算.
        excursion: a question about a product that is not held, if that was the last turn.
        choices: what may be chosen now.
        is_clarifying: whether the choices answer a question back.
        asked: topics answered or suggested so far, oldest first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = VERSION
    product: str | None = None
    products: tuple[str, ...] = ()
    topic: str | None = None
    draft: Draft | None = None
    earlier: Draft | None = None
    asked_slot: SlotName | None = None
    focus: Literal["quote", "topic"] | None = None
    aside: Draft | None = None
    excursion: Excursion | None = None
    choices: tuple[Choice, ...] = ()
    is_clarifying: bool = False
    asked: tuple[str, ...] = Field(())
    updated: dt.datetime | None = None

    def at(self, now: dt.datetime, idle_limit: dt.timedelta = IDLE_LIMIT) -> Conversation:
        """This conversation at ``now``: a new one if nothing was said for longer than ``idle_limit``."""
        if self.updated is not None and now - self.updated > idle_limit:
            return Conversation(updated=now)
        return self.model_copy(update={"updated": now})

    @classmethod
    def read(cls, text: str) -> Conversation:
        """Read a kept state; one of another version or shape is a new conversation, never an error."""
        try:
            return (
                cls.model_validate_json(text) if f'"version":{VERSION},' in text.replace(" ", "") else cls()
            )
        except ValueError:
            return cls()

    def naming(self, *products: str) -> dict[str, object]:
        """What changes when ``products`` are named, the last of them being what is talked about."""
        if not products:
            return {}
        named = (*(one for one in self.products if one not in products), *dict.fromkeys(products))[
            -MAX_PRODUCTS:
        ]
        return {"product": products[-1], "products": named}

    def having_asked(self, *topics: str) -> dict[str, object]:
        """What changes when ``topics`` are answered or suggested."""
        kept = tuple(one for one in self.asked if one not in topics)
        return {"asked": (*kept, *dict.fromkeys(topics))[-MAX_ASKED:]}

    def without_quote(self) -> Conversation:
        """This conversation with no open quote, and nothing of it left."""
        if self.draft is None and self.focus != "quote":
            return self
        return self.model_copy(update={**NO_QUOTE, "focus": "topic" if self.topic else None})


NO_QUOTE: dict[str, object] = {"draft": None, "earlier": None, "asked_slot": None, "aside": None}
"""What is left of a quote that was called off: nothing."""
