"""Sending and editing messages. Everything that leaves for Telegram leaves here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden

_log = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# What Telegram says when an edit would change nothing, or the message is beyond editing
_UNCHANGED = "not modified"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes; ``reply_to`` is the message it answers in a group."""

    chat: int
    reply_to: int | None = None
    thread: int | None = None

    @property
    def reply_parameters(self) -> ReplyParameters | None:
        """The quotation of the question; the answer goes out even if that was deleted meanwhile."""
        if self.reply_to is None:
            return None
        return ReplyParameters(self.reply_to, allow_sending_without_reply=True)


class Sender:
    """Sends HTML messages through a bot."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def send(
        self, target: Target, messages: Sequence[str], keyboard: InlineKeyboardMarkup | None = None
    ) -> int | None:
        """Send the messages, the keyboard under the last; returns that one's id, ``None`` if the user left."""
        last = None
        for number, text in enumerate(messages, 1):
            try:
                sent = await self.bot.send_message(
                    target.chat,
                    text,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    reply_parameters=target.reply_parameters if number == 1 else None,
                    message_thread_id=target.thread,
                    reply_markup=keyboard if number == len(messages) else None,
                )
            except Forbidden as error:
                # Blocked, or thrown out of the group: there is nobody to tell
                _log.info("发不出去，对方已不在：%s", error.message)
                return None
            last = sent.message_id
        return last

    async def edit(self, chat: int, message: int, text: str, keyboard: InlineKeyboardMarkup | None) -> bool:
        """Replace a message; ``False`` if it can no longer be edited."""
        try:
            await self.bot.edit_message_text(
                text,
                chat,
                message,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard,
            )
        except BadRequest as error:
            return _UNCHANGED in error.message
        except Forbidden:
            return False
        return True
