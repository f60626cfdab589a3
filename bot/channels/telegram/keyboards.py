"""Buttons under a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardMarkupLimit

from bot.channels.telegram.callbacks import Callbacks
from bot.channels.text import columns
from bot.replies.model import Button

# Columns of text that fit beside each other on a phone, and what one button takes beside its label
ROW_COLUMNS = 34
_PADDING = 4
MAX_IN_ROW = 4
MAX_LABEL = 60


def keyboard(
    buttons: Iterable[Button], callbacks: Callbacks, asker: int | None = None
) -> InlineKeyboardMarkup | None:
    """The buttons in rows, short ones beside each other; ``None`` if there are none."""
    kept = tuple(buttons)[: InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER]
    if not kept:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(shorten(one.label), callback_data=callbacks.write(one.action, asker))
                for one in row
            ]
            for row in rows(kept)
        ]
    )


def rows(buttons: Iterable[Button]) -> Iterator[list[Button]]:
    """Buttons grouped into rows by the width of their labels."""
    row: list[Button] = []
    for button in buttons:
        widest = max((columns(shorten(one.label)) + _PADDING for one in [*row, button]), default=0)
        # Telegram makes the buttons of a row equally wide
        if row and (len(row) == MAX_IN_ROW or widest * (len(row) + 1) > ROW_COLUMNS):
            yield row
            row = []
        row.append(button)
    if row:
        yield row


def shorten(label: str) -> str:
    """A label that a phone can show.

    >>> shorten("能不能提前还")
    '能不能提前还'
    """
    return label if len(label) <= MAX_LABEL else label[: MAX_LABEL - 1] + "…"
