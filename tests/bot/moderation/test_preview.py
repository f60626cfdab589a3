"""What changes for people, in words a moderator understands."""

from __future__ import annotations

import pytest

from bot.moderation.live import LiveKnowledge
from bot.moderation.preview import Answered, Asked, Difference, Kind, Preview, _kind, compare, lines, of_texts
from bot.replies.model import ReplyKind
from tests.bot.moderation.test_live import add
from tests.knowledge.conftest import Folder

UNASKED = Asked(text="问题")
LABELLED = Asked(text="问题", topics=("overdue",), product="weilidai")


def told(kind: str, topic: str | None = None, product: str | None = None, text: str = "甲") -> Answered:
    return Answered(kind=ReplyKind(kind), topic=topic, product=product, suggestions=(), text=text)


NO = told("fallback", "out_of_scope")
BACK = Answered(kind=ReplyKind.CLARIFY, topic=None, product=None, suggestions=("overdue",), text="哪个")
OVERDUE = told("answer", "overdue", "weilidai")
RATE = told("answer", "interest_rate", "weilidai")


@pytest.mark.parametrize(
    ("asked", "before", "after", "kind"),
    [
        (LABELLED, NO, OVERDUE, Kind.BETTER),
        (LABELLED, NO, BACK, Kind.BETTER),
        (LABELLED, RATE, NO, Kind.BETTER),
        (LABELLED, OVERDUE, NO, Kind.WORSE),
        (LABELLED, OVERDUE, RATE, Kind.WORSE),
        (LABELLED, BACK, RATE, Kind.WORSE),
        (LABELLED, RATE, told("answer", "fees"), Kind.OTHER),
        (LABELLED, OVERDUE, told("answer", "overdue", "weilidai", "乙"), Kind.WORDING),
        (UNASKED, NO, OVERDUE, Kind.GAINED),
        (UNASKED, BACK, OVERDUE, Kind.GAINED),
        (UNASKED, OVERDUE, NO, Kind.LOST),
        (UNASKED, OVERDUE, BACK, Kind.LOST),
        (UNASKED, OVERDUE, RATE, Kind.OTHER),
        (UNASKED, OVERDUE, told("answer", "overdue", "jiebei"), Kind.OTHER),
        (UNASKED, NO, BACK, Kind.OTHER),
        (UNASKED, OVERDUE, told("answer", "overdue", "weilidai", "乙"), Kind.WORDING),
        (UNASKED, OVERDUE, OVERDUE, None),
        (UNASKED, OVERDUE, OVERDUE.model_copy(update={"suggestions": ("fees",)}), None),
    ],
)
def test_what_became_of_an_answer(asked: Asked, before: Answered, after: Answered, kind: Kind | None) -> None:
    assert _kind(asked, before, after) == kind


def test_one_fact_changes_words_and_nothing_else(folder: Folder, live: LiveKnowledge) -> None:
    old = live.assistant
    folder.edit("topics/overdue.yaml", "lead: 逾期要付罚息", "lead: 晚还要付罚息")
    live.reload()
    questions = of_texts(["逾期了咋办", "忘了还款后果", "讲段相声"])
    preview = compare(old, live.assistant, questions)
    assert [one.kind for one in preview.differences] == [Kind.WORDING, Kind.WORDING]
    told_lines = list(lines(preview, old.knowledge, live.current.knowledge))
    assert told_lines[:3] == ["试了 3 个问题：文字变了 2", "", "文字变了（2）"]
    assert len(told_lines) == 4
    assert told_lines[3] == "  “逾期要付罚息，还” → “晚还要付罚息，还”（2 个问题：逾期）"


def test_a_new_phrasing_answers_what_was_not_answered(folder: Folder, live: LiveKnowledge) -> None:
    old = live.assistant
    question = "爬雪山过草地吃皮带"
    add(folder, question)
    live.reload()
    preview = compare(old, live.assistant, of_texts([question, question, "讲段相声"]))
    (difference,) = preview.differences
    assert difference.kind is Kind.GAINED
    told_lines = list(lines(preview, old.knowledge, live.current.knowledge))
    assert told_lines[0] == "试了 2 个问题：原来不答、现在能答 1"
    assert told_lines[3] == f"  “{question}”（2 次）：不答 → 答逾期"


def test_long_lists_are_cut(live: LiveKnowledge) -> None:
    found = tuple(
        Difference(kind=Kind.LOST, asked=Asked(text=f"问题{number}", times=number), before=OVERDUE, after=NO)
        for number in range(1, 21)
    )
    knowledge = live.current.knowledge
    told_lines = list(lines(Preview(asked=100, differences=found), knowledge, knowledge, shown=5))
    assert told_lines[2:] == [
        "原来能答、现在不答（20）",
        *(f"  “问题{number}”（{number} 次）：答逾期·微粒贷 → 不答" for number in range(20, 15, -1)),
        "  …… 还有 15 个",
    ]


def test_nothing_changed(live: LiveKnowledge) -> None:
    preview = compare(live.assistant, live.assistant, of_texts(["逾期了咋办"]))
    assert list(lines(preview, live.current.knowledge, live.current.knowledge)) == [
        "试了 1 个问题：答案都没有变"
    ]
