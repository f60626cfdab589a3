"""Buttons under a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardMarkupLimit

from bot.channels.telegram.callbacks import Callbacks
from bot.channels.text import columns
from bot.conversation import Conversation
from bot.replies.model import Button, Reply, ReplyKind
from knowledge import Knowledge

# Columns of text that fit beside each other on a phone, and what one button takes beside its label
ROW_COLUMNS = 44
_PADDING = 4
MAX_IN_ROW = 4
MAX_LABEL = 60

OWN = "!"
"""Marks the channel's own actions; those of the assistant begin with a letter."""

_CHANGES = (
    Button("改金额", f"{OWN}change principal"),
    Button("改期限", f"{OWN}change term"),
    Button("改利率", f"{OWN}change rate"),
)
_CHANGE_METHOD = Button("改方式", f"{OWN}change method")
_BACK = Button("↩ 回到测算", "resume")

Groups = Sequence[Sequence[Button]]


def buttons_of(reply: Reply, page: int = 1, pages: int = 1, lenders: Sequence[Button] = ()) -> Groups:
    """The buttons that belong under a reply, in groups that begin new rows."""
    is_worked_out = reply.kind is ReplyKind.QUOTE and reply.quote is not None and not reply.sends
    # A view of a quote that has no buttons of its own: the schedule
    is_detail = is_worked_out and not reply.buttons and reply.table is not None
    changes = [one for one in reply.buttons if is_worked_out and one.action.startswith("set method ")]
    # What goes on with a quote stands above its files, other questions below
    questions = [one for one in reply.buttons if is_worked_out and one.action.startswith("ask ")]
    return (
        [_turn(-1, page)] * (page > 1) + [_turn(1, page, pages)] * (page < pages),
        [_BACK] if is_detail else [one for one in reply.buttons if one not in (*changes, *questions)],
        lenders,
        [*_CHANGES, *([_CHANGE_METHOD] if changes else [])] if is_worked_out and not is_detail else (),
        [Button(one.label, f"file {one.id}") for one in reply.attachments],
        questions,
        _opinions(reply),
    )


def lender_buttons(conversation: Conversation, knowledge: Knowledge) -> Sequence[Button]:
    """Lenders whose rate may be taken, where a quote waits for a rate and none was named."""
    draft = conversation.draft
    if draft is None or draft.product is not None or conversation.asked_slot != "rate":
        return ()
    priced = [one for one in knowledge.products.values() if knowledge.fact(one.id, "daily_rate") is not None]
    return [Button(f"按{one.name}算", f"take {one.id}") for one in priced]


def slot_buttons(values: Iterable[Button]) -> Groups:
    """The values that something of a quote may take, and the way back."""
    return list(values), [_BACK]


def keyboard(groups: Groups, callbacks: Callbacks, asker: int | None = None) -> InlineKeyboardMarkup | None:
    """Buttons in rows, short ones beside each other; ``None`` if there are none."""
    left = int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
    lines = []
    for group in groups:
        for row in rows(group[:left]):
            lines.append(
                [
                    InlineKeyboardButton(shorten(one.label), callback_data=callbacks.write(one.action, asker))
                    for one in row
                ]
            )
            left -= len(row)
    return InlineKeyboardMarkup(lines) if lines else None


def rows(buttons: Iterable[Button]) -> Iterator[list[Button]]:
    """Buttons grouped into rows by the width of their labels."""
    row: list[Button] = []
    for button in buttons:
        widest = max(columns(shorten(one.label)) + _PADDING for one in [*row, button])
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


def _turn(step: int, page: int, pages: int = 0) -> Button:
    label = f"‹ 第 {page - 1} 页" if step < 0 else f"第 {page + 1}/{pages} 页 ›"
    return Button(label, f"{OWN}page {page + step}")


def _opinions(reply: Reply) -> list[Button]:
    """Whether it helped; not asked of somebody in distress, nor of small talk."""
    if reply.kind is not ReplyKind.ANSWER or not reply.facts or reply.topic is None or reply.crisis:
        return []
    about = " ".join(part for part in (reply.topic, reply.product) if part)
    return [Button("👍", f"{OWN}up {about}"), Button("👎", f"{OWN}down {about}")]
