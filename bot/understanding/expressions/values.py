"""What can be read out of a text: amounts, rates, terms, methods, and what only looks like them.

Money is in the unit of its currency (yuan for CNY), rates are in percent, spans are half-open indices into the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Json: TypeAlias = dict[str, object]

Approx = Literal["about", "over", "under"]
AmountRole = Literal[
    "principal",
    "payment",
    "fee",
    "interest",
    "net_proceeds",
    "limit",
    "income",
    "outstanding",
    "deduction",
    "repayment",
    "total_repayment",
    "repaid",
]
RatePeriod = Literal["day", "month", "year", "period", "once", "none"]
RateRole = Literal["interest", "fee", "penalty", "deduction", "discount", "ratio"]
TermUnit = Literal["instalment", "day", "week", "month", "quarter", "year"]
TermRole = Literal["elapsed", "remaining", "overdue", "grace"]
MethodId = Literal[
    "equal_installment", "equal_principal", "interest_only", "bullet", "flat_fee", "daily_simple", "balloon"
]
ReferenceKind = Literal["date", "time", "ordinal", "number", "idiom"]


def plain(number: Decimal) -> str:
    """A decimal as a plain string: no exponent, no trailing zeros.

    >>> plain(Decimal("1.50E+4")), plain(Decimal("0.0500"))
    ('15000', '0.05')
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _bounds(low: Decimal, high: Decimal, suffix: str = "") -> Json:
    if low == high:
        return {f"value{suffix}": plain(low)}
    return {f"low{suffix}": plain(low), f"high{suffix}": plain(high)}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money; ``low`` and ``high`` differ where a range was typed."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    currency: str = "CNY"
    approx: Approx | None = None
    role: AmountRole | None = None

    @property
    def value(self) -> Decimal | None:
        """The amount, or None for a range."""
        return self.low if self.low == self.high else None

    def to_json(self) -> Json:
        """The item as the command ``parse`` prints it."""
        item: Json = {**_bounds(self.low, self.high), "currency": self.currency}
        if self.approx:
            item["approx"] = self.approx
        if self.role:
            item["role"] = self.role
        return item


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent of the principal per ``period``; for the roles discount and ratio simply a percentage."""

    start: int
    end: int
    low_percent: Decimal
    high_percent: Decimal
    period: RatePeriod = "none"
    role: RateRole = "interest"

    @property
    def value_percent(self) -> Decimal | None:
        """The rate, or None for a range."""
        return self.low_percent if self.low_percent == self.high_percent else None

    def to_json(self) -> Json:
        """The item as the command ``parse`` prints it."""
        return {
            **_bounds(self.low_percent, self.high_percent, "_percent"),
            "period": self.period,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time or a number of instalments, counted in ``unit``; three months and ten days keep the ten days
    in ``and_days``."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: TermUnit
    role: TermRole | None = None
    approx: Approx | None = None
    and_days: Decimal = Decimal(0)

    @property
    def value(self) -> Decimal | None:
        """The length in ``unit`` without ``and_days``, or None for a range."""
        return self.low if self.low == self.high else None

    @property
    def months(self) -> Decimal | None:
        """The length in months; None for a range and for lengths in days or weeks. An instalment is a month."""
        return None if self.value is None or self.unit not in MONTHS else self.value * MONTHS[self.unit]

    @property
    def days(self) -> Decimal | None:
        """The length in days; None for a range and for lengths in months (but for the days of 3个月零10天)."""
        if self.and_days:
            return self.and_days
        return None if self.value is None or self.unit not in DAYS else self.value * DAYS[self.unit]

    def to_json(self) -> Json:
        """The item as the command ``parse`` prints it."""
        item: Json = {**_bounds(self.low, self.high), "unit": self.unit}
        if self.and_days:
            item["days"] = plain(self.and_days)
        for name, factors in (("months", MONTHS), ("days", DAYS)):
            if (factor := factors.get(self.unit)) is None:
                continue
            if self.value is not None:
                item[name] = plain(self.value * factor)
            else:
                item[f"low_{name}"] = plain(self.low * factor)
                item[f"high_{name}"] = plain(self.high * factor)
        if self.role:
            item["role"] = self.role
        if self.approx:
            item["approx"] = self.approx
        return item


MONTHS: dict[str, Decimal] = {
    "instalment": Decimal(1),
    "month": Decimal(1),
    "quarter": Decimal(3),
    "year": Decimal(12),
}
"""Months in each unit that is counted in months."""

DAYS: dict[str, Decimal] = {"day": Decimal(1), "week": Decimal(7)}
"""Days in each unit that is counted in days."""


@dataclass(frozen=True, slots=True)
class Method:
    """A repayment method that the text names."""

    start: int
    end: int
    id: MethodId


@dataclass(frozen=True, slots=True)
class Reference:
    """A number that is no expression: a date, a time, an ordinal, an identifier, an idiom.

    ``year``, ``month`` and ``day`` are set as far as a date says them.
    """

    start: int
    end: int
    kind: ReferenceKind
    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Expressions:
    """Everything that was read from one text, each list in the order of the text; no two spans overlap
    but for a method that contains a term.
    """

    amounts: tuple[Amount, ...] = ()
    rates: tuple[Rate, ...] = ()
    terms: tuple[Term, ...] = ()
    methods: tuple[Method, ...] = ()
    references: tuple[Reference, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.amounts or self.rates or self.terms or self.methods)

    def to_json(self, origin: Sequence[int] | None = None) -> Json:
        """The four lists as the command ``parse`` prints them, every number a plain decimal string.

        With ``origin`` (index in the text → index in the message) each item of the first three lists also
        carries its ``span`` in the message.
        """
        lists: tuple[tuple[str, Sequence[Amount | Rate | Term]], ...] = (
            ("amounts", self.amounts),
            ("rates", self.rates),
            ("terms", self.terms),
        )
        result: Json = {}
        for name, items in lists:
            result[name] = [
                item.to_json()
                if origin is None
                else {**item.to_json(), "span": [origin[item.start], origin[item.end - 1] + 1]}
                for item in items
            ]
        result["methods"] = list(dict.fromkeys(method.id for method in self.methods))
        return result
