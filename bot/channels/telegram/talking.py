"""Asking the assistant on behalf of someone in a chat, and giving them its reply."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from telegram.constants import ChatAction

from bot.assistant import Assistant, Question
from bot.channels.telegram.callbacks import Callbacks
from bot.channels.telegram.keyboards import buttons_of, keyboard, lender_buttons
from bot.channels.telegram.observing import NoObserver, Observer
from bot.channels.telegram.rendering import caption, render
from bot.channels.telegram.rich import rich_html, wants_rich
from bot.channels.telegram.sending import Sender, Target
from bot.channels.telegram.store import ChatState, ConversationStore, Place
from bot.masking import mask_personal
from bot.replies.model import Button, Reply, ReplyKind

PICTURE = "picture"
_TOO_MANY_FILES = "这一小时里要的图和表够多了，过一会再要。"


@dataclass(frozen=True, slots=True)
class Visit:
    """One message or press: who it is from and where the answer goes."""

    place: Place
    target: Target
    asker: int | None = None  # in a group, the only one who may press the buttons


class Talk:
    """What all handlers share: the assistant, the states, the way out."""

    def __init__(
        self,
        assistant: Assistant,
        store: ConversationStore,
        sender: Sender,
        callbacks: Callbacks,
        observer: Observer | None = None,
        may_have_file: Callable[[int], bool] = lambda person: True,
    ) -> None:
        self.assistant = assistant
        self.store = store
        self.sender = sender
        self.callbacks = callbacks
        self._observer = observer or NoObserver()
        self._may_have_file = may_have_file

    async def ask(
        self, visit: Visit, question: Question, *, edit: int | None = None, page: int = 1, remark: str = ""
    ) -> None:
        """Ask, answer, and keep the conversation.

        Args:
            edit: the message to replace, if it still can be.
            page: of a long table, the page to show.
            remark: what the channel itself has to add.
        """
        state = await self.store.read(visit.place)
        # One snapshot for the whole of a question: another may be served before this is through
        assistant = self.assistant
        reply, conversation = assistant.answer(question, state.conversation)
        if remark:
            reply = replace(reply, remarks=(remark, *reply.remarks))
        lenders = lender_buttons(conversation, assistant.knowledge)
        live = await self.give(visit, reply, edit, page, lenders)
        asked = mask_personal(question.text) if question.action is None else None
        await self._observer.answered(asked or "", reply, state.conversation, assistant.knowledge.version)
        changes: dict[str, object] = {"conversation": conversation}
        if not reply.sends:
            changes |= {
                "before": state.conversation,
                "question": asked,
                "action": question.action,
                "live": live,
            }
        await self.store.write(visit.place, state.model_copy(update=changes))

    async def give(
        self,
        visit: Visit,
        reply: Reply,
        edit: int | None = None,
        page: int = 1,
        lenders: Sequence[Button] = (),
    ) -> int | None:
        """Send a reply, or put it in place of a message; returns the id of the last message."""
        if reply.sends:
            await self._hand_over(visit, reply)
            return None
        if self.sender.rich and wants_rich(reply):
            whole = rich_html(reply)
            buttons = keyboard(buttons_of(reply), self.callbacks, visit.asker)
            sent = await self.sender.send_rich(visit.target, whole, buttons, edit) if whole else None
            if sent is not None:
                return sent
        shown = render(reply, page)
        buttons = keyboard(buttons_of(reply, shown.page, shown.pages, lenders), self.callbacks, visit.asker)
        is_edited = (
            edit is not None
            and len(shown.messages) == 1
            and await self.sender.edit(visit.target.chat, edit, shown.messages[0], buttons)
        )
        return edit if is_edited else await self.sender.send(visit.target, shown.messages, buttons)

    async def again(self, place: Place) -> Reply | None:
        """The last answer, derived anew from what it was derived from; ``None`` if there was none."""
        state = await self.store.read(place)
        if not state.has_answered:
            return None
        reply, _ = self.assistant.answer(last_question(state), state.before)
        return reply

    async def _hand_over(self, visit: Visit, reply: Reply) -> None:
        """Make pictures and files, which takes a while, and send them."""
        for one in reply.sends:
            if not self._may_have_file(visit.place.user):
                await self.give(visit, Reply(ReplyKind.ANSWER, _TOO_MANY_FILES))
                return
            is_picture = one.id == PICTURE
            action = ChatAction.UPLOAD_PHOTO if is_picture else ChatAction.UPLOAD_DOCUMENT
            async with self.sender.showing(visit.target, action):
                content = await asyncio.to_thread(one.make)
            await self.sender.send_file(visit.target, content, one.file_name, caption(reply), is_picture)


def last_question(state: ChatState) -> Question:
    """The question that was answered last."""
    return Question(state.question or "", state.action)
