"""Reading one file: encodings, line ends, the line of everything, and prose that is no trap."""

from __future__ import annotations

import time

import pytest

from knowledge.document import MAX_PROBLEMS, read_bytes, read_file, read_text
from tests.knowledge.conftest import Folder

GOOD = "id: x\nname: 微粒贷\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(GOOD.encode("gbk"), "文件不是 UTF-8 编码，像是 GBK", id="gbk"),
        pytest.param("\ufeff".encode() + GOOD.encode(), "文件开头有 BOM（看不见的三个字节）", id="bom"),
        pytest.param(GOOD.encode("utf-16"), "文件是 UTF-16 编码", id="utf-16"),
        pytest.param(GOOD.replace("\n", "\r\n").encode(), "换行是 Windows 的 CRLF", id="crlf"),
        pytest.param(b"name: \xff\xff\xff\n", "文件不是 UTF-8 编码", id="binary"),
    ],
)
def test_encodings_are_named(content: bytes, says: str) -> None:
    document = read_bytes(content, "x.yaml")
    assert [problem.wrong for problem in document.problems] == [says]


@pytest.mark.parametrize(
    ("encode", "first_line"),
    [
        pytest.param(lambda text: text.encode("gbk"), 1, id="gbk"),
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), 1, id="bom"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), 1, id="crlf"),
    ],
)
def test_a_wrong_encoding_hides_nothing_else(folder: Folder, encode: object, first_line: int) -> None:
    assert callable(encode)
    file = "products/weilidai.yaml"
    text = folder.text(file).replace("lender: bank", "lender: 银行\nlendor: bank\nlender: bank")
    folder.write(file, encode(text))
    assert [(problem.file, problem.line) for problem in folder.errors()] == [
        (file, first_line),  # the encoding or the line ends
        (file, 5),  # no such lender
        (file, 6),  # no such key
        (file, 7),  # lender twice
    ]


def test_gbk_is_told_on_the_first_line_that_has_it() -> None:
    content = b"id: x\n" + "name: 微粒贷\n".encode("gbk")
    assert read_bytes(content, "x.yaml").problems[0].line == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("why: |\n  注意：先看合同\n  —— 再签字\n  ＃不是注释\n", id="literal-block"),
        pytest.param("why: >-\n  注意：先看合同\n  - 也不是列表\n", id="folded-block"),
        pytest.param("why: 第一行\n  注意：第二行\n  —— 说明\n", id="plain-lines"),
        pytest.param('why: "第一行\n  注意：第二行"\n', id="quoted-lines"),
        pytest.param("why: 一句话：说明\n", id="colon-in-text"),
        pytest.param("# 注意：这是注释\nid: x\n", id="colon-in-comment"),
        pytest.param("url: https://a.example/b\n", id="address"),
        pytest.param("- a\n- -5\n", id="negative-number"),
    ],
)
def test_prose_is_no_trap(text: str) -> None:
    assert read_text(text, "x.yaml").problems == ()


def test_every_scalar_stays_text() -> None:
    document = read_text("a: 95384\nb: 0.05%\nc: 2026-01-20\nd: 010\ne: 1e3\n", "x.yaml")
    assert document.data == {"a": "95384", "b": "0.05%", "c": "2026-01-20", "d": "010", "e": "1e3"}


def test_places_have_lines() -> None:
    document = read_text("# 注释\na:\n  b:\n    - x\n    - {c: y}\n", "x.yaml")
    assert document.line(("a",)) == 2
    assert document.line(("a", "b", 0)) == 4
    assert document.line(("a", "b", 1, "c")) == 5
    assert document.line(("a", "b", 9, "no")) == 3


def test_of_a_list_that_is_written_twice_the_first_lines_count() -> None:
    document = read_text("a:\n  - x\na:\n  - y\n  - z\n", "x.yaml")
    assert document.data == {"a": ["x"]}
    assert [document.line(("a", 0)), document.line(("a", 1))] == [2, 5]


@pytest.mark.parametrize(
    ("text", "snippet", "occurrence", "line"),
    [
        pytest.param("why: |\n  甲\n  乙 {a.b}\n", "{a.b}", 0, 3, id="literal"),
        pytest.param("why: >-\n  {a.b}\n  {a.b}\n", "{a.b}", 1, 3, id="second-of-two"),
        pytest.param("why: 甲\n  乙\n", "乙", 0, 2, id="plain"),
        pytest.param("why: 甲\n", "没有", 0, 1, id="not-there"),
    ],
)
def test_a_snippet_has_a_line_within_its_text(text: str, snippet: str, occurrence: int, line: int) -> None:
    assert read_text(text, "x.yaml").line_of(("why",), snippet, occurrence) == line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 1_000_000, id="nested-lists"),
        pytest.param("{a: " * 300_000, id="nested-mappings"),
        pytest.param("? " * 500_000, id="nested-keys"),
        pytest.param("a: " + ": " * 500_000, id="colons"),
        pytest.param("a: &a [x]\n" + "".join(f"b{i}: [*a, *a]\n" for i in range(20_000)), id="aliases"),
        pytest.param("a: 'x" * 300_000, id="quotes"),
        pytest.param("\t\n" * 300_000, id="tabs"),
        pytest.param("a: a\n" * 200_000, id="same-key"),
        pytest.param("x：\n" * 200_000, id="full-width-colons"),
        pytest.param("a: |" + " " * 1_500_000 + "\n", id="spaces"),
        pytest.param("- x\n" * 300_000, id="too-many-items"),
    ],
)
def test_hostile_text_is_refused_soon(text: str) -> None:
    started = time.monotonic()
    document = read_text(text, "x.yaml")
    assert time.monotonic() - started < 20  # a second or two; the machine may be busy
    assert len(document.problems) <= 2 * MAX_PROBLEMS + 3
    assert document.problems or document.data == {"a": ""}


def test_the_billion_laughs_are_not_expanded() -> None:
    lines = ["a0: &a0 [ha, ha]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    document = read_text("\n".join(lines), "x.yaml")
    assert [(problem.line, problem.wrong) for problem in document.problems] == [
        (1, "用了 YAML 的锚点“&a0”"),
        (2, "用了 YAML 的引用“*a0”"),
        (2, "用了 YAML 的锚点“&a1”"),
    ]
    assert not document.is_whole


def test_a_folder_with_the_name_of_a_file(folder: Folder) -> None:
    path = folder.path / "products" / "x.yaml"
    path.mkdir()
    assert read_file(path, "products/x.yaml").problems[0].wrong == "这不是一个普通文件"
