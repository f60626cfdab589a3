"""Moderators in Telegram: their commands and buttons, their menu, and what they are told unasked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace

from telegram import BotCommand, BotCommandScopeChat, CallbackQuery, MaybeInaccessibleMessage, Message
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError

from bot.actions import Action
from bot.channels.telegram.callbacks import Callbacks
from bot.channels.telegram.keyboards import buttons_of, keyboard
from bot.channels.telegram.messages import Command
from bot.channels.telegram.profile import CHINESE
from bot.channels.telegram.rendering import render
from bot.channels.telegram.sending import Sender, Target
from bot.channels.telegram.talking import Visit
from bot.channels.telegram.transport import Client
from bot.moderation.commands import MENU, Moderation, Person
from bot.replies.model import Reply

_log = logging.getLogger(__name__)

# These buttons turn pages; what any other does is a new message
_IN_PLACE = {"skip", "show", "topics", "stale"}


class Messenger:
    """Writes to moderators.

    Args:
        bot: an initialised bot.
    """

    def __init__(self, bot: Client) -> None:
        self.sender = Sender(bot)
        self._bot = bot
        self._callbacks = Callbacks(bot.token.encode())

    async def give(self, target: Target, reply: Reply, edit: int | None = None) -> None:
        """Send a reply, its pictures first; or put it in place of a message."""
        for one in reply.sends:
            content = await asyncio.to_thread(one.make)
            await self.sender.send_file(target, content, one.file_name, one.label, is_picture=True)
        shown = render(replace(reply, sends=())).messages
        buttons = keyboard(buttons_of(reply), self._callbacks)
        is_edited = (
            edit is not None
            and len(shown) == 1
            and await self.sender.edit(target.chat, edit, shown[0], buttons)
        )
        if not is_edited:
            await self.sender.send(target, shown, buttons)

    async def tell(self, reply: Reply, people: Iterable[int]) -> None:
        """Tell people something unasked. One who cannot be reached keeps nobody else from hearing it."""
        for person in people:
            try:
                await self.give(Target(person), reply)
            except TelegramError as error:
                # A bot cannot write to somebody who never wrote to it
                _log.warning("没能告诉管理员 %d（%s）：请他先给机器人发一句话", person, type(error).__name__)

    async def introduce(self, people: Iterable[int]) -> None:
        """Put the moderators' commands into their menus."""
        commands = tuple(BotCommand(name, text) for name, text in {**MENU, **CHINESE.commands}.items())
        for person in people:
            scope = BotCommandScopeChat(person)
            try:
                # Setting what is set already counts against a small daily limit
                if await self._bot.get_my_commands(scope) != commands:
                    await self._bot.set_my_commands(commands, scope)
            except TelegramError as error:
                _log.warning("管理员 %d 的菜单没有设好（%s）", person, type(error).__name__)


class Backstage:
    """What only moderators see. Whether somebody is one is for ``Moderation`` to say."""

    def __init__(self, messenger: Messenger, moderation: Moderation) -> None:
        self._messenger = messenger
        self._moderation = moderation

    async def run(self, command: Command, message: Message, visit: Visit) -> bool:
        """Run a moderators' command and give its reply; ``False`` if there is none of this name."""
        if command.name not in self._moderation.names:
            return False
        person = Person(
            visit.place.user,
            is_private=message.chat.type == ChatType.PRIVATE,
            # What was passed on, or picked from what another bot offers, was typed by nobody
            is_forwarded=message.forward_origin is not None or message.via_bot is not None,
        )
        async with self._messenger.sender.showing(visit.target, ChatAction.TYPING):
            reply = await self._moderation.run(command.name, command.arguments, person)
        await self._messenger.give(visit.target, reply)
        return True

    async def press(
        self, query: CallbackQuery, message: MaybeInaccessibleMessage, action: str, visit: Visit
    ) -> bool:
        """Do what a moderators' button says; ``False`` if it is none of theirs."""
        parsed = Action.parse(action)
        if parsed is None or not self._moderation.owns(action):
            return False
        person = Person(query.from_user.id, is_private=message.chat.type == ChatType.PRIVATE)
        async with self._messenger.sender.showing(visit.target, ChatAction.TYPING):
            reply = await self._moderation.press(action, person)
        turns = parsed.arguments[:1] and parsed.arguments[0] in _IN_PLACE
        await self._messenger.give(visit.target, reply, message.message_id if turns else None)
        return True
