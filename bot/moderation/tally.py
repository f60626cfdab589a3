"""How many questions were answered on which day, and how. No question is kept here, only counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.replies.model import ReplyKind

DayCounts = Mapping[dt.date, Mapping[ReplyKind, int]]


class Tally(Protocol):
    """Keeps the counts."""

    async def add(self, day: dt.date, kind: ReplyKind) -> None:
        """Count one reply."""

    async def between(self, first: dt.date, last: dt.date) -> DayCounts:
        """The counts of the days from ``first`` to ``last``."""


@dataclass
class MemoryTally:
    """Keeps the counts until the process ends."""

    counts: dict[dt.date, Counter[ReplyKind]] = field(default_factory=dict)

    async def add(self, day: dt.date, kind: ReplyKind) -> None:
        """Count one reply."""
        self.counts.setdefault(day, Counter())[kind] += 1

    async def between(self, first: dt.date, last: dt.date) -> DayCounts:
        """The counts of the days from ``first`` to ``last``."""
        return {day: held for day, held in self.counts.items() if first <= day <= last}
