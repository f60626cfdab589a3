"""What one message says of a loan: slots, a moment to pay early, values to compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from bot.quoting.draft import Draft
from bot.quoting.wishes import Wish
from calculator import Method, RatePeriod

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a loan is paid early: after instalments or days, or that long before its end."""

    after: int | None = None
    days: int | None = None
    before_end: int | None = None
    days_before_end: int | None = None
    amount: Decimal | None = None  # principal paid early, where it is a part

    def __bool__(self) -> bool:
        return self != Moment()


@dataclass(frozen=True, slots=True)
class Said:
    """What one message says of a loan."""

    draft: Draft = field(default_factory=Draft)
    wish: Wish = Wish.COST
    moment: Moment = field(default_factory=Moment)
    variants: tuple[Draft, ...] = ()  # what differs, where the message names several values to compare
    interest: tuple[Decimal, str] | None = (
        None  # yuan of interest and for what: day, month, all, penalty (a day)
    )
    fee_percent: Decimal | None = None  # of the principal, taken once
    net_percent: Decimal | None = None  # of the principal that is paid out
    is_debt: bool = False  # whether the amount is said to be owed already
    caveat: str = ""  # what of the message could not all be taken, and what was

    def __bool__(self) -> bool:
        return bool(
            not self.draft.is_empty
            or self.moment
            or self.variants
            or self.interest
            or self.fee_percent
            or self.net_percent
        )

    def applied_to(self, draft: Draft) -> Draft:
        """``draft`` after this message; what is relative to the principal is worked out with it."""
        result = draft.updated(self.draft)
        principal = result.principal
        if not principal:
            return result
        if self.interest is not None:
            yuan, period = self.interest
            if period == "all":
                result = _also(result, total=principal + yuan)
            elif period == "penalty":
                result = _also(result, penalty={"percent": yuan / principal * _HUNDRED, "period": "day"})
            else:
                result = _also(result, rate={"percent": yuan / principal * _HUNDRED, "period": period})
        if self.fee_percent is not None:
            if result.rate is None and result.payment is None and result.total is None:
                rate = {"percent": self.fee_percent, "period": RatePeriod.ONCE}
                result = _also(result, rate=rate, method=Method.FLAT_FEE)
            else:
                result = _also(result, fee=principal * self.fee_percent / _HUNDRED)
        if self.net_percent is not None:
            result = _also(result, net=principal * self.net_percent / _HUNDRED)
        return result


def _also(draft: Draft, **slots: object) -> Draft:
    """``draft`` with further slots; without those that nobody could mean."""
    try:
        return draft.updated(Draft.model_validate(slots))
    except ValueError:
        return draft
