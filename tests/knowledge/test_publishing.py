"""All of a change is published or none of it, whoever else writes and whenever the process is killed."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge import KnowledgeError, Problem, Trial, check, load
from knowledge.editing import AddPhrasings, EditError, Restore, SetFact, TestQuestion
from knowledge.history import files_at, full_name, history
from knowledge.journal import HOME, Entry, decide, digest, pending
from knowledge.locking import BusyError, reading, writing
from knowledge.publishing import NotPassedError, OutdatedError, Publisher, Staged, read_files, write_files
from knowledge.revisions import RevisionError
from tests.knowledge.conftest import TODAY, Folder

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
PASSED = Trial(1, ())
PHRASINGS = "phrasings/overdue.yaml"
TESTS = "tests/overdue.yaml"


def adding(phrasing: str, test: str = "") -> AddPhrasings:
    return AddPhrasings(
        topic="overdue",
        phrasings=(phrasing,),
        tests=(TestQuestion(ask=test or f"{phrasing}是不是"),),
    )


@pytest.fixture
def publisher(folder: Folder) -> Publisher:
    return Publisher(folder.path, now=lambda: NOW)


def publish(publisher: Publisher, phrasing: str, by: str = "甲") -> None:
    publisher.publish(publisher.stage(adding(phrasing), TODAY), PASSED, by, "有人问")


def visible(folder: Folder) -> dict[str, str]:
    """What is in the folder but for what publishing keeps for itself."""
    return {
        path.relative_to(folder.path).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.path.rglob("*")
        if path.is_file() and HOME not in path.parts
    }


def test_a_change_is_checked_written_kept_and_written_down(folder: Folder, publisher: Publisher) -> None:
    before = folder.knowledge().version
    staged = publisher.stage(adding("拖欠了怎么办"), TODAY)
    assert folder.knowledge().version == before  # staging writes nothing
    assert staged.changes == [
        "说法 逾期（overdue）：增加说法 1 条：拖欠了怎么办",
        "测试 逾期（overdue）：增加必须落在这里的问题 1 条：拖欠了怎么办是不是",
    ]
    publication = publisher.publish(staged, PASSED, "甲", "有人问")
    after = folder.knowledge()
    assert "拖欠了怎么办" in after.phrasings["overdue"].phrasings
    assert (publication.before, publication.version) == (before, after.version)
    assert (publication.by, publication.why, publication.at) == ("甲", "有人问", NOW)
    assert publication.files == (PHRASINGS, TESTS)
    assert publisher.publications() == [publication]
    assert (
        load(write_files(folder.path.parent / "old", files_at(folder.path, before))).knowledge.version
        == before
    )
    assert pending(folder.path) is None


def test_what_does_not_pass_the_checks_is_not_staged(folder: Folder, publisher: Publisher) -> None:
    before = visible(folder)
    first = folder.knowledge().phrasings["overdue"].phrasings[0]
    with pytest.raises(KnowledgeError) as error:
        publisher.stage(adding("新的", test=first), TODAY)
    assert "一模一样" in str(error.value)
    with pytest.raises(EditError):
        publisher.stage(AddPhrasings(topic="nothing", phrasings=("甲",)), TODAY)
    assert visible(folder) == before


def test_what_does_not_pass_the_tests_is_not_published(folder: Folder, publisher: Publisher) -> None:
    before = visible(folder)
    failed = Trial(1, (Problem(TESTS, 3, "“甲”应是 overdue"),))
    with pytest.raises(NotPassedError, match="应是 overdue"):
        publisher.publish(publisher.stage(adding("新的"), TODAY), failed, "甲", "")
    assert visible(folder) == before


def test_a_change_staged_on_something_else_is_not_published(folder: Folder, publisher: Publisher) -> None:
    staged = publisher.stage(adding("第一个"), TODAY)
    publish(publisher, "第二个")
    before = visible(folder)
    with pytest.raises(OutdatedError):
        publisher.publish(staged, PASSED, "甲", "")
    assert visible(folder) == before
    publisher.publish(publisher.stage(adding("第一个"), TODAY), PASSED, "甲", "")
    assert {"第一个", "第二个"} <= set(folder.knowledge().phrasings["overdue"].phrasings)


def test_a_file_saved_in_an_editor_counts_too(folder: Folder, publisher: Publisher) -> None:
    staged = publisher.stage(adding("第一个"), TODAY)
    folder.write(PHRASINGS, folder.text(PHRASINGS) + "  - 编辑器里加的\n")
    with pytest.raises(OutdatedError):
        publisher.publish(staged, PASSED, "甲", "")
    assert "编辑器里加的" in folder.text(PHRASINGS)


def test_two_editors_at_once_lose_nothing(folder: Folder) -> None:
    def work(name: str) -> None:
        own = Publisher(folder.path, now=lambda: NOW)
        for number in range(4):
            while True:
                staged = own.stage(adding(f"{name}的第{number}句话"), TODAY)
                try:
                    own.publish(staged, PASSED, name, "")
                    break
                except OutdatedError:
                    continue

    threads = [threading.Thread(target=work, args=(name,)) for name in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    phrasings = folder.knowledge().phrasings["overdue"].phrasings
    assert {f"{name}的第{number}句话" for name in "甲乙" for number in range(4)} <= set(phrasings)
    assert not folder.errors()
    assert len(Publisher(folder.path).publications()) == 8


def test_a_change_that_was_decided_is_carried_through(folder: Folder, publisher: Publisher) -> None:
    """As a process leaves it that was killed between the two files."""
    staged = publisher.stage(adding("拖欠了怎么办"), TODAY)
    publication = publisher.publish(staged, PASSED, "甲", "有人问")
    after = visible(folder)
    (folder.path / HOME / "publications.jsonl").unlink()
    for name in staged.texts:
        folder.write(name, staged.base[name])
    details = publication.model_dump(mode="json")
    before = {name: digest(folder.path, name) for name in staged.texts}
    decide(folder.path, Entry(staged.texts, before, details))
    folder.write(PHRASINGS, staged.files[PHRASINGS])
    folder.write("phrasings/.overdue.yaml.123.tmp", "topic: ov")
    assert Publisher(folder.path).recover() == publication
    assert visible(folder) == after
    assert publisher.publications() == [publication]
    assert publisher.recover() is None


def test_an_editor_that_saved_in_between_keeps_its_file(folder: Folder, publisher: Publisher) -> None:
    staged = publisher.stage(adding("拖欠了怎么办"), TODAY)
    publication = publisher.publish(staged, PASSED, "甲", "有人问")
    before = {name: digest(folder.path, name) for name in staged.texts}
    texts = {PHRASINGS: staged.base[PHRASINGS], TESTS: staged.base[TESTS]}
    details = publication.model_copy(update={"id": "f00"}).model_dump(mode="json")
    decide(folder.path, Entry(texts, before, details))
    folder.write(TESTS, folder.text(TESTS).replace("# ", "# 我改的 ", 1))
    recovered = publisher.recover()
    assert recovered is not None
    assert recovered.left == (TESTS,)
    assert "我改的" in folder.text(TESTS)
    assert folder.text(PHRASINGS) == staged.base[PHRASINGS]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"texts": {}}'])
def test_a_journal_that_cannot_be_read_was_never_decided(folder: Folder, content: bytes) -> None:
    before = visible(folder)
    folder.write(f"{HOME}/journal.json", content)
    publisher = Publisher(folder.path)
    assert publisher.recover() is None
    assert visible(folder) == before
    publish(publisher, "拖欠了怎么办")
    assert not folder.errors()


def test_what_a_killed_process_was_writing_is_swept_up(folder: Folder, publisher: Publisher) -> None:
    publish(publisher, "拖欠了怎么办")
    abandoned = folder.path / ".jiewen" / ".journal.json.1.tmp"
    kept = folder.path / ".jiewen" / "kept" / ".x.zip.1.tmp"
    for leftover in (abandoned, kept):
        leftover.write_bytes(b"half")
    publisher.recover()
    assert not abandoned.exists()
    assert not kept.exists()


def test_a_log_that_was_cut_short_goes_on(folder: Folder, publisher: Publisher) -> None:
    publish(publisher, "第一个")
    log = folder.path / HOME / "publications.jsonl"
    log.write_bytes(log.read_bytes() + b'{"id": "half')
    publish(publisher, "第二个")
    assert [one.summary for one in publisher.publications()] == ["给“逾期”加 1 条说法、1 个测试"] * 2
    assert json.loads(log.read_bytes().splitlines()[-1])["changes"][0].endswith("第二个")


KILLED = """
import sys, datetime as dt
from pathlib import Path
from knowledge import Trial
from knowledge.publishing import Publisher
from tests.knowledge.test_publishing import TODAY, adding
folder = Path(sys.argv[1])
publisher = Publisher(folder)
print("ready", flush=True)
number = int(sys.argv[2])
while True:
    staged = publisher.stage(adding(f"第{number}句新的话"), TODAY)
    publisher.publish(staged, Trial(1, ()), "甲", "")
    print(number, flush=True)
    number += 1
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on this system")
def test_killed_at_any_moment_the_folder_is_whole(folder: Folder) -> None:
    done = 0
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(folder.path), str(done)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        told = [process.stdout.readline() for _ in range(2)]
        os.kill(process.pid, signal.SIGKILL)
        told += process.stdout.readlines()
        process.stdout.close()
        process.wait()
        publisher = Publisher(folder.path)
        publisher.recover()
        assert not folder.errors()
        held = set(folder.knowledge().phrasings["overdue"].phrasings)
        tests = {case.ask for case in folder.knowledge().tests["overdue"].must}
        done = len([text for text in held if text.startswith("第")])
        for number in range(done):
            assert f"第{number}句新的话" in held
            assert f"第{number}句新的话是不是" in tests
        assert done >= max(int(line) for line in told if line.strip()) + 1
        assert not list(folder.path.rglob(".*.tmp"))
        assert len(publisher.publications(100)) == done


