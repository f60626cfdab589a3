"""Short ways to write offers in tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from calculator import Method, Offer, Rate, RatePeriod

D = Decimal


def yearly(percent: str) -> Rate:
    return Rate(D(percent), RatePeriod.YEAR)


def monthly(percent: str) -> Rate:
    return Rate(D(percent), RatePeriod.MONTH)


def daily(percent: str) -> Rate:
    return Rate(D(percent), RatePeriod.DAY)


def per_period(percent: str) -> Rate:
    return Rate(D(percent), RatePeriod.PERIOD)


def level(principal: str = "10000", months: int = 12, rate: Rate | None = None, **more: Any) -> Offer:
    return Offer(
        principal=D(principal),
        method=more.pop("method", Method.EQUAL_INSTALLMENT),
        months=months,
        rate=rate or yearly("12"),
        **more,
    )


def by_days(principal: str = "10000", days: int = 30, rate: Rate | None = None, **more: Any) -> Offer:
    return Offer(
        principal=D(principal), method=Method.DAILY_SIMPLE, days=days, rate=rate or daily("0.05"), **more
    )


def told(principal: str, payment: str, months: int, **more: Any) -> Offer:
    return Offer(
        principal=D(principal), method=Method.FIXED_PAYMENT, payment=D(payment), months=months, **more
    )
