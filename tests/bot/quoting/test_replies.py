"""Replies about loans, in the order in which they are read."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.quoting.legal import rule_lines, standing_sentence
from bot.quoting.terms import product_terms
from bot.replies.model import Reply, ReplyKind
from calculator.legal import stand
from knowledge import Knowledge
from knowledge.models import Lender

TODAY = dt.date(2026, 11, 22)


def ask(assistant: Assistant, *texts: str) -> tuple[Reply, Conversation]:
    conversation = Conversation()
    for text in texts:
        reply, conversation = assistant.answer(Question(text), conversation)
    return reply, conversation


def test_a_quote_in_its_order(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借1万分12期日息万五每月还多少")
    assert reply.kind is ReplyKind.QUOTE
    assert reply.title.startswith("借 10,000 元，分 12 期，等额本息，日利率 0.05%：每期还 917.99 元")
    places = [
        next(number for number, line in enumerate(reply.paragraphs) if words in line)
        for words in ("等额本息", "一共还", "单利年化", "24%", "提前还")
    ]
    assert places == sorted(places)
    assert reply.table is not None
    assert len(reply.table.rows) == 3
    assert [one.id for one in reply.attachments] == ["picture", "xlsx", "csv"]
    assert reply.quote is not None
    assert reply.sources


def test_what_was_withheld_shows_in_the_first_line(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借六千到账五千一 10天后还六千")
    assert reply.title == "借 6,000 元到手 5,100 元，用 10 天：一次还 6,000 元。"
    assert "upfront_deduction" in {one.id for one in reply.notices}
    reply, _ = ask(assistant, "借2万先扣5% 分10期 月息1%")
    assert reply.title.startswith("借 20,000 元到手 19,000 元，分 10 期")


@pytest.mark.parametrize(
    ("text", "title", "least"),
    [
        ("借1500每天还20还90天", "借 1,500 元，用 90 天：每天还 20 元，共 90 次。", 150),
        ("每周还450 还8周 借3千", "借 3,000 元，用 56 天：每 7 天还 450 元，共 8 次。", 200),
        ("借4000 每10天还500 还100天 年化多少", "借 4,000 元，用 100 天：每 10 天还 500 元，共 10 次。", 100),
        ("每半个月还700 还2个月 借2500", "借 2,500 元，用 60 天：每 15 天还 700 元，共 4 次。", 100),
    ],
    ids=["daily", "weekly", "every ten days", "twice a month"],
)
def test_payments_more_often_than_monthly(assistant: Assistant, text: str, title: str, least: int) -> None:
    reply, _ = ask(assistant, text)
    assert reply.title == title
    assert reply.quote is not None
    assert reply.quote.cost.simple_annual_percent > least
    assert "extreme_annual_cost" in {one.id for one in reply.notices}


@pytest.mark.parametrize("text", ["借4000一周后还4600", "借4000 一个星期内还4600", "借4000 7天还4600"])
def test_one_payment_after_some_days_is_not_one_every_so_many_days(assistant: Assistant, text: str) -> None:
    reply, _ = ask(assistant, text)
    assert reply.title == "借 4,000 元，用 7 天：一次还 4,600 元。"


def test_a_monthly_payment_after_a_daily_one(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借1500每天还20还90天", "换成每月还600 3个月")
    assert reply.title.startswith("借 1,500 元，分 3 期，每期固定还款额：每期还 600 元")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "借6000 四个月后还6500",
            "借 6,000 元，用 4 个月，到期一次还本付息，年利率 25%：第 4 个月一次还 6,500 元。",
        ),
        (
            "借9千 半年后连本带利还9900",
            "借 9,000 元，用 6 个月，到期一次还本付息，年利率 20%：第 6 个月一次还 9,900 元。",
        ),
    ],
)
def test_what_is_paid_back_at_the_end_is_no_instalments(assistant: Assistant, text: str, title: str) -> None:
    reply, _ = ask(assistant, text)
    assert reply.title == title


def test_a_total_without_a_way_to_repay_says_what_was_assumed(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借6000一共还6500 四个月")
    assert any("到期一次还" in line for line in reply.paragraphs)


def test_what_a_private_person_lends_is_paid_back_at_once_unless_said_otherwise(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借给老乡4万 五个月还4万2 利息高吗")
    assert reply.title == "借 40,000 元，用 5 个月，到期一次还本付息，年利率 12%：第 5 个月一次还 42,000 元。"
    assert any("你没说怎么还" in line for line in reply.paragraphs)


def test_the_rest_of_a_loan_is_paid_off_now(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "剩余本金6000还有6期 年化12 提前还清省多少")
    assert reply.title == "现在全部还清：付剩余本金 6,000 元，少付利息 211.75 元。"


@pytest.mark.parametrize("text", ["首月免息 后面日息万四 借9千3个月", "前2期免息 借9千 6期 日息万四"])
def test_that_interest_free_time_is_left_out_is_said(assistant: Assistant, text: str) -> None:
    reply, _ = ask(assistant, text)
    assert reply.paragraphs[0].startswith("你说有一段免息，这里没有减掉")


@pytest.mark.parametrize("text", ["分付欠4000 每期还500 只还最低", "分付只还最低 一共还5000 欠4000"])
def test_the_minimum_beside_a_told_payment_needs_a_term(assistant: Assistant, text: str) -> None:
    reply, _ = ask(assistant, text)
    assert "要分期就说分几期" in reply.title


def test_interest_on_ten_thousand_is_a_rate_of_what_is_borrowed(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "一万块一天3块的利息 借5万用20天")
    assert reply.title == "借 50,000 元，用 20 天，日利率 0.03%：一次还 50,300 元。"


def test_a_rate_that_was_worked_out_is_shown_rounded(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借1万1 一天4块利息 用30天")
    assert "日利率 0.0363636%" in reply.title
    assert reply.title.endswith("一次还 11,120 元。")


def test_only_the_minimum_of_a_credit_that_revolves(assistant: Assistant) -> None:
    reply, conversation = ask(assistant, "分付欠了2600每个月只还最低额要多久还清")
    assert "每月只还最低" in reply.title
    assert {"fenfu.monthly_share", "fenfu.pay_all_below", "fenfu.daily_rate"} <= set(reply.facts)
    assert any("10%" in line for line in reply.paragraphs)
    assert reply.quote is not None
    assert reply.quote.schedule.rows[0].principal == 260
    assert reply.quote.schedule.rows[-1].balance == 0
    reply, conversation = assistant.answer(Question("那4000呢"), conversation)
    assert "借 4,000 元" in reply.title
    assert "每月只还最低" in reply.title
    reply, _ = assistant.answer(Question("改成分6期"), conversation)
    assert "等额本息" in reply.title


def test_what_one_is_able_to_pay_asks_how_long(assistant: Assistant) -> None:
    reply, conversation = ask(assistant, "借9千分6期日息万四", "可我一个月只能还1300")
    assert "每月还 1,300 元：要还 8 个月" in reply.title
    assert conversation.draft is not None
    assert (conversation.draft.periods, conversation.draft.budget) == (6, None)


def test_a_part_paid_first_is_paid_early(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "贷28万15年年利率4.5一个月多少", "要是先还4万呢")
    assert "提前还 40,000 元：少付利息" in reply.title


def test_a_product_without_a_minimum_is_asked_how_long(assistant: Assistant) -> None:
    _, conversation = ask(assistant, "微粒贷借8千只还最低要多少利息")
    assert conversation.asked_slot == "term"


def test_what_is_withheld_is_counted_once(assistant: Assistant) -> None:
    for text in ("到手7600 先扣400 分10期每期还900", "借8千到手7600 先扣400 分10期每期还900"):
        reply, _ = ask(assistant, text)
        assert reply.quote is not None
        assert reply.quote.offer.principal == 8000
        assert reply.quote.schedule.net_proceeds == 7600


def test_a_range_is_said_in_one_breath(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借呗借1万分6期一个月还多少")
    costs = next(line for line in reply.paragraphs if "一年的成本" in line)
    assert re.search(r"单利年化 [\d.]+% 到 [\d.]+%；复利年化（内部收益率）[\d.]+% 到 [\d.]+%", costs)
    assert reply.table is not None
    assert reply.table.rows[0] == ("日利率", "0.015%", "0.06%")


def test_what_is_due_at_the_end_is_said_of_a_range_too(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借呗借1万分6期先息后本一个月还多少")
    assert re.search(r"每期 [\d.]+ 到 [\d.]+ 元，最后一期 10,[\d.]+ 到 10,[\d.]+ 元。", reply.title)


def test_both_readings_of_the_annual_cost_are_named(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借2万用20天日息万五多少利息")
    said = " ".join(reply.paragraphs)
    assert "单利年化 18.25%" in said
    assert "复利年化（内部收益率）19.91%" in said


def test_best_and_worst_by_the_facts_of_the_product(assistant: Assistant, knowledge: Knowledge) -> None:
    reply, _ = ask(assistant, "借呗借1万分6期一个月还多少")
    terms = product_terms("jiebei", knowledge)
    assert terms.low is not None
    assert terms.high is not None
    assert reply.facts[0] == terms.low.fact.id
    assert reply.table is not None
    assert reply.table.header == ("", "最低", "最高")
    assert reply.slots.to_json() == {"principal": 10000, "periods": 6}
    assert any("借呗" in line for line in reply.remarks)  # what sources say differently


def test_rate_is_asked_for_with_examples_and_values(assistant: Assistant) -> None:
    reply, conversation = ask(assistant, "借8000分12期每月还多少")
    assert conversation.asked_slot == "rate"
    assert reply.quote is None
    assert reply.table is not None
    assert "举例" in reply.table.note
    assert reply.buttons[0].action.startswith("set rate ")
    assert reply.buttons[-1].action == "cancel"


def test_values_of_the_term_are_those_the_product_offers(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借呗借1万要还多少")
    assert [button.label for button in reply.buttons][:3] == ["3期", "6期", "12期"]


def test_a_high_cost_is_warned_of(assistant: Assistant) -> None:
    dear, _ = ask(assistant, "借1万每月还1000一共12期")
    fair, _ = ask(assistant, "借1万每月还870一共12期")
    assert [notice.id for notice in dear.notices]
    assert not fair.notices
    assert any("24%" in line for line in dear.paragraphs)


def test_a_line_crossed_only_by_counting_more_days_is_said_to_be_that(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "微粒贷借1万用30天多少利息")
    assert any("一年 360 天" in line and "没有超过" in line for line in reply.paragraphs)
    assert not [notice for notice in reply.notices if "24%" in notice.text]


def test_lines_of_private_loans_are_others(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "同事借我1万 月息两分 用一年 要还多少")
    assert any("私人之间" in line for line in reply.paragraphs)


def test_early_end(assistant: Assistant) -> None:
    reply, conversation = ask(assistant, "12000分12期 等额本金 年利率12%", "还完6期一次结清要多少")
    assert "6,000 元，少付利息 210 元" in reply.title
    assert conversation.draft is not None
    partly, _ = ask(assistant, "12000分12期 等额本金 年利率12% 每月还多少", "提前还3000省多少利息")
    assert "少付利息" in partly.title


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("1万12期年利率12%", "每月最多还800能借多少"), "最多借 9,004.06 元"),
        (("每月只能还1000 借1万 月息1% 要还多久",), "要还 11 个月"),
        (("1万分6期和分12期利息差多少 年化12%",), "分 6 期比分 12 期少付"),
        (("1万块一年利息1200 折合年化多少",), "借 10,000 元"),
    ],
    ids=["how much", "how long", "versions", "interest in yuan"],
)  # fmt: skip
def test_asked_otherwise(assistant: Assistant, texts: tuple[str, ...], words: str) -> None:
    reply, _ = ask(assistant, *texts)
    assert words in reply.title


def test_files_are_handed_over(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "1万3期年利率12%每月还多少", "发我csv")
    assert [one.id for one in reply.sends] == ["csv"]
    assert "本金" in reply.sends[0].make().decode("utf-8-sig")
    table, _ = ask(assistant, "1万3期年利率12%每月还多少", "导出表格")
    assert [one.id for one in table.sends] == ["xlsx"]


def test_whole_schedule(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "1万24期年利率12%每月还多少", "完整还款计划")
    assert reply.table is not None
    assert len(reply.table.rows) == 24


@pytest.mark.parametrize(
    "text",
    [
        "借0元分12期月息1%",
        "借1万分12期日息500%还多少",
        "借1万每月还100一共12期 利率多少",
        "借1万用99999天日息万五多少利息",
    ],
    ids=["nothing", "absurd rate", "repays less", "too long"],
)
def test_what_cannot_be_is_said_and_asked_again(assistant: Assistant, text: str) -> None:
    reply, conversation = ask(assistant, text)
    assert reply.quote is None
    assert conversation.draft is not None


def test_contradictory_slots_are_said(assistant: Assistant) -> None:
    reply, _ = ask(assistant, "借1万用20天分12期日息万五要还多少")
    assert any("天数" in line and "期数" in line for line in reply.paragraphs)
    assert reply.slots.to_json()["periods"] == 12


def test_rule_lines_fit_the_lender_and_the_day(knowledge: Knowledge) -> None:
    bank = {one.rule for one in rule_lines(knowledge, TODAY, Lender.BANK)}
    consumer = {one.rule for one in rule_lines(knowledge, TODAY, Lender.CONSUMER_FINANCE)}
    private = {one.rule for one in rule_lines(knowledge, TODAY, is_private=True)}
    assert bank < consumer
    assert not private & bank
    assert rule_lines(knowledge, TODAY) == rule_lines(knowledge, TODAY, Lender.BANK)
    assert rule_lines(knowledge, dt.date(1999, 1, 1), Lender.BANK) == ()


def test_standing_says_what_is_crossed_first(knowledge: Knowledge) -> None:
    lines = [one.line for one in rule_lines(knowledge, TODAY, Lender.CONSUMER_FINANCE)]
    between = (lines[0].annual_percent + lines[-1].annual_percent) / 2
    said = standing_sentence(stand(between, between, lines))
    assert said.index(lines[0].kind[:10]) < said.index("没有超过")
    assert standing_sentence(()) == ""
