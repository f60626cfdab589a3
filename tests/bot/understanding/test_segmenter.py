"""Segmentation keeps what the knowledge names whole and leaves jieba's own dictionary alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import jieba
import pytest

from bot.understanding.index import Index
from bot.understanding.segmenter import Segmenter, base_dictionary
from knowledge import Knowledge


def test_every_name_of_a_product_stays_whole(knowledge: Knowledge, index: Index) -> None:
    segmenter = Segmenter(index.lexicon.vocabulary)
    # jieba cuts at white space before it looks anything up; such names are masked before segmenting
    names = {name.lower() for name, _ in knowledge.product_names() if " " not in name and len(name) > 1}
    broken = [name for name in sorted(names) if segmenter.cut(name) != [name]]
    assert broken == []


@pytest.mark.parametrize("term", ["等额本息", "先息后本", "砍头息", "提额", "随借随还"])
def test_terms_stay_whole(index: Index, term: str) -> None:
    assert term in Segmenter(index.lexicon.vocabulary).cut(f"问一下{term}的事")


def test_compositional_concepts_are_cut(index: Index) -> None:
    assert Segmenter(index.lexicon.vocabulary).cut("没有额度") == ["没有", "额度"]


def test_two_segmenters_do_not_share_words() -> None:
    with_name, without = Segmenter(["微粒贷"]), Segmenter([])
    assert with_name.cut("微粒贷") == ["微粒贷"]
    assert without.cut("微粒贷") != ["微粒贷"]


def test_process_globals_are_untouched() -> None:
    Segmenter(["微粒贷"])
    assert "微粒贷" not in jieba.dt.FREQ


def test_threads_get_the_same_words(index: Index) -> None:
    segmenter = Segmenter(index.lexicon.vocabulary)
    texts = [f"微粒贷借{number}块分12期每月还多少" for number in range(200)]
    alone = [segmenter.cut(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(segmenter.cut, texts)) == alone


def test_words_are_those_of_jieba(knowledge: Knowledge) -> None:
    segmenter = Segmenter([])
    plain = jieba.Tokenizer()
    plain.FREQ, plain.total, plain.initialized = (
        base_dictionary(None).frequencies,
        base_dictionary(None).total,
        True,
    )
    texts = [phrasing for entry in knowledge.phrasings.values() for phrasing in entry.phrasings[::20]]
    differing = [
        text for text in texts if segmenter.cut(text) != [w for w in plain.cut(text, HMM=False) if w.strip()]
    ]
    assert differing == []
