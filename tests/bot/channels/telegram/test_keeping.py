"""States and opinions in a database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram.feedback import Feedback, Verdict
from bot.channels.telegram.keeping import DurableFeedback, DurableStore
from bot.channels.telegram.store import ChatState, Place
from bot.conversation import Choice, Conversation
from bot.storage import Reason, Storage, open_storage
from tests.conftest import NOW

STATE = ChatState(
    conversation=Conversation(
        product="weilidai", topic="overdue", choices=(Choice(label="是", action="plan"),)
    ),
    question="微粒贷逾期了",
    live=17,
)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """A database in a file."""
    async with open_storage(f"sqlite:///{tmp_path / 'jiewen.db'}", lambda: NOW) as storage:
        yield storage


async def test_a_state_is_as_it_was(storage: Storage) -> None:
    store = DurableStore(storage.conversations)
    assert await store.read(Place(1, 2)) == ChatState()
    await store.write(Place(1, 2), STATE)
    assert await store.read(Place(1, 2)) == STATE
    assert await store.forget(2) == 1
    assert await store.read(Place(1, 2)) == ChatState()


@pytest.mark.parametrize("kept", ["", "1", '1 {"question": "x"}', "2 {", '{"question": "x"}', "x y"])
async def test_a_state_of_another_version_is_a_new_one(storage: Storage, kept: str) -> None:
    await storage.conversations.write(1, 2, kept)
    assert await DurableStore(storage.conversations).read(Place(1, 2)) == ChatState()


async def test_disliked_answers_are_for_review(storage: Storage) -> None:
    book = DurableFeedback(storage.opinions, storage.review)
    await book.record(Feedback(Verdict.UP, "v1", "overdue", "weilidai", "微粒贷逾期了"))
    await book.record(Feedback(Verdict.DOWN, "v1", "overdue", None, "借呗逾期了"))
    await book.record(Feedback(Verdict.REMARK, "v1", text="不对"))
    kept = await storage.opinions.since(NOW)
    assert [(one.verdict, one.remark) for one in kept] == [("up", None), ("down", None), ("remark", "不对")]
    [question] = await storage.review.list()
    assert (question.text, question.reason) == ("借呗逾期了", Reason.DISLIKED)
