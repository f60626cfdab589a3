"""Adding phrasings and tests: everything else stays to the last byte, and no text breaks the file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.document import read_text
from knowledge.editing import AddPhrasings, EditError, Several, TestQuestion, read_edit
from knowledge.loader import DEFAULT_CONTENT
from knowledge.publishing import read_files
from tests.knowledge.conftest import SAMPLE

FILES = read_files(SAMPLE)
REAL = read_files(DEFAULT_CONTENT)

MALICIOUS = [
    "{{7*7}} {weilidai.daily_rate} {x.__class__}",
    "<script>alert(1)</script><b>粗</b>&amp;",
    "- 列表\n- 里的列表",
    "key: value # 不是注释",
    "*anchor &anchor !tag !!python/object/apply:os.system ['ls']",
    "'单' \"双\" `反` \\ \\n",
    "yes",
    "null",
    "~",
    "2026-11-22",
    "[1, 2",
    "{",
    "? 复杂的键",
    "| 竖线",
    "> 大于",
    "%TAG 百分号",
    "@ 提到",
    "：全角冒号",
    "注意：说明",
    "－ 全角横线",
    "…省略号开头",
    "---",
    "...",
    "\ufeffBOM 开头",
    "行尾的空格   ",
    "制表\t符",
    "零\x00字节\x1b[31m红",
    "从右\u202e到左",
    "表情😀和𠮷野家",
    "<<: *合并",
    "=",
    "0o17",
    "1e3",
    "#井号",
    "a" * 400,
]


def added(before: str, after: str) -> list[str]:
    """The lines that ``after`` has more; there must be none that it lacks."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    assert not [line for line in lines if line.startswith("- ")]
    return [line[2:] for line in lines if line.startswith("+ ")]


def apply(files: Mapping[str, str], *phrasings: str, tests: tuple[TestQuestion, ...] = ()) -> dict[str, str]:
    edit = AddPhrasings(topic="overdue", phrasings=phrasings, tests=tests)
    return {name: text for name, text in edit.apply(files).items() if text is not None}


def test_new_lines_stand_at_the_end_and_nothing_else_changes() -> None:
    test = TestQuestion(ask="拖了三个月会怎样", product="weilidai")
    changed = apply(FILES, "拖着不还行吗", "拖欠了", tests=(test,))
    assert added(FILES["phrasings/overdue.yaml"], changed["phrasings/overdue.yaml"]) == [
        "  - 拖着不还行吗",
        "  - 拖欠了",
    ]
    assert added(FILES["tests/overdue.yaml"], changed["tests/overdue.yaml"]) == [
        "  - {ask: 拖了三个月会怎样, product: weilidai}"
    ]


@pytest.mark.parametrize("text", MALICIOUS, ids=range(len(MALICIOUS)))
def test_whatever_is_written_is_read_back_as_text(text: str) -> None:
    changed = apply(FILES, text, tests=(TestQuestion(ask=f"{text[:300]} 吗"),))
    for name, key in (("phrasings/overdue.yaml", "phrasings"), ("tests/overdue.yaml", "must")):
        before, after = read_text(FILES[name], name), read_text(changed[name], name)
        assert not after.problems
        assert isinstance(before.data, dict)
        assert isinstance(after.data, dict)
        entries = after.data[key]
        assert isinstance(entries, list)
        assert entries[:-1] == before.data[key]
        assert {k: v for k, v in after.data.items() if k != key} == {
            k: v for k, v in before.data.items() if k != key
        }


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all(text: str) -> None:
    try:
        changed = apply(FILES, text)
    except EditError:
        return  # nothing to be seen in it
    document = read_text(changed["phrasings/overdue.yaml"], "phrasings/overdue.yaml")
    assert not document.problems


