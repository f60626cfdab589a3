"""What several packages' tests share: the real content, opened once, and a clock that stands still."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from knowledge import Knowledge, load

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real knowledge, as it is served."""
    return load().knowledge


@pytest.fixture(scope="session")
def index(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of the real knowledge, trained once a run."""
    return Index.build(knowledge, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def assistant(knowledge: Knowledge, index: Index) -> Assistant:
    """An assistant with the real knowledge, on 22 November 2026 at noon in China."""
    return Assistant(knowledge, index, Calibration.read(), lambda: NOW)


@pytest.fixture(scope="session")
def eval_dir() -> Path:
    """The evaluation data, which its licence keeps outside the repository."""
    folder = Path(os.environ.get("JIEWEN_EVAL_DIR", "../shared/eval"))
    if not (folder / "real_questions.jsonl").exists():
        pytest.skip(f"no evaluation data at {folder}: set JIEWEN_EVAL_DIR")
    return folder
