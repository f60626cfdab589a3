"""What every moderators' command is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.moderation.desk import Proposed
from bot.replies.model import Reply

# What follows the command, and who sent it (None: whoever runs the machine)
Run: TypeAlias = Callable[[str, int | None], Awaitable[Reply]]
Offer: TypeAlias = Callable[[Proposed, int | None], Awaitable[Reply]]


def number_in(text: str) -> int:
    """The number that ``text`` begins with; 0 where it is none.

    >>> number_in("12 overdue"), number_in("x"), number_in("9" * 30)
    (12, 0, 0)
    """
    word = text.strip().split(" ")[0]
    return int(word) if word.isascii() and word.isdigit() and len(word) < 18 else 0
