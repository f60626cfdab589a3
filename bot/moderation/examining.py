"""Trying a change before it is published: its test questions, and what people will be told otherwise.

It takes seconds, most of them for training the topic model of the new knowledge, which is kept in the cache: when the
change is published, it is served with its own model at once. ``examine_apart`` does it in a process of its own, so
that nobody who asks a question in the meantime has to wait.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from bot.assistant import Assistant
from bot.moderation.preview import Asked, Preview, compare, of_tests
from bot.testing import understood
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from knowledge import Problem, Trial, load, try_questions
from knowledge.editing import Files
from knowledge.publishing import write_files

_NICENESS = 10  # whoever asks a question goes first


class ExaminationError(Exception):
    """The change could not be tried."""


class Request(BaseModel):
    """What is to be tried; ``before`` and ``after`` are folders."""

    model_config = ConfigDict(frozen=True)

    before: Path
    after: Path
    cache: Path | None
    questions: tuple[Asked, ...]
    at: dt.datetime


class Examination(BaseModel):
    """What came of it.

    Attributes:
        asked: how many test questions there are.
        failures: the test questions that fail and did not fail before.
        failing: how many fail as they did before.
        preview: what changes for people.
    """

    model_config = ConfigDict(frozen=True)

    asked: int
    failures: tuple[Problem, ...]
    failing: int
    preview: Preview

    @property
    def trial(self) -> Trial:
        """As publishing asks for it."""
        return Trial(self.asked, self.failures)


# The files that are served, those that would be, and questions to try both on
Examine: TypeAlias = Callable[[Files, Files, Sequence[Asked]], Awaitable[Examination]]


def examine(request: Request) -> Examination:
    """Try a change here and now."""
    calibration = Calibration.read()
    old, new = (
        Assistant(knowledge, Index.build(knowledge, request.cache), calibration, lambda: request.at)
        for knowledge in (load(request.before).knowledge, load(request.after).knowledge)
    )
    was, now = (_tried(assistant, calibration) for assistant in (old, new))
    known = {(failure.file, failure.wrong) for failure in was.failures}
    failures = tuple(one for one in now.failures if (one.file, one.wrong) not in known)
    questions = [*of_tests(old.knowledge), *request.questions]
    return Examination(
        asked=now.asked,
        failures=failures,
        failing=len(now.failures) - len(failures),
        preview=compare(old, new, questions),
    )


def _tried(assistant: Assistant, calibration: Calibration) -> Trial:
    def understand(questions: list[str]) -> list[tuple[str | None, str | None]]:
        return understood(questions, assistant.understander, calibration)

    return try_questions(assistant.knowledge, understand)


class Examiner:
    """Tries staged changes, in a process of its own for each.

    Args:
        cache: where trained models are kept.
        now: the clock that dated rules go by.
        apart: whether in a process of its own; else in a thread.
    """

    def __init__(
        self,
        cache: Path | None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        apart: bool = True,
    ) -> None:
        self._cache = cache
        self._now = now
        self._apart = apart

    async def __call__(self, old: Files, new: Files, questions: Sequence[Asked]) -> Examination:
        """Try ``new`` against ``old``, which is served, with the tests of both and with these questions.

        Raises:
            ExaminationError: if it could not be tried.
        """
        with tempfile.TemporaryDirectory(prefix="jiewen-") as place:
            before, after = Path(place) / "before", Path(place) / "after"
            await asyncio.to_thread(write_files, before, old)
            await asyncio.to_thread(write_files, after, new)
            request = Request(
                before=before,
                after=after,
                cache=self._cache.resolve() if self._cache is not None else None,
                questions=tuple(questions),
                at=self._now(),
            )
            return await (examine_apart(request) if self._apart else asyncio.to_thread(examine, request))


async def examine_apart(request: Request) -> Examination:
    """Try a change in a process of its own; it is ended where the caller is cancelled."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        found, complaint = await process.communicate(request.model_dump_json().encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise ExaminationError(f"没有试成（退出码 {process.returncode}）：{last[:200]}")
    return Examination.model_validate_json(found)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    asked = Request.model_validate_json(sys.stdin.buffer.read())
    sys.stdout.buffer.write(examine(asked).model_dump_json().encode())