LAYOUTS = {
    "not indented": "topic: overdue\nphrasings:\n- 甲问\n- 乙问\n",
    "deep": "topic: overdue\nphrasings:\n      - 甲问\n      - 乙问\n",
    "no newline at the end": "topic: overdue\nphrasings:\n  - 甲问",
    "comment behind the last": "topic: overdue\nphrasings:\n  - 甲问  # 常问\n  # 下面还没写\n",
    "blank lines behind": "topic: overdue\nphrasings:\n  - 甲问\n\n\n",
    "key behind": "phrasings:\n  - 甲问\n\n# 编号\ntopic: overdue\n",
    "in brackets": "topic: overdue\nphrasings: [甲问, 乙问 ]\n",
    "brackets over lines": "topic: overdue\nphrasings: [\n  甲问,\n  乙问\n]\n",
    "empty brackets": "topic: overdue\nphrasings: []\n",
    "quoted": "topic: overdue\nphrasings:\n  - '甲 - 问'\n",
    "prose": "topic: overdue\nphrasings:\n  - >-\n    甲\n    问\n# 完\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_way_of_laying_out_a_list(layout: str) -> None:
    text = LAYOUTS[layout]
    after = apply({**FILES, "phrasings/overdue.yaml": text}, "丙问", "丁问")["phrasings/overdue.yaml"]
    before = read_text(text, "x.yaml").data
    document = read_text(after, "x.yaml")
    assert isinstance(before, dict)
    assert document.data == {**before, "phrasings": [*before["phrasings"], "丙问", "丁问"]}
    assert not document.problems
    if "brackets" not in layout:
        assert all("丙" in line or "丁" in line for line in added(text, after))
    for comment in ("# 常问", "# 下面还没写", "# 编号", "# 完"):
        assert after.count(comment) == text.count(comment)


# What people make of our files with their editors, all of it valid
HABITS: dict[str, tuple[str, str]] = {
    "as it is": ("^$", ""),
    "lists not indented": ("^  - ", "- "),
    "lists indented by six": ("^  - ", "      - "),
    "comments behind entries": (r"^(  - [^{}\n]*)$", r"\1   # 常问"),
    "comments at odd columns": (r"^(  - .*)$", r"\1\n # 偏一格"),
    "empty lines between": (r"^(  - .*)$", r"\1\n\n"),
    "aligned values": (r"^(\w+): (\S)", r"\1:    \2"),
    "spaces in braces": (r"\{ask: (.*)\}$", r"{ ask:  \1 }"),
    "no space after commas": (", (product|instead):", r",  \1:"),
    "spaces at the ends of lines": (r"^(  - .*)$", r"\1  "),
    "text on the next line": (r"^  - ([^{'\"#\n]+)$", r"  -\n    \1"),
    "double quotes": (r"^  - ([^{'\"#\\\n]+)$", r'  - "\1"'),
    "folded": (r"^  - ([^{'\"#\n]{4})([^{'\"#\n]+)$", r"  - >-\n    \1\n    \2"),
    "braces over lines": (r"\{ask: ([^,}\n]+)\}", r"{\n    ask: \1\n  }"),
    "no end of the last line": (r"\n\Z", ""),
    "comments at the end": (r"\n\Z", "\n  # 下面还没写\n# 完\n\n"),
}


@pytest.mark.parametrize("habit", HABITS)
def test_every_habit_of_writing(habit: str) -> None:
    pattern, instead = HABITS[habit]
    for topic in ("overdue", "greeting", "out_of_scope"):
        files = {
            name: re.sub(pattern, instead, REAL[name], flags=re.MULTILINE)
            for name in (f"phrasings/{topic}.yaml", f"tests/{topic}.yaml")
        }
        assert not [
            read_text(text, name).problems for name, text in files.items() if read_text(text, name).problems
        ]
        edit = AddPhrasings(
            topic=topic, phrasings=("新说法一", "新说法二"), tests=(TestQuestion(ask="新测试"),)
        )
        for name, text in edit.apply(files).items():
            assert text is not None
            assert {line.strip() for line in added(files[name], text)} <= {
                "- 新说法一",
                "- 新说法二",
                "- {ask: 新测试}",
            }


def test_comments_stay_where_they_stand() -> None:
    text = (
        "topic: overdue\nmust:\n  - {ask: 甲}\n# 看着像、其实不是\nmust_not:\n  - {ask: 乙, instead: fees}\n"
    )
    files = {**FILES, "tests/overdue.yaml": text}
    after = apply(files, tests=(TestQuestion(ask="丙"),))["tests/overdue.yaml"]
    assert after.splitlines()[2:5] == ["  - {ask: 甲}", "  - {ask: 丙}", "# 看着像、其实不是"]


@pytest.mark.parametrize(
    ("phrasing", "said"),
    [("  \n\t", "空的"), ("长" * 401, "401"), ("x" * 10_000, "10000"), ("\x00\u200b", "空的")],
)
def test_what_can_be_no_phrasing(phrasing: str, said: str) -> None:
    with pytest.raises(EditError, match=said):
        apply(FILES, phrasing)


def test_a_phrasing_that_is_there_is_not_added_again() -> None:
    held = read_text(FILES["phrasings/overdue.yaml"], "x").data
    assert isinstance(held, dict)
    assert isinstance(held["phrasings"], list)
    first = str(held["phrasings"][0])
    with pytest.raises(EditError, match="已经有了"):
        apply(FILES, first, f" {first}？")
    assert list(apply(FILES, first, "新的")) == ["phrasings/overdue.yaml"]


def test_no_such_topic() -> None:
    with pytest.raises(EditError, match="没有文件 phrasings/nothing"):
        AddPhrasings(topic="nothing", phrasings=("甲",)).apply(FILES)


@pytest.mark.parametrize("topic", ["../../etc/passwd", "/etc/passwd", "a/b"])
def test_a_topic_is_no_path(topic: str) -> None:
    with pytest.raises(EditError):
        AddPhrasings(topic=topic, phrasings=("甲",)).apply(FILES)


def test_a_file_that_cannot_be_read_is_not_touched() -> None:
    with pytest.raises(EditError, match="读不懂"):
        apply({**FILES, "phrasings/overdue.yaml": "topic: [overdue\n"}, "甲")


def test_edits_are_kept_as_json() -> None:
    edit = Several(edits=(AddPhrasings(topic="overdue", phrasings=("甲",), tests=(TestQuestion(ask="乙"),)),))
    assert read_edit(edit.model_dump_json()) == edit
    with pytest.raises(EditError):
        read_edit('{"kind": "delete_everything"}')


def test_every_topic_of_the_real_knowledge_takes_a_phrasing() -> None:
    files = read_files(DEFAULT_CONTENT)
    topics = [name[10:-5] for name in files if name.startswith("phrasings/")]
    assert len(topics) > 40
    for topic in topics:
        edit = AddPhrasings(topic=topic, phrasings=("这句谁也没问过",), tests=(TestQuestion(ask="这句也是"),))
        for name, text in edit.apply(files).items():
            assert text is not None
            assert len(added(files[name], text)) == 1
