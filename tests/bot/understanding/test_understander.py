"""Whole questions: gates, products, and that no text whatever makes it fail."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.understanding.index import Index, bare
from bot.understanding.nearest import PhrasingIndex


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("花呗逾期了咋办", "花呗"),
        ("网商贷利率高不高", "网商贷"),
        ("有花呗咋没有借呗", None),
        ("信用卡能拿来还款不", None),
    ],
    ids=["花呗", "网商贷", "beside a held product", "as a means"],
)
def test_products_not_held_are_known_by_name(assistant: Assistant, text: str, other: str | None) -> None:
    assert assistant.understander.understand(text).other == other


@pytest.mark.parametrize(
    ("text", "product", "products"),
    [
        ("微粒贷和借呗哪个利息低", "weilidai", ("weilidai", "jiebei")),
        ("网贷和分付差在哪", "fenfu", ("third_party", "fenfu")),
        ("能提前还吗", None, ()),
    ],
    ids=["first named", "the specific one", "none"],
)
def test_main_product(
    assistant: Assistant, text: str, product: str | None, products: tuple[str, ...]
) -> None:
    understood = assistant.understander.understand(text)
    assert (understood.product, understood.products) == (product, products)


def test_a_phrasing_is_matched_word_for_word(assistant: Assistant, index: Index) -> None:
    topic, phrasings = next(iter(assistant.knowledge.phrasings.items()))
    understood = assistant.understander.understand(phrasings.phrasings[0] + "？")
    assert understood.topic == index.exact[bare(phrasings.phrasings[0])] == topic
    assert understood.confidence > 0.9


def test_candidates_are_sorted_and_confidence_is_a_probability(assistant: Assistant) -> None:
    understood = assistant.understander.understand("借的钱怎么还没到")
    margins = [one.margin for one in understood.candidates]
    assert margins == sorted(margins, reverse=True)
    assert 0.0 <= understood.confidence <= 1.0


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_it_fail(assistant: Assistant, text: str) -> None:
    understood = assistant.understander.understand(text)
    assert understood.candidates
    assert 0.0 <= understood.confidence <= 1.0


@pytest.mark.parametrize(
    "text",
    [
        "微粒贷" * 1365,
        "1" * 4096,
        "😀" * 4096,
        "还" * 4096,
        "借1万分12期" * 585,
        "\u202e" * 4096,
        "a" * 1_000_000,
    ],
    ids=["product", "digits", "emoji", "one character", "amounts", "bidi", "a megabyte"],
)
def test_long_texts_take_bounded_time(assistant: Assistant, text: str) -> None:
    begin = time.process_time()
    assistant.understander.understand(text)
    # The goal is 50 ms; a shared machine may be several times slower
    assert time.process_time() - begin < 0.5


def test_nearest_phrasings_are_looked_for_only_where_they_can_matter(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    find = PhrasingIndex.similarities

    def noted(index: PhrasingIndex, masked: str) -> Mapping[str, float]:
        asked.append(masked)
        return find(index, masked)

    sure, unsure = "逾期三天会上征信吗", "那个东西到底怎么弄的"
    monkeypatch.setattr(PhrasingIndex, "similarities", noted)
    assert assistant.understander.understand(sure).topic == "credit_report"
    assert asked == []
    assistant.understander.understand(unsure)
    assert len(asked) == 1
