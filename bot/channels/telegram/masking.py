"""Hiding what identifies a person before a question is kept."""

from __future__ import annotations

import re

# ID cards, bank cards and phone numbers; nobody borrows an amount of nine digits
_NUMBER = re.compile(r"\d(?:[\s-]?\d){8,}[\s-]?[xX]?")
_EMAIL = re.compile(r"[a-zA-Z0-9._+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+")


def mask_personal(text: str) -> str:
    """``text`` without long numbers and e-mail addresses.

    >>> mask_personal("我的号是138 0000 0000，逾期了")
    '我的号是***，逾期了'
    """
    return _EMAIL.sub("***", _NUMBER.sub("***", text))
