"""Several processes, one folder, one PostgreSQL: what is published in one is served by all, and told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.moderation.commands import Moderation, Person
from bot.moderation.live import LiveKnowledge
from bot.moderation.opening import open_moderation
from bot.replies.model import Reply
from bot.settings import Settings
from bot.storage import QuestionForReview, Reason, Storage, open_storage
from tests.bot.moderation.conftest import ask
from tests.delivery import postgres
from tests.knowledge.conftest import Folder

ANNA, BEN = Person(7), Person(8)
HORN = ("小喇叭怎么关", "把小喇叭关了吧", "小喇叭关不掉", "关小喇叭在哪关", "小喇叭一直叫咋关掉")


@dataclass
class Process:
    """What of one process is looked at here."""

    live: LiveKnowledge
    moderation: Moderation
    storage: Storage
    told: list[tuple[Reply, Collection[int]]] = field(default_factory=list)


@pytest.fixture
def happened() -> asyncio.Event:
    """Set when any process serves another version, or tells somebody something."""
    return asyncio.Event()


@pytest.fixture
async def processes(folder: Folder, cache: Path, happened: asyncio.Event) -> AsyncIterator[list[Process]]:
    """Three processes."""
    async with postgres.new_database() as address, AsyncExitStack() as stack:
        settings = Settings.model_validate(
            {"jiewen_database_url": address, "jiewen_moderators": "7,8", "jiewen_digest": "off"}
        )
        started = []
        loop = asyncio.get_running_loop()

        def noticed(assistant: Assistant) -> None:
            loop.call_soon_threadsafe(happened.set)

        for _ in range(3):
            live = LiveKnowledge.open(folder.path, cache)
            live.on_swap(noticed)
            storage = await stack.enter_async_context(open_storage(address))
            await storage.replicas.show(live.current.version)
            told: list[tuple[Reply, Collection[int]]] = []

            async def tell(
                reply: Reply, people: Collection[int], told: list[tuple[Reply, Collection[int]]] = told
            ) -> None:
                told.append((reply, people))
                happened.set()

            moderation = await stack.enter_async_context(open_moderation(settings, live, storage, tell))
            started.append(Process(live, moderation, storage, told))
        yield started


async def until(happened: asyncio.Event, is_so: Callable[[], bool]) -> None:
    """Wait until it is so; looked at whenever something happens."""
    async with asyncio.timeout(60.0):
        while not is_so():
            happened.clear()
            await happened.wait()


async def test_what_one_publishes_all_serve_and_one_tells(
    processes: list[Process], happened: asyncio.Event
) -> None:
    first, second, third = processes
    for text in HORN:
        await first.storage.review.add(QuestionForReview(text, Reason.UNANSWERED, "0" * 12))
    group = (await third.moderation.reviewing.groups())[0]
    proposed = await third.moderation.run("assign", f"{group.id} overdue", ANNA)
    publish = next(one.action for one in proposed.buttons if one.label == "发布")

    # Proposed in one, published in another
    published = await second.moderation.press(publish, ANNA)
    assert "发布了" in published.title
    version = second.live.current.version
    await until(happened, lambda: all(one.live.current.version == version for one in processes))
    for one in processes:
        assert ask(one.live, HORN[0]).topic == "overdue"
        await one.storage.replicas.show(one.live.current.version)
    alive = await first.storage.replicas.show(version)
    assert [one.knowledge for one in alive] == [version] * 3

    # The one that has been there longest speaks, to everybody but her who did it
    await until(happened, lambda: bool(first.told))
    assert [people for _, people in first.told] == [[8]]
    assert second.told == third.told == []

    # And back, from anywhere
    await first.moderation.run("rollback", "", BEN)
    await until(happened, lambda: all(one.live.current.version != version for one in processes))
    assert ask(third.live, HORN[0]).topic != "overdue"
    assert [one.action for one in await second.storage.audit.latest()] == ["rollback", "publish", "propose"]
