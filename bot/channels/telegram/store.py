"""What a channel keeps between messages, and the interface of whoever keeps it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from bot.conversation import Conversation


@dataclass(frozen=True, slots=True)
class Place:
    """Whose conversation it is and where: in a group everybody has their own."""

    chat: int
    user: int


class ChatState(BaseModel):
    """One person's state in one chat, kept as JSON.

    Attributes:
        conversation: what the assistant remembers.
        before: the conversation before the last question, from which /why and /sources derive it again.
        question: the last question that was typed, personal numbers masked.
        action: the last button, where that was the last question.
        live: the message that shows the open quote or the current choices; only it is edited in place.
        album: the last album of pictures, which arrives as several messages.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    conversation: Conversation = Conversation()
    before: Conversation = Conversation()
    question: str | None = None
    action: str | None = None
    live: int | None = None
    album: str | None = None

    @property
    def has_answered(self) -> bool:
        """Whether there is a last answer."""
        return self.question is not None or self.action is not None

    @classmethod
    def read(cls, text: str) -> ChatState:
        """Read a kept state; one of another shape is a new state, never an error."""
        try:
            return cls.model_validate_json(text)
        except ValueError:
            return cls()


class ConversationStore(Protocol):
    """Keeps states; a durable one survives restarts."""

    async def read(self, place: Place) -> ChatState:
        """The state at a place; a new one where nothing is kept."""

    async def write(self, place: Place, state: ChatState) -> None:
        """Keep a state."""

    async def forget(self, user: int) -> int:
        """Delete everything kept of a user, in every chat; returns how many states that were."""


class MemoryStore:
    """Keeps states until the process ends; of too many, those untouched longest go first."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._states: OrderedDict[Place, ChatState] = OrderedDict()
        self._capacity = capacity

    async def read(self, place: Place) -> ChatState:
        """The state at a place."""
        return self._states.get(place, ChatState())

    async def write(self, place: Place, state: ChatState) -> None:
        """Keep a state."""
        self._states[place] = state
        self._states.move_to_end(place)
        if len(self._states) > self._capacity:
            self._states.popitem(last=False)

    async def forget(self, user: int) -> int:
        """Delete a user's states."""
        mine = [place for place in self._states if place.user == user]
        for place in mine:
            del self._states[place]
        return len(mine)
