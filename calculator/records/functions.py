"""The functions of a record, by name: each from its inputs to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from ..apr import PaymentSeries, TimedSeries, annual_yield, eu_apr, single_payment_ear, us_actuarial_apr
from ..dates import read_date
from ..decimals import HUNDRED, ONE, ZERO, plain
from ..errors import InputError
from ..irr import xirr
from ..offers import Accrual, Method, Offer
from ..quotes import quote
from ..rates import Rate, RatePeriod
from ..schedules import exact_schedule
from . import reading as read
from .loans import Result, daily_result, decrease, loan_result, texts
from .spreadsheets import call

Inputs = Mapping[str, Any]


def _loan_schedule(inputs: Inputs) -> Result:
    offer = read.offer(inputs)
    if offer.method is Method.DAILY_SIMPLE:
        return daily_result(quote(offer))
    schedule = exact_schedule(offer)
    rows = schedule.rows
    found: dict[str, Decimal] = {
        "payment": schedule.first_payment,
        "second_payment": rows[min(1, len(rows) - 1)].payment,
        "interest_payment": rows[0].interest,
        "monthly_decrease": decrease(rows),
        "total_payment": schedule.total_paid,
        "interest_period_n": rows[-1].interest,
        "principal_period_n": rows[-1].principal,
    }
    for row in rows:
        found[f"interest_period_{row.number}"] = row.interest
        found[f"principal_period_{row.number}"] = row.principal
        found[f"payment_period_{row.number}"] = row.payment
        found[f"balance_after_{row.number}"] = row.balance
    return {**loan_result(quote(offer)), **texts(found)}


def _rate_from_payments(inputs: Inputs) -> Result:
    net = inputs.get("net_proceeds", inputs.get("principal"))
    payments = read.payments(inputs.get("payments"))
    upfront = sum((read.money(inputs, key, ZERO) for key in ("upfront_fee", "prepaid_deduction")), ZERO)
    offer = Offer(
        principal=read.number("net_proceeds", net),
        method=Method.FIXED_PAYMENT,
        months=len(payments),
        payments=payments,
        upfront_fee=ZERO if "net_proceeds" in inputs else upfront,
    )
    return loan_result(quote(offer))


def _flat_fee_rate(inputs: Inputs) -> Result:
    filled = {"principal": "10000", **inputs, "method": "flat_fee"}
    if "fee_per_period_percent" in filled:
        filled.setdefault("fee_rate_per_period_percent", filled["fee_per_period_percent"])
    return loan_result(quote(read.offer(filled)))


def _daily_simple(inputs: Inputs) -> Result:
    return daily_result(quote(read.offer({**inputs, "method": "daily_simple"})))


def _daily_equal_principal(inputs: Inputs) -> Result:
    """Total interest of equal principal by days, for each of ``months``: Σ balance × daily × days."""
    months = inputs.get("months")
    found: Result = {}
    for count in months if isinstance(months, list) else [months]:
        offer = Offer(
            principal=read.number("principal", inputs.get("principal")),
            method=Method.EQUAL_PRINCIPAL,
            months=read.whole("months", count),
            rate=Rate(read.number("daily_rate_percent", inputs.get("daily_rate_percent")), RatePeriod.DAY),
            accrual=Accrual.DAILY,
            days_per_month=read.whole("days_per_month", inputs.get("days_per_month", 30)),
        )
        found[f"total_interest_{offer.months}"] = plain(exact_schedule(offer).total_interest)
        found["total_interest"] = found[f"total_interest_{offer.months}"]
    return found


def _daily_equal_principal_days(inputs: Inputs) -> Result:
    """The same with the days of each month told."""
    days = inputs.get("days")
    if not isinstance(days, list) or not days:
        raise InputError("days", "days", "应是每期天数的列表，例如 [30, 31]", days)
    counts = [read.whole("days", count) for count in days]
    principal = read.number("principal", inputs.get("principal"))
    rate = Rate(read.number("daily_rate_percent", inputs.get("daily_rate_percent")), RatePeriod.DAY)
    n = len(counts)
    interest = sum(
        (principal * (n - k) / n * rate.daily_percent / HUNDRED * count for k, count in enumerate(counts)),
        ZERO,
    )
    return {"total_interest": plain(interest), "total_payment": plain(principal + interest)}


def _single_payment_ear(inputs: Inputs) -> Result:
    found = single_payment_ear(
        read.number("principal", inputs.get("principal")),
        read.number("repayment", inputs.get("repayment")),
        read.number("days", inputs.get("days")),
        read.number("days_in_year", inputs.get("days_in_year", 365)),
    )
    return {"ear_percent": plain(found)}


def _annual_yield(inputs: Inputs) -> Result:
    found = annual_yield(
        read.number("interest", inputs.get("interest")),
        read.number("principal", inputs.get("principal")),
        read.whole("days", inputs.get("days")),
    )
    return {"apy_percent": plain(found)}


def _xirr(inputs: Inputs) -> Result:
    flows = [
        (read_date("date", "日期", flow.get("date")), read.number("amount", flow.get("amount")))
        for flow in read.objects("flows", inputs.get("flows"))
    ]
    return {"value": plain(xirr(flows, 360 if str(inputs.get("day_count")) == "act/360" else 365))}


def _us_actuarial_apr(inputs: Inputs) -> Result:
    series = [
        PaymentSeries(
            read.number("amount", one.get("amount")),
            read.whole("count", one.get("count", 1)),
            read.whole("first_full_periods", one.get("first_full_periods", 0)),
            read.fraction("fraction", one.get("fraction", "0")),
        )
        for one in read.objects("series", inputs.get("series"))
    ]
    frequency = read.fraction("unit_periods_per_year", inputs.get("unit_periods_per_year", "12"))
    advance = read.number("advance", inputs.get("advance"))
    return {"apr_percent": plain(us_actuarial_apr(advance, series, frequency))}


def _eu_apr(inputs: Inputs) -> Result:
    series = [
        TimedSeries(
            read.number("amount", one.get("amount")),
            read.whole("count", one.get("count", 1)),
            read.fraction("first_t", one.get("first_t", "0")),
            read.fraction("step", one.get("step", "0")),
        )
        for one in read.objects("charges_and_repayments", inputs.get("charges_and_repayments"))
    ]
    return {"apr_percent": plain(eu_apr(read.number("drawdown", inputs.get("drawdown")), series))}


def _spreadsheet(inputs: Inputs) -> Result:
    arguments = inputs.get("args")
    if not isinstance(arguments, list):
        raise InputError("args", "args", "应是参数的列表", arguments)
    value = call(str(inputs.get("name")), [read.number("args", argument) for argument in arguments])
    return {"value": plain(value * read.number("scale", inputs.get("scale", ONE)))}


FUNCTIONS: dict[str, Callable[[Inputs], Result]] = {
    "loan_schedule": _loan_schedule,
    "rate_from_payments": _rate_from_payments,
    "flat_fee_rate": _flat_fee_rate,
    "daily_simple": _daily_simple,
    "daily_interest_equal_principal": _daily_equal_principal,
    "daily_interest_equal_principal_days": _daily_equal_principal_days,
    "single_payment_ear": _single_payment_ear,
    "annual_yield": _annual_yield,
    "xirr": _xirr,
    "us_actuarial_apr": _us_actuarial_apr,
    "eu_apr": _eu_apr,
    "spreadsheet": _spreadsheet,
}
