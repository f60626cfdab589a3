"""A small knowledge folder that is served, and a clock that stands still."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.moderation.desk import Desk
from bot.moderation.examining import Examiner
from bot.moderation.live import LiveKnowledge
from bot.replies.model import Reply
from bot.storage import QuestionForReview, Reason, Storage, open_storage
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from knowledge import Knowledge
from knowledge.editing import AddPhrasings, NewTopic, Several, TestQuestion
from knowledge.publishing import read_files, write_files
from tests.knowledge.conftest import SAMPLE, TODAY, Folder

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
# One of its own, so that fitting the real one anew changes no test
CALIBRATION = Calibration(
    intercept=0.4,
    margin=0.84,
    lead=0.88,
    likeness=1.0,
    answer_above=0.72,
    clarify_above=0.2,
    fitted_on="nothing",
)


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


OUTSIDE = NewTopic(
    id="out_of_scope",
    name="与借款无关",
    ask="别的事",
    lead="这个我不知道。",
    phrasings=("今天天气真好呀", "讲个笑话来听", "帮我写首诗"),
    tests=(TestQuestion(ask="唱首歌给我听"),),
)

# Enough for each topic to have words of its own
MORE = {
    "interest_rate": (
        "利息怎么收",
        "利率多少",
        "一天利息多少",
        "年化是几多",
        "息按什么来算的",
        "利息高不高",
        "日利率是啥",
    ),
    "overdue": (
        "逾期会怎样",
        "逾期了咋办",
        "忘了还款后果",
        "没按时还要罚吗",
        "拖着不还有啥后果",
        "没按日子还会怎样",
    ),
    "contact_support": (
        "客服电话多少",
        "怎么找人工",
        "热线打哪个",
        "有没有电话可以打",
        "人工客服怎么联系",
        "打哪个电话找你们",
    ),
    "out_of_scope": ("讲段相声", "唱个歌吧", "天气怎么样", "给我唱首歌", "写诗", "今天几号"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the sample, with what every assistant has to have."""
    path = tmp_path / "content"
    shutil.copytree(SAMPLE, path)
    more = tuple(AddPhrasings(topic=topic, phrasings=texts) for topic, texts in MORE.items())
    texts = Several(edits=(OUTSIDE, *more)).apply(read_files(path))
    write_files(path, {name: text for name, text in texts.items() if text is not None})
    return Folder(path)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """A database of its own."""
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path / 'jiewen.db'}", lambda: NOW) as opened:
        yield opened


@pytest.fixture
def desk(live: LiveKnowledge, storage: Storage, cache: Path) -> Desk:
    """A desk that tries changes in this process."""
    return desk_of(live, storage)


def desk_of(live: LiveKnowledge, storage: Storage, approvals: int = 0) -> Desk:
    """A desk whose clock stands still."""
    examiner = Examiner(live.cache, lambda: NOW, apart=False)
    return Desk(live, storage, examiner, approvals=approvals, now=lambda: NOW, today=lambda: TODAY)


def asked(text: str, reason: Reason = Reason.UNANSWERED) -> QuestionForReview:
    """A question for review."""
    return QuestionForReview(text, reason, "0" * 12)


async def add_questions(storage: Storage, *texts: str) -> None:
    """Put questions into the queue."""
    for text in texts:
        await storage.review.add(asked(text))


@pytest.fixture
def live(folder: Folder, cache: Path) -> LiveKnowledge:
    """The sample, served."""
    return serve(folder.path, cache)
