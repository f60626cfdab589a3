"""The knowledge as it is served now, and its replacement by a newer one: whole, checked, at once.

A reload reads the folder, checks everything together and builds an assistant beside the one that answers. Only then is
the one put in place of the other, by a single assignment: a question is answered from one snapshot from beginning to end,
whichever it began with. What does not pass is reported and never served.

The topic model takes seconds to train. Where the phrasings changed, the new assistant starts at once with the weights of
the old one, the new words and the new phrasings (``Index.revised``), and gets its own weights when they are ready (``learn``).
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.assistant import Assistant
from bot.conversation import IDLE_LIMIT
from bot.moderation.unfinished import unfinished
from bot.starting import first_index, settling, uncollected
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from knowledge import Change, Knowledge, KnowledgeError, Problem, beijing_today, changes, check
from knowledge.keeping import keep, kept_versions
from knowledge.locking import BusyError, reading, writing
from knowledge.publishing import Publisher
from knowledge.rereading import Rereader, Stamp, stamps

_log = logging.getLogger(__name__)

Make = Callable[[Knowledge, Index], Assistant]


class Outcome(StrEnum):
    """How a reload can end."""

    SAME = "same"
    SWAPPED = "swapped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reload:
    """What a reload found."""

    outcome: Outcome
    version: str  # that is served now
    before: str = ""  # that was served until now
    problems: tuple[Problem, ...] = ()  # why it was refused; notes where it was not
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version as it is served."""

    assistant: Assistant
    loaded_at: dt.datetime

    @property
    def knowledge(self) -> Knowledge:
        """What it knows."""
        return self.assistant.knowledge

    @property
    def version(self) -> str:
        """The hash of its content."""
        return self.assistant.knowledge.version

    @property
    def is_provisional(self) -> bool:
        """Whether the topic model still is that of the version before."""
        return self.assistant.understander.index.is_provisional


