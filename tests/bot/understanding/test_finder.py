"""Finding spellings: all of them, the longest, and only where Latin letters stand alone."""

from __future__ import annotations

import pytest

from bot.understanding.finder import Finder


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("还款日几号", ["还款", "还款日"]),
        ("不还", []),
        ("还款还款", ["还款", "还款"]),
        ("", []),
    ],
    ids=["nested", "beginning only", "twice", "empty"],
)
def test_find_all(text: str, found: list[str]) -> None:
    finder = Finder([("还款", "还款"), ("还款日", "还款日")])
    assert [one.meaning for one in finder.find_all(text)] == found


def test_longest_wins_and_nothing_overlaps() -> None:
    finder = Finder([("京东", 1), ("京东金条", 2), ("金条", 3)])
    assert [(one.start, one.end, one.meaning) for one in finder.find_longest("京东金条金条")] == [
        (0, 4, 2),
        (4, 6, 3),
    ]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("wld", True), ("问wld吗", True), ("wlds", False), ("awld", False), ("wld2", False)],
    ids=["alone", "between Chinese", "letter behind", "letter before", "digit behind"],
)
def test_latin_spellings_stand_alone(text: str, is_found: bool) -> None:
    assert bool(Finder([("wld", None)]).find_all(text)) is is_found


def test_one_spelling_with_two_meanings() -> None:
    finder = Finder([("转账", "a"), ("转账", "b")])
    assert [one.meaning for one in finder.find_all("转账")] == ["a", "b"]


def test_a_spelling_of_one_character_is_found_before_any_other() -> None:
    finder = Finder([("还款", 1), ("还", 2), ("借", 3), ("还款日", 4)])
    found = [(one.start, one.end, one.meaning) for one in finder.find_all("还款日借还")]
    assert found == [(0, 1, 2), (0, 2, 1), (0, 3, 4), (3, 4, 3), (4, 5, 2)]
    assert [one.meaning for one in finder.find_longest("还了还款借")] == [2, 1, 3]
