"""A small knowledge folder that is served, and a clock that stands still."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.moderation.live import LiveKnowledge
from bot.replies.model import Reply
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from knowledge import Knowledge
from tests.knowledge.conftest import SAMPLE, TODAY, Folder

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
CALIBRATION = Calibration.read()


def make(knowledge: Knowledge, index: Index) -> Assistant:
    """An assistant whose clock stands still."""
    return Assistant(knowledge, index, CALIBRATION, lambda: NOW)


def serve(folder: Path, cache: Path | None) -> LiveKnowledge:
    """``folder``, served."""
    return LiveKnowledge(folder, make, cache, lambda: NOW, lambda: TODAY)


def ask(live: LiveKnowledge, text: str) -> Reply:
    """The reply of the moment."""
    return live.assistant.answer(Question(text), Conversation())[0]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where trained models are left, so that each is trained once a run."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the sample."""
    path = tmp_path / "content"
    shutil.copytree(SAMPLE, path)
    return Folder(path)


@pytest.fixture
def live(folder: Folder, cache: Path) -> LiveKnowledge:
    """The sample, served."""
    return serve(folder.path, cache)
