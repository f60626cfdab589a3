"""Putting the test questions to whoever understands questions."""
# ruff: noqa: E501 - one case a line reads as a table

from __future__ import annotations

import pytest

from knowledge import Knowledge, try_questions
from knowledge.trial import Understood

RIGHT: dict[str, Understood] = {
    "你们收的息按什么来算": ("interest_rate", None),
    "微粒贷的息高不高呀": ("interest_rate", "weilidai"),
    "拖了半个月没还罚多少": ("overdue", None),
    "没按日子还会有啥后果嘞": ("overdue", None),
    "打哪个电话能找到你们": ("contact_support", None),
    "有没有热线可以打呀": ("contact_support", None),
}


def said(knowledge: Knowledge, **changed: Understood) -> list[str]:
    understood = RIGHT | changed
    trial = try_questions(knowledge, lambda questions: [understood[one] for one in questions])
    assert trial.asked == len(RIGHT)
    return list(map(str, trial.failures))


def test_all_right(knowledge: Knowledge) -> None:
    assert said(knowledge) == []


@pytest.mark.parametrize(
    ("question", "understood", "failure"),
    [
        pytest.param(
            "没按日子还会有啥后果嘞", ("interest_rate", None),
            "tests/overdue.yaml:4: “没按日子还会有啥后果嘞”应是 overdue（逾期），实际是 interest_rate（利率与计息）", id="wrong-topic",
        ),
        pytest.param(
            "没按日子还会有啥后果嘞", (None, None),
            "tests/overdue.yaml:4: “没按日子还会有啥后果嘞”应是 overdue（逾期），实际是 没有认出来（会反问，或说不知道）", id="asked-back",
        ),
        pytest.param(
            "微粒贷的息高不高呀", ("interest_rate", "we2000"),
            "tests/interest_rate.yaml:5: “微粒贷的息高不高呀”说的产品应是 weilidai，实际是 we2000", id="wrong-product",
        ),
        pytest.param(
            "微粒贷的息高不高呀", ("interest_rate", None),
            "tests/interest_rate.yaml:5: “微粒贷的息高不高呀”说的产品应是 weilidai，实际是 没有认出来", id="no-product",
        ),
        pytest.param(
            "打哪个电话能找到你们", ("overdue", None),
            "tests/overdue.yaml:6: “打哪个电话能找到你们”应是 contact_support（联系客服），实际是 overdue（逾期）", id="landed-here",
        ),
        pytest.param(
            "打哪个电话能找到你们", ("interest_rate", None),
            "tests/overdue.yaml:6: “打哪个电话能找到你们”应是 contact_support（联系客服），实际是 interest_rate（利率与计息）", id="third-topic",
        ),
    ],
)  # fmt: skip
def test_what_went_wrong_is_said_with_its_line(
    knowledge: Knowledge, question: str, understood: Understood, failure: str
) -> None:
    assert said(knowledge, **{question: understood}) == [failure]


def test_asking_back_is_no_mistake_where_a_question_must_not_land(knowledge: Knowledge) -> None:
    assert said(knowledge, 打哪个电话能找到你们=(None, None)) == []


def test_some_topics_only(knowledge: Knowledge) -> None:
    trial = try_questions(knowledge, lambda questions: [RIGHT[one] for one in questions], ["overdue"])
    assert (trial.asked, trial.failures) == (2, ())


def test_as_many_answers_as_questions(knowledge: Knowledge) -> None:
    with pytest.raises(ValueError, match="6 questions, 0 answers"):
        try_questions(knowledge, lambda questions: [])
