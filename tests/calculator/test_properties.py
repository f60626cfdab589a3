"""What must hold for every loan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calculator import (
    Accrual,
    FeeCollection,
    Keep,
    Method,
    Offer,
    Rate,
    RatePeriod,
    billed_schedule,
    exact_schedule,
    prepay,
    quote,
    settle_early,
)
from calculator.timeline import timeline
from calculator.totals import exact_payments, exact_totals

from .strategies import decimals, monthly_offers, offers, told_offers

FEN = Decimal("0.01")
INSTALMENTS = (Method.EQUAL_INSTALLMENT, Method.EQUAL_PRINCIPAL)


@given(offers())
def test_billed_rows_add_up(offer: Offer) -> None:
    schedule = billed_schedule(offer)
    balance = schedule.principal
    for row in schedule.rows:
        assert row.payment == row.principal + row.interest + row.fee
        balance -= row.principal
        assert row.balance == balance
        assert row.balance >= 0
        assert row.interest >= 0
        assert row.principal >= 0 or offer.method is Method.FIXED_PAYMENT
        for value in (row.payment, row.principal, row.interest, row.fee, row.balance):
            assert value == value.quantize(FEN)
    assert schedule.rows[-1].balance == 0
    assert sum(row.principal for row in schedule.rows) == schedule.principal
    assert sum(row.interest for row in schedule.rows) == schedule.total_interest
    assert sum(row.payment for row in schedule.rows) == schedule.total_paid
    assert schedule.total_cost == schedule.total_paid - schedule.net_proceeds


@given(offers())
def test_the_short_way_to_the_payments_agrees_with_the_rows(offer: Offer) -> None:
    time = timeline(offer)
    payments = exact_payments(offer, time)
    totals = exact_totals(offer, payments)
    schedule = exact_schedule(offer, time)
    near = Decimal("1e-20") * offer.principal + Decimal("1e-20")
    for row in schedule.rows:
        assert abs(row.payment - payments[row.number - 1]) <= near
    assert abs(totals.total_paid - schedule.total_paid) <= near * 400
    assert abs(totals.total_interest - schedule.total_interest) <= near * 400
    assert totals.total_fees == schedule.total_fees
    assert totals.net_proceeds == schedule.net_proceeds


@given(offers())
def test_the_rate_reproduces_the_payout(offer: Offer) -> None:
    found = quote(offer)
    time = timeline(offer)
    growth = 1 + found.cost.effective_annual_percent / 100
    factor = growth ** (Decimal(-1) / time.units_a_year)
    payments = exact_payments(offer, time)
    worth = sum((p * factor**moment for p, moment in zip(payments, time.moments, strict=True)), Decimal(0))
    assert abs(worth - found.exact.net_proceeds) <= Decimal("1e-15") * found.exact.total_paid


@given(monthly_offers())
def test_simple_is_never_above_compound(offer: Offer) -> None:
    cost = quote(offer).cost
    assert 0 <= cost.simple_annual_percent <= cost.effective_annual_percent


@given(monthly_offers(plain=True), decimals("0.01", "20", 2))
def test_a_higher_rate_never_costs_less(offer: Offer, more: Decimal) -> None:
    assert offer.rate is not None
    dearer = replace(offer, rate=Rate(offer.rate.percent + more, offer.rate.period))
    low, high = quote(offer), quote(dearer)
    assert low.exact.total_cost <= high.exact.total_cost
    assert low.cost.effective_annual_percent < high.cost.effective_annual_percent


@given(monthly_offers(plain=True, longest=300), st.integers(1, 60))
def test_a_longer_term_never_costs_less_in_yuan(offer: Offer, more: int) -> None:
    assert offer.months is not None
    assume(offer.method is not Method.FLAT_FEE or offer.months > 1)
    longer = replace(offer, months=offer.months + more)
    near = Decimal("1e-20") * offer.principal
    assert quote(offer).exact.total_cost <= quote(longer).exact.total_cost + near


@given(monthly_offers(plain=True), decimals("1", "500", 2))
def test_a_fee_raises_the_rate(offer: Offer, fee: Decimal) -> None:
    assume(fee < offer.principal)
    before, after = quote(offer).cost, quote(replace(offer, upfront_fee=fee)).cost
    assert before.effective_annual_percent < after.effective_annual_percent


@given(monthly_offers(plain=True))
def test_without_fees_the_rate_is_the_contract_rate(offer: Offer) -> None:
    assume(offer.method not in (Method.FLAT_FEE, Method.BULLET))
    assert offer.rate is not None
    cost = quote(offer).cost
    assert abs(cost.simple_annual_percent - offer.rate.annual_percent) < Decimal("1e-20")


@given(monthly_offers(methods=INSTALMENTS, highest_annual=60), st.data())
def test_settling_early_never_costs_more_interest(offer: Offer, data: st.DataObject) -> None:
    loan = quote(offer)
    after = data.draw(st.integers(0, offer.term - 1))
    days = data.draw(st.integers(0 if after else 1, 28))
    settled = settle_early(loan, after=after, days=days)
    rows = loan.schedule.rows
    interest = sum((row.interest for row in rows[:after]), Decimal(0)) + settled.accrued_interest
    assert interest <= loan.schedule.total_interest
    assert settled.interest_saved == loan.schedule.total_interest - interest
    assert settled.net_saving >= 0
    assert settled.total_paid <= loan.schedule.total_paid
    if not days:
        assert settled.payoff == rows[after - 1].balance


@given(monthly_offers(methods=INSTALMENTS, highest_annual=60, longest=120), st.data())
def test_paying_a_part_early_never_costs_more_interest(offer: Offer, data: st.DataObject) -> None:
    assume(offer.term > 1)
    loan = quote(offer)
    after = data.draw(st.integers(1, offer.term - 1))
    owed = loan.schedule.rows[after - 1].balance
    assume(owed > 1)
    amount = data.draw(decimals("0.01", str(owed - FEN), 2))
    # the half fen of a rounded payment grows with the rate until the last period takes it
    near = FEN * len(loan.schedule.rows) * 5
    for keep in Keep:
        part = prepay(loan, amount, after=after, keep=keep)
        assert part.interest_saved >= -near
        assert part.rows[-1].balance == 0
        assert sum(r.principal for r in (*part.before, *part.rows)) + amount == loan.schedule.principal
        assert part.total_paid == loan.schedule.total_paid - part.net_saving
        assert all(row.payment == row.principal + row.interest + row.fee for row in part.rows)


@given(monthly_offers(methods=INSTALMENTS, highest_annual=60, longest=120, plain=True), st.data())
def test_a_shorter_term_saves_at_least_as_much_as_smaller_payments(offer: Offer, data: st.DataObject) -> None:
    assume(offer.term > 2)
    loan = quote(offer)
    after = data.draw(st.integers(1, offer.term - 2))
    owed = loan.schedule.rows[after - 1].balance
    assume(owed > 100)
    amount = (owed * data.draw(decimals("0.05", "0.95", 2))).quantize(FEN)
    shorter = prepay(loan, amount, after=after, keep=Keep.PAYMENT)
    smaller = prepay(loan, amount, after=after, keep=Keep.TERM)
    assert shorter.interest_saved >= smaller.interest_saved - FEN * len(loan.schedule.rows)
    assert len(shorter.rows) <= len(smaller.rows)


@given(told_offers())
def test_a_told_payment_hides_the_rate_that_makes_it(offer: Offer) -> None:
    cost = quote(offer).cost
    if cost.simple_annual_percent > 36000:
        return
    rate = Rate(cost.simple_annual_percent, RatePeriod.YEAR)
    again = Offer(principal=offer.principal, method=Method.EQUAL_INSTALLMENT, months=offer.months, rate=rate)
    assert offer.payment is not None
    assert abs(quote(again).exact.first_payment - offer.payment) < Decimal("1e-12") * offer.payment


@given(monthly_offers())
@settings(max_examples=50)
def test_the_same_offer_has_the_same_quote(offer: Offer) -> None:
    assert quote(offer) == quote(offer)


@given(st.sampled_from(FeeCollection), decimals("0.01", "1", 2), st.integers(2, 60))
def test_the_earlier_a_fee_is_taken_the_dearer(
    collection: FeeCollection, percent: Decimal, months: int
) -> None:
    def cost(when: FeeCollection) -> Decimal:
        return quote(
            Offer(
                principal=Decimal(10000),
                method=Method.FLAT_FEE,
                months=months,
                rate=Rate(percent, RatePeriod.PERIOD),
                fee_collection=when,
            )
        ).cost.effective_annual_percent

    order = (FeeCollection.PER_PERIOD, FeeCollection.FIRST_PERIOD, FeeCollection.DEDUCTED)
    place = order.index(collection)
    assert all(cost(earlier) <= cost(collection) for earlier in order[:place])


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)), st.integers(1, 120))
def test_by_days_the_interest_is_that_of_the_days(start: date, months: int) -> None:
    offer = Offer(
        principal=Decimal(36500),
        method=Method.INTEREST_ONLY,
        months=months,
        rate=Rate(Decimal("0.05"), RatePeriod.DAY),
        accrual=Accrual.DAILY,
        start_date=start,
    )
    for row in billed_schedule(offer).rows:
        assert row.days is not None
        assert row.interest == Decimal("18.25") * row.days
