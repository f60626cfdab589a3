"""What has been read of a message so far: the pad on which the readers of terms, rates and amounts write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from bot.quoting.draft import Draft, SlotName
from bot.quoting.wishes import Wish
from bot.understanding.expressions import Expressions

BESIDE = 8  # characters looked at before and after an expression

_SEVERAL = re.compile(r"差|哪|还是|分别|各|比|和|跟|与|或|对照|一样|能省|省多少|省几|少(?:还|付|给|花)")
_REPLACED = re.compile(r"不是|不对|错|换成|改成|改为|太|不要")


@dataclass(slots=True)
class Notes:
    """A message, what is known before it, and what has been read.

    Attributes:
        text: the cleaned message.
        found: the expressions in it.
        open_draft: the open quote.
        asked: the slot that was asked for last.
        wish: what the message wants.
        slots: the slots read so far.
        moment: when the loan is paid early.
        interest: yuan of interest and for what: day, month, all, penalty (a day).
        fee_percent: of the principal, taken once.
        net_percent: of the principal that is paid out.
        down_percent: of a price, paid down by the buyer.
        caveat: what of the message could not all be taken, said to the person.
    """

    text: str
    found: Expressions
    open_draft: Draft
    asked: SlotName | None
    wish: Wish = Wish.COST
    slots: dict[str, object] = field(default_factory=dict)
    moment: dict[str, int | Decimal] = field(default_factory=dict)
    interest: tuple[Decimal, str] | None = None
    fee_percent: Decimal | None = None
    net_percent: Decimal | None = None
    down_percent: Decimal | None = None
    caveat: str = ""
    _several: dict[str, list[Draft]] = field(default_factory=dict)

    def take(self, name: str, value: object) -> None:
        """Keep a slot; of several values the last counts, and all are remembered."""
        try:
            draft = Draft.model_validate({name: value})
        except ValueError:
            return  # nothing that anybody could mean
        self.slots[name] = getattr(draft, name)
        key = "term" if name in ("periods", "days") else name
        values = self._several.setdefault(key, [])
        if draft not in values:
            values.append(draft)
        other = {"days": "periods", "periods": "days"}.get(name)
        if other is not None and self.slots.pop(other, None) is not None and not _REPLACED.search(self.text):
            self.caveat = "你说了天数又说了期数，按后说的算"

    @property
    def variants(self) -> tuple[Draft, ...]:
        """The values to compare, where the message names several of just one slot and compares."""
        named = [values for values in self._several.values() if len(values) > 1]
        if len(named) != 1 or _REPLACED.search(self.text) or not _SEVERAL.search(self.text):
            return ()
        return tuple(named[0])

    @property
    def is_late(self) -> bool:
        """Whether what it costs to be late is asked."""
        return "late_days" in self.slots or self.open_draft.late_days is not None

    def before(self, start: int) -> str:
        """The few characters before ``start``."""
        return self.text[max(0, start - BESIDE) : start]

    def after(self, end: int) -> str:
        """The few characters from ``end``."""
        return self.text[end : end + BESIDE]
