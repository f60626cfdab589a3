"""What is added to a reply: other questions of the message, what was cut, quiet after a crisis."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.replies.model import Reply, ReplyKind


def _reply(assistant: Assistant, text: str) -> Reply:
    return assistant.answer(Question(text), Conversation())[0]


def test_the_other_question_of_a_message_is_offered(assistant: Assistant) -> None:
    reply = _reply(assistant, "微粒贷提前还款要手续费吗？还款日能不能改？")
    offered = [button.action for button in reply.buttons if button.label.startswith("你还问")]
    topics = {reply.topic, *(action.split()[1] for action in offered)}
    assert topics == {"early_repayment", "repayment_date"}


def test_a_cut_message_says_so(assistant: Assistant) -> None:
    reply = _reply(assistant, "微粒贷提前还款要手续费吗？" + "谢谢你啊" * 2000)
    assert any("太长" in remark for remark in reply.remarks)


def test_an_ordinary_message_says_nothing_of_it(assistant: Assistant) -> None:
    reply = _reply(assistant, "微粒贷提前还款要手续费吗")
    assert not any("太长" in remark for remark in reply.remarks)
    assert not any(button.label.startswith("你还问") for button in reply.buttons)


@pytest.mark.parametrize("text", ["我不想活了", "活着没意思想一了百了"])
def test_after_a_crisis_nobody_is_asked_which_topic(assistant: Assistant, text: str) -> None:
    reply = _reply(assistant, text)
    assert reply.crisis
    assert reply.kind is not ReplyKind.CLARIFY or not reply.buttons
    assert "12356" in reply.text


def test_in_a_crisis_the_answer_waits_behind_a_button(assistant: Assistant) -> None:
    reply, conversation = assistant.answer(Question("借呗还不上了，我不想活了"), Conversation())
    assert reply.crisis
    assert reply.topic == "cannot_repay"
    assert (reply.paragraphs, reply.sources, reply.remarks) == ((), (), ())
    assert [button.action for button in reply.buttons] == ["ask cannot_repay jiebei"]
    later, _ = assistant.answer(Question(action=reply.buttons[0].action), conversation)
    assert later.paragraphs
