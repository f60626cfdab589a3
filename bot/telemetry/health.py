"""What the parts of a process say about themselves, and what follows for a supervisor.

*Alive* means that every part still does its turns, whatever comes of them: if not, only a new process helps.
*Ready* means that it gets somewhere: it receives, and the database answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

# Two long polls, or the longest pause after failures, and some
SILENCE_SECONDS = 120.0


@dataclass(slots=True)
class Part:
    """One part: when it last did a turn, what was in the way, and what else there is to say."""

    turned: float
    complaint: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """How the process is; ``parts`` says of each part ``ok`` or what is wrong."""

    alive: bool
    ready: bool
    parts: dict[str, str]


class Health:
    """Collects what the parts say."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, silence: float = SILENCE_SECONDS) -> None:
        self._clock = clock
        self._silence = silence
        self._parts: dict[str, Part] = {}

    def expect(self, part: str) -> None:
        """From now on ``part`` has to show itself."""
        self._parts[part] = Part(self._clock(), "还没有开始")

    def good(self, part: str, remark: str = "") -> None:
        """``part`` did a turn, with success; ``remark`` is what all the same should be looked into."""
        self._parts[part] = Part(self._clock(), remark=remark)

    def bad(self, part: str, complaint: str) -> None:
        """``part`` did a turn in vain; ``complaint`` holds no secrets."""
        self._parts[part] = Part(self._clock(), complaint)

    def report(self) -> Report:
        """How the process is now."""
        now = self._clock()
        said: dict[str, str] = {}
        alive = ready = True
        for name, part in self._parts.items():
            silent = now - part.turned
            if silent > self._silence:
                alive = ready = False
                said[name] = f"{silent:.0f} 秒没有动静"
            elif part.complaint:
                ready = False
                said[name] = part.complaint
            else:
                said[name] = part.remark or "ok"
        return Report(alive, ready, said)
