"""Variants of one question are one group; different questions are not."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.moderation.grouping import grouped
from bot.storage import QuestionForReview, Reason
from bot.understanding.index import Index

# Four things that people ask in many ways
LOST_PHONE = [
    "换了手机号收不到验证码了",
    "手机号换了 验证码收不到咋办",
    "原来的手机号不用了收不到验证码",
    "我换号了，验证码收不到啊",
    "验证码发到旧手机号上了收不到",
    "手机号不用了，怎么收验证码",
    "旧手机号停了收不到验证码",
]
FACE = [
    "刷脸一直过不去",
    "人脸识别老是失败",
    "刷脸总是失败怎么弄",
    "刷脸认证一直不通过",
    "人脸认证过不去咋办",
    "人脸识别总是不通过",
]
WEDDING = ["结婚彩礼能不能用这个借", "借来办婚礼行吗", "办婚礼能借吗", "彩礼钱可以借不"]
PAYDAY = ["还款日能不能改到发工资那天", "想把还款日改一下", "还款日可以改吗", "怎么改还款日"]
ALL = [LOST_PHONE, FACE, WEDDING, PAYDAY]


def questions(texts: list[str]) -> list[QuestionForReview]:
    return [
        QuestionForReview(text, Reason.UNANSWERED, "0", id=number)
        for number, text in enumerate(texts, start=1)
    ]


def test_four_kinds_of_question_are_found(index: Index) -> None:
    texts = [text for kind in ALL for text in kind]
    groups = grouped(questions(texts), index)
    kind_of = {text: number for number, kind in enumerate(ALL) for text in kind}
    # No group mixes two kinds, and no kind falls into many pieces
    for group in groups:
        assert len({kind_of[variant.text] for variant in group.variants}) == 1, group
    pieces = Counter(kind_of[group.text] for group in groups)
    assert max(pieces.values()) <= 2, groups
    assert len(groups) <= 6


def test_products_and_amounts_make_no_difference(index: Index) -> None:
    texts = ["微粒贷借5000刷脸一直过不去", "借呗借2万刷脸一直过不去", "刷脸一直过不去"]
    (group,) = grouped(questions(texts), index)
    assert group.count == 3


def test_what_is_asked_most_comes_first(index: Index) -> None:
    texts = [*FACE[:1] * 5, *LOST_PHONE[:1] * 2, *LOST_PHONE[1:3], "能借给我养的猫吗"]
    groups = grouped(questions(texts), index)
    assert [group.count for group in groups] == sorted((group.count for group in groups), reverse=True)
    assert groups[0].text == FACE[0]
    assert groups[0].variants[0].count == 5


def test_the_same_text_in_other_clothes_is_one_variant(index: Index) -> None:
    (group,) = grouped(questions(["刷脸一直过不去", "刷臉一直過不去！", " 刷脸一直过不去？"]), index)
    assert len(group.variants) == 1
    assert group.count == 3


def test_the_topics_are_offered_likeliest_first(index: Index) -> None:
    (group, *_) = grouped(questions(FACE), index)
    assert "identity_verification" in group.topics[:3]
    assert "out_of_scope" not in group.topics


def test_nothing(index: Index) -> None:
    assert grouped([], index) == []


@given(st.lists(st.text(max_size=40), max_size=12))
@settings(max_examples=40, deadline=None)
def test_whatever_people_write_no_question_is_lost(index: Index, texts: list[str]) -> None:
    groups = grouped(questions(texts), index)
    assert sorted(number for group in groups for number in group.ids) == list(range(1, len(texts) + 1))
    assert groups == grouped(questions(texts), index)
