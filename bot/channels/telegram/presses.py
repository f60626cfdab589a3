"""Pressed buttons."""

from __future__ import annotations

import logging
from typing import get_args

from telegram import CallbackQuery, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.actions import Action
from bot.assistant import Question
from bot.channels.telegram.commands import Commands
from bot.channels.telegram.feedback import Feedback, FeedbackBook, Verdict
from bot.channels.telegram.keyboards import OWN, keyboard, slot_buttons
from bot.channels.telegram.moderating import Backstage
from bot.channels.telegram.sending import Target
from bot.channels.telegram.store import Place
from bot.channels.telegram.talking import Talk, Visit
from bot.quoting.asking import Changeable, SlotAsker

_log = logging.getLogger(__name__)

# What moves within an open quote changes its message; everything else is a new answer
_IN_PLACE = {"set", "plan", "resume", "cancel"}
_CHANGES: dict[str, Changeable] = {one: one for one in get_args(Changeable)}

# What may be typed instead of choosing
_HINTS: dict[Changeable, str] = {
    "principal": "选一个，或者打字，例如“3万5”。",
    "term": "选一个，或者打字，例如“18期”“20天”。",
    "rate": "选一个，或者打字，例如“日息万三”“年化18%”。",
}
_STALE = "这个按钮已经失效了，直接打字问我就行。"
_NOT_YOURS = "这是别人问的。你也可以@我，问你自己的。"
_THANKS = {
    Verdict.UP: "谢谢！",
    Verdict.DOWN: "记下了。哪里不对？用 /feedback 加一句话告诉我。",
}


class Presses:
    """Answers presses: at once with a word to the client, then with what the button does."""

    def __init__(
        self, talk: Talk, commands: Commands, feedback: FeedbackBook, backstage: Backstage | None = None
    ) -> None:
        self._talk = talk
        self._commands = commands
        self._feedback = feedback
        self._backstage = backstage

    async def answer(self, query: CallbackQuery) -> None:
        """Answer one press."""
        press = self._talk.callbacks.read(query.data or "")
        message = query.message
        if press is None or message is None:
            # Forged, of an older version, or under a message that was posted elsewhere
            await toast(query, _STALE)
            return
        is_private = message.chat.type == ChatType.PRIVATE
        if press.asker not in (None, query.from_user.id):
            await toast(query, _NOT_YOURS)
            return
        visit = Visit(
            Place(message.chat.id, query.from_user.id),
            Target(message.chat.id, None if is_private else message.message_id, _thread(message)),
            None if is_private else query.from_user.id,
        )
        if press.action.startswith(OWN):
            await self._own(query, message, visit, press.action.removeprefix(OWN).split(" "))
            return
        await toast(query)
        if self._backstage is not None and await self._backstage.press(query, message, press.action, visit):
            return
        edit = message.message_id if await self._is_in_place(press.action, visit, message) else None
        await self._talk.ask(visit, Question(action=press.action), edit=edit)

    async def _is_in_place(self, written: str, visit: Visit, message: MaybeInaccessibleMessage) -> bool:
        """Whether the answer belongs where the button was."""
        action = Action.parse(written)
        state = await self._talk.store.read(visit.place)
        if action is None or state.live != message.message_id:
            return False
        # A lender is chosen for a rate that is missing, or out of a comparison, which stays to be read
        is_asked = action.verb == "take" and state.conversation.asked_slot is not None
        return action.verb in _IN_PLACE or is_asked

    async def _own(
        self, query: CallbackQuery, message: MaybeInaccessibleMessage, visit: Visit, words: list[str]
    ) -> None:
        """The channel's own buttons: pages, values to choose from, opinions, commands."""
        match words:
            case ["page", number] if number.isdecimal():
                await toast(query)
                edit = message.message_id if await self._is_live(visit, message) else None
                await self._talk.ask(visit, Question(action="plan"), edit=edit, page=int(number[:4]))
            case ["change", name] if name in _CHANGES:
                await self._change(query, message, visit, _CHANGES[name])
            case [("up" | "down") as verdict, topic, *product]:
                await self._opinion(query, message, visit, Verdict(verdict), topic, product)
            case [name] if name in self._commands.names:
                await toast(query)
                await self._commands.run(name, "", visit)
            case _:
                await toast(query, _STALE)

    async def _change(
        self, query: CallbackQuery, message: MaybeInaccessibleMessage, visit: Visit, name: Changeable
    ) -> None:
        """Show the values to choose from in place of the buttons."""
        draft = (await self._talk.store.read(visit.place)).conversation.draft
        if draft is None or not await self._is_live(visit, message):
            await toast(query, "这笔账已经放下了。直接说新的数，例如“2万分12期”。")
            return
        await toast(query, _HINTS.get(name))
        values = SlotAsker(self._talk.assistant.knowledge).values(draft, name)
        await self._talk.sender.edit_keyboard(
            message.chat.id,
            message.message_id,
            keyboard(slot_buttons(values), self._talk.callbacks, visit.asker),
        )

    async def _opinion(
        self,
        query: CallbackQuery,
        message: MaybeInaccessibleMessage,
        visit: Visit,
        verdict: Verdict,
        topic: str,
        product: list[str],
    ) -> None:
        known = self._talk.assistant.knowledge
        if topic not in known.topics or any(one not in known.products for one in product):
            await toast(query, _STALE)
            return
        await toast(query, _THANKS[verdict])
        state = await self._talk.store.read(visit.place)
        question = state.question if state.live == message.message_id else None
        await self._feedback.record(
            Feedback(verdict, known.version, topic, product[0] if product else None, question)
        )
        if isinstance(message, Message):
            await self._talk.sender.edit_keyboard(
                message.chat.id, message.message_id, self._without_opinions(message.reply_markup)
            )

    def _without_opinions(self, markup: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
        """One opinion is enough: the buttons without the two."""
        if markup is None:
            return None
        rows = [
            [one for one in row if not self._is_opinion(one.callback_data)] for row in markup.inline_keyboard
        ]
        return InlineKeyboardMarkup([row for row in rows if row])

    def _is_opinion(self, data: object) -> bool:
        press = self._talk.callbacks.read(data) if isinstance(data, str) else None
        return press is not None and press.action.startswith((f"{OWN}up ", f"{OWN}down "))

    async def _is_live(self, visit: Visit, message: MaybeInaccessibleMessage) -> bool:
        """Whether the pressed message is the one that shows the open quote."""
        return (await self._talk.store.read(visit.place)).live == message.message_id


def _thread(message: MaybeInaccessibleMessage) -> int | None:
    """The topic of a forum; of a message that is too old, nothing but its chat is known."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


async def toast(query: CallbackQuery, text: str | None = None) -> None:
    """Answer the press, which ends the waiting circle; ``text`` shows for a moment."""
    try:
        await query.answer(text)
    except BadRequest as error:
        # Pressed while the bot was away: the client has given up waiting, the button still does its work
        _log.info("按钮按下太久了：%s", error.message)
