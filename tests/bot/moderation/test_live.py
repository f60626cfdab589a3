"""What is saved is served if it passes, whole and at once; what does not pass never is."""

from __future__ import annotations

import gc
import shutil
import threading
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.moderation.live import LiveKnowledge, Outcome
from knowledge import KnowledgeError, load
from knowledge.journal import Entry, decide, digest
from tests.bot.moderation.conftest import ask, serve
from tests.knowledge.conftest import Folder
from tests.knowledge.test_broken_edits import EDITS

PHRASINGS = "phrasings/overdue.yaml"
NEW = "爬山的时候鞋带散了"


def add(folder: Folder, phrasing: str, file: str = PHRASINGS) -> None:
    folder.write(file, f"{folder.text(file)}  - {phrasing}\n")


class TestGood:
    """Files that pass."""

    def test_a_new_phrasing_is_answered_at_once(self, folder: Folder, live: LiveKnowledge) -> None:
        before = live.current
        assert live.assistant.understander.understand(NEW).exact is None
        add(folder, NEW)
        reload = live.reload()
        assert reload.outcome is Outcome.SWAPPED
        assert [str(change) for change in reload.changes] == [f"逾期（overdue）：增加说法 1 条：{NEW}"]
        assert live.assistant.understander.understand(NEW).exact == "overdue"
        assert live.current.version == reload.version == load(folder.path).knowledge.version != before.version
        # Whoever began with the old one goes on with it
        assert NEW not in before.knowledge.phrasings["overdue"].phrasings

    def test_a_changed_fact_needs_no_new_model(self, folder: Folder, live: LiveKnowledge) -> None:
        index = live.assistant.understander.index
        folder.edit("topics/overdue.yaml", "还会上报征信", "也会上报征信")
        assert live.reload().outcome is Outcome.SWAPPED
        assert not live.current.is_provisional
        assert live.assistant.understander.index.model is index.model
        assert "也会上报征信" in ask(live, "过了日子没还会咋样呀").title

    def test_the_model_follows(self, folder: Folder, live: LiveKnowledge) -> None:
        add(folder, "模型要跟上来的说法")
        live.reload()
        knowledge = live.current.knowledge
        assert live.current.is_provisional
        assert live.learn(knowledge)
        assert not live.current.is_provisional
        assert live.current.knowledge is knowledge
        assert not live.learn(knowledge)

    def test_what_was_learnt_too_late_is_not_served(self, folder: Folder, live: LiveKnowledge) -> None:
        add(folder, NEW)
        live.reload()
        late = live.current.knowledge
        add(folder, "又一种问法")
        live.reload()
        assert not live.learn(late)
        assert "又一种问法" in live.current.knowledge.phrasings["overdue"].phrasings

    def test_a_model_that_is_kept_is_used_at_once(self, folder: Folder, live: LiveKnowledge) -> None:
        add(folder, NEW)
        live.reload()
        live.learn(live.current.knowledge)
        text = folder.text(PHRASINGS)
        add(folder, "模型还没有学过的说法")
        live.reload()
        assert live.current.is_provisional
        folder.write(PHRASINGS, text)
        live.reload()
        assert not live.current.is_provisional

    def test_a_new_topic_and_a_deleted_one(self, folder: Folder, live: LiveKnowledge) -> None:
        for kind in ("topics", "phrasings", "tests"):
            text = (
                folder.text(f"{kind}/overdue.yaml")
                .replace("overdue", "lateness")
                .replace("interest_rate", "overdue")
            )
            if kind == "topics":
                text = text.replace("related: [overdue]", "related: [interest_rate]")
            folder.write(f"{kind}/lateness.yaml", text)
            (folder.path / f"{kind}/overdue.yaml").unlink()
        for file in (
            "tests/interest_rate.yaml",
            "topics/interest_rate.yaml",
            "attributes.yaml",
            "rules.yaml",
        ):
            folder.write(file, folder.text(file).replace("overdue", "lateness"))
        reload = live.reload()
        assert reload.outcome is Outcome.SWAPPED, reload.problems
        assert live.current.is_provisional
        assert ask(live, "过了日子没还会咋样呀").topic == "lateness"

    def test_words_are_known_at_once(self, folder: Folder, live: LiveKnowledge) -> None:
        folder.edit("products/weilidai.yaml", "[微粒代, 微粒货]", "[微粒代, 微粒货, 小粒贷]")
        assert live.reload().outcome is Outcome.SWAPPED
        assert live.assistant.understander.understand("小粒贷过了日子没还会咋样呀").product == "weilidai"

    def test_nothing_changed(self, folder: Folder, live: LiveKnowledge) -> None:
        assistant = live.assistant
        assert live.reload().outcome is Outcome.SAME
        folder.write(PHRASINGS, folder.text(PHRASINGS))
        assert live.reload().outcome is Outcome.SAME
        folder.write("phrasings/.overdue.yaml.swp", b"\x00")
        folder.write("phrasings/~lock.yaml", b"\x00")
        assert live.reload().outcome is Outcome.SAME
        assert live.assistant is assistant

    def test_listeners_hear_of_each(self, folder: Folder, live: LiveKnowledge) -> None:
        heard: list[str] = []
        live.on_swap(lambda assistant: heard.append(assistant.knowledge.version))
        add(folder, NEW)
        live.reload()
        live.reload()
        assert heard == [live.current.version]

    def test_a_change_decided_by_a_killed_process_is_carried_through(
        self, folder: Folder, live: LiveKnowledge
    ) -> None:
        text = folder.text(PHRASINGS) + f"  - {NEW}\n"
        details = {
            "id": "f00",
            "at": "2026-11-22T04:00:00Z",
            "by": "甲",
            "why": "",
            "before": "a",
            "version": "b",
            "summary": "",
            "changes": [],
            "files": [PHRASINGS],
        }
        decide(folder.path, Entry({PHRASINGS: text}, {PHRASINGS: digest(folder.path, PHRASINGS)}, details))
        assert live.reload().outcome is Outcome.SWAPPED
        assert live.assistant.understander.understand(NEW).exact == "overdue"


