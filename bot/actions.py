"""What pressing a button does, written in a few bytes.

An action is text such as ``ask early_repayment weilidai``: a verb and ids. It is all a channel has to keep for
a button, it says the same in every channel and after every restart, and a forged one can do no more than a
typed question could.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_BYTES = 48  # what is left of Telegram's 64 after the channel's own prefix

_FORM = re.compile(r"[a-z_]+(?: [^\s]+)*")


@dataclass(frozen=True, slots=True)
class Action:
    """A verb with its arguments.

    >>> Action.parse("ask early_repayment weilidai")
    Action(verb='ask', arguments=('early_repayment', 'weilidai'))
    >>> str(Action("set", ("periods", "12")))
    'set periods 12'
    >>> Action.parse("<b>") is None
    True
    """

    verb: str
    arguments: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Action | None:
        """Read the written form; ``None`` for anything else."""
        if len(text.encode()) > MAX_BYTES or not _FORM.fullmatch(text):
            return None
        verb, *arguments = text.split(" ")
        return cls(verb, tuple(arguments))

    def __str__(self) -> str:
        return " ".join((self.verb, *self.arguments))


def ask(topic: str, product: str | None = None) -> str:
    """Ask for a topic, of a product where one is given."""
    return str(Action("ask", (topic, product) if product else (topic,)))


def fill(slot: str, value: object) -> str:
    """Set a slot of the open quote."""
    return str(Action("set", (slot, str(value))))


def take(product: str) -> str:
    """Work the open quote out for a product."""
    return str(Action("take", (product,)))


CANCEL = str(Action("cancel"))
COMPARE = str(Action("compare"))
PLAN = str(Action("plan"))
RESUME = str(Action("resume"))
