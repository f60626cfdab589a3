"""Products, other products, misspellings and concepts found in a text."""

from __future__ import annotations

import pytest

from bot.understanding.index import Index


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("微粒货怎么开", [("weilidai", True)]),
        ("we2000能提现吗", [("we2000", True)]),
        ("分付和借呗哪个好", [("fenfu", True), ("jiebei", True)]),
        ("花呗怎么还", [("花呗", False)]),
        ("为啥有花呗没借呗", [("花呗", False), ("jiebei", True)]),
        ("今天天气", []),
    ],
    ids=["misspelt", "Latin and digits", "two", "not held", "both", "none"],
)
def test_mentions(index: Index, text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(one.id, one.held) for one in index.lexicon.mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "corrected"),
    [("会上争信吗", "会上征信吗"), ("逾其三天", "逾期三天"), ("没有错字", "没有错字")],
    ids=["征信", "逾期", "nothing to mend"],
)
def test_correct(index: Index, text: str, corrected: str) -> None:
    assert index.lexicon.correct(text) == corrected


def test_concepts_count_once_for_nested_spellings(index: Index) -> None:
    names = [one.name for one in index.lexicon.concepts("为什么还不了款")]
    assert names.count("为何") == 1


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("请问能提前还吗", "能提前还吗"),
        ("你好", "你好"),
        ("你好，在吗", "你好，在吗"),
        ("你好借款多久到账", "借款多久到账"),
    ],
    ids=["filler before", "nothing else", "only greetings", "greeting before a question"],
)
def test_without_fillers(index: Index, text: str, rest: str) -> None:
    assert index.lexicon.without_fillers(text) == rest
