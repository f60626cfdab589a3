"""When an offer's payments fall due, what interest each period bears, and how its annual rate counts time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .dates import add_months
from .decimals import HUNDRED, ZERO, exact
from .offers import Accrual, Method, Offer
from .rates import Rate

_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods of an offer.

    Attributes:
        factors: interest of each period as a fraction of what is owed, after discount and free periods.
        moments: when each payment falls due, in whole units since payout.
        units_a_year: how many such units a year has: 12 (months), 365 (days), or 4380 (twelfths of a day,
            where only the first period is counted in days and the others are months).
        due_dates: calendar days, empty where no start date is known.
        days: days of each period, empty where they are not counted.
    """

    factors: tuple[Decimal, ...]
    moments: tuple[int, ...]
    units_a_year: int
    due_dates: tuple[date, ...] = ()
    days: tuple[int, ...] = ()


@exact
def timeline(offer: Offer) -> Timeline:
    """Lay out the periods of ``offer``.

    >>> from calculator.rates import RatePeriod
    >>> offer = Offer(principal=Decimal(1000), method=Method.EQUAL_PRINCIPAL, months=3, accrual=Accrual.DAILY,
    ...               start_date=date(2024, 1, 31), rate=Rate(Decimal("0.05"), RatePeriod.DAY))
    >>> timeline(offer).days, [str(day) for day in timeline(offer).due_dates]
    ((29, 31, 30), ['2024-02-29', '2024-03-31', '2024-04-30'])
    """
    match offer.method:
        case Method.DATED_FLOWS:
            return _of_flows(offer)
        case Method.DAILY_SIMPLE:
            return _of_days(offer)
        case _:
            return _of_months(offer)


def _of_flows(offer: Offer) -> Timeline:
    start = offer.flows[0].day
    days = tuple((flow.day - start).days for flow in offer.flows[1:])
    return Timeline((), days, _DAYS_A_YEAR, tuple(flow.day for flow in offer.flows[1:]))


def _of_days(offer: Offer) -> Timeline:
    assert offer.days is not None
    assert offer.rate is not None
    charged = max(0, offer.days - offer.interest_free_days)
    factor = _daily(offer.rate, offer) * charged
    dates = () if offer.start_date is None else (offer.start_date + timedelta(days=offer.days),)
    return Timeline((factor,), (offer.days,), _DAYS_A_YEAR, dates, (offer.days,))


def _of_months(offer: Offer) -> Timeline:
    term = offer.term
    dates = _due_dates(offer)
    if offer.accrual is Accrual.DAILY:
        days = _period_days(offer, dates)
        factors = _daily_factors(offer, days)
        if not dates and offer.first_period_days is None:
            return Timeline(factors, tuple(range(1, term + 1)), 12, dates, days)
        if dates:
            start = offer.start_date
            assert start is not None
            return Timeline(factors, tuple((day - start).days for day in dates), _DAYS_A_YEAR, dates, days)
        return Timeline(factors, _odd_first_moments(offer), _DAYS_A_YEAR * 12, dates, days)
    factor = _monthly(offer)
    free = offer.interest_free_periods
    factors = (ZERO,) * free + (factor,) * (term - free)
    if offer.first_period_days is None:
        return Timeline(factors, tuple(range(1, term + 1)), 12, dates)
    if not free and offer.rate is not None and offer.method is not Method.FLAT_FEE:
        factors = (_daily(offer.rate, offer) * offer.first_period_days, *factors[1:])
    return Timeline(factors, _odd_first_moments(offer), _DAYS_A_YEAR * 12, dates)


def _odd_first_moments(offer: Offer) -> tuple[int, ...]:
    """In twelfths of a day: the first period as many days as it has, every other one 365/12 days."""
    assert offer.first_period_days is not None
    return tuple(offer.first_period_days * 12 + _DAYS_A_YEAR * k for k in range(offer.term))


def _due_dates(offer: Offer) -> tuple[date, ...]:
    if offer.start_date is None:
        return ()
    if offer.first_period_days is None:
        return tuple(add_months(offer.start_date, k) for k in range(1, offer.term + 1))
    first = offer.start_date + timedelta(days=offer.first_period_days)
    return tuple(add_months(first, k) for k in range(offer.term))


def _period_days(offer: Offer, dates: tuple[date, ...]) -> tuple[int, ...]:
    if dates:
        assert offer.start_date is not None
        return tuple((b - a).days for a, b in zip((offer.start_date, *dates), dates, strict=False))
    month = offer.days_per_month or 30
    return (offer.first_period_days or month,) + (month,) * (offer.term - 1)


def _daily_factors(offer: Offer, days: tuple[int, ...]) -> tuple[Decimal, ...]:
    assert offer.rate is not None
    daily = _daily(offer.rate, offer)
    free = offer.interest_free_days
    factors = []
    for count in days:
        skipped = min(free, count)
        free -= skipped
        factors.append(daily * (count - skipped))
    return tuple(factors)


def _daily(rate: Rate, offer: Offer) -> Decimal:
    return rate.daily_percent / HUNDRED * offer.discount_percent / HUNDRED


def _monthly(offer: Offer) -> Decimal:
    if offer.rate is None or offer.method is Method.FLAT_FEE:
        return ZERO
    return offer.rate.monthly_percent / HUNDRED * offer.discount_percent / HUNDRED
