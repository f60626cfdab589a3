"""What a loan really costs, in exact Decimal arithmetic.

The public API, all immutable and pure; money in yuan, percentages in percent:

    quote(offer, lines=()) -> Quote                      an offer worked out
    compare(offers, lines=()) -> Comparison              several offers side by side
    settle_early(quote, after=, days=, fee=, …) -> Settlement    the whole loan paid early
    prepay(quote, amount, after=, keep=, fee=, …) -> Prepayment  a part paid early
    overdue(principal, days, rate=, …) -> Overdue        what being late costs
    hidden_rate(principal, payment, months, …) -> Quote  the rate an offer does not tell
    borrowable(payment, offer) -> Quote                  how much for that much a month
    months_needed(principal, payment, rate) -> Repayment how long until it is paid off
    minimum_offer(principal, rate, share, …) -> Offer    credit of which only the minimum is paid
    affordability(payment, income, …) -> Affordability   a payment against an income
    stand(simple, effective, lines) -> (Standing, …)     an annual figure against lines of law

    Offer(principal=, method=, months=|days=, rate=, …)  Offer.from_flows(flows)
    Rate(percent, period, days_in_year=365, effective=False)
    parse_rate("日息万五") -> Rate                        a rate as people write it
    LegalLine(name=, annual_percent=, measure=, …)       a dated line of law, passed in

``irr``, ``irr_at``, ``xirr`` and ``discount_factors`` solve flows. ``calculator.apr`` has the published APR
rules, ``calculator.spreadsheet`` the spreadsheet's functions, ``calculator.output`` turns results into text,
CSV, XLSX and pictures. Errors are ``CalculatorError`` and its children, with messages in Chinese to be shown
as they are.
"""

from __future__ import annotations

from .afford import Affordability, Burden, affordability
from .comparison import Comparison, compare
from .costs import AnnualCost
from .early import Keep, Prepayment, Settlement, prepay, settle_early
from .errors import CalculatorError, InputError, NoSolutionError, NotALoanError, PaymentTooSmallError
from .irr import discount_factors, irr, irr_at, xirr
from .legal import LegalLine, Measure, Place, Standing, stand
from .minimum import minimum_offer
from .offers import METHOD_NAMES, Accrual, DatedFlow, FeeCollection, Method, Offer
from .overdue import Overdue, overdue
from .quotes import Quote, quote
from .rates import Rate, RatePeriod, effective_from_nominal, nominal_from_effective
from .reverse import Repayment, borrowable, hidden_rate, months_needed
from .schedules import Row, Schedule, billed_schedule, exact_schedule
from .totals import Totals
from .wording import parse_rate

__all__ = [
    "METHOD_NAMES",
    "Accrual",
    "Affordability",
    "AnnualCost",
    "Burden",
    "CalculatorError",
    "Comparison",
    "DatedFlow",
    "FeeCollection",
    "InputError",
    "Keep",
    "LegalLine",
    "Measure",
    "Method",
    "NoSolutionError",
    "NotALoanError",
    "Offer",
    "Overdue",
    "PaymentTooSmallError",
    "Place",
    "Prepayment",
    "Quote",
    "Rate",
    "RatePeriod",
    "Repayment",
    "Row",
    "Schedule",
    "Settlement",
    "Standing",
    "Totals",
    "affordability",
    "billed_schedule",
    "borrowable",
    "compare",
    "discount_factors",
    "effective_from_nominal",
    "exact_schedule",
    "hidden_rate",
    "irr",
    "irr_at",
    "minimum_offer",
    "months_needed",
    "nominal_from_effective",
    "overdue",
    "parse_rate",
    "prepay",
    "quote",
    "settle_early",
    "stand",
    "xirr",
]
