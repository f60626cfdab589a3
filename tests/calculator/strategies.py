"""Hypothesis strategies over the whole space of offers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from calculator import Accrual, FeeCollection, Method, Offer, Rate, RatePeriod

MONTHLY_METHODS = (
    Method.EQUAL_INSTALLMENT,
    Method.EQUAL_PRINCIPAL,
    Method.INTEREST_ONLY,
    Method.BULLET,
    Method.FLAT_FEE,
)


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False, allow_infinity=False)


def rates(highest_annual: int = 400) -> st.SearchStrategy[Rate]:
    return st.one_of(
        st.builds(Rate, decimals("0", str(highest_annual), 2), st.just(RatePeriod.YEAR)),
        st.builds(Rate, decimals("0", str(highest_annual // 12), 3), st.just(RatePeriod.MONTH)),
        st.builds(
            Rate,
            decimals("0", str(highest_annual // 365), 4),
            st.just(RatePeriod.DAY),
            st.sampled_from((360, 365)),
        ),
    )


@st.composite
def monthly_offers(
    draw: st.DrawFn,
    methods: tuple[Method, ...] = MONTHLY_METHODS,
    highest_annual: int = 400,
    longest: int = 360,
    plain: bool = False,
) -> Offer:
    method = draw(st.sampled_from(methods))
    principal = draw(decimals("1", "1000000", 2))
    months = draw(st.integers(1, longest))
    flat = st.builds(Rate, decimals("0", "3", 3), st.just(RatePeriod.PERIOD))
    rate = draw(flat if method is Method.FLAT_FEE else rates(highest_annual))
    if plain:
        return Offer(principal=principal, method=method, months=months, rate=rate)
    start = draw(st.none() | st.dates(date(2000, 1, 1), date(2060, 12, 31)))
    accrual = Accrual.MONTHLY
    if start is not None and method is not Method.FLAT_FEE:
        accrual = draw(st.sampled_from(Accrual))
    collection = draw(st.sampled_from(FeeCollection))
    free = draw(st.integers(0, months)) if accrual is Accrual.MONTHLY and draw(st.booleans()) else 0
    # deducted flat fees of up to 3 % × 360 would eat the loan
    if method is Method.FLAT_FEE and collection is FeeCollection.DEDUCTED:
        rate = Rate(rate.percent / (5 * months), RatePeriod.PERIOD)
    return Offer(
        principal=principal,
        method=method,
        months=months,
        rate=rate,
        fee_collection=collection,
        upfront_fee=principal * draw(decimals("0", "0.1", 3)),
        prepaid_deduction=principal * draw(decimals("0", "0.3", 3)),
        monthly_service_fee=draw(decimals("0", "50", 2)),
        discount_percent=draw(decimals("1", "100", 0)),
        interest_free_periods=free,
        start_date=start,
        first_period_days=draw(st.none() | st.integers(1, 80)),
        accrual=accrual,
    )


def daily_offers() -> st.SearchStrategy[Offer]:
    return st.builds(
        lambda principal, days, percent, part, free: Offer(
            principal=principal,
            method=Method.DAILY_SIMPLE,
            days=days,
            rate=Rate(percent, RatePeriod.DAY),
            prepaid_deduction=principal * part,
            interest_free_days=free,
        ),
        decimals("1", "1000000", 2),
        st.integers(1, 3650),
        decimals("0", "1", 4),
        decimals("0", "0.5", 3),
        st.integers(0, 60),
    )


@st.composite
def told_offers(draw: st.DrawFn) -> Offer:
    principal = draw(decimals("100", "1000000", 2))
    months = draw(st.integers(1, 360))
    least = (principal / months).quantize(Decimal("0.01")) + Decimal("0.01")
    payment = least + draw(decimals("0", "5000", 2))
    return Offer(principal=principal, method=Method.FIXED_PAYMENT, payment=payment, months=months)


def offers() -> st.SearchStrategy[Offer]:
    return st.one_of(monthly_offers(), daily_offers(), told_offers())
