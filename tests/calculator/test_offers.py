"""Bad input is refused at once, in Chinese, naming the input and what is allowed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from calculator import (
    Accrual,
    CalculatorError,
    InputError,
    Method,
    NotALoanError,
    Offer,
    Rate,
    RatePeriod,
    quote,
)

from .builders import D, by_days, daily, level, per_period, told, yearly

CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "principal 1e30": (lambda: level("1e30"), "借款本金：应是大于 0、不超过 100 亿"),
    "principal zero": (lambda: level("0"), "借款本金：应是大于 0"),
    "principal negative": (lambda: level("-5"), "借款本金：应是大于 0"),
    "principal below a fen": (lambda: level("0.001"), "借款本金：应是大于 0"),
    "principal NaN": (lambda: level("NaN"), "借款本金：应是大于 0"),
    "principal sNaN": (lambda: level("sNaN"), "借款本金：应是大于 0"),
    "principal infinite": (lambda: level("Infinity"), "借款本金：应是大于 0"),
    "principal text": (lambda: bad(principal="一万"), "借款本金：应是大于 0"),
    "principal float": (lambda: bad(principal=0.1), "借款本金：应是大于 0"),
    "principal bool": (lambda: bad(principal=True), "借款本金：应是大于 0"),
    "principal empty": (lambda: bad(principal=""), "（空）"),
    "principal huge int": (lambda: bad(principal=10**5000), "超过 40 位"),
    "principal long text": (lambda: bad(principal="9" * 10**6), "借款本金"),
    "term 0": (lambda: level(months=0), "期数：应是 1 到 600 的整数"),
    "term 2.5": (lambda: bad(months=D("2.5")), "期数：应是 1 到 600 的整数.*2.5"),
    "term 100000": (lambda: level(months=100_000), "期数：应是 1 到 600 的整数"),
    "term missing": (lambda: bad(months=None), "期数：.*（空）"),
    "term negative": (lambda: level(months=-12), "期数：应是 1 到 600"),
    "days for months": (lambda: bad(days=30), "借款天数：等额本息的期限用期数"),
    "months for days": (lambda: bad(method=Method.DAILY_SIMPLE), "借款天数：按日计息、随借随还的期限用天数"),
    "days 0": (lambda: by_days(days=0), "借款天数：应是 1 到 18300"),
    "rate missing": (lambda: bad(rate=None), "利率：等额本息要给出利率"),
    "rate text": (lambda: bad(rate="18%"), "利率：等额本息要给出利率"),
    "fee rate missing": (lambda: bad(method=Method.FLAT_FEE, rate=None), "费率：等本等费要给出费率"),
    "once for interest": (lambda: level(rate=Rate(D(5), RatePeriod.ONCE)), "一次性费率只用于"),
    "rate of a told payment": (lambda: bad(method=Method.FIXED_PAYMENT, payment=D(950)), "利率是算出来的"),
    "method unknown": (lambda: bad(method="magic"), "还款方式：应是以下之一.*等额本息"),
    "fee collection unknown": (lambda: bad(fee_collection="never"), "手续费收取方式：应是以下之一"),
    "accrual unknown": (lambda: bad(accrual="hourly"), "计息方式：应是 monthly"),
    "fees above the loan": (lambda: level(upfront_fee=D(10001)), "费用：.*应小于借款本金 10000 元"),
    "deduction of all": (lambda: level(prepaid_deduction=D(10000)), "费用：.*应小于借款本金"),
    "flat fee above the loan": (
        lambda: level(rate=per_period("9"), months=12, method=Method.FLAT_FEE, fee_collection=deducted()),
        "费用：.*应小于借款本金",
    ),
    "negative fee": (lambda: level(upfront_fee=D(-1)), "前期费用：应是不小于 0"),
    "discount 0": (lambda: level(discount_percent=D(0)), "折扣：应是大于 0、不超过 100"),
    "discount 700": (lambda: level(discount_percent=D(700)), "折扣：应是大于 0、不超过 100"),
    "free periods beyond": (lambda: level(interest_free_periods=13), "免息期数：应是 0 到 12"),
    "free days by months": (lambda: level(interest_free_days=3), "免息天数：按月计息的借款请用免息期数"),
    "free periods by days": (
        lambda: by_days(interest_free_periods=1),
        "免息期数：按日计息的借款请用免息天数",
    ),
    "payment too small": (lambda: told("10000", "800", 12), "12 期一共只还 9600 元，少于本金 10000 元"),
    "payment missing": (lambda: bad(method=Method.FIXED_PAYMENT, rate=None), "每期还款额：应是大于 0"),
    "payment where none belongs": (lambda: level(payment=D(900)), "每期还款额：只用于"),
    "payments of another number": (
        lambda: bad(method=Method.FIXED_PAYMENT, rate=None, payments=(D(9000), D(9000))),
        "应正好有 12 个",
    ),
    "discount of a told payment": (
        lambda: told("10000", "950", 12, discount_percent=D(70)),
        "折扣或免息：还款额已经定了",
    ),
    "balloon missing": (lambda: level(method=Method.BALLOON), "尾款：应是大于 0、小于本金 10000"),
    "balloon above": (lambda: level(method=Method.BALLOON, balloon=D(10000)), "尾款：应是大于 0、小于本金"),
    "balloon where none belongs": (lambda: level(balloon=D(100)), "尾款：只用于"),
    "date of no calendar": (
        lambda: bad(start_date="2026-02-30"),
        "放款日：应是 1990 到 2150 年之间真实存在的日期",
    ),
    "date far away": (lambda: level(start_date=date(1700, 1, 1)), "放款日：应是 1990 到 2150"),
    "first period 0 days": (lambda: level(first_period_days=0), "首期天数：应是 1 到 366"),
    "first period of days": (lambda: by_days(first_period_days=3), "没有单独的首期天数"),
    "by days without dates": (lambda: level(accrual=Accrual.DAILY), "放款日：按日计息的分期要给放款日"),
    "days a month by months": (lambda: level(days_per_month=30), "每月天数：只在按日计息而没有放款日时使用"),
    "flat fee by days": (
        lambda: level(rate=per_period("1"), method=Method.FLAT_FEE, accrual=Accrual.DAILY, days_per_month=30),
        "计息方式：等本等费不按日计息",
    ),
    "service fee by days": (lambda: by_days(monthly_service_fee=D(5)), "每月服务费：.*没有每月服务费"),
    "flows out of order": (lambda: flows((1, "100"), (31, "-60"), (5, "-60")), "收付日期：应按时间先后"),
    "flows without payment": (lambda: flows((1, "100")), "现金流：至少要有一笔"),
    "flows that lose": (
        lambda: flows((1, "100"), (31, "-60")),
        "这不像一笔借款：共收到 100 元，只还了 60 元",
    ),
    "flows on one day": (lambda: flows((1, "100"), (1, "-160")), "还款日应晚于放款日"),
    "flows with two payouts": (lambda: flows((1, "100"), (5, "100"), (31, "-260")), "第一笔是放款"),
    "flow of nothing": (lambda: flows((1, "100"), (5, "0")), "收付金额"),
}


def bad(**fields: Any) -> Offer:
    """An offer with fields of any type, as a program might pass them."""
    plain: dict[str, Any] = {
        "principal": D(10000),
        "method": Method.EQUAL_INSTALLMENT,
        "months": 12,
        "rate": yearly("12"),
    }
    return Offer(**{**plain, **fields})


def flows(*items: tuple[int, str]) -> Offer:
    return Offer.from_flows([(date(2024, 1, day), D(amount)) for day, amount in items])


def deducted() -> Any:
    return "deducted"


@pytest.mark.parametrize("case", CASES)
def test_refused_in_chinese_at_once(case: str) -> None:
    make, message = CASES[case]
    started = time.process_time()
    with pytest.raises(CalculatorError, match=message):
        make()
    assert time.process_time() - started < 0.5


def test_an_input_error_names_its_field() -> None:
    with pytest.raises(InputError) as caught:
        level(months=100_000)
    assert caught.value.field == "months"
    assert caught.value.label == "期数"
    assert "600" in caught.value.allowed


def test_no_loan_is_its_own_kind() -> None:
    with pytest.raises(NotALoanError):
        told("10000", "800", 12)


@pytest.mark.parametrize(
    ("offer", "rate"),
    [
        (level(rate=yearly("0")), "0"),
        (level(rate=yearly("10000")), "10000"),
        (level(rate=daily("100")), "36500"),
        (level("10000000000", 600, yearly("36")), "36"),
        (level("0.01", 1), "0"),
        (by_days("0.01", 1, daily("100")), "36500"),
    ],
)
def test_what_is_only_unusual_is_answered(offer: Offer, rate: str) -> None:
    found = quote(offer)
    assert found.schedule.rows[-1].balance == 0
    if rate != "0":
        assert abs(found.cost.simple_annual_percent - D(rate)) < D("0.0001")


def test_texts_and_ints_are_read_as_numbers() -> None:
    offer = bad(principal="10,000", months="12", start_date="2026-03-15", upfront_fee=100)
    assert (offer.principal, offer.months, offer.start_date) == (D(10000), 12, date(2026, 3, 15))
    assert offer.upfront_fee == D(100)


def test_an_offer_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        level().principal = D(1)  # type: ignore[misc]


def test_net_proceeds() -> None:
    offer = level(upfront_fee=D(100), prepaid_deduction=D(1000))
    assert (offer.deducted, offer.net_proceeds) == (D(1100), D(8900))