def truncated(folder: Folder) -> None:
    text = folder.text(PHRASINGS)
    folder.write(PHRASINGS, text[: len(text) // 3])


def emptied(folder: Folder) -> None:
    folder.write("products/weilidai.yaml", "")


def renamed(folder: Folder) -> None:
    (folder.path / "topics/overdue.yaml").rename(folder.path / "topics/late.yaml")


def half_renamed(folder: Folder) -> None:
    (folder.path / "topics/overdue.yaml").rename(folder.path / "topics/overdue.yaml.bak")


def deleted(folder: Folder) -> None:
    (folder.path / "sources.yaml").unlink()


def all_deleted(folder: Folder) -> None:
    shutil.rmtree(folder.path)


def folder_renamed(folder: Folder) -> None:
    (folder.path / "phrasings").rename(folder.path / "phrases")


def gbk(folder: Folder) -> None:
    folder.write(PHRASINGS, folder.text(PHRASINGS).encode("gbk"))


def zeros(folder: Folder) -> None:
    folder.write("rules.yaml", b"\0" * 4096)


def bomb(folder: Folder) -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    folder.write("words.yaml", "\n".join(rows))


def too_large(folder: Folder) -> None:
    folder.write(PHRASINGS, folder.text(PHRASINGS) + "# 大\n" * 700_000)


def code(folder: Folder) -> None:
    folder.write("words.yaml", "!!python/object/apply:os.system ['touch /tmp/owned']")


def link(folder: Folder) -> None:
    (folder.path / "words.yaml").unlink()
    (folder.path / "words.yaml").symlink_to("/etc")


def directory(folder: Folder) -> None:
    (folder.path / "words.yaml").unlink()
    (folder.path / "words.yaml").mkdir()


def conflict_marks(folder: Folder) -> None:
    text = folder.text(PHRASINGS)
    folder.write(PHRASINGS, f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n")


def half_of_two(folder: Folder) -> None:
    """The first of two files that only pass together."""
    folder.edit("topics/overdue.yaml", "related: [interest_rate]", "related: [new_topic]")


OTHER_WAYS: list[Callable[[Folder], None]] = [
    truncated,
    emptied,
    renamed,
    half_renamed,
    deleted,
    all_deleted,
    folder_renamed,
    gbk,
    zeros,
    bomb,
    too_large,
    code,
    link,
    directory,
    conflict_marks,
    half_of_two,
]


def broken(folder: Folder) -> Iterator[str]:
    """Break the folder, one way after another; it is mended in between."""
    good = folder.path.with_name("good")
    shutil.copytree(folder.path, good)
    for edit in EDITS:
        text = folder.text(edit.file)
        folder.edit(edit.file, edit.old, edit.new)
        yield edit.id
        folder.write(edit.file, text)
    for way in OTHER_WAYS:
        way(folder)
        yield way.__name__
        shutil.rmtree(folder.path, ignore_errors=True)
        shutil.copytree(good, folder.path)


class TestBad:
    """Files that do not pass."""

    def test_more_than_a_hundred_broken_folders_are_never_served(
        self, folder: Folder, live: LiveKnowledge
    ) -> None:
        """A client asks all the while, and every answer is that of the one good snapshot."""
        question = "过了日子没还会咋样呀"
        expected = ask(live, question).lines()
        version = live.current.version
        stop = threading.Event()
        asked, wrong = 0, list[object]()

        def client() -> None:
            nonlocal asked
            while not stop.is_set():
                try:
                    reply = ask(live, question)
                    if reply.lines() != expected:
                        wrong.append(reply)
                except Exception as error:
                    wrong.append(error)
                asked += 1
                stop.wait(0.001)

        thread = threading.Thread(target=client)
        thread.start()
        ways = 0
        try:
            for way in broken(folder):
                ways += 1
                reload = live.reload()
                assert (way, reload.outcome) == (way, Outcome.REFUSED)
                assert live.current.version == reload.version == version
                assert live.problems == reload.problems
                assert all(problem.line >= 1 and problem.file for problem in reload.problems)
        finally:
            stop.set()
            thread.join()
        assert live.reload().outcome is Outcome.SAME
        assert live.problems == ()
        assert ways > 100
        assert asked > ways
        assert wrong == []

    def test_it_says_where_and_what(self, folder: Folder, live: LiveKnowledge) -> None:
        line = folder.edit("products/weilidai.yaml", "name: 微粒贷", "name：微粒贷")
        (problem, *_) = live.reload().problems
        assert str(problem).startswith(f"products/weilidai.yaml:{line}: “name”后面是全角冒号")

    def test_it_says_so_once(self, folder: Folder, live: LiveKnowledge) -> None:
        truncated(folder)
        assert live.reload().outcome is Outcome.REFUSED
        assert live.reload().outcome is Outcome.SAME
        assert live.problems

    @pytest.mark.parametrize("keep", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
    @pytest.mark.parametrize(
        "file", [PHRASINGS, "words.yaml", "products/weilidai.yaml", "warnings/high_cost.yaml"]
    )
    def test_a_file_that_was_written_in_part(
        self, folder: Folder, live: LiveKnowledge, file: str, keep: float
    ) -> None:
        content = folder.text(file).encode()
        folder.write(file, content[: int(len(content) * keep)])
        assert live.reload().outcome is Outcome.REFUSED
        folder.write(file, content)
        assert live.reload().outcome is Outcome.SAME

    def test_most_of_a_file_gone(self, folder: Folder, live: LiveKnowledge) -> None:
        """It passes the checks; it may be meant, but then in two steps."""
        lines = folder.text(PHRASINGS).splitlines(keepends=True)
        folder.write(PHRASINGS, "".join(lines[:4]))
        assert "少了一大半" in str(live.reload().problems[0])
        folder.write(PHRASINGS, "".join(lines[:6]))
        assert live.reload().outcome is Outcome.SWAPPED
        folder.write(PHRASINGS, "".join(lines[:4]))
        assert live.reload().outcome is Outcome.SWAPPED

    def test_there_has_to_be_something_to_begin_with(self, folder: Folder, cache: Path) -> None:
        emptied(folder)
        with pytest.raises(KnowledgeError):
            serve(folder.path, cache)


class TestMemory:
    """Old snapshots go away."""

    def test_fifty_reloads_take_no_more_than_ten(self, folder: Folder, live: LiveKnowledge) -> None:
        text = folder.text(PHRASINGS)

        def reload(times: int) -> list[weakref.ref[Assistant]]:
            old = []
            for number in range(times):
                old.append(weakref.ref(live.assistant))
                folder.write(PHRASINGS, f"{text}  - 第{number % 10}种问法\n")
                assert live.reload().outcome is Outcome.SWAPPED
            return old

        tracemalloc.start()
        try:
            reload(10)
            gc.collect()
            before, _ = tracemalloc.get_traced_memory()
            old = reload(40)
            gc.collect()
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert [one for one in old if one() is not None] == []
        assert after - before < 200_000
