"""Product names written by their sound."""

from __future__ import annotations

import pytest

from bot.understanding.index import Index


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("维粒贷在哪里开", "weilidai"),
        ("我的魏立贷呢", "weilidai"),
        ("度校满提前还", "du_xiaoman"),
        ("友钱花能借多少", "du_xiaoman"),
        ("蚂议借呗关了", "jiebei"),
        ("京冬金条多久到", "jd_jintiao"),
    ],
    ids=["first character", "two characters", "middle", "first of 有钱花", "四字", "second of four"],
)
def test_a_name_by_its_sound_is_the_name(index: Index, text: str, product: str) -> None:
    mentions = index.featurizer.prepare(text).mentions
    assert [one.id for one in mentions] == [product]


@pytest.mark.parametrize(
    "text",
    ["在我单位里贷款行吗", "位里待", "等有钱画画再说", "杜小姐满意吗"],
    ids=["a word runs into it", "no character of its own", "another word", "not its sound"],
)
def test_what_only_sounds_a_little_like_a_name_is_none(index: Index, text: str) -> None:
    assert index.featurizer.prepare(text).mentions == ()


@pytest.mark.parametrize(
    "text",
    ["好久没有钱花了", "能部分付吗", "黄金条在哪卖", "想借就借呗", "小微贷怎么弄"],
    ids=["有钱花", "分付", "金条", "借呗", "微贷"],
)
def test_what_only_looks_like_a_name_is_none(index: Index, text: str) -> None:
    assert not [one for one in index.featurizer.prepare(text).mentions if one.held]
