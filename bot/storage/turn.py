"""What one update changes besides itself: written together with "done", or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table

from bot.storage import statements

Row = dict[str, Any]


@dataclass(slots=True)
class Turn:
    """Changes that wait for the end of an update.

    If the process dies between the sending of an answer and "done", the update is worked on again from the same
    state as before, so that the same answer is repeated and nothing is counted twice.

    Attributes:
        states: conversation states as JSON, by chat and person.
        rows: rows to be added, by table.
        at: when the work on the update began.
    """

    at: dt.datetime
    states: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: dict[Table, list[Row]] = field(default_factory=dict)

    def add(self, table: Table, row: Row) -> None:
        """Add a row at the end of the update."""
        self.rows.setdefault(table, []).append(row)


_current: ContextVar[Turn | None] = ContextVar("turn", default=None)


def current_turn() -> Turn | None:
    """The turn this task works in, if any."""
    return _current.get()


@contextmanager
def working_in(turn: Turn) -> Iterator[None]:
    """Everything that is stored meanwhile, by this task, waits in ``turn``."""
    token = _current.set(turn)
    try:
        yield
    finally:
        _current.reset(token)


def write_turns(connection: Connection, turns: Iterable[Turn]) -> None:
    """Write turns, the earlier first."""
    states: dict[tuple[int, int], Row] = {}
    rows: dict[Table, list[Row]] = {}
    for turn in turns:
        for (chat, person), state in turn.states.items():
            states[chat, person] = {"chat": chat, "person": person, "state": state, "updated_at": turn.at}
        for table, added in turn.rows.items():
            rows.setdefault(table, []).extend(added)
    if states:
        write_states(connection, [states[place] for place in sorted(states)])
    for table, added in rows.items():
        connection.execute(table.insert(), added)


def write_states(connection: Connection, rows: list[Row]) -> None:
    """Write conversation states over the ones before, in the order of their keys."""
    connection.execute(statements.write_states(connection.dialect.name), rows)
