"""What a rate in a question comes to in other units, and where that stands against the law."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.quoting.converting import annual_percent, conversion, is_about_the_figure
from bot.quoting.draft import StatedRate
from bot.replies.model import Reply
from calculator import RatePeriod


def stated(percent: str, period: RatePeriod, top: str | None = None) -> StatedRate:
    return StatedRate(percent=Decimal(percent), period=period, top=Decimal(top) if top else None)


def ask(assistant: Assistant, text: str) -> Reply:
    return assistant.answer(Question(text), Conversation())[0]


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (stated("0.04", RatePeriod.DAY), "日利率 0.04% 折合年利率 14.60%（× 365 天；按 360 天是 14.40%）、月利率 1.2167%。"),
        (stated("1.5", RatePeriod.MONTH), "月利率 1.5% 折合年利率 18%（× 12）、日利率 0.0493%。"),
        (stated("9", RatePeriod.YEAR), "年利率 9% 折合月利率 0.75%（÷ 12）、日利率 0.0247%（÷ 365）。"),
        (stated("1", RatePeriod.MONTH, "2"), "月利率 1% 到 2% 折合年利率 12% 到 24%（× 12）、日利率 0.0329% 到 0.0658%。"),
    ],
    ids=["day", "month", "year", "range"],
)  # fmt: skip
def test_conversion(rate: StatedRate, said: str) -> None:
    assert conversion(rate) == said


@pytest.mark.parametrize(
    ("rate", "annual"),
    [
        (stated("0.02", RatePeriod.DAY, "0.05"), Decimal("18.25")),
        (stated("0.6", RatePeriod.PERIOD), None),
        (stated("3", RatePeriod.ONCE), None),
        (stated("5000", RatePeriod.DAY), None),
    ],
    ids=["the highest", "on instalments", "once", "of no loan"],
)
def test_annual_figure(rate: StatedRate, annual: Decimal | None) -> None:
    assert annual_percent(rate) == annual


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("日息万四合一年几个点", True),
        ("日息万四高不高", True),
        ("日息万四是怎么折成年化的", True),
        ("凭啥给我日息万四", False),
        ("日息万四咋降下来", False),
    ],
)
def test_whether_the_figure_is_what_is_asked(text: str, is_asked: bool) -> None:
    assert is_about_the_figure(text, stated("0.04", RatePeriod.DAY)) is is_asked


def test_the_figure_comes_first_where_it_is_asked_for(assistant: Assistant) -> None:
    reply = ask(assistant, "日息万四换成年化是几个点")
    assert reply.topic == "interest_rate"
    assert reply.title.startswith("日利率 0.04% 折合年利率 14.60%")
    assert reply.sources
    reply = ask(assistant, "为什么给我的日息是万四")
    assert "折合" not in reply.title
    assert reply.paragraphs[0].startswith("日利率 0.04% 折合年利率 14.60%")


def test_a_rate_is_held_against_the_law_and_warned_of(assistant: Assistant) -> None:
    reply = ask(assistant, "日息万四算高利贷吗")
    assert reply.topic == "rate_legality"
    assert "没有超过" in reply.title
    assert reply.notices == ()
    reply = ask(assistant, "月息四分合不合法")
    assert "折合年利率 48%" in reply.title
    assert "超过 24%" in reply.title
    assert {one.id for one in reply.notices} >= {"high_annual_cost", "extreme_annual_cost"}


@pytest.mark.parametrize("text", ["年化超过24的能不还吗", "年化36以上合法吗", "利率24%的红线还算数吗"])
def test_a_line_that_is_asked_about_is_no_rate_of_a_loan(assistant: Assistant, text: str) -> None:
    reply = ask(assistant, text)
    assert reply.topic == "rate_legality"
    assert "没有超过" not in reply.title


def test_a_yearly_rate_is_held_against_the_law_as_it_is(assistant: Assistant) -> None:
    assert ask(assistant, "年化30%违法吗").title.startswith("按年利率 30% 看，年化成本超过 24%")


def test_a_loan_told_whole_is_held_against_the_law(assistant: Assistant) -> None:
    reply = ask(assistant, "网贷借4千 一个月后还4600 是高利贷吗")
    assert reply.topic == "rate_legality"
    assert reply.title.startswith("按你说的算，单利年化 180%（一共还 4,600 元）。年化成本超过 24%")
    assert {one.id for one in reply.notices} >= {"high_annual_cost", "extreme_annual_cost"}
    assert reply.paragraphs  # what the law says follows
    lent = ask(assistant, "亲戚借我2万 一年后还2万2 合法吗").title
    assert "单利年化 9.57%" in lent
    assert "四倍" in lent


def test_the_lines_for_a_private_loan_are_not_those_of_the_product_before(assistant: Assistant) -> None:
    _, before = assistant.answer(Question("微粒贷年化多少算合法"), Conversation())
    reply, _ = assistant.answer(Question("别人借给我3万 说好一年还3万6 这算高利贷吗"), before)
    assert reply.product is None
    assert "四倍" in reply.title
    assert "单利年化 18.37%" in reply.title


def test_an_offer_told_whole_is_worked_out_where_it_is_asked_whether_it_is_a_trap(
    assistant: Assistant,
) -> None:
    reply = ask(assistant, "每天还45 还60天 到手2200 这是坑吗")
    assert reply.topic == "third_party_risk"
    assert reply.title.startswith("按你说的算，单利年化 ")
    assert "extreme_annual_cost" in {one.id for one in reply.notices}


def test_a_private_loan_of_which_less_was_received(assistant: Assistant) -> None:
    reply, before = assistant.answer(Question("欠条上写2万 实际拿到1万7 一年还2万3"), Conversation())
    assert reply.title == "借 20,000 元到手 17,000 元，12 个月后一次还 23,000 元。"
    reply, _ = assistant.answer(Question("合法吗"), before)
    assert reply.title.startswith("私人之间的借款")


def test_days_of_delay_are_added_where_it_is_said(assistant: Assistant) -> None:
    _, before = assistant.answer(Question("微粒贷欠1800 逾期20天 罚息多少钱"), Conversation())
    reply, _ = assistant.answer(Question("再拖15天呢"), before)
    assert reply.title.startswith("逾期 35 天")


def test_a_rate_of_no_loan_is_left_alone(assistant: Assistant) -> None:
    assert "折合" not in ask(assistant, "日息百分之六千合法吗").title
