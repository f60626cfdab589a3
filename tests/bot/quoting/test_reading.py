"""What one message says of a loan."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.quoting.draft import Draft
from bot.quoting.reading import read_said
from bot.quoting.said import Moment, Said
from bot.quoting.wishes import Wish
from bot.understanding.cleaning import clean
from bot.understanding.expressions import extract
from calculator import Method

OPEN = Draft.model_validate({"principal": 10000, "periods": 12, "rate": {"percent": "0.05", "period": "day"}})


def said(text: str, before: Draft | None = None, asked: str | None = None) -> Said:
    cleaned = clean(text).text.lower()
    return read_said(cleaned, extract(cleaned), before, asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("借5万分36期 年利率9%", {"principal": 50000, "periods": 36, "rate": "9%/year"}),
        ("3千块用两个星期 万四", {"principal": 3000, "days": 14, "rate": "0.04%/day", "method": "daily_simple"}),
        ("用半个月", {"days": 15}),
        ("一年半", {"periods": 18}),
        ("每期手续费0.7%", {"rate": "0.7%/period-fee", "method": "flat_fee"}),
        ("等额本金 6期", {"periods": 6, "method": "equal_principal"}),
        ("不是6期 是9期", {"periods": 9}),
        ("2万分6期 一期还多少", {"principal": 20000, "periods": 6}),
        ("逾期5天", {}),
        ("年化18", {"rate": "18%/year"}),
        ("按24一年算 借2000", {"principal": 2000, "rate": "24%/year"}),
        ("等额本息 12万 4年 5.2", {"principal": 120000, "periods": 48, "rate": "5.2%/year", "method": "equal_installment"}),
        ("借2800 周息1.4% 3周", {"principal": 2800, "days": 21, "rate": "0.2%/day", "method": "daily_simple"}),
        ("车价10万 首付3成 36期 年化5", {"principal": 70000, "periods": 36, "rate": "5%/year"}),
        ("首付30% 贷9万 24期 年化6", {"principal": 90000, "periods": 24, "rate": "6%/year"}),
        ("不是3万，是1万3，分6期", {"principal": 13000, "periods": 6}),
        ("这个月3号借6000 18号还", {"principal": 6000, "days": 15}),
        ("8万 5年 等额本息 5.6", {"principal": 80000, "periods": 60, "rate": "5.6%/year", "method": "equal_installment"}),
    ],
    ids=[
        "all at once", "by days", "half a month", "a year and a half", "fee rate", "method", "the last counts", "one instalment",
        "late is no term", "bare yearly rate", "rate by words",
        "a stray number is the rate", "weekly", "paid down", "paid down beside the loan", "corrected at once", "two dates",
        "a number that is nothing else is the rate",
    ],
)  # fmt: skip
def test_slots(text: str, slots: dict[str, object]) -> None:
    assert said(text).draft.slots.to_json() == slots


@pytest.mark.parametrize(
    ("text", "asked", "slots"),
    [
        ("24呢", None, {"periods": 24}),
        ("0.03", None, {"rate": "0.03%/day"}),
        ("30000", None, {"principal": 30000}),
        ("9", "term", {"periods": 9}),
        ("0.045", "rate", {"rate": "0.045%/day"}),
        ("再加5000", None, {"principal": 15000}),
        ("少借2000", None, {"principal": 8000}),
        ("万三", None, {"rate": "0.03%/day"}),
        ("期数改24", None, {"periods": 24}),
    ],
    ids=[
        "instalments",
        "rate",
        "amount",
        "asked for a term",
        "asked for a rate",
        "more",
        "less",
        "万三",
        "named slot",
    ],
)
def test_bare_values_are_read_by_what_is_open(text: str, asked: str | None, slots: dict[str, object]) -> None:
    assert said(text, OPEN, asked).draft.slots.to_json() == slots


def test_a_bare_number_means_nothing_where_nothing_is_open() -> None:
    assert not said("24").draft.has_term


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("提前4个月还省多少", Moment(before_end=4)),
        ("还了3期一次结清", Moment(after=3)),
        ("第5个月全还掉", Moment(after=5)),
        ("第二期全部还清", Moment(after=2)),
        ("提前还3000", Moment(amount=Decimal(3000))),
        ("提前6天还", Moment(days_before_end=6)),
    ],
    ids=["before the end", "after", "ordinal", "ordinal in words", "a part", "days before the end"],
)
def test_moments_of_paying_early(text: str, moment: Moment) -> None:
    found = said(text, OPEN)
    assert found.moment == moment
    assert found.wish is Wish.EARLY
    assert found.draft.is_empty


def test_budget_is_no_payment_of_the_loan() -> None:
    found = said("一个月最多还900能借多少", OPEN)
    assert (found.draft.budget, found.draft.payment, found.draft.periods) == (Decimal(900), None, None)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("1万块一天6块利息", "0.06%/day"), ("1万块每月100利息", "1%/month")],
    ids=["a day", "a month"],
)
def test_interest_in_yuan_becomes_a_rate(text: str, rate: str) -> None:
    assert str(said(text).applied_to(Draft()).rate) == rate


def test_interest_of_the_whole_time_is_a_total() -> None:
    assert said("1万块一年利息900").applied_to(Draft()).total == Decimal(10900)


def test_fee_once_and_each() -> None:
    once, each = said("借1万 手续费300 分6期").draft, said("借1万分6期 每期手续费60").draft
    assert (once.fee, once.fee_is_each) == (Decimal(300), False)
    assert (each.fee, each.fee_is_each) == (Decimal(60), True)


def test_several_values_are_compared_only_where_asked() -> None:
    assert [one.periods for one in said("1万分6期和分12期差多少").variants] == [6, 12]
    assert said("不是6期 换成12期").variants == ()


def test_contradiction_is_said() -> None:
    assert said("借1万用20天分12期").caveat
    assert not said("不是20天 是12期").caveat


@pytest.mark.parametrize("text", ["借" + "9" * 30 + "元", "日息99999999%", "分0期", "提前还0元"])
def test_what_nobody_can_mean_is_no_slot_or_refused_later(text: str) -> None:
    assert said(text, OPEN).applied_to(OPEN)


def test_methods_and_private_lenders() -> None:
    draft = said("朋友借我2万 月息一分 先息后本").draft
    assert draft.is_private
    assert draft.method is Method.INTEREST_ONLY


@pytest.mark.parametrize(
    ("text", "is_private"),
    [
        ("别人借我2万 还2万2", True),
        ("跟人家借了1万", True),
        ("别人家都是万三 我借1万12期万五", False),
        ("借1万 别人说贵", False),
    ],
)
def test_who_lends_is_told_apart_from_who_is_talked_about(text: str, is_private: bool) -> None:
    assert said(text).draft.is_private is is_private