class _KilledError(BaseException):
    pass


class _Mortal:
    """Lets so many steps on disk happen and none after that, not even those of cleaning up: as a kill does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
        self.left = steps
        for place, name in (
            (os, "fsync"),
            (Path, "replace"),
            (Path, "unlink"),
            (Path, "mkdir"),
            (Path, "touch"),
            (Path, "open"),
        ):
            monkeypatch.setattr(place, name, self._counted(getattr(place, name)))

    def _counted(self, do: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            if self.left <= 0:
                raise _KilledError
            self.left -= 1
            return do(*arguments, **options)

        return counted


def test_killed_after_any_step_it_is_all_or_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher = Publisher(folder.path, now=lambda: NOW)
    publish(publisher, "最初的一句")
    steps, outcomes = -2, []
    while True:
        steps += 3
        phrasing = f"第{steps}次的话"
        staged = publisher.stage(adding(phrasing), TODAY)
        with monkeypatch.context() as patch:
            mortal = _Mortal(patch, steps)
            try:
                publisher.publish(staged, PASSED, "甲", "")
                is_killed = False
            except _KilledError:
                is_killed = True
        publisher.recover()
        loaded = load(folder.path)
        held = phrasing in loaded.knowledge.phrasings["overdue"].phrasings
        tested = f"{phrasing}是不是" in [case.ask for case in loaded.knowledge.tests["overdue"].must]
        told = [one.version for one in publisher.publications()]
        assert held == tested == (staged.knowledge.version in told)
        assert not any(problem.is_error for problem in check(loaded, today=TODAY))
        outcomes.append(held)
        if not is_killed:
            break
    assert mortal.left >= 0
    # Undecided in the first steps, decided in the last ones, and never again the other way
    assert outcomes == sorted(outcomes)
    assert outcomes.count(False) > 2
    assert outcomes.count(True) > 5


class TestRollback:
    """Going back is one more change, which goes the same way."""

    def test_to_the_version_before(self, folder: Folder, publisher: Publisher) -> None:
        before = visible(folder)
        publish(publisher, "拖欠了怎么办")
        version = publisher.publications()[0].before
        restore = Restore(revision=version, files=files_at(folder.path, version))
        publication = publisher.publish(publisher.stage(restore, TODAY), PASSED, "乙", "改错了")
        assert visible(folder) == before
        assert publication.version == version
        assert [one.what for one in history(folder.path)] == [
            f"退回到版本 {version}",
            "给“逾期”加 1 条说法、1 个测试",
        ]

    def test_nothing_to_go_back_to(self, folder: Folder, publisher: Publisher) -> None:
        publish(publisher, "拖欠了怎么办")
        version = publisher.publications()[0].version
        with pytest.raises(EditError, match="不用退"):
            publisher.stage(Restore(revision=version, files=files_at(folder.path, version)), TODAY)
        for wrong in ("ffffffffffff", "../../etc", "--help", ""):
            with pytest.raises(RevisionError):
                files_at(folder.path, wrong)

    @pytest.mark.parametrize(
        "broken",
        [b"topic: [overdue\n", "topic: overdue\nphrasings: [逾期]\n".encode("gbk"), b"\xff\xfe\x00"],
        ids=["syntax", "gbk", "bytes"],
    )
    def test_out_of_a_broken_folder(self, folder: Folder, publisher: Publisher, broken: bytes) -> None:
        publish(publisher, "拖欠了怎么办")
        version = publisher.publications()[0].before
        folder.write(PHRASINGS, broken)
        folder.write("topics/stray.yaml", broken)
        assert folder.errors()
        with pytest.raises((KnowledgeError, EditError)):
            publisher.stage(AddPhrasings(topic="interest_rate", phrasings=("咋算的息",)), TODAY)
        restore = Restore(revision=version, files=files_at(folder.path, version))
        publisher.publish(publisher.stage(restore, TODAY), PASSED, "乙", "改错了")
        assert not folder.errors()
        assert folder.knowledge().version == version

    def test_only_so_many_versions_are_kept(self, folder: Folder) -> None:
        publisher = Publisher(folder.path, kept=3)
        for number in range(5):
            publish(publisher, f"第{number}句话")
        assert len(list((folder.path / HOME / "kept").glob("*.zip"))) == 3
        assert files_at(folder.path, publisher.publications()[0].before)


class TestGit:
    """Where git keeps the folder, a publication is a commit of its files and of nothing else."""

    @pytest.fixture(autouse=True)
    def repository(self, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        monkeypatch.setenv("HOME", str(folder.path.parent))
        top = folder.path.parent
        run(top, "init", "-q", "-b", "main")
        run(top, "add", "content")
        self.commit(top, "最初的")
        return top

    def commit(self, top: Path, message: str) -> None:
        run(top, "-c", "user.name=丙", "-c", "user.email=c@example.com", "commit", "-q", "-m", message)

    def test_a_publication_is_a_commit(self, folder: Folder, publisher: Publisher, repository: Path) -> None:
        (repository / "other.txt").write_text("别的文件", encoding="utf-8")
        run(repository, "add", "other.txt")
        folder.write("topics/overdue.yaml", folder.text("topics/overdue.yaml") + "# 还没提交的\n")
        publish(publisher, "拖欠了怎么办", by="甲 <x>\n")
        publication = publisher.publications()[0]
        assert publication.commit == run(repository, "rev-parse", "HEAD").strip()
        assert run(repository, "log", "-1", "--format=%an|%s").strip() == "甲 x|给“逾期”加 1 条说法、1 个测试"
        files = run(repository, "show", "--name-only", "--format=", "HEAD").split()
        assert files == [f"content/{PHRASINGS}", f"content/{TESTS}"]
        assert run(repository, "status", "--porcelain").split() == [
            "M",
            "content/topics/overdue.yaml",
            "A",
            "other.txt",
        ]

    def test_a_branch_is_called_by_its_commit(
        self, folder: Folder, publisher: Publisher, repository: Path
    ) -> None:
        publish(publisher, "拖欠了怎么办")
        (now, _) = history(folder.path)
        assert full_name(folder.path, "HEAD") == now.revision
        version = publisher.publications()[0].version
        assert full_name(folder.path, version[:7]) == version

    def test_what_is_not_committed_is_in_the_history(
        self, folder: Folder, publisher: Publisher, repository: Path
    ) -> None:
        publish(publisher, "拖欠了怎么办")
        folder.write("topics/overdue.yaml", folder.text("topics/overdue.yaml") + "# 注释\n")
        assert "还没有提交" in history(folder.path)[0].what

    def test_history_tells_of_commits_by_hand_too(
        self, folder: Folder, publisher: Publisher, repository: Path
    ) -> None:
        publish(publisher, "拖欠了怎么办")
        folder.write("topics/overdue.yaml", folder.text("topics/overdue.yaml") + "# 注释\n")
        run(repository, "add", "content")
        self.commit(repository, "手工改的")
        found = history(folder.path)
        assert [(one.by, one.what) for one in found] == [
            ("丙", "手工改的"),
            ("甲", "给“逾期”加 1 条说法、1 个测试"),
            ("丙", "最初的"),
        ]
        assert files_at(folder.path, found[1].revision)[PHRASINGS] == folder.text(PHRASINGS)
        assert "拖欠了怎么办" not in files_at(folder.path, found[2].revision)[PHRASINGS]

    def test_a_new_and_a_deleted_file_are_committed(
        self, folder: Folder, publisher: Publisher, repository: Path
    ) -> None:
        folder.write("topics/.hidden", "")
        files = dict(read_files(folder.path))
        files["warnings/other.yaml"] = files.pop("warnings/high_cost.yaml").replace("high_cost", "other")
        files["topics/overdue.yaml"] = files["topics/overdue.yaml"].replace("high_cost", "other")
        files = {name: text.replace("[high_cost]", "[other]") for name, text in files.items()}
        publisher.publish(publisher.stage(Restore(revision="x", files=files), TODAY), PASSED, "甲", "")
        assert run(repository, "status", "--porcelain", "--", "content/warnings").strip() == ""
        assert not (folder.path / "warnings/high_cost.yaml").exists()

    def test_git_that_is_busy_does_not_keep_a_publication_from_being_made(
        self, folder: Folder, publisher: Publisher, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("knowledge.git._ATTEMPTS", 1)
        (repository / ".git/index.lock").touch()
        publish(publisher, "拖欠了怎么办")
        assert publisher.publications()[0].commit is None
        assert "拖欠了怎么办" in folder.text(PHRASINGS)

    def test_a_folder_that_git_does_not_keep(self, publisher: Publisher, repository: Path) -> None:
        run(repository, "rm", "-r", "-q", "--cached", "content")
        self.commit(repository, "不要了")
        publish(publisher, "拖欠了怎么办")
        assert publisher.publications()[0].commit is None


def run(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-c", "core.quotePath=false", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


class TestLocking:
    """One writer, and no reader beside it."""

    def test_nobody_reads_while_somebody_writes(self, tmp_path: Path) -> None:
        with writing(tmp_path), pytest.raises(BusyError), reading(tmp_path, patience=0):
            pass

    def test_nobody_writes_while_somebody_reads(self, tmp_path: Path) -> None:
        with reading(tmp_path), reading(tmp_path, patience=0), pytest.raises(BusyError), writing(tmp_path, 0):
            pass
        with writing(tmp_path, patience=0):
            pass


def test_a_folder_that_cannot_be_written_stays_as_it_is(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = Publisher(folder.path)
    staged = publisher.stage(adding("拖欠了怎么办"), TODAY)
    before = visible(folder)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("knowledge.journal.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        publisher.publish(staged, PASSED, "甲", "")
    monkeypatch.undo()
    assert visible(folder) == before
    assert publisher.publications() == []
    assert not list(folder.path.rglob(".*.tmp"))


def test_a_fact_that_somebody_else_changed_meanwhile(folder: Folder, publisher: Publisher) -> None:
    fact = folder.knowledge().facts["weilidai.hotline"]
    assert fact.best is not None
    source = fact.best.sources[0]

    def setting(value: str) -> SetFact:
        assert fact.best is not None
        return SetFact(id=fact.id, value=value, sources=(source,), was=fact.best.value, day=TODAY)

    publisher.publish(publisher.stage(setting("400-000-0001"), TODAY), PASSED, "甲", "")
    with pytest.raises(EditError, match="别人改了"):
        publisher.stage(setting("400-000-0002"), TODAY)


def test_staging_does_not_depend_on_a_folder(folder: Folder, publisher: Publisher) -> None:
    staged: Staged = publisher.stage(adding("拖欠了怎么办"), TODAY)
    with staged.folder() as place:
        assert load(place).knowledge.version == staged.knowledge.version
    assert not place.exists()
