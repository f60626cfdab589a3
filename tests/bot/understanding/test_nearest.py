"""The nearest phrasings are found through their pairs, also of those that came later."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.nearest import PhrasingIndex, pairs
from bot.understanding.postings import Postings

TEXTS = st.lists(st.text("还款逾期a\U00020000", max_size=5), max_size=8)


def numbers(postings: Postings, pair: str) -> list[int]:
    """The texts with a pair."""
    return [number for found in postings.rarest_first([pair]) for number in found.tolist()]


@given(TEXTS, TEXTS)
def test_every_pair_of_every_text_is_found(texts: list[str], later: list[str]) -> None:
    expected: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate([*texts, *later]):
        for pair in pairs(text):
            expected[pair].append(number)
    for postings in (Postings.of([*texts, *later]), Postings.of(texts).with_more(later, len(texts))):
        assert {pair: numbers(postings, pair) for pair in expected} == expected
        rarest_first = [found.tolist() for found in postings.rarest_first(list(expected))]
        assert rarest_first == sorted(expected.values(), key=len)
        assert numbers(postings, "火星") == []


@pytest.mark.parametrize("text", ["", "火星"], ids=["nothing", "unknown"])
def test_nothing_is_near(text: str) -> None:
    assert PhrasingIndex(["能提前还吗"], ["early"]).nearest(text) == []
    assert PhrasingIndex([], []).nearest(text) == []


def test_the_likeness_of_a_topic_is_that_of_its_nearest_phrasing() -> None:
    index = PhrasingIndex(["能提前还吗", "提前还要钱吗", "逾期了咋办"], ["early", "early", "overdue"])
    assert index.similarities("能提前还吗") == {"early": 1.0}
    assert [near.phrasing for near in index.nearest("能 提前还吗")] == ["能提前还吗", "提前还要钱吗"]
