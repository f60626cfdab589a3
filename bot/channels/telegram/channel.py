"""From an update to its answer."""

from __future__ import annotations

import logging

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType, MessageEntityType
from telegram.error import BadRequest

from bot.assistant import Assistant, Question
from bot.channels.telegram.callbacks import Callbacks
from bot.channels.telegram.commands import Commands
from bot.channels.telegram.errors import Errors
from bot.channels.telegram.receiving import RawUpdate
from bot.channels.telegram.sending import Sender, Target
from bot.channels.telegram.store import ConversationStore, MemoryStore, Place
from bot.channels.telegram.talking import Talk, Visit

_log = logging.getLogger(__name__)


class Channel:
    """Handles updates, one at a time for each chat. It keeps nothing itself: states are in the store.

    Args:
        bot: an initialised bot.
        assistant: answers the questions.
        store: keeps conversations.
    """

    def __init__(self, bot: Bot, assistant: Assistant, store: ConversationStore | None = None) -> None:
        self._bot = bot
        self._sender = Sender(bot)
        self._callbacks = Callbacks(bot.token.encode())
        self._talk = Talk(assistant, store or MemoryStore(), self._sender, self._callbacks)
        self._commands = Commands(self._talk)
        self._errors = Errors(self._sender)

    async def handle(self, raw: RawUpdate) -> None:
        """Answer an update; returns when the answer was sent. Errors are reported, not raised."""
        update = None
        try:
            update = Update.de_json(raw, self._bot)
            await self.answer(update)
        except Exception as error:
            await self._errors.report(error, _kind(raw), _target(update))

    async def answer(self, update: Update) -> None:
        """Answer an update; whatever goes wrong is raised."""
        if update.callback_query is not None:
            await self._press(update.callback_query)
        elif update.message is not None:
            await self._message(update.message)

    async def _message(self, message: Message) -> None:
        visit = _visit(message)
        if visit is None or not message.text:
            return
        name, arguments = _command(message)
        if name is not None and await self._commands.run(name, arguments, visit):
            return
        await self._talk.ask(visit, Question(message.text))

    async def _press(self, query: CallbackQuery) -> None:
        try:
            await query.answer()
        except BadRequest:
            _log.debug("按钮的回应来得太晚")
        press = self._callbacks.read(query.data or "")
        message = query.message
        if press is None or not isinstance(message, Message):
            return
        visit = Visit(Place(message.chat.id, query.from_user.id), Target(message.chat.id))
        await self._talk.ask(visit, Question(action=press.action))


def _visit(message: Message) -> Visit | None:
    if message.from_user is None:
        return None
    place = Place(message.chat.id, message.from_user.id)
    if message.chat.type == ChatType.PRIVATE:
        return Visit(place, Target(message.chat.id))
    return None


def _command(message: Message) -> tuple[str | None, str]:
    for entity in message.entities:
        if entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0:
            whole = message.parse_entity(entity)
            name, _, _ = whole[1:].partition("@")
            return name.lower(), (message.text or "")[len(whole) :].strip()
    return None, ""


def _kind(raw: RawUpdate) -> str:
    kinds = [name for name in raw if name != "update_id"]
    return f"{kinds[0] if kinds else '?'} {raw.get('update_id')}"


def _target(update: Update | None) -> Target | None:
    if update is None or update.effective_chat is None:
        return None
    return Target(update.effective_chat.id)
