"""Opening a knowledge folder for use: everything is checked, and what does not pass is never served."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from knowledge.base import Knowledge
from knowledge.checks import check
from knowledge.checks.scope import forget
from knowledge.loader import DEFAULT_CONTENT, load
from knowledge.problems import KnowledgeError

# Knowledge, its dates and its readers are all in one time zone, wherever the machine is
BEIJING = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


def beijing_today() -> dt.date:
    """The calendar day in Beijing."""
    return dt.datetime.now(BEIJING).date()


def open_knowledge(folder: Path = DEFAULT_CONTENT, *, today: dt.date | None = None) -> Knowledge:
    """The snapshot of ``folder``; raises ``KnowledgeError`` with everything that is wrong with it.

    Warnings, such as a fact that is due for checking, do not keep a snapshot from being served. ``today`` is
    the day in Beijing unless given.
    """
    loaded = load(folder)
    problems = check(loaded, today=today or beijing_today())
    forget()
    if any(problem.is_error for problem in problems):
        raise KnowledgeError(problems)
    return loaded.knowledge
