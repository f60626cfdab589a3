"""A loan's record: what ``result`` and ``fen`` hold for each repayment method."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..decimals import HUNDRED, ZERO, plain, to_fen
from ..offers import FeeCollection, Method, Offer
from ..quotes import Quote, quote
from ..schedules import Row, exact_schedule
from . import reading as read

Result = dict[str, str]


def answer_loan(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a loan: unrounded in ``result``, as billed in ``fen``."""
    result = quote(read.offer(inputs))
    if result.offer.method is Method.DAILY_SIMPLE:
        return {"result": daily_result(result), "fen": texts(_daily_fen(result))}
    return {"result": loan_result(result), "fen": texts(_loan_fen(result))}


def loan_result(result: Quote) -> Result:
    """The unrounded figures of a loan in months."""
    offer, totals = result.offer, result.exact
    rows = exact_schedule(offer)
    found: dict[str, Decimal] = {
        # a bullet has nothing to pay in its first month, unless it has only one
        "first_payment": rows.rows[0].payment if rows.rows[0].number == 1 else ZERO,
        "last_payment": totals.last_payment,
        "total_interest": totals.total_interest,
        "total_fees": totals.total_fees,
        "total_cost": totals.total_cost,
        "total_paid": totals.total_paid,
        "net_proceeds": totals.net_proceeds,
        "monthly_irr_percent": result.cost.monthly_irr_percent,
        "simple_annual_rate_percent": result.cost.simple_annual_percent,
        "effective_annual_rate_percent": result.cost.effective_annual_percent,
    }
    match offer.method:
        case Method.EQUAL_INSTALLMENT | Method.BALLOON | Method.FIXED_PAYMENT:
            found["payment"] = totals.first_payment
        case Method.EQUAL_PRINCIPAL:
            found["principal_per_period"] = rows.rows[0].principal
            found["decrease_per_period"] = decrease(rows.rows)
        case Method.INTEREST_ONLY:
            found["interest_per_period"] = rows.rows[0].interest
        case Method.FLAT_FEE:
            each = offer.flat_fee_per_period if offer.fee_collection is FeeCollection.PER_PERIOD else ZERO
            found["fee_per_period"] = each
            found["total_flat_fee"] = offer.flat_fee_total
        case _:
            pass
    return texts(found)


def decrease(rows: tuple[Row, ...]) -> Decimal:
    """What each payment of equal principal is less than the one before: principal/n × i."""
    if len(rows) > 1:
        return rows[0].interest - rows[1].interest
    return rows[0].interest


def _loan_fen(result: Quote) -> dict[str, Decimal]:
    bill = result.schedule
    found = {"last_payment": bill.last_payment, "total_interest": bill.total_interest}
    match result.offer.method:
        case Method.EQUAL_INSTALLMENT | Method.BALLOON | Method.FIXED_PAYMENT:
            found["payment"] = bill.first_payment
        case Method.FLAT_FEE:
            found["total_fee"] = _flat_fee_fen(result.offer, bill.rows)
        case _:
            pass
    if bill.rows[0].number == 1:
        found["first_payment"] = bill.first_payment
    return found


def _flat_fee_fen(offer: Offer, rows: tuple[Row, ...]) -> Decimal:
    """The flat fee as billed, without the service fee that shares its column."""
    if offer.fee_collection is FeeCollection.DEDUCTED:
        return to_fen(offer.flat_fee_total)
    service = to_fen(offer.monthly_service_fee)
    return sum((row.fee - service for row in rows), ZERO)


def daily_result(result: Quote) -> Result:
    """The unrounded figures of a loan in days."""
    offer, totals, cost = result.offer, result.exact, result.cost
    assert offer.rate is not None
    assert offer.days is not None
    daily = offer.rate.daily_percent * offer.discount_percent / HUNDRED
    return texts(
        {
            "repayment": totals.total_paid,
            "total_interest": totals.total_interest,
            "interest_per_day": offer.principal * daily / HUNDRED,
            "net_proceeds": totals.net_proceeds,
            "total_fees": totals.total_fees,
            "total_cost": totals.total_cost,
            "total_paid": totals.total_paid,
            "nominal_annual_rate_percent_365": daily * 365,
            "nominal_annual_rate_percent_360": daily * 360,
            "simple_annual_rate_percent_365": cost.simple_annual_percent,
            "simple_annual_rate_percent_360": cost.simple_annual_percent_360 or ZERO,
            "effective_annual_rate_percent_365": cost.effective_annual_percent,
            "monthly_equivalent_irr_percent": cost.monthly_irr_percent,
            "first_payment": totals.first_payment,
            "last_payment": totals.last_payment,
        }
    )


def _daily_fen(result: Quote) -> dict[str, Decimal]:
    bill = result.schedule
    return {"total_interest": bill.total_interest, "repayment": bill.total_paid}


def texts(found: Mapping[str, Decimal]) -> Result:
    """Write figures as decimal strings."""
    return {key: plain(value) for key, value in found.items()}
