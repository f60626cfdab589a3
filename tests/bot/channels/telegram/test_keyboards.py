"""Buttons in rows."""

from __future__ import annotations

from bot.assistant import Assistant, Question
from bot.channels.telegram.callbacks import Callbacks
from bot.channels.telegram.keyboards import buttons_of, keyboard, rows, slot_buttons
from bot.channels.text import columns
from bot.conversation import Conversation
from bot.replies.model import Button, Reply, ReplyKind

CALLBACKS = Callbacks(b"key")


def labels(reply: Reply, page: int = 1, pages: int = 1) -> list[list[str]]:
    markup = keyboard(buttons_of(reply, page, pages), CALLBACKS)
    return [[one.text for one in row] for row in markup.inline_keyboard] if markup else []


def test_short_labels_share_a_row_and_long_ones_do_not() -> None:
    buttons = [
        Button(label, "x") for label in ("6期", "12期", "24期", "36期", "能不能提前还、收不收费", "不算了")
    ]
    assert [[one.label for one in row] for row in rows(buttons)] == [
        ["6期", "12期", "24期", "36期"],
        ["能不能提前还、收不收费"],
        ["不算了"],
    ]


def test_no_row_is_wider_than_a_phone() -> None:
    buttons = [Button("字" * size, "x") for size in (1, 5, 9, 2, 2, 14, 3, 3, 3, 3, 3)]
    for row in rows(buttons):
        assert len(row) == 1 or max(columns(one.label) for one in row) * len(row) <= 44


def test_more_than_a_hundred_are_left_out() -> None:
    markup = keyboard([[Button(str(number), f"ask {number}") for number in range(150)]], CALLBACKS)
    assert markup is not None
    assert sum(len(row) for row in markup.inline_keyboard) == 100


def test_no_buttons_is_no_keyboard() -> None:
    assert keyboard(((), ()), CALLBACKS) is None


def test_a_long_label_is_shortened() -> None:
    markup = keyboard([[Button("长" * 100, "ask overdue")]], CALLBACKS)
    assert markup is not None
    assert len(markup.inline_keyboard[0][0].text) <= 64


def test_a_quote_can_be_changed_and_kept(assistant: Assistant) -> None:
    reply, _ = assistant.answer(Question("借3万分12期，日息万三"), Conversation())
    assert labels(reply)[:3] == [
        ["完整还款计划"],
        ["改金额", "改期限", "改利率", "改方式"],
        ["图", "Excel 表格", "CSV 表格"],
    ]


def test_a_loan_repaid_at_once_has_no_other_way_to_be_repaid(assistant: Assistant) -> None:
    reply, _ = assistant.answer(Question("借3万用20天，日息万三"), Conversation())
    assert ["改金额", "改期限", "改利率"] in labels(reply)


def test_pages_turn(assistant: Assistant) -> None:
    reply = Reply(ReplyKind.ANSWER, "题", buttons=(Button("下一步", "ask overdue"),))
    assert labels(reply, 1, 3)[0] == ["第 2/3 页 ›"]
    assert labels(reply, 2, 3)[0] == ["‹ 第 1 页", "第 3/3 页 ›"]
    assert labels(reply, 3, 3)[0] == ["‹ 第 2 页"]


def test_opinions_are_asked_of_answers_with_facts(assistant: Assistant) -> None:
    reply, _ = assistant.answer(Question(action="ask early_repayment weilidai"), Conversation())
    assert labels(reply)[-1] == ["👍", "👎"]
    assert not any("👍" in row for row in labels(Reply(ReplyKind.CLARIFY, "哪一个？")))


def test_values_of_a_slot_leave_a_way_back() -> None:
    groups = slot_buttons([Button("6期", "set periods 6")])
    assert [[one.action for one in group] for group in groups] == [["set periods 6"], ["resume"]]


def test_every_button_of_every_answer_fits(assistant: Assistant) -> None:
    for topic in assistant.knowledge.topics:
        for product in (None, *assistant.knowledge.products):
            action = f"ask {topic} {product}" if product else f"ask {topic}"
            reply, _ = assistant.answer(Question(action=action), Conversation())
            assert keyboard(buttons_of(reply), CALLBACKS, asker=2**52 - 1) is not None or not reply.buttons
