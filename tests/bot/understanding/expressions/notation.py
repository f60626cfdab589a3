"""A short way to write what a text says.

Amounts: ``15000``, ``1000~5000``, ``100 USD``. Rates in percent: ``0.05/day``. Terms: ``12m`` (months, instalments,
quarters and years alike), ``30d``, ``3~6m``.
"""

from decimal import Decimal

from bot.understanding.cleaning import clean
from bot.understanding.expressions import Expressions, Term, extract
from bot.understanding.expressions.values import DAYS, MONTHS, plain


def read(text: str) -> Expressions:
    """What the bot reads in a message as it was typed."""
    return extract(clean(text).text)


def span(low: Decimal, high: Decimal) -> str:
    return plain(low) if low == high else f"{plain(low)}~{plain(high)}"


def amounts(text: str) -> list[str]:
    return [
        span(amount.low, amount.high) + ("" if amount.currency == "CNY" else f" {amount.currency}")
        for amount in read(text).amounts
    ]


def rates(text: str) -> list[str]:
    return [f"{span(rate.low_percent, rate.high_percent)}/{rate.period}" for rate in read(text).rates]


def length(term: Term) -> str:
    unit, factors = ("m", MONTHS) if term.unit in MONTHS else ("d", DAYS)
    return span(term.low * factors[term.unit], term.high * factors[term.unit]) + unit


def terms(text: str) -> list[str]:
    return [length(term) for term in read(text).terms]


def methods(text: str) -> list[str]:
    return list(dict.fromkeys(method.id for method in read(text).methods))


def cases(table: str) -> list[tuple[str, list[str]]]:
    """Lines of ``text | expected expected``; nothing after the bar means that nothing may be read."""
    rows = (
        line.split("|") for line in table.strip().splitlines() if line.strip() and not line.startswith("#")
    )
    return [
        (text.strip(), [item.strip() for item in expected.split(";") if item.strip()])
        for text, expected in rows
    ]
