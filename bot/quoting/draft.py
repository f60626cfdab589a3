"""What has been said of a loan so far: the slots of an open quote. Nothing in it is assumed or looked up."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.replies.model import Slots
from bot.understanding.expressions.values import plain
from calculator import Method, Rate, RatePeriod

SlotName = Literal["principal", "term", "rate"]

DAYS_A_MONTH = 30
"""Where months are counted in days."""

TOLD = ("payment", "payment_days", "total", "net", "fee", "discount", "late_days", "penalty", "budget")
"""What is told of one loan and says nothing of another."""

# Anything that can be meant; whether it can be lent is for the calculator to say
Money = Annotated[Decimal, Field(ge=0, le=10**15, allow_inf_nan=False)]
Percent = Annotated[Decimal, Field(ge=0, le=10**6, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=10**5)]

# Kinds of offers, which nobody names as a way to repay
_UNNAMED = frozenset({Method.FIXED_PAYMENT, Method.DATED_FLOWS})
_NOT_SLOTS = ("product", "fee_is_each", "is_private", "pays_minimum")
_UNITS = {
    RatePeriod.DAY: "%/day",
    RatePeriod.MONTH: "%/month",
    RatePeriod.YEAR: "%/year",
    RatePeriod.PERIOD: "%/period-fee",
    RatePeriod.ONCE: "%/once",
}


class StatedRate(BaseModel):
    """A rate as it was said: percent for ``period``, up to ``top`` where a range was said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    percent: Percent
    period: RatePeriod
    top: Percent | None = None

    @property
    def low(self) -> Rate:
        """The rate, or the lower end of the range."""
        return Rate(self.percent, self.period)

    @property
    def high(self) -> Rate:
        """The rate, or the upper end of the range."""
        return Rate(self.percent if self.top is None else self.top, self.period)

    def __str__(self) -> str:
        return plain(self.percent) + _UNITS[self.period]


class Draft(BaseModel):
    """The slots of a quote that its user has filled, and the product it is about.

    Attributes:
        product: a held product.
        principal: yuan.
        periods: instalments, each a month; never together with ``days``.
        days: days of a loan by days.
        rate: the rate as it was said; a fee rate where its period is ``PERIOD`` or ``ONCE``.
        method: named by the user.
        payment: of each instalment, in yuan, where the offer tells that and no rate.
        total: everything to be repaid, in yuan, where the offer tells that and no rate.
        net: what is really received, in yuan.
        fee: yuan beside the interest, with each instalment where ``fee_is_each``, else once at payout.
        discount: percent of the rate that is left (七折 is 70).
        pays_minimum: whether only the minimum is paid each month, which takes as long as it takes.
        is_private: whether a private person lends, for whom other legal lines hold.
        payment_days: days from one payment to the next, where that is no month.
        late_days: days overdue, where what that costs is asked.
        penalty: the rate on what is overdue, where it was said.
        budget: yuan that can be paid each month, where how much or how long is asked back from it.

    >>> Draft(principal=Decimal(10000), periods=12).updated(Draft(days=20)).slots.to_json()
    {'principal': 10000, 'days': 20}
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    product: str | None = None
    principal: Money | None = None
    periods: Count | None = None
    days: Count | None = None
    rate: StatedRate | None = None
    method: Method | None = None
    payment: Money | None = None
    total: Money | None = None
    net: Money | None = None
    fee: Money | None = None
    fee_is_each: bool = False
    discount: Annotated[Decimal, Field(gt=0, le=100)] | None = None
    payment_days: Annotated[int, Field(ge=1, le=366)] | None = None
    late_days: Count | None = None
    penalty: StatedRate | None = None
    budget: Money | None = None
    pays_minimum: bool = False
    is_private: bool = False

    @field_validator("method")
    @classmethod
    def _named(cls, method: Method | None) -> Method | None:
        if method in _UNNAMED:
            raise ValueError("no method that a user names")
        return method

    @property
    def is_less_received(self) -> bool:
        """Whether less is received than the contract says (砍头息)."""
        return self.principal is not None and self.net is not None and self.net < self.principal

    @property
    def is_empty(self) -> bool:
        """Whether nothing but a product is known."""
        if not self.model_fields_set:
            return True  # as of nearly every message
        return not self.pays_minimum and all(value is None or name in _NOT_SLOTS for name, value in self)

    @property
    def has_term(self) -> bool:
        """Whether it is known for how long."""
        return self.periods is not None or self.days is not None

    @property
    def tells_cost(self) -> bool:
        """Whether a rate, a payment, a total or a fee was said, from which a cost follows."""
        return any(one is not None for one in (self.rate, self.payment, self.total, self.fee))

    @property
    def slots(self) -> Slots:
        """The slots as programs read them: numbers in yuan, instalments or days."""
        values: list[tuple[str, str | int | float]] = []
        if self.principal is not None:
            values.append(("principal", _number(self.principal)))
        if self.periods is not None:
            values.append(("periods", self.periods))
        if self.days is not None:
            values.append(("days", self.days))
        if self.rate is not None:
            values.append(("rate", str(self.rate)))
        method = self.method or self._implied_method
        if method is not None:
            values.append(("method", method.value))
        return Slots(tuple(values))

    @property
    def _implied_method(self) -> Method | None:
        if self.rate is not None and self.rate.period is RatePeriod.PERIOD:
            return Method.FLAT_FEE
        return Method.DAILY_SIMPLE if self.days is not None and self.rate is not None else None

    def updated(self, said: Draft) -> Self:
        """This draft after ``said``: what is said replaces its own slot and what contradicts it."""
        changes = {name: value for name, value in said if value is not None and name not in _NOT_SLOTS}
        if said.periods is not None:
            changes["days"] = None
            if self.method is Method.DAILY_SIMPLE:
                changes.setdefault("method", None)
        elif said.days is not None:
            changes["periods"] = None
            if self.method is not Method.DAILY_SIMPLE:
                changes.setdefault("method", None)
        if said.has_term:
            changes["late_days"] = said.late_days
        if said.rate is not None:
            changes |= {"payment": said.payment, "total": said.total}
            if self.method is Method.FLAT_FEE and said.rate.period is not RatePeriod.PERIOD:
                changes.setdefault("method", None)
        elif said.payment is not None or said.total is not None:
            changes |= {"rate": None, "payment": said.payment, "total": said.total}
        if said.payment is not None:
            changes["payment_days"] = said.payment_days
        if said.budget is None and (said.principal is not None or (said.has_term and self.principal)):
            changes["budget"] = None
        if said.pays_minimum:
            changes |= {"pays_minimum": True, "periods": None, "days": None, "method": None}
        elif said.has_term or said.method is not None:
            changes["pays_minimum"] = False
        if said.is_private:
            changes["is_private"] = True
        if said.fee is not None:
            changes["fee_is_each"] = said.fee_is_each
        return self.model_copy(update=changes) if changes else self

    def of_product(self, product: str, *, keeps_rate: bool) -> Self:
        """The same loan from ``product``. What another lender charged says nothing of this one's charges."""
        if product == self.product:
            return self
        changes: dict[str, object] = {"product": product, "is_private": False}
        if not keeps_rate:
            changes |= dict.fromkeys(("rate", "payment", "total", "net", "fee", "discount"))
        return self.model_copy(update=changes)

    def without(self, *names: str) -> Self:
        """This draft with some slots unset."""
        return self.model_copy(update=dict.fromkeys(names))


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
