"""What users say of the answers, and the interface of whoever keeps it."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

_log = logging.getLogger(__name__)


class Verdict(StrEnum):
    """The kinds of feedback."""

    UP = "up"
    DOWN = "down"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One opinion. It names no user; ``question`` and ``text`` have personal numbers masked."""

    verdict: Verdict
    knowledge: str  # the version that answered
    topic: str | None = None
    product: str | None = None
    question: str | None = None
    text: str = ""


class FeedbackBook(Protocol):
    """Keeps feedback for the moderators."""

    async def record(self, feedback: Feedback) -> None:
        """Keep one opinion."""


class MemoryFeedback:
    """Keeps the latest opinions until the process ends."""

    def __init__(self, capacity: int = 1000) -> None:
        self.kept: deque[Feedback] = deque(maxlen=capacity)

    async def record(self, feedback: Feedback) -> None:
        """Keep one opinion, and log that there was one."""
        self.kept.append(feedback)
        _log.info("反馈 %s：%s %s", feedback.verdict.value, feedback.topic or "-", feedback.product or "-")
