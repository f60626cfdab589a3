"""Where a cost stands against dated lines of law and regulation.

The lines are passed in: the calculator knows no law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .decimals import MAX_ANNUAL_PERCENT, exact, plain, read_number
from .errors import InputError

# A computed rate is right to far more digits than this, and no line is drawn finer.
_COMPARED = Decimal("1e-8")


class Measure(StrEnum):
    """Which annual figure a line is about: IRR × periods, or the compound one."""

    SIMPLE = "simple"
    EFFECTIVE = "effective"


class Place(StrEnum):
    """On which side of a line a cost is."""

    BELOW = "below"
    ON = "on"
    ABOVE = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalLine:
    """A dated figure of law or regulation.

    Attributes:
        name: what people call it, for instance “司法保护上限（4 倍 LPR）”.
        annual_percent: the figure, in percent a year.
        measure: which annual figure it is compared with.
        kind: free text, what crossing it means, for instance “不受法律保护”.
        basis: the document it comes from.
        applies_to: whose loans it is about.
        as_of: the day it was last checked.
    """

    name: str
    annual_percent: Decimal
    measure: Measure = Measure.SIMPLE
    kind: str = ""
    basis: str = ""
    applies_to: str = ""
    as_of: date | None = None

    def __post_init__(self) -> None:
        allowed = f"应是 0 到 {plain(MAX_ANNUAL_PERCENT)} 的数字（百分数），例如 24"
        percent = read_number("annual_percent", f"参照线“{self.name}”", self.annual_percent, allowed)
        if not 0 <= percent <= MAX_ANNUAL_PERCENT:
            raise InputError("annual_percent", f"参照线“{self.name}”", allowed, self.annual_percent)
        object.__setattr__(self, "annual_percent", percent)
        object.__setattr__(self, "measure", Measure(str(self.measure)))


@dataclass(frozen=True, slots=True)
class Standing:
    """A cost against one line: the figure compared, the side, and by how many percentage points."""

    line: LegalLine
    percent: Decimal
    place: Place
    difference: Decimal


@exact
def stand(
    simple_percent: Decimal, effective_percent: Decimal, lines: Iterable[LegalLine]
) -> tuple[Standing, ...]:
    """Compare an annual cost with each line, in the order given.

    >>> line = LegalLine(name="24%", annual_percent=Decimal(24))
    >>> [s.place.value for s in stand(Decimal("24.0000000000001"), Decimal("26.8"), [line])]
    ['on']
    """
    standings = []
    for line in lines:
        percent = simple_percent if line.measure is Measure.SIMPLE else effective_percent
        difference = percent - line.annual_percent
        place = Place.ON
        if abs(difference) > _COMPARED:
            place = Place.ABOVE if difference > 0 else Place.BELOW
        standings.append(Standing(line, percent, place, difference))
    return tuple(standings)
