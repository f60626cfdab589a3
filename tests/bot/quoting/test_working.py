"""From drafts to quotes with the facts of a small product."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bot.quoting.draft import Draft
from bot.quoting.terms import ProductTerms, RateBound
from bot.quoting.working import Missing, Worked, work_out
from calculator import InputError, Method, NotALoanError, Rate, RatePeriod
from knowledge import Knowledge, KnownFact
from knowledge.models import Lender

TODAY = dt.date(2026, 11, 22)


def draft(**slots: object) -> Draft:
    return Draft.model_validate(slots)


def worked(loan: Draft, terms: ProductTerms | None = None) -> Worked:
    found = work_out(loan, terms, TODAY)
    assert isinstance(found, Worked)
    return found


@pytest.fixture
def fact(knowledge: Knowledge) -> KnownFact:
    return knowledge.facts["weilidai.daily_rate"]


@pytest.fixture
def terms(fact: KnownFact) -> ProductTerms:
    low, high = (RateBound(Rate(Decimal(one), RatePeriod.DAY), fact) for one in ("0.02", "0.05"))
    return ProductTerms("weilidai", "微粒贷", Lender.BANK, low, high)


@pytest.mark.parametrize(
    ("loan", "slot"),
    [
        (draft(), "principal"),
        (draft(principal=1000), "term"),
        (draft(principal=1000, days=9), "rate"),
        (draft(periods=6, rate={"percent": 1, "period": "month"}), "principal"),
        (draft(principal=1000, total=1100), "term"),
    ],
    ids=["nothing", "amount", "amount and term", "no amount", "told total"],
)
def test_asks_for_what_is_missing(loan: Draft, slot: str) -> None:
    assert work_out(loan, None, TODAY) == Missing(slot)  # type: ignore[arg-type]


def test_level_payment_by_default_and_said_so() -> None:
    found = worked(draft(principal=10000, periods=12, rate={"percent": "0.05", "period": "day"}))
    assert found.worst.offer.method is Method.EQUAL_INSTALLMENT
    assert found.worst.schedule.total_interest == Decimal("1015.87")
    assert any("等额本息" in line for line in found.assumed)


def test_days_bear_simple_interest() -> None:
    found = worked(draft(principal=20000, days=20, rate={"percent": "0.05", "period": "day"}))
    assert found.worst.schedule.total_interest == Decimal("200.00")


def test_range_of_a_product_gives_best_and_worst(terms: ProductTerms) -> None:
    found = worked(draft(product="weilidai", principal=10000, days=30), terms)
    assert [case.label for case in found.cases] == ["最低", "最高"]
    assert [one.schedule.total_interest for one in (found.best, found.worst)] == [60, 150]
    assert found.facts[0].id == "weilidai.daily_rate"
    assert any("微粒贷" in line for line in found.assumed)


def test_what_the_user_says_goes_before_facts(terms: ProductTerms) -> None:
    found = worked(draft(principal=10000, days=30, rate={"percent": "0.03", "period": "day"}), terms)
    assert [case.label for case in found.cases] == [""]
    assert found.facts == ()


def test_an_open_range_is_not_closed_by_guessing(terms: ProductTerms) -> None:
    found = worked(draft(principal=10000, days=30), ProductTerms("x", "某贷", Lender.MIXED, terms.low, None))
    assert [case.label for case in found.cases] == ["最低"]
    assert any("上限没有可靠的说法" in line for line in found.assumed)


def test_fixed_amount_needs_no_amount(terms: ProductTerms) -> None:
    fixed = ProductTerms("x", "某贷", Lender.BANK, terms.low, terms.high, fixed_amount=Decimal(2000))
    assert worked(draft(days=10), fixed).worst.offer.principal == 2000


def test_hidden_rate_of_told_payments() -> None:
    found = worked(draft(principal=10000, periods=12, payment=950))
    assert round(found.worst.cost.simple_annual_percent, 2) == Decimal("24.91")


def test_what_is_withheld_counts() -> None:
    found = worked(draft(principal=10000, periods=6, payment=1700, net=8500))
    assert found.worst.schedule.net_proceeds == 8500
    assert found.worst.cost.simple_annual_percent > 60


def test_told_total_by_days_and_by_instalments() -> None:
    by_days = worked(draft(principal=1000, days=30, total=1100))
    assert by_days.worst.schedule.total_interest == 100
    by_months = worked(draft(principal=10000, periods=3, total=10300))
    assert by_months.worst.schedule.total_paid == 10300


def test_fee_without_rate_is_a_flat_fee() -> None:
    found = worked(draft(principal=12000, periods=12, fee=75, fee_is_each=True))
    assert found.worst.schedule.total_fees == 900
    once = worked(draft(principal=10000, periods=10, fee=500))
    assert once.worst.schedule.total_fees == 500


def test_a_rate_told_beside_a_payment_is_held_against_it() -> None:
    found = worked(
        draft(principal=10000, periods=12, payment=1000, rate={"percent": "0.05", "period": "day"})
    )
    assert found.worst.offer.method is Method.FIXED_PAYMENT
    assert any("没说明的费用" in line for line in found.assumed)


@pytest.mark.parametrize(
    ("loan", "error"),
    [
        (draft(principal=0, periods=6, rate={"percent": 1, "period": "month"}), InputError),
        (draft(principal=1000, periods=6, payment=100), NotALoanError),
        (draft(principal=1000, periods=9999, rate={"percent": 1, "period": "month"}), InputError),
    ],
    ids=["no amount", "repays less", "too long"],
)
def test_what_is_no_loan_is_refused_in_chinese(loan: Draft, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"[一-鿿]"):
        work_out(loan, None, TODAY)
