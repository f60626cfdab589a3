"""The one way in which knowledge is changed on somebody's behalf.

::

    publisher = Publisher(folder)
    staged = publisher.stage(edit, today)          # what it would be like; raises if it does not pass the checks
    trial = try_questions(staged.knowledge, …)     # the test questions
    publication = publisher.publish(staged, trial, author, why)

``publish`` writes all files or none, keeps the version before and the new one, commits where git keeps the folder, and
writes down who changed what, when and why. Each step can be killed: whoever uses the folder next carries it through.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge import git
from knowledge.base import Knowledge
from knowledge.checks import check
from knowledge.diff import changes
from knowledge.editing import Edit, Files, names_of
from knowledge.journal import (
    HOME,
    Entry,
    carry_through,
    decide,
    decoded,
    digest_of,
    encoded,
    finish,
    home,
    leftovers,
    pending,
    sweep,
)
from knowledge.keeping import KEPT, keep
from knowledge.locking import reading, writing
from knowledge.opening import beijing_today
from knowledge.problems import KnowledgeError, Problem
from knowledge.rereading import Rereader
from knowledge.trial import Trial

_LOG = "publications.jsonl"
MAX_WHY = 500
_REMEMBERED = 200


class OutdatedError(Exception):
    """Somebody changed the folder after the change was staged; it has to be staged and tried again."""


class NotPassedError(Exception):
    """The test questions do not pass."""

    def __init__(self, failures: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(failure) for failure in failures))
        self.failures = failures


@dataclass(frozen=True)
class Staged:
    """What the knowledge would be like after an edit. Nothing is written yet."""

    edit: Edit
    base: Files
    texts: dict[str, str | None]  # what changes
    before: Knowledge
    knowledge: Knowledge
    notes: tuple[Problem, ...]  # what is new among the warnings
    was_good: bool  # whether what is there now may be served

    @property
    def files(self) -> dict[str, str]:
        """Everything as it would be."""
        return _merged(self.base, self.texts)

    @property
    def summary(self) -> str:
        """What the edit does, in a few words."""
        return self.edit.summary(names_of(self.knowledge))

    @property
    def changes(self) -> list[str]:
        """What changes, in words."""
        return [f"{change.what} {change}" for change in changes(self.before, self.knowledge)]

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder that holds it, for as long as somebody wants to look."""
        with tempfile.TemporaryDirectory(prefix="jiewen-") as place:
            yield write_files(Path(place), self.files)


class Publication(BaseModel):
    """A change that was published."""

    model_config = ConfigDict(frozen=True)

    id: str
    at: dt.datetime
    by: str
    why: str
    before: str  # version
    version: str
    summary: str
    changes: tuple[str, ...]
    files: tuple[str, ...]
    commit: str | None = None
    left: tuple[str, ...] = ()  # files that an editor changed meanwhile: they stayed as the editor saved them


