"""From an update to its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.actions import ask
from bot.assistant import Assistant, Question
from bot.channels.telegram.callbacks import Callbacks
from bot.channels.telegram.commands import GREETING, Commands
from bot.channels.telegram.errors import Errors
from bot.channels.telegram.feedback import FeedbackBook, MemoryFeedback
from bot.channels.telegram.inline import answer_inline
from bot.channels.telegram.messages import (
    CAPTION_REMARK,
    command_of,
    is_addressed,
    is_for_another_bot,
    kind_word,
    question_of,
    visit_of,
)
from bot.channels.telegram.moderating import Backstage, Messenger
from bot.channels.telegram.observing import Observer
from bot.channels.telegram.presses import Presses, toast
from bot.channels.telegram.receiving import RawUpdate
from bot.channels.telegram.sending import Sender, Target
from bot.channels.telegram.store import ConversationStore, MemoryStore
from bot.channels.telegram.talking import Talk, Visit
from bot.channels.telegram.transport import Client
from bot.limits import Limits, Verdict
from bot.masking import mask_personal
from bot.moderation.commands import Moderation
from bot.replies.model import Reply, ReplyKind

_TOO_OFTEN = "问得太快了，我跟不上。歇一分钟再问，前面问的都会答。"
_UNKNOWN_COMMAND = Reply(ReplyKind.ANSWER, "没有这个命令。/help 看看有哪些，或直接打字问。")


class Channel:
    """Handles updates. It keeps nothing itself, so it may be started anew between any two of them.

    Args:
        bot: an initialised bot.
        assistant: answers the questions.
        store: keeps conversations.
        feedback: keeps opinions.
        rich: whether to try native tables.
        limits: how much one person and one group may ask for.
        observer: sees each answer.
        clock: the time.
        moderation: runs moderators' commands; without it there are none.
    """

    def __init__(
        self,
        bot: Client,
        assistant: Assistant,
        store: ConversationStore | None = None,
        feedback: FeedbackBook | None = None,
        rich: bool = False,
        limits: Limits | None = None,
        observer: Observer | None = None,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        moderation: Moderation | None = None,
    ) -> None:
        self._bot = bot
        self._limits = limits or Limits()
        self._clock = clock
        sender = Sender(bot, rich)
        book = feedback or MemoryFeedback()
        self.talk = Talk(
            assistant,
            store or MemoryStore(),
            sender,
            Callbacks(bot.token.encode()),
            observer,
            lambda person: self._limits.file(person, clock()) is Verdict.ALLOW,
        )
        self._backstage = Backstage(Messenger(bot), moderation) if moderation is not None else None
        self._commands = Commands(self.talk, book, moderation)
        self._presses = Presses(self.talk, self._commands, book, self._backstage)
        self._errors = Errors(sender)

    def serve(self, assistant: Assistant) -> None:
        """Answer from another snapshot from now on; what was begun goes on with the one before."""
        self.talk.assistant = assistant

    async def handle(self, raw: RawUpdate) -> None:
        """Answer an update; returns when the answer was sent. Whatever goes wrong is raised."""
        await self.answer(Update.de_json(raw, self._bot))

    async def apologise(self, raw: RawUpdate, error: Exception) -> None:
        """Log what went wrong with an update, and tell whoever waits for an answer."""
        try:
            target = _target(Update.de_json(raw, self._bot))
        except Exception:
            # It was no update that anybody could read
            target = None
        await self._errors.report(error, _kind(raw), target)

    async def answer(self, update: Update) -> None:
        """Answer an update; whatever goes wrong is raised."""
        if update.callback_query is not None:
            await self._press(update.callback_query)
        elif update.inline_query is not None:
            query = update.inline_query
            if self._limits.inline(query.from_user.id, self._clock()) is Verdict.ALLOW:
                await answer_inline(query, self.talk.assistant, self._bot.username)
        elif update.message is not None:
            await self._message(update.message)
        elif update.edited_message is not None:
            await self._edited(update.edited_message)

    async def _press(self, query: CallbackQuery) -> None:
        chat = query.message.chat.id if query.message is not None else query.from_user.id
        match self._limits.question(query.from_user.id, chat, self._clock()):
            case Verdict.ALLOW:
                await self._presses.answer(query)
            case Verdict.WARN:
                await toast(query, _TOO_OFTEN)

    async def _is_allowed(self, visit: Visit, written: dt.datetime) -> bool:
        """Whether there is an answer; the first time there is none, say why."""
        verdict = self._limits.question(visit.place.user, visit.place.chat, written)
        if verdict is Verdict.WARN:
            await self.talk.give(visit, Reply(ReplyKind.ANSWER, _TOO_OFTEN))
        return verdict is Verdict.ALLOW

    async def _message(self, message: Message) -> None:
        visit = visit_of(message)
        if visit is None:
            return
        me, is_private = self._bot.bot, message.chat.type == ChatType.PRIVATE
        command = command_of(message, me)
        if command is not None:
            if not await self._is_allowed(visit, message.date):
                return
            # In a group, a command of no name that is not everybody's may be another bot's
            is_meant = is_private or command.is_named
            if (
                self._backstage is not None
                and is_meant
                and await self._backstage.run(command, message, visit)
            ):
                return
            is_known = await self._commands.run(command.name, command.arguments, visit)
            if not is_known and is_meant:
                await self.talk.give(visit, _UNKNOWN_COMMAND)
            return
        if not is_private and (is_for_another_bot(message, me) or not is_addressed(message, me)):
            return
        await self._question(message, visit)

    async def _question(self, message: Message, visit: Visit) -> None:
        text = question_of(message, self._bot.bot)
        word = kind_word(message)
        if message.media_group_id is not None and not await self._is_new_album(message.media_group_id, visit):
            return
        if not await self._is_allowed(visit, message.edit_date or message.date):
            return
        if text:
            await self.talk.ask(visit, Question(text), remark=CAPTION_REMARK if word else "")
        elif word is not None:
            await self.talk.give(visit, Reply(ReplyKind.ANSWER, word))
        elif message.text:
            # Nothing but the bot's name
            await self.talk.ask(visit, Question(action=ask(GREETING)))

    async def _edited(self, message: Message) -> None:
        """A changed question is a new one; a preview or a moving location that was added is not."""
        visit = visit_of(message)
        if visit is None or not message.text:
            return
        state = await self.talk.store.read(visit.place)
        if state.question == mask_personal(question_of(message, self._bot.bot)):
            return
        await self._message_again(message, visit)

    async def _message_again(self, message: Message, visit: Visit) -> None:
        me, is_private = self._bot.bot, message.chat.type == ChatType.PRIVATE
        if command_of(message, me) is not None or is_for_another_bot(message, me):
            return
        if is_private or is_addressed(message, me):
            target = replace(visit.target, reply_to=message.message_id)
            await self._question(message, replace(visit, target=target))

    async def _is_new_album(self, album: str, visit: Visit) -> bool:
        """Pictures sent together arrive one by one; only the first is answered."""
        state = await self.talk.store.read(visit.place)
        if state.album == album:
            return False
        await self.talk.store.write(visit.place, state.model_copy(update={"album": album}))
        return True


def _kind(raw: RawUpdate) -> str:
    kinds = [name for name in raw if name != "update_id"]
    return f"{kinds[0] if kinds else '?'} {raw.get('update_id')}"


def _target(update: Update | None) -> Target | None:
    """Where an apology goes: to whoever waits for an answer."""
    if update is None:
        return None
    if update.callback_query is not None:
        message = update.callback_query.message
        return Target(message.chat.id) if message is not None else None
    message = update.message
    visit = visit_of(message) if message is not None else None
    return visit.target if visit is not None else None
