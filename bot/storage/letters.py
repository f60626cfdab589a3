"""What goes into the inbox, what comes out of it, and what is said about it afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from bot.storage.turn import Turn


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it comes in.

    Attributes:
        lane: what it has to stay in order with: the chat.
        sender: who wrote it, for deletion on demand.
        payload: JSON, personal data masked.
    """

    update_id: int
    lane: int
    sender: int | None
    payload: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An update to be worked on.

    Attributes:
        tries: how often work on it began before; more than once without a failure means that the process died.
        failures: how often work on it failed.
    """

    update_id: int
    lane: int
    payload: str
    tries: int
    failures: int
    received_at: dt.datetime


class Fate(StrEnum):
    """What became of a letter."""

    DONE = "done"
    ASIDE = "aside"
    LATER = "later"  # it failed, through no fault of the letter or for the first time


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter, and what to change along with it.

    Attributes:
        turn: what to store with it; nothing of it unless it is done.
        following: the next letter of the same lane that the same process begins with.
        resume_at: when to try again, if later.
        is_failure: whether trying counted against the letter.
    """

    letter: Letter
    fate: Fate
    turn: Turn | None = None
    following: Letter | None = None
    error: str | None = None
    resume_at: dt.datetime | None = None
    is_failure: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of accepting: the ids that are new, and the letters of each lane that was leased along with it."""

    new: frozenset[int] = frozenset()
    claimed: tuple[tuple[Letter, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of finishing: lanes that are no longer ours, and whether anything else waits."""

    lost: frozenset[int] = frozenset()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How full the inbox is."""

    waiting: int = 0
    aside: int = 0
    oldest: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """An update that was set aside."""

    update_id: int
    received_at: dt.datetime
    tries: int
    failures: int
    error: str | None = field(default=None)