class LiveKnowledge:
    """One knowledge folder, served and replaced. Any number of threads may ask; one reload is made at a time."""

    def __init__(
        self,
        folder: Path,
        make: Make,
        cache: Path | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        today: Callable[[], dt.date] = beijing_today,
        build: Callable[[Knowledge], Index] | None = None,
    ) -> None:
        """Open ``folder``.

        Args:
            make: an assistant for a snapshot and its index.
            cache: a folder for trained models.
            build: the index of what the folder holds at first; ``Index.build`` unless given.

        Raises:
            KnowledgeError: with every problem of a folder that does not pass; then there is nothing to serve.
        """
        self.folder = folder
        self.cache = cache
        self._make = make
        self._now = now
        self._today = today
        self._publisher = Publisher(folder, now=now)
        self._reader = Rereader()
        self._turn = threading.Lock()
        self._listeners: list[Callable[[Assistant], None]] = []
        self._seen: tuple[Stamp, ...] = ()
        knowledge, problems = self._read()
        if any(problem.is_error for problem in problems):
            raise KnowledgeError(list(problems))
        self._problems: tuple[Problem, ...] = ()
        index = build(knowledge) if build else Index.build(knowledge, cache)
        self._current = Snapshot(make(knowledge, index), now())
        self._keep(knowledge)

    @classmethod
    def open(cls, folder: Path, cache: Path | None, idle_limit: dt.timedelta = IDLE_LIMIT) -> LiveKnowledge:
        """Serve ``folder`` by the clock; raises ``KnowledgeError`` like the constructor."""
        calibration = Calibration.read()

        def now() -> dt.datetime:
            return dt.datetime.now(dt.UTC)

        def make(knowledge: Knowledge, index: Index) -> Assistant:
            return Assistant(knowledge, index, calibration, now, idle_limit)

        with settling():
            return cls(folder, make, cache, now, build=lambda found: first_index(found, folder, cache))

    @property
    def current(self) -> Snapshot:
        """What is served now. Take it once for a question and use nothing else."""
        return self._current

    @property
    def assistant(self) -> Assistant:
        """The assistant that answers now."""
        return self._current.assistant

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the content of the folder from being served; empty where it is what is served."""
        return self._problems

    def on_swap(self, listener: Callable[[Assistant], None]) -> None:
        """Tell ``listener`` of each new assistant, in the thread that made it."""
        self._listeners.append(listener)

    def reload(self) -> Reload:
        """Serve what the folder holds now, if it passes. Nothing that a folder may hold raises here."""
        with self._turn, uncollected():
            try:
                self._publisher.recover()
                if self._seen and stamps(self.folder) == self._seen:
                    return Reload(Outcome.SAME, self._current.version, problems=self._problems)
                knowledge, problems = self._read()
            except (BusyError, OSError) as error:
                problems = (Problem(str(self.folder), 1, f"读不了知识文件夹（{error}）"),)
                return self._refused(problems)
            errors = tuple(problem for problem in problems if problem.is_error)
            if not errors and knowledge.version not in kept_versions(self.folder):
                errors = tuple(unfinished(self._current.knowledge, knowledge))
            if errors:
                return self._refused(errors)
            self._problems = ()
            if knowledge.version == self._current.version:
                return Reload(Outcome.SAME, knowledge.version)
            return self._swapped(knowledge, problems)

    def learn(self, knowledge: Knowledge) -> bool:
        """Serve ``knowledge`` with weights of its own, if it is still served; whether it is now.

        They are read from the cache where they are there, else trained, which takes seconds.
        """
        index = Index.build(knowledge, self.cache)
        with self._turn:
            if self._current.knowledge is not knowledge or not self._current.is_provisional:
                return False
            self._put(self._make(knowledge, index), self._current.loaded_at)
        return True

    def _read(self) -> tuple[Knowledge, tuple[Problem, ...]]:
        # There may be no folder to lock; that is told like everything else that is wrong
        with reading(self.folder) if self.folder.is_dir() else nullcontext():
            self._seen = stamps(self.folder)
            loaded = self._reader.load(self.folder)
        return loaded.knowledge, tuple(check(loaded, today=self._today()))

    def _refused(self, problems: tuple[Problem, ...]) -> Reload:
        if wrongs(problems) != wrongs(self._problems):  # else the log has it already
            _log.warning(
                "知识文件夹里的新内容有 %d 处错误，没有启用，仍用版本 %s：%s",
                len(problems),
                self._current.version,
                "；".join(map(str, problems[:3])),
            )
        self._problems = problems
        return Reload(Outcome.REFUSED, self._current.version, problems=problems)

    def _swapped(self, knowledge: Knowledge, notes: tuple[Problem, ...]) -> Reload:
        before = self._current
        self._put(self._make(knowledge, self._index(before, knowledge)), self._now())
        _log.info("知识已换成版本 %s（原来是 %s）", knowledge.version, before.version)
        self._keep(knowledge)
        found = tuple(changes(before.knowledge, knowledge))
        return Reload(Outcome.SWAPPED, knowledge.version, before.version, notes, found)

    def _index(self, before: Snapshot, knowledge: Knowledge) -> Index:
        revised = before.assistant.understander.index.revised(before.knowledge, knowledge)
        if revised.is_provisional and Index.is_kept(knowledge, self.cache):
            return Index.build(knowledge, self.cache)
        return revised

    def _keep(self, knowledge: Knowledge) -> None:
        """Keep what is served, so that it can be brought back; a folder that cannot be written keeps nothing."""
        texts = {name: document.text for name, document in knowledge.documents.items()}
        try:
            with writing(self.folder):
                keep(self.folder, knowledge.version, texts)
        except (BusyError, OSError) as error:
            _log.warning("没能留下版本 %s（%s）", knowledge.version, error)

    def _put(self, assistant: Assistant, loaded_at: dt.datetime) -> None:
        self._current = Snapshot(assistant, loaded_at)
        for listener in self._listeners:
            listener(assistant)


def wrongs(problems: tuple[Problem, ...]) -> set[tuple[str, str]]:
    """What is wrong, wherever it has moved to."""
    return {(problem.file, problem.wrong) for problem in problems}
