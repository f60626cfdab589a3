"""What being late costs, by the figures of the question, of the loan just quoted and of the product."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.replies.model import Reply, ReplyKind


def ask(assistant: Assistant, *texts: str) -> Reply:
    conversation = Conversation()
    for text in texts:
        reply, conversation = assistant.answer(Question(text), conversation)
    return reply


def test_by_the_rate_that_was_said(assistant: Assistant) -> None:
    reply = ask(assistant, "欠4000逾期15天 日息万四 罚息多少")
    assert reply.kind is ReplyKind.QUOTE
    # 4,000 × 0.04 % × 15 days = 24; 30 % to 50 % more
    assert reply.title == "逾期 15 天，本金 4,000 元：罚息 31.20 到 36 元，多拖一天再加 2.08 到 2.40 元。"
    assert any("加收30%–50%" in line for line in reply.paragraphs)
    assert any("其中 24 元" in line for line in reply.paragraphs)
    assert "overdue" in {one.id for one in reply.notices}
    assert reply.sources


def test_by_the_facts_of_a_product(assistant: Assistant) -> None:
    reply = ask(assistant, "微粒贷本金2000晚还了10天要多还多少")
    assert reply.product == "weilidai"
    assert reply.title.startswith("逾期 10 天，本金 2,000 元：罚息 ")
    assert {"weilidai.daily_rate", "weilidai.penalty_multiple"} <= set(reply.facts)
    assert any("1.5倍" in line for line in reply.paragraphs)


def test_of_a_loan_by_instalments_one_of_them_is_overdue(assistant: Assistant) -> None:
    reply = ask(assistant, "借1万分12期日息万五每月还多少", "晚还10天罚多少")
    assert reply.title.startswith("逾期 10 天，按第 1 期的本金 765.91 元")
    reply = ask(assistant, "借1万分12期日息万五每月还多少", "晚还10天罚多少", "那24期每期还多少")
    assert reply.title.startswith("借 10,000 元，分 24 期")


def test_what_is_missing_is_asked_and_other_days_follow(assistant: Assistant) -> None:
    reply = ask(assistant, "欠2500逾期一周 要交多少滞纳金")
    assert "逾期 7 天" in reply.title
    assert "利率" in reply.title
    reply = ask(assistant, "欠2500逾期一周 要交多少滞纳金", "日息万四", "那20天呢")
    assert reply.title.startswith("逾期 20 天，本金 2,500 元")


def test_by_the_penalty_in_yuan_a_day(assistant: Assistant) -> None:
    reply = ask(assistant, "逾期12天 欠2400元 每天罚1.2元 一共罚多少")
    assert reply.title == "逾期 12 天，本金 2,400 元：罚息 14.40 元，多拖一天再加 1.20 元。"


def test_another_loan_is_not_late(assistant: Assistant) -> None:
    reply = ask(assistant, "欠4000逾期15天 日息万四 罚息多少", "那6000呢")
    assert reply.title.startswith("逾期 15 天，本金 6,000 元")
    reply = ask(assistant, "欠4000逾期15天 日息万四 罚息多少", "那我借7千用20天利息多少")
    assert reply.title.startswith("借 7,000 元，用 20 天")


@pytest.mark.parametrize("text", ["逾期两个月欠2万会被起诉吗", "逾期8天罚息怎么算"])
def test_without_a_figure_to_work_out_the_topic_is_answered(assistant: Assistant, text: str) -> None:
    reply = ask(assistant, text)
    assert (reply.kind, reply.topic) == (ReplyKind.ANSWER, "overdue")


def test_a_delay_of_more_than_ten_years_is_refused(assistant: Assistant) -> None:
    assert ask(assistant, "欠2000逾期3700天日息万五 罚息多少").title.startswith("这样算不了")


def test_by_the_penalty_that_was_said(assistant: Assistant) -> None:
    reply = ask(assistant, "欠3000逾期8天 逾期罚息每天千分之一 要多交多少")
    assert reply.title == "逾期 8 天，本金 3,000 元：罚息 24 元，多拖一天再加 3 元。"
    assert any("折合一年 36.50%" in line for line in reply.paragraphs)
    assert "high_annual_cost" in {one.id for one in reply.notices}
