"""What is wrong in a knowledge folder, said so that a moderator can mend it.

Nothing that a moderator wrote ever raises: readers and checks return their findings as values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """An error keeps a snapshot from being served; a warning does not."""

    ERROR = "错误"
    WARNING = "提醒"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One finding at one place: ``file:line: what is wrong; what was expected; an example``."""

    file: str
    line: int
    wrong: str
    expected: str = ""
    example: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}: {self.wrong}"
        if self.expected:
            text += f"；{self.expected}"
        if self.example:
            text += f"；例如：{self.example}"
        return text if self.severity is Severity.ERROR else f"{text}（{self.severity.value}）"

    @property
    def is_error(self) -> bool:
        """Whether this finding keeps the snapshot from being served."""
        return self.severity is Severity.ERROR


class KnowledgeError(Exception):
    """A knowledge folder that cannot be served; ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def relative_name(path: Path, root: Path) -> str:
    """The name of ``path`` as a moderator knows it: below ``root``, with forward slashes."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.name
