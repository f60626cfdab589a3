"""A small knowledge folder that passes every check, to be copied and broken."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge import Knowledge, Problem, check, load

SAMPLE = Path(__file__).parent / "sample"
TODAY = dt.date(2026, 11, 22)


@dataclass(frozen=True)
class Folder:
    """A knowledge folder of one test."""

    path: Path

    def text(self, file: str) -> str:
        """What ``file`` holds."""
        return (self.path / file).read_text(encoding="utf-8")

    def write(self, file: str, content: str | bytes) -> None:
        """Put ``content`` into ``file``."""
        target = self.path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    def edit(self, file: str, old: str, new: str) -> int:
        """Replace ``old``, which has to stand there once; gives the line where it began."""
        text = self.text(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def check(self, today: dt.date = TODAY) -> list[Problem]:
        """Everything that is wrong."""
        return check(self.path, today=today)

    def errors(self) -> list[Problem]:
        """Everything that is wrong but for warnings."""
        return [problem for problem in self.check() if problem.is_error]

    def notes(self, today: dt.date = TODAY) -> list[Problem]:
        """The warnings."""
        return [problem for problem in self.check(today) if not problem.is_error]

    def knowledge(self) -> Knowledge:
        """What can be read of it."""
        return load(self.path).knowledge


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the sample."""
    path = tmp_path / "content"
    shutil.copytree(SAMPLE, path)
    return Folder(path)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The sample as it is."""
    return load(SAMPLE).knowledge
