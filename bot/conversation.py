"""What was said before in one conversation: small, immutable, and the same for every channel."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field

VERSION = 1
IDLE_LIMIT = dt.timedelta(minutes=30)


class Choice(BaseModel):
    """Something that was offered and may be chosen by number, by its words or by its button."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    label: str
    action: str


class Conversation(BaseModel):
    """The state after a turn. It is kept by whoever runs the channel, as JSON."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = VERSION
    product: str | None = None  # a held product
    topic: str | None = None
    choices: tuple[Choice, ...] = ()
    asked: tuple[str, ...] = Field((), description="topics answered or suggested so far, oldest first")
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
            found = cls.model_validate_json(text)
        except ValueError:
            return cls()
        return found if found.version == VERSION else cls()
