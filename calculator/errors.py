"""What can go wrong, as one tree; every message is plain Chinese and can be shown to a user as it is.

CalculatorError              anything the calculator says no to
├── InputError               one input is not usable: which, why, what is allowed, what came
├── NotALoanError            the flows do not describe money received first and paid back later
└── NoSolutionError          a loan, but nothing satisfies the question
    └── PaymentTooSmallError the payment does not even cover the interest
"""

from __future__ import annotations

from decimal import Decimal


class CalculatorError(ValueError):
    """Base of all errors the calculator raises on purpose."""


class InputError(CalculatorError):
    """One input cannot be used.

    Attributes:
        field: the English id of the input, as in ``Offer``, so that a caller can ask for it again.
        label: its Chinese name.
        allowed: in Chinese, which values are allowed.
    """

    def __init__(self, field: str, label: str, allowed: str, received: object) -> None:
        self.field = field
        self.label = label
        self.allowed = allowed
        super().__init__(f"{label}：{allowed}。收到的是 {_shown(received)}。")


class NotALoanError(CalculatorError):
    """The flows do not describe a loan, for instance less is paid back than was received."""


class NoSolutionError(CalculatorError):
    """No rate, term or principal satisfies what was asked."""


class PaymentTooSmallError(NoSolutionError):
    """At this payment the debt never shrinks."""


def _shown(value: object) -> str:
    """Quote what came, shortened so that a pasted page does not fill the message.

    >>> _shown("abc"), _shown(None), _shown("9" * 100)
    ('“abc”', '（空）', '“999999999999999999999999999999…”')
    """
    text = f"{value:f}" if isinstance(value, Decimal) and value.adjusted() < 40 else str(value).strip()
    if value is None or not text:
        return "（空）"
    return f"“{text if len(text) <= 30 else text[:30] + '…'}”"
