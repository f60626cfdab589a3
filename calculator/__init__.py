"""What a loan really costs, in exact Decimal arithmetic.

The public API, all immutable and pure (money in yuan, percentages in percent):

    quote(offer, lines=()) -> Quote                 an offer worked out
    Offer(principal=, method=, months=|days=, rate=, …)
    Rate(percent, period, days_in_year=365, effective=False)
    LegalLine(name=, annual_percent=, measure=, …)  a dated line of law, passed in

Errors are ``CalculatorError`` and its children; their messages are Chinese and can be shown as they are.
"""

from __future__ import annotations

from .costs import AnnualCost
from .errors import CalculatorError, InputError, NoSolutionError, NotALoanError, PaymentTooSmallError
from .irr import discount_factors, irr, irr_at, xirr
from .legal import LegalLine, Measure, Place, Standing
from .offers import METHOD_NAMES, Accrual, DatedFlow, FeeCollection, Method, Offer
from .quotes import Quote, quote
from .rates import Rate, RatePeriod, effective_from_nominal, nominal_from_effective
from .schedules import Row, Schedule, billed_schedule, exact_schedule
from .totals import Totals

__all__ = [
    "METHOD_NAMES",
    "Accrual",
    "AnnualCost",
    "CalculatorError",
    "DatedFlow",
    "FeeCollection",
    "InputError",
    "LegalLine",
    "Measure",
    "Method",
    "NoSolutionError",
    "NotALoanError",
    "Offer",
    "PaymentTooSmallError",
    "Place",
    "Quote",
    "Rate",
    "RatePeriod",
    "Row",
    "Schedule",
    "Standing",
    "Totals",
    "billed_schedule",
    "discount_factors",
    "effective_from_nominal",
    "exact_schedule",
    "irr",
    "irr_at",
    "nominal_from_effective",
    "quote",
    "xirr",
]
