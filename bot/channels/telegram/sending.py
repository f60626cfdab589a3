"""Sending and editing messages. Everything that leaves for Telegram leaves here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError, TimedOut

from bot.channels.telegram.transport import Client

_log = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# What Telegram says when an edit would change nothing
_UNCHANGED = "not modified"
# The id of a message of which nobody knows whether it arrived
UNANSWERED = 0
# An action shows for five seconds, or until the answer
ACTION_SECONDS = 4.5


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes; ``reply_to`` is the message it answers."""

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
    """Sends HTML messages, pictures and files through a bot.

    Args:
        bot: an initialised bot.
        rich: whether to try native tables. Some clients show nothing of them and the server does not say so.
    """

    def __init__(self, bot: Client, rich: bool = False) -> None:
        self.bot = bot
        self.rich = rich

    async def send(
        self, target: Target, messages: Sequence[str], keyboard: InlineKeyboardMarkup | None = None
    ) -> int | None:
        """Send the messages, the keyboard under the last; returns that one's id, ``None`` if the user left.

        A message that got no answer in time is not sent again: it has mostly arrived, and would show twice.
        """
        last = None
        for number, text in enumerate(messages, 1):
            try:
                sent = await self.bot.call(
                    "sendMessage",
                    chat_id=target.chat,
                    text=text,
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
            except TimedOut:
                sent = _unanswered("sendMessage")
            last = _message_id(sent)
        return last

    async def edit(self, chat: int, message: int, text: str, keyboard: InlineKeyboardMarkup | None) -> bool:
        """Replace a message; ``False`` if it can no longer be edited."""
        try:
            await self.bot.call(
                "editMessageText",
                chat_id=chat,
                message_id=message,
                text=text,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard,
            )
        except BadRequest as error:
            return _UNCHANGED in error.message
        except Forbidden:
            return False
        return True

    async def edit_keyboard(self, chat: int, message: int, keyboard: InlineKeyboardMarkup | None) -> None:
        """Replace only the buttons under a message; one that is gone stays gone."""
        with suppress(BadRequest, Forbidden):
            await self.bot.call(
                "editMessageReplyMarkup", chat_id=chat, message_id=message, reply_markup=keyboard
            )

    async def send_file(
        self, target: Target, content: bytes, name: str, caption: str, is_picture: bool
    ) -> None:
        """Send a picture or a file with a caption."""
        method, kind = ("sendPhoto", "photo") if is_picture else ("sendDocument", "document")
        file = {kind: InputFile(content, filename=name)}
        try:
            await self.bot.call(
                method,
                **file,
                chat_id=target.chat,
                caption=caption,
                parse_mode=ParseMode.HTML,
                reply_parameters=target.reply_parameters,
                message_thread_id=target.thread,
            )
        except Forbidden as error:
            _log.info("发不出去，对方已不在：%s", error.message)
        except TimedOut:
            _unanswered(method)

    async def send_rich(
        self, target: Target, html: str, keyboard: InlineKeyboardMarkup | None, edit: int | None = None
    ) -> int | None:
        """Send or edit a message with a native table; returns its id, ``None`` where that is not to be had."""
        where: dict[str, object] = {"message_id": edit}
        if edit is None:
            where = {"reply_parameters": target.reply_parameters, "message_thread_id": target.thread}
        try:
            sent = await self.bot.call(
                "sendRichMessage" if edit is None else "editMessageText",
                chat_id=target.chat,
                rich_message={"html": html, "skip_entity_detection": True},
                reply_markup=keyboard,
                **where,
            )
            return edit or _message_id(sent)
        except TimedOut:
            return edit or _message_id(_unanswered("sendRichMessage"))
        except InvalidToken:
            _log.info("这个 Bot API 服务器没有原生表格，以后都用文字")
            self.rich = False
        except BadRequest as error:
            _log.warning("原生表格没有发成，改用文字：%s", error.message)
        except Forbidden:
            pass
        return None

    @asynccontextmanager
    async def showing(self, target: Target, action: ChatAction) -> AsyncIterator[None]:
        """Show that something is being made, for as long as it takes."""
        task = asyncio.create_task(self._show(target, action))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _show(self, target: Target, action: ChatAction) -> None:
        while True:
            with suppress(TelegramError):
                await self.bot.call(
                    "sendChatAction", chat_id=target.chat, action=action, message_thread_id=target.thread
                )
            await asyncio.sleep(ACTION_SECONDS)


def _unanswered(method: str) -> dict[str, int]:
    _log.error("%s 没有等到回执，不知道到没到，没有再发", method)
    return {"message_id": UNANSWERED}


def _message_id(sent: object) -> int | None:
    """The id of a message that was sent; a server that does not tell it has sent it all the same."""
    found = sent.get("message_id") if isinstance(sent, dict) else None
    return found if isinstance(found, int) else None
