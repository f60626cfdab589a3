"""Folders that are no knowledge folders: a clear error, in bounded time and memory."""

from __future__ import annotations

import os
import time
import tracemalloc
from pathlib import Path

import pytest

from knowledge import KnowledgeError, check, load, open_knowledge
from tests.knowledge.conftest import TODAY, Folder


def wrongs(folder: Path) -> list[str]:
    return [problem.wrong for problem in check(folder, today=TODAY)]


def test_missing(tmp_path: Path) -> None:
    assert wrongs(tmp_path / "nothing")[0] == "没有这个知识文件夹"


def test_a_file_instead_of_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("id: x", encoding="utf-8")
    assert wrongs(path)[0] == "没有这个知识文件夹"


def test_empty(tmp_path: Path) -> None:
    found = check(tmp_path, today=TODAY)
    assert found[0].file == str(tmp_path)
    assert found[0].wrong == "知识文件夹是空的"
    assert {"attributes.yaml", "rules.yaml", "sources.yaml"} <= {problem.file for problem in found}


@pytest.mark.parametrize("name", ["rules.yaml", "products"])
def test_unreadable(folder: Folder, name: str) -> None:
    path = folder.path / name
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        if os.access(path, os.R_OK):
            pytest.skip("this user (root, say) may read everything")
        assert any(wrong.startswith("读不了") for wrong in wrongs(folder.path))
    finally:
        path.chmod(mode)


def test_a_thousand_files(folder: Folder) -> None:
    for number in range(1000):
        folder.write(f"phrasings/t{number}.yaml", f"topic: t{number}\nphrasings: [x{number}]\n")
    started = time.monotonic()
    assert "文件夹里有超过 600 个文件" in wrongs(folder.path)
    assert time.monotonic() - started < 10


def test_a_file_of_50_megabytes(folder: Folder) -> None:
    path = folder.path / "phrasings" / "overdue.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    started = time.monotonic()
    found = [problem for problem in check(folder.path, today=TODAY) if problem.is_error]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(one.file, one.wrong) for one in found] == [
        ("phrasings/overdue.yaml", "文件有 50,000,000 字节，太大了")
    ]
    assert time.monotonic() - started < 10
    assert peak < 60_000_000


def test_too_much_in_all(folder: Folder) -> None:
    for number in range(30):
        with (folder.path / "phrasings" / f"t{number}.yaml").open("wb") as file:
            file.truncate(1_900_000)
    started = time.monotonic()
    assert "知识文件加起来太大了" in wrongs(folder.path)
    assert time.monotonic() - started < 10


def test_files_that_do_not_belong(folder: Folder) -> None:
    folder.write("products/x.yml", "id: x")
    folder.write("products/old/weilidai.yaml", "id: weilidai")
    folder.write("product.yaml", "id: x")
    folder.write("facts.xlsx", b"PK")
    folder.write("README.md", "说明")
    folder.write(".git/config", "[core]")
    folder.write("~$rules.yaml", b"\x00")
    assert [(one.file, one.wrong) for one in folder.errors()] == [
        ("facts.xlsx", "这里只放 .yaml 文件"),
        ("product.yaml", "不知道这个文件是什么"),
        ("products/old/weilidai.yaml", "不知道这个文件是什么"),
        ("products/x.yml", "扩展名是 .yml"),
    ]


@pytest.mark.parametrize("name", ["attributes.yaml", "rules.yaml", "sources.yaml"])
def test_a_register_that_is_missing(folder: Folder, name: str) -> None:
    (folder.path / name).unlink()
    assert [(one.file, one.wrong) for one in folder.errors()] == [(name, f"缺少文件 {name}")]


def test_words_may_be_missing(folder: Folder) -> None:
    (folder.path / "words.yaml").unlink()
    assert folder.errors() == []


def test_what_does_not_pass_is_not_opened(folder: Folder) -> None:
    assert open_knowledge(folder.path, today=TODAY).products
    folder.edit("products/weilidai.yaml", "lender: bank", "lender: 银行")
    folder.edit("topics/overdue.yaml", "lead: 逾期要付罚息", "lead: 逾期要付 24% 罚息")
    with pytest.raises(KnowledgeError) as caught:
        open_knowledge(folder.path, today=TODAY)
    assert [(one.file, one.line) for one in caught.value.problems] == [
        ("products/weilidai.yaml", 5),
        ("topics/overdue.yaml", 7),
    ]
    assert str(caught.value).startswith("products/weilidai.yaml:5: “lender”不能是“银行”")


def test_what_is_stale_is_still_opened(folder: Folder) -> None:
    late = TODAY.replace(year=TODAY.year + 20)
    assert open_knowledge(folder.path, today=late).products


def test_the_version_is_of_the_content(folder: Folder) -> None:
    before = load(folder.path).knowledge.version
    assert load(folder.path).knowledge.version == before
    folder.edit("products/weilidai.yaml", "95384", "95385")
    after = load(folder.path).knowledge.version
    assert after != before
    folder.edit("products/weilidai.yaml", "95385", "95384")
    assert load(folder.path).knowledge.version == before
