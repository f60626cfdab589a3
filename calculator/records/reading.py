"""Reading the inputs of a JSON record: numbers, exact fractions, and an offer from its keys."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..decimals import MAX_MONTHS, exact, read_count, read_number
from ..errors import InputError
from ..offers import Accrual, FeeCollection, Method, Offer
from ..rates import Rate, RatePeriod, read_period

_UNITS = {f"percent_per_{period.value}": period for period in RatePeriod if period is not RatePeriod.ONCE}
_RATE_KEYS = {
    "annual_rate_percent": RatePeriod.YEAR,
    "monthly_rate_percent": RatePeriod.MONTH,
    "daily_rate_percent": RatePeriod.DAY,
    "fee_rate_per_period_percent": RatePeriod.PERIOD,
    "total_fee_percent": RatePeriod.ONCE,
}
_MONEY_KEYS = ("upfront_fee", "prepaid_deduction", "monthly_service_fee", "discount_percent")
_WHOLE_KEYS = ("days", "interest_free_periods", "interest_free_days", "first_period_days", "days_per_month")


def number(field: str, value: object) -> Decimal:
    """Read a number, a decimal string, or an exact fraction such as ``10/1200``.

    >>> number("rate", "1/8"), number("rate", 12)
    (Decimal('0.125'), Decimal('12'))
    """
    if value is None:
        raise InputError(field, field, "这一项必须给出", None)
    if isinstance(value, str) and "/" in value:
        exact_value = fraction(field, value)
        return Decimal(exact_value.numerator) / Decimal(exact_value.denominator)
    return read_number(field, field, value, "应是数字，例如 10000 或 0.05")


@exact
def fraction(field: str, value: object) -> Fraction:
    """Read an exact number: ``0.5``, ``52/60``, or a sum such as ``3/365+1/12``.

    >>> fraction("t", "1/365+1/12")
    Fraction(377, 4380)
    """
    allowed = "应是数字或分数，例如 1/12 或 3/365+1/12"
    total = Fraction(0)
    parts = str(value).split("+")
    if len(parts) > 20:
        raise InputError(field, field, allowed, value)
    for part in parts:
        top, _, bottom = part.partition("/")
        divisor = Fraction(read_number(field, field, bottom, allowed)) if bottom else Fraction(1)
        if divisor == 0:
            raise InputError(field, field, allowed, value)
        total += Fraction(read_number(field, field, top, allowed)) / divisor
    return total


def whole(field: str, value: object) -> int:
    """Read a whole number from −10,000 to 100,000; what it may be is checked where it is used.

    >>> whole("months", "12")
    12
    """
    if value is None:
        raise InputError(field, field, "这一项必须给出", None)
    return read_count(field, field, value, low=-10_000, high=100_000, unit="整数")


def money(inputs: Mapping[str, Any], key: str, default: Decimal) -> Decimal:
    """Read ``inputs[key]``, or ``default`` where it is not there.

    >>> money({}, "upfront_fee", Decimal(0))
    Decimal('0')
    """
    value = inputs.get(key)
    return default if value is None else number(key, value)


def objects(field: str, value: object) -> list[Mapping[str, Any]]:
    """Read a list of JSON objects.

    >>> objects("flows", [{"amount": 1}])
    [{'amount': 1}]
    """
    if not isinstance(value, list) or not value or not all(isinstance(one, Mapping) for one in value):
        raise InputError(
            field, field, "应是对象的列表，至少一个", value if not isinstance(value, list) else "[]"
        )
    return value


def payments(value: object) -> tuple[Decimal, ...]:
    """Read payments month by month: numbers, or objects with an amount and a count.

    >>> payments([{"amount": "100", "count": 2}, 50])
    (Decimal('100'), Decimal('100'), Decimal('50'))
    """
    if not isinstance(value, list) or not value:
        raise InputError("payments", "payments", "应是每期还款额的列表", None)
    read: list[Decimal] = []
    for one in value:
        if isinstance(one, Mapping):
            count = read_count("count", "count", one.get("count", 1), low=1, high=MAX_MONTHS, unit="期")
            read.extend([number("amount", one.get("amount"))] * count)
        else:
            read.append(number("payments", one))
        if len(read) > MAX_MONTHS:
            raise InputError("payments", "payments", f"最多 {MAX_MONTHS} 期", "更多")
    return tuple(read)


def rate(inputs: Mapping[str, Any]) -> Rate | None:
    """Read the rate: as it was given (``rate``) before what it was converted to.

    >>> print(rate({"rate": {"value": "0.05", "unit": "percent_per_day"}, "annual_rate_percent": "18.25"}))
    日利率 0.05%
    """
    days_in_year = whole("days_in_year", inputs.get("days_in_year", 365))
    given = inputs.get("rate")
    if isinstance(given, Mapping):
        unit = str(given.get("unit", given.get("period")))
        period = _UNITS.get(unit) or read_period(unit)
        return Rate(number("rate", given.get("value", given.get("percent"))), period, days_in_year)
    for key, period in _RATE_KEYS.items():
        if inputs.get(key) is not None:
            return Rate(number(key, inputs[key]), period, days_in_year)
    if inputs.get("effective_annual_rate_percent") is not None:
        value = number("effective_annual_rate_percent", inputs["effective_annual_rate_percent"])
        return Rate(value, RatePeriod.YEAR, days_in_year, effective=True)
    return None


def offer(inputs: Mapping[str, Any]) -> Offer:
    """Read an offer from the keys of a record; keys are the fields of ``Offer`` and the rate keys.

    >>> offer({"method": "bullet", "principal": "1000", "months": 3, "annual_rate_percent": "12"}).months
    3
    """
    fields: dict[str, Any] = {
        key: number(key, inputs[key]) for key in _MONEY_KEYS if inputs.get(key) is not None
    }
    fields.update({key: whole(key, inputs[key]) for key in _WHOLE_KEYS if inputs.get(key) is not None})
    for key in ("payment", "balloon"):
        if inputs.get(key) is not None:
            fields[key] = number(key, inputs[key])
    for key in ("start_date", "name"):
        if inputs.get(key) is not None:
            fields[key] = inputs[key]
    if inputs.get("payments") is not None:
        fields["payments"] = payments(inputs["payments"])
    # the fee or accrual of an unknown name is refused by the offer itself, with the names there are
    return Offer(
        principal=number("principal", inputs.get("principal")),
        method=_named(inputs, "method", Method.EQUAL_INSTALLMENT),
        months=inputs.get("months"),
        rate=rate(inputs),
        fee_collection=_named(inputs, "fee_collection", FeeCollection.PER_PERIOD),
        accrual=_named(inputs, "accrual", Accrual.MONTHLY),
        **fields,
    )


def _named(inputs: Mapping[str, Any], key: str, default: Any) -> Any:
    value = inputs.get(key)
    if value is None and key == "method":
        raise InputError("method", "method", "这一项必须给出，例如 equal_installment", None)
    return default if value is None else value
