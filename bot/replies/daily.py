"""What a day's rules and dates make of the knowledge, worked out once a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Daily(Generic[Key, Value]):
    """Keeps what ``work`` makes of a key and a day until another day is asked for.

    Several threads may ask: at worst one works out again what another has just thrown away.

    >>> daily = Daily(lambda name, today: f"{name} {today}")
    >>> daily("LPR", dt.date(2026, 11, 28))
    'LPR 2026-11-28'
    """

    def __init__(self, work: Callable[[Key, dt.date], Value]) -> None:
        self._work = work
        self._kept: tuple[dt.date, dict[Key, Value]] = (dt.date.min, {})

    def __call__(self, key: Key, today: dt.date) -> Value:
        """The value for ``key`` on the day."""
        day, values = self._kept
        if day != today:
            values = {}
            self._kept = (today, values)
        if key not in values:
            values[key] = self._work(key, today)
        return values[key]
