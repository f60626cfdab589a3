"""The folder is followed: good changes are served and told, bad ones are told once, models follow in the background."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.moderation.following import Follower, changes_of
from bot.moderation.live import LiveKnowledge, Outcome, Reload
from bot.moderation.training import TrainingError, train_apart
from bot.understanding.index import Index
from knowledge import Knowledge
from tests.bot.moderation.conftest import serve
from tests.bot.moderation.test_live import NEW, PHRASINGS, add
from tests.knowledge.conftest import Folder


class Watched:
    """A follower of ``live`` that is told of changes by the test, and what it told."""

    def __init__(self, live: LiveKnowledge, pause: Callable[[], None] | None = None) -> None:
        self.told: list[Reload] = []
        self.learnt: list[str] = []
        self.may_learn = asyncio.Event()
        self.may_learn.set()
        self.fails = False
        self._pause = pause
        self.follower = Follower(live, self._tell, self._learn, self._paused)

    async def _tell(self, reload: Reload) -> None:
        self.told.append(reload)

    async def _learn(self, knowledge: Knowledge) -> None:
        await self.may_learn.wait()
        if self.fails:
            raise TrainingError("没有内存")
        self.learnt.append(knowledge.version)

    async def _paused(self) -> None:
        if self._pause is not None:
            self._pause()


async def test_a_good_change_is_served_and_told(folder: Folder, live: LiveKnowledge) -> None:
    async def changes() -> AsyncIterator[object]:
        yield None
        add(folder, "没有别处教过的说法")
        yield None
        yield None
        await watched.follower.settle()

    watched = Watched(live)
    await watched.follower.run(changes())
    assert [reload.outcome for reload in watched.told] == [Outcome.SWAPPED]
    assert watched.learnt == [live.current.version]
    assert not live.current.is_provisional


async def test_a_bad_change_is_told_once(
    folder: Folder, live: LiveKnowledge, caplog: pytest.LogCaptureFixture
) -> None:
    async def changes() -> AsyncIterator[object]:
        folder.edit("topics/overdue.yaml", "id: overdue", "id：overdue")
        yield None
        yield None
        for _ in range(3):  # saved again and again, and still as wrong
            folder.write("topics/overdue.yaml", folder.text("topics/overdue.yaml") + "# 还在改\n")
            yield None
        text = folder.text("topics/overdue.yaml").replace("# 还在改\n", "")
        folder.write("topics/overdue.yaml", text.replace("id：overdue", "id: overdue"))
        yield None
        yield None

    watched = Watched(live)
    with caplog.at_level(logging.WARNING):
        await watched.follower.run(changes())
    assert [reload.outcome for reload in watched.told] == [Outcome.REFUSED, Outcome.SAME]
    assert caplog.text.count("没有启用") == 1
    assert watched.told[0].problems[0].file == "topics/overdue.yaml"
    assert live.problems == ()


async def test_who_is_still_saving_is_waited_for(folder: Folder, live: LiveKnowledge) -> None:
    whole = folder.text(PHRASINGS) + f"  - {NEW}\n"
    folder.write(PHRASINGS, whole[:60])
    watched = Watched(live, lambda: folder.write(PHRASINGS, whole))
    reload = await watched.follower.look()
    assert reload.outcome is Outcome.SWAPPED
    assert watched.told == [reload]


async def test_who_takes_it_back_in_time_hears_nothing(folder: Folder, live: LiveKnowledge) -> None:
    whole = folder.text(PHRASINGS)
    folder.write(PHRASINGS, whole[:60])
    watched = Watched(live, lambda: folder.write(PHRASINGS, whole))
    assert (await watched.follower.look()).outcome is Outcome.SAME
    assert watched.told == []


async def test_learning_begins_anew_with_each_change(folder: Folder, live: LiveKnowledge) -> None:
    watched = Watched(live)
    watched.may_learn.clear()
    for phrasing in ("第一种说法", "第二种说法"):
        add(folder, phrasing)
        await watched.follower.look()
    watched.may_learn.set()
    await watched.follower.settle()
    assert watched.learnt == [live.current.version]
    assert not live.current.is_provisional


async def test_what_cannot_be_learnt_stays_provisional(
    folder: Folder, live: LiveKnowledge, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched(live)
    watched.fails = True
    phrasing = "没人教过它的说法"
    add(folder, phrasing)
    await watched.follower.look()
    await watched.follower.settle()
    assert live.current.is_provisional
    assert live.assistant.understander.understand(phrasing).exact == "overdue"
    assert "没有内存" in caplog.text


async def test_telling_that_fails_is_no_reason_to_stop(
    folder: Folder, live: LiveKnowledge, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(reload: Reload) -> None:
        raise ConnectionError("no network")

    add(folder, NEW)
    watched = Watched(live)
    assert (await Follower(live, broken, watched._learn).look()).outcome is Outcome.SWAPPED
    assert "no network" in caplog.text


async def test_who_follows_goes_on_whatever_happens(
    folder: Folder, live: LiveKnowledge, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def changes() -> AsyncIterator[object]:
        with monkeypatch.context() as broken:
            broken.setattr(live, "reload", lambda: 1 / 0)
            yield None
        add(folder, "出过错以后才加的说法")
        yield None

    watched = Watched(live)
    await watched.follower.run(changes())
    assert [reload.outcome for reload in watched.told] == [Outcome.SWAPPED]
    assert "ZeroDivisionError" in caplog.text


async def test_a_saved_file_is_noticed(folder: Folder) -> None:
    """The system's own notification, with a real file."""
    changes = changes_of(folder.path)
    try:
        noticed = asyncio.ensure_future(anext(changes))
        while not noticed.done():
            # The watch begins at some moment after it was asked for: whatever comes then is noticed
            add(folder, NEW)
            await asyncio.wait([noticed], timeout=0.2)
        paths = {Path(path).name for _, path in noticed.result()}  # type: ignore[attr-defined]
        assert paths == {"overdue.yaml"}
    finally:
        await changes.aclose()  # type: ignore[attr-defined]


async def test_training_in_a_process_of_its_own(folder: Folder, tmp_path: Path) -> None:
    live = serve(folder.path, tmp_path / "models")
    add(folder, NEW)
    live.reload()
    knowledge = live.current.knowledge
    assert not Index.is_kept(knowledge, live.cache)
    await train_apart(knowledge, tmp_path / "models")
    assert Index.is_kept(knowledge, live.cache)
    assert live.learn(knowledge)


async def test_training_that_fails_says_so(folder: Folder, live: LiveKnowledge, tmp_path: Path) -> None:
    for kind in ("phrasings", "tests", "topics"):
        for name in ("overdue", "interest_rate", "contact_support"):
            (folder.path / f"{kind}/{name}.yaml").unlink()
    from knowledge import load

    with pytest.raises(TrainingError, match="two topics"):
        await train_apart(load(folder.path).knowledge, tmp_path / "models")
