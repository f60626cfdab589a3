"""Conversation states, as JSON, by chat and person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import Connection, delete

from bot.storage import statements
from bot.storage.database import Database
from bot.storage.tables import conversations, inbox
from bot.storage.turn import current_turn, write_states

# Of one person, in however many groups
MAX_OF_A_PERSON = 50


class Conversations:
    """Keeps states. Within a turn a state is written when the turn ends, otherwise at once."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    async def read(self, chat: int, person: int) -> str | None:
        """The state kept last; ``None`` where nothing is kept."""
        turn = current_turn()
        if turn is not None and (chat, person) in turn.states:
            return turn.states[chat, person]
        place = {"of_chat": chat, "of_person": person}
        found: str | None = await self._database.read(
            lambda connection: connection.scalar(statements.STATE_OF, place), is_brief=True
        )
        return found

    async def write(self, chat: int, person: int, state: str) -> None:
        """Keep a state."""
        turn = current_turn()
        if turn is not None:
            turn.states[chat, person] = state
            return
        row = {"chat": chat, "person": person, "state": state, "updated_at": self._clock()}
        await self._database.write(lambda connection: write_states(connection, [row]))

    async def forget(self, person: int) -> int:
        """Delete everything that is kept of a person, for good; returns how many states that were.

        That is their states in every chat, and what was set aside of theirs. Feedback and questions for review
        name nobody and cannot be found.
        """
        turn = current_turn()
        if turn is not None:
            for place in [place for place in turn.states if place[1] == person]:
                del turn.states[place]

        def forget(connection: Connection) -> int:
            found = connection.execute(delete(conversations).where(conversations.c.person == person))
            connection.execute(delete(inbox).where(inbox.c.sender == person, inbox.c.state == "aside"))
            return int(found.rowcount)

        forgotten = await self._database.write(forget, durable=True)
        await self._database.scrub()
        return forgotten
