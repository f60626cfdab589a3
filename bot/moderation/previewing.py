"""The preview at a terminal: every question there is, put to two versions of the knowledge.

The test questions of the knowledge are always asked. Beside them: questions for review, where there is a database;
labelled questions, where there is a folder of them; and a file of questions, one a line, where one is named.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.assistant import Assistant
from bot.evaluation.questions import EvaluationError, question_files, read_questions
from bot.moderation.desk import RECORDED
from bot.moderation.preview import SHOWN, Asked, compare, lines, of_labelled, of_tests, of_texts
from bot.settings import Settings, read_settings
from bot.storage import Address, Status, StorageError, open_storage
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from knowledge import Knowledge


def preview(old: Knowledge, new: Knowledge, files: Sequence[Path] = (), shown: int = SHOWN) -> Iterable[str]:
    """What is answered otherwise, line by line.

    Raises:
        OSError, UnicodeDecodeError: if one of ``files`` cannot be read.
        SettingsError: if a setting is wrong.
    """
    settings = read_settings()
    moment = dt.datetime.now(dt.UTC)
    questions, notes = _questions(old, settings, files)
    before, after = (
        Assistant(one, Index.build(one, settings.jiewen_cache_dir), Calibration.read(), lambda: moment)
        for one in (old, new)
    )
    yield from notes
    yield from lines(compare(before, after, questions), old, new, shown)


def _questions(old: Knowledge, settings: Settings, files: Sequence[Path]) -> tuple[list[Asked], list[str]]:
    """What to ask, each question once, and where it comes from."""
    tests, recorded, labelled, written = (
        of_tests(old),
        _recorded(settings),
        _labelled(settings),
        list[Asked](),
    )
    for file in files:
        written += of_texts(
            line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
        )
    parts = [
        f"测试 {len(tests)}",
        f"没答好的 {len(recorded)}" if recorded else "",
        f"评测 {len(labelled)}" if labelled else "",
        f"文件里的 {len(written)}" if written else "",
    ]
    found: dict[str, Asked] = {}
    for asked in (*tests, *labelled, *recorded, *written):
        found.setdefault(asked.text, asked)
    return list(found.values()), [f"问题来自：{'，'.join(part for part in parts if part)}"]


def _recorded(settings: Settings) -> list[Asked]:
    """The questions for review; none where there is no database yet."""
    try:
        address = Address.read(settings.jiewen_database_url)
        if address.file is not None and not address.file.exists():
            return []
        return asyncio.run(_open_questions(settings.jiewen_database_url))
    except StorageError:
        return []


async def _open_questions(address: str) -> list[Asked]:
    async with open_storage(address) as storage:
        questions = await storage.review.list(Status.OPEN, RECORDED)
    return of_texts(question.text for question in questions)


def _labelled(settings: Settings) -> list[Asked]:
    try:
        return [
            asked
            for file in question_files(settings.jiewen_eval_dir)
            for asked in of_labelled(read_questions(file))
        ]
    except EvaluationError:
        return []
