"""Paying early: by hand, and the faults that loan calculators are known for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from calculator import Accrual, InputError, Keep, Method, Offer, prepay, quote, settle_early

from .builders import D, by_days, daily, level, per_period, told, yearly


def test_settling_with_a_payment_costs_no_further_interest() -> None:
    """Not a month too many: after the sixth payment the payoff is the balance of its row."""
    loan = quote(level())
    settled = settle_early(loan, after=6)
    assert settled.payoff == loan.schedule.rows[5].balance
    assert settled.interest_saved == sum(row.interest for row in loan.schedule.rows[6:])
    assert settled.total_paid + settled.interest_saved == loan.schedule.total_paid
    assert round(settled.cost.simple_annual_percent, 1) == 12


def test_days_into_a_period_bear_interest() -> None:
    """10,000 at 0.05 % a day, interest only, 10 days after the second payment: 50."""
    loan = quote(level(rate=daily("0.05"), method=Method.INTEREST_ONLY))
    settled = settle_early(loan, after=2, days=10)
    assert settled.accrued_interest == 50
    assert settled.payoff == 10050


def test_days_never_bear_more_than_the_period() -> None:
    loan = quote(level(rate=daily("0.05"), method=Method.INTEREST_ONLY))
    assert settle_early(loan, after=2, days=31).accrued_interest == loan.schedule.rows[2].interest


def test_before_the_first_payment() -> None:
    settled = settle_early(quote(level(rate=daily("0.05"))), days=20)
    assert (settled.payoff, settled.paid_before) == (D(10100), D(0))


def test_a_loan_by_days() -> None:
    loan = quote(by_days("5000", 30, daily("0.04")))
    settled = settle_early(loan, days=12)
    assert settled.payoff == 5024
    assert settled.interest_saved == 36
    assert settle_early(quote(by_days(interest_free_days=7)), days=5).payoff == 10000


def test_a_bullet_owes_what_it_bore() -> None:
    loan = quote(level(rate=yearly("12"), method=Method.BULLET))
    settled = settle_early(loan, after=5)
    assert settled.payoff == 10500
    assert settled.interest_saved == 700


def test_fees() -> None:
    loan = quote(level())
    owed = loan.schedule.rows[5].balance
    settled = settle_early(loan, after=6, fee=D(50), fee_percent=D(1))
    assert settled.fee == 50 + round(owed / 100, 2)
    assert settled.net_saving == settled.interest_saved - settled.fee


def test_a_dear_fee_is_a_loss() -> None:
    assert settle_early(quote(level()), after=11, fee=D(500)).net_saving < 0


@pytest.mark.parametrize(("due", "payoff", "saved"), [(False, "5000.00", "360.00"), (True, "5360.00", "0")])
def test_flat_fees_may_be_due_all_the_same(due: bool, payoff: str, saved: str) -> None:
    loan = quote(level(rate=per_period("0.6"), method=Method.FLAT_FEE, principal="10000"))
    settled = settle_early(loan, after=6, remaining_fees_due=due)
    assert round(settled.payoff) == round(D(payoff))
    assert settled.fees_saved == D(saved)
    plain = loan.cost.simple_annual_percent
    assert (settled.cost.simple_annual_percent > plain + 4) is due


def test_a_told_payment() -> None:
    loan = quote(told("10000", "950", 12))
    assert settle_early(loan, after=6).payoff == loan.schedule.rows[5].balance
    assert settle_early(loan, after=6, days=15).accrued_interest > 0


def test_a_part_by_hand() -> None:
    """12,000 of equal principal at 1 % a month; 3,000 early with the sixth payment."""
    loan = quote(level("12000", 12, method=Method.EQUAL_PRINCIPAL))
    shorter = prepay(loan, D(3000), after=6)
    assert [row.payment for row in shorter.rows] == [D("1030.00"), D("1020.00"), D("1010.00")]
    assert (shorter.periods_saved, shorter.interest_saved) == (3, D("150.00"))
    smaller = prepay(loan, D(3000), after=6, keep=Keep.TERM)
    assert [row.interest for row in smaller.rows] == [D(v) for v in ("30", "25", "20", "15", "10", "5")]
    assert (smaller.periods_saved, smaller.interest_saved) == (0, D("105.00"))


def test_a_part_of_a_level_loan() -> None:
    loan = quote(level("20000", 24, yearly("18")))
    shorter = prepay(loan, D(5000), after=6, fee_percent=D(1))
    assert shorter.new_payment == shorter.old_payment == loan.schedule.first_payment
    assert len(shorter.rows) == 24 - 6 - shorter.periods_saved
    assert shorter.fee == 50
    smaller = prepay(loan, D(5000), after=6, keep=Keep.TERM)
    assert smaller.new_payment < loan.schedule.first_payment
    assert shorter.interest_saved > smaller.interest_saved > 0


def test_a_part_of_interest_only_and_bullet() -> None:
    only = prepay(quote(level(method=Method.INTEREST_ONLY)), D(4000), after=6, keep=Keep.TERM)
    assert only.new_payment == 60
    assert only.interest_saved == 240
    bullet = prepay(quote(level(method=Method.BULLET)), D(4000), after=6, keep=Keep.TERM)
    assert bullet.rows[-1].payment == 6000 + 600 + 360
    assert bullet.interest_saved == 240


def test_a_part_with_dates_and_a_service_fee() -> None:
    loan = quote(
        level(
            rate=daily("0.04"),
            accrual=Accrual.DAILY,
            start_date=date(2026, 1, 31),
            monthly_service_fee=D(10),
        )
    )
    part = prepay(loan, D(3000), after=3)
    assert part.rows[0].due == date(2026, 5, 31)
    assert part.fees_saved == 10 * part.periods_saved
    assert part.rows[-1].balance == 0


def test_a_part_of_a_told_payment() -> None:
    part = prepay(quote(told("10000", "950", 12)), D(2000), after=4)
    assert part.new_payment == 950
    assert part.periods_saved >= 2


LOAN = level()
REFUSED: dict[str, tuple[Any, str]] = {
    "no time": (lambda: settle_early(quote(LOAN)), "已还期数：应至少为 1"),
    "after the end": (lambda: settle_early(quote(LOAN), after=12), "已还期数：应是 0 到 11"),
    "negative": (lambda: settle_early(quote(LOAN), after=-1), "已还期数"),
    "days": (lambda: settle_early(quote(LOAN), after=1, days=32), "天数：应是 0 到 31"),
    "day beyond": (lambda: settle_early(quote(by_days()), days=31), "已用天数：应是 1 到 30"),
    "fee": (lambda: settle_early(quote(LOAN), after=1, fee=D(-1)), "违约金"),
    "fee percent": (lambda: settle_early(quote(LOAN), after=1, fee_percent=D(101)), "违约金比例"),
    "all of it": (lambda: prepay(quote(LOAN), D(10000), after=1), "应小于剩余本金"),
    "nothing": (lambda: prepay(quote(LOAN), D(0), after=1), "提前还款金额"),
    "NaN": (lambda: prepay(quote(LOAN), D("NaN"), after=1), "提前还款金额"),
    "part of a flat fee": (
        lambda: prepay(quote(level(rate=per_period("1"), method=Method.FLAT_FEE)), D(1), after=1),
        "还款方式",
    ),
    "shorter interest only": (
        lambda: prepay(quote(level(method=Method.INTEREST_ONLY)), D(1), after=1),
        "期限不变",
    ),
    "days of flows": (
        lambda: settle_early(
            quote(
                Offer.from_flows(
                    [(date(2024, 1, 1), D(100)), (date(2024, 2, 1), D(-60)), (date(2024, 3, 1), D(-60))]
                )
            ),
            after=1,
            days=3,
        ),
        "只能算到某一笔还款当天",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    ask, message = REFUSED[case]
    with pytest.raises(InputError, match=message):
        ask()
