"""The whole way of a question: typed, pressed, and in conversation."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.replies.model import Reply, ReplyKind
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from knowledge import Knowledge


def talk(assistant: Assistant, *turns: str | Question) -> tuple[Reply, Conversation]:
    conversation = Conversation()
    for turn in turns:
        question = Question(turn) if isinstance(turn, str) else turn
        reply, conversation = assistant.answer(question, conversation)
    return reply, conversation


def press(action: str) -> Question:
    return Question(action=action)


def test_a_question_is_answered_with_its_source(assistant: Assistant) -> None:
    reply, conversation = talk(assistant, "微粒贷能提前还清吗")
    assert (reply.kind, reply.topic, reply.product) == (ReplyKind.ANSWER, "early_repayment", "weilidai")
    assert reply.sources
    assert reply.facts
    assert (conversation.topic, conversation.product) == ("early_repayment", "weilidai")


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    first, _ = talk(assistant, "借呗上征信吗")
    second, _ = talk(assistant, "借呗上征信吗")
    assert first.text == second.text


def test_an_unknown_product_is_declined_by_name(assistant: Assistant) -> None:
    reply, _ = talk(assistant, "花呗逾期一天会怎么样")
    assert (reply.kind, reply.product) == (ReplyKind.FALLBACK, "other")
    assert "花呗" in reply.title


def test_what_a_question_asked_nowhere_else_leaves_no_quote(assistant: Assistant) -> None:
    reply, conversation = talk(assistant, "我借的4万哪天要还")
    assert reply.kind is not ReplyKind.QUOTE
    assert conversation.draft is None


@pytest.mark.parametrize(
    ("action", "topic"),
    [("ask overdue", "overdue"), ("ask overdue jiebei", "overdue"), ("set periods 12", "cost_quote")],
)
def test_pressing_a_button(assistant: Assistant, action: str, topic: str) -> None:
    reply, _ = talk(assistant, press(action))
    assert reply.topic == topic


@pytest.mark.parametrize(
    "action",
    [
        "",
        "<b>",
        "ask",
        "ask nothing",
        "ask overdue nobody",
        "set rate abc",
        "set x 1",
        "take jiebei",
        "plan",
        "file csv",
        "resume",
    ],
)
def test_a_button_that_is_gone_says_so(assistant: Assistant, action: str) -> None:
    reply, conversation = talk(assistant, press(action))
    assert reply.kind is ReplyKind.FALLBACK
    assert "用不上了" in reply.title
    assert conversation.draft is None


def test_a_button_pressed_later_does_what_it_says(assistant: Assistant) -> None:
    """Buttons stay in a chat for ever; an old one means what it says, not what stands in its place now."""
    reply, _ = talk(assistant, "借1万每月还多少", "微粒贷上征信吗", press("set periods 12"))
    assert reply.slots.to_json() == {"principal": 10000, "periods": 12}


@pytest.mark.parametrize("typed", ["2", "第二个", "选2", "12期"])
def test_choices_can_be_typed(assistant: Assistant, typed: str) -> None:
    reply, _ = talk(assistant, "借1万要还多少钱", typed)
    assert reply.slots.to_json() == {"principal": 10000, "periods": 12}


def test_a_choice_that_is_gone_is_said_to_be(assistant: Assistant) -> None:
    reply, _ = talk(assistant, "第二个")
    assert "没有可选的" in reply.title


def test_everything_that_was_offered(assistant: Assistant) -> None:
    reply, _ = talk(assistant, "借1万12期要还多少", "都要")
    assert reply.table is not None
    assert len(reply.table.rows) == 4
    first, conversation = talk(assistant, "微粒贷逾期会怎样")
    both, _ = assistant.answer(Question("都要"), conversation)
    assert len(both.paragraphs) > len(first.paragraphs)


def test_files_are_among_the_numbered_choices(assistant: Assistant) -> None:
    reply, conversation = talk(assistant, "借1万12期日息万五每月还多少")
    number = len(reply.buttons) + 1
    handed, _ = assistant.answer(Question(str(number)), conversation)
    assert [one.id for one in handed.sends] == ["picture"]


def test_an_interruption_leads_back(assistant: Assistant) -> None:
    reply, conversation = talk(assistant, "借呗借2万要还多少", "会上征信吗")
    assert reply.topic == "credit_report"
    assert any("还没算完" in line for line in reply.paragraphs)
    assert reply.buttons[0].action == "resume"
    back, _ = assistant.answer(press("resume"), conversation)
    assert back.slots.to_json() == {"principal": 20000}


def test_an_answer_says_what_it_means_for_the_open_quote(assistant: Assistant) -> None:
    early, _ = talk(assistant, "1万12期日息万五每月还多少", "可以提前还吗")
    assert any("刚才那笔账" in line for line in early.paragraphs)
    legal, _ = talk(assistant, "1万12期每月还1000 利率多少", "这样合不合法")
    assert any("单利年化" in line and "超过" in line for line in legal.paragraphs)


def test_suggestions_are_not_repeated(assistant: Assistant) -> None:
    conversation = Conversation()
    offered: list[str] = []
    for text in ("微粒贷逾期会怎样", "微粒贷逾期了会如何处理", "微粒贷逾期有什么后果"):
        reply, conversation = assistant.answer(Question(text), conversation)
        offered += [button.action for button in reply.buttons if button.action.startswith("ask ")]
    assert len(offered) == len(set(offered))


def test_a_quote_is_forgotten_with_the_conversation(knowledge: Knowledge, index: Index) -> None:
    clock = [dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)]
    assistant = Assistant(knowledge, index, Calibration.read(), lambda: clock[0], dt.timedelta(minutes=10))
    _, conversation = assistant.answer(Question("借2万12期每月还多少"), Conversation())
    clock[0] += dt.timedelta(minutes=11)
    reply, _ = assistant.answer(Question("日息万五借1万"), conversation)
    assert "periods" not in reply.slots.to_json()


def test_two_people_have_two_conversations(assistant: Assistant) -> None:
    """Nothing is kept in the assistant: what one says cannot reach another."""
    _, first = assistant.answer(Question("微粒贷借2万12期每月还多少"), Conversation())
    _, second = assistant.answer(Question("借呗借5千用20天多少利息"), Conversation())
    reply, _ = assistant.answer(Question("那日息万四呢"), first)
    other, _ = assistant.answer(Question("那日息万四呢"), second)
    assert reply.slots.to_json()["principal"] == 20000
    assert other.slots.to_json()["principal"] == 5000
    assert (reply.product, other.product) == ("weilidai", "jiebei")


def test_two_products_in_one_question_are_both_shown(assistant: Assistant) -> None:
    reply, _ = talk(assistant, "微粒贷和借呗上征信吗")
    assert reply.table is not None
    assert [row[0] for row in reply.table.rows] == ["微粒贷", "支付宝借呗"]


def test_the_trace_holds_every_step(assistant: Assistant) -> None:
    trace = assistant.trace("借1万12期每月还多少", Conversation())
    assert trace.understanding.topic
    assert trace.decision.because
    assert type(trace.plan).__name__ == "QuotePlan"
    assert trace.after.draft is not None