class Publisher:
    """Publishes into one knowledge folder."""

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        use_git: bool = True,
        kept: int = KEPT,
    ) -> None:
        self.folder = folder
        self._now = now
        self._use_git = use_git
        self._kept = kept

    def read(self) -> dict[str, str]:
        """Every knowledge file, at one moment."""
        self.recover()
        with reading(self.folder):
            return read_files(self.folder)

    def stage(self, edit: Edit, today: dt.date | None = None) -> Staged:
        """What the knowledge would be like after ``edit``.

        Raises:
            EditError: if the edit cannot be made.
            KnowledgeError: with everything that is wrong, if what comes out may not be served.
        """
        base = self.read()
        texts = edit.apply(base)
        day = today or beijing_today()
        with tempfile.TemporaryDirectory(prefix="jiewen-") as place:
            reader = Rereader()
            old = reader.load(write_files(Path(place) / "old", base))
            new = reader.load(write_files(Path(place) / "new", _merged(base, texts)))
        problems = check(new, today=day)
        if any(problem.is_error for problem in problems):
            raise KnowledgeError([problem for problem in problems if problem.is_error])
        was = check(old, today=day)
        known = {(note.file, note.wrong) for note in was}
        notes = tuple(note for note in problems if (note.file, note.wrong) not in known)
        was_good = not any(problem.is_error for problem in was)
        return Staged(edit, base, texts, old.knowledge, new.knowledge, notes, was_good)

    def publish(
        self, staged: Staged, trial: Trial, by: str, why: str, identity: str | None = None
    ) -> Publication:
        """Write what was staged. What was published under the same ``identity`` is not published again.

        Raises:
            NotPassedError: if a test question fails.
            OutdatedError: if the folder is not what it was when the change was staged.
            BusyError: if somebody else writes all the time.
            OSError: if the folder cannot be written; then nothing has changed.
        """
        if trial.failures:
            raise NotPassedError(trial.failures)
        publication = Publication(
            id=identity or secrets.token_hex(6),
            at=self._now(),
            by=by,
            why=why[:MAX_WHY],
            before=staged.before.version,
            version=staged.knowledge.version,
            summary=staged.summary,
            changes=tuple(staged.changes),
            files=tuple(sorted(staged.texts)),
        )
        with writing(self.folder):
            self._recover()
            for done in self.publications(_REMEMBERED):
                if done.id == publication.id:
                    return done
            if read_files(self.folder) != staged.base:
                raise OutdatedError
            if staged.was_good:
                keep(self.folder, staged.before.version, staged.base, self._kept)
            before = {name: digest_of(staged.base.get(name)) for name in staged.texts}
            entry = Entry(staged.texts, before, publication.model_dump(mode="json"))
            decide(self.folder, entry)
            return self._carry_through(entry)

    def recover(self) -> Publication | None:
        """Carry through what a killed process had decided, and sweep up; the publication, if there was one."""
        if not self.folder.is_dir() or (pending(self.folder) is None and not leftovers(self.folder)):
            return None
        with writing(self.folder):
            return self._recover()

    def publications(self, most: int = 20) -> list[Publication]:
        """The latest publications, newest first."""
        found = []
        try:
            lines = (self.folder / HOME / _LOG).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        for line in reversed(lines):
            with contextlib.suppress(ValidationError, ValueError):
                found.append(Publication.model_validate_json(line))
            if len(found) == most:
                break
        return found

    def _recover(self) -> Publication | None:
        sweep(self.folder)
        entry = pending(self.folder)
        return self._carry_through(entry) if entry is not None else None

    def _carry_through(self, entry: Entry) -> Publication:
        left = carry_through(self.folder, entry)
        publication = Publication.model_validate(entry.details)
        if not left:
            keep(self.folder, publication.version, read_files(self.folder), self._kept)
        publication = publication.model_copy(
            update={"commit": self._commit(publication), "left": tuple(left)}
        )
        self._write_down(publication)
        finish(self.folder)
        return publication

    def _commit(self, publication: Publication) -> str | None:
        if not self._use_git or not git.is_tracked(self.folder):
            return None
        message = "\n\n".join(part for part in (publication.summary, publication.why) if part)
        return git.commit(
            self.folder, publication.files, message, f"Publication: {publication.id}", publication.by
        )

    def _write_down(self, publication: Publication) -> None:
        if any(one.id == publication.id for one in self.publications(5)):
            return
        line = json.dumps(publication.model_dump(mode="json"), ensure_ascii=False)
        with (home(self.folder) / _LOG).open("ab") as file:
            # A line that a loss of power cut short must not swallow this one
            start = b"\n" if file.tell() and not _ends_line(self.folder / HOME / _LOG) else b""
            file.write(start + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def read_files(folder: Path) -> dict[str, str]:
    """Every knowledge file below ``folder``."""
    found = {}
    for path in sorted((*folder.glob("*.yaml"), *folder.glob("[!.]*/*.yaml"))):
        if path.name.startswith((".", "~")) or not path.is_file():
            continue
        found[path.relative_to(folder).as_posix()] = decoded(path.read_bytes())
    return found


def write_files(folder: Path, files: Files) -> Path:
    """Put ``files`` into a folder of their own; returns it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(encoded(text))
    return folder


def _merged(base: Files, texts: dict[str, str | None]) -> dict[str, str]:
    merged = {**base, **{name: text for name, text in texts.items() if text is not None}}
    return {name: text for name, text in merged.items() if texts.get(name, text) is not None}


def _ends_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
