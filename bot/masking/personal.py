"""Masking a text."""

from __future__ import annotations

from collections.abc import Container

from bot.masking.contacts import contact_spans
from bot.masking.folding import fold
from bot.masking.numbers import number_spans

MASK = "*"


def mask_personal(text: str, keep: Container[str] = ()) -> str:
    """A text with stars in place of what identifies a person, as long as before.

    The length is kept in UTF-16 units, in which Telegram counts, so that what points into the text still does.

    Args:
        text: as somebody typed it.
        keep: usernames without ``@``, in small letters, that stay.

    >>> mask_personal("我的号是１３８ ００１３ ８０００，借2万分12期")
    '我的号是*************，借2万分12期'
    >>> mask_personal("身份证一一零一零一一九九零零三零七八八五X")
    '身份证******************'
    """
    spans = personal_spans(text, keep)
    if not spans:
        return text
    characters = list(text)
    for start, end in spans:
        for place in range(start, end):
            characters[place] = MASK * (2 if ord(text[place]) > 0xFFFF else 1)
    return "".join(characters)


def personal_spans(text: str, keep: Container[str] = ()) -> list[tuple[int, int]]:
    """The places in a text that identify a person; they may overlap."""
    if not _may_hold(text):
        return []
    folded = fold(text)
    found = [*number_spans(folded.digits), *contact_spans(folded.text, folded.digits, keep)]
    return [folded.origin(start, end) for start, end in found]


def _may_hold(text: str) -> bool:
    """Whether it is worth looking: no number or name is shorter than this."""
    return len(text) > 4
