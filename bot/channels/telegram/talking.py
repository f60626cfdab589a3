"""Asking the assistant on behalf of someone in a chat, and giving them its reply."""

from __future__ import annotations

from dataclasses import dataclass

from bot.assistant import Assistant, Question
from bot.channels.telegram.callbacks import Callbacks
from bot.channels.telegram.keyboards import keyboard
from bot.channels.telegram.rendering import render
from bot.channels.telegram.sending import Sender, Target
from bot.channels.telegram.store import ConversationStore, Place
from bot.replies.model import Reply


@dataclass(frozen=True, slots=True)
class Visit:
    """One message or press: who it is from and where the answer goes."""

    place: Place
    target: Target
    asker: int | None = None  # in a group, the only one who may press the buttons


class Talk:
    """What all handlers share: the assistant, the states, the way out."""

    def __init__(
        self, assistant: Assistant, store: ConversationStore, sender: Sender, callbacks: Callbacks
    ) -> None:
        self.assistant = assistant
        self.store = store
        self.sender = sender
        self.callbacks = callbacks

    async def ask(self, visit: Visit, question: Question, edit: int | None = None) -> Reply:
        """Ask, answer, and keep the conversation. ``edit`` is the message to replace, if it can be."""
        state = await self.store.read(visit.place)
        reply, conversation = self.assistant.answer(question, state.conversation)
        message = await self.give(visit, reply, edit)
        changes: dict[str, object] = {"conversation": conversation, "answered": message}
        if question.text:
            changes["question"] = question.text
        await self.store.write(visit.place, state.model_copy(update=changes))
        return reply

    async def give(self, visit: Visit, reply: Reply, edit: int | None = None) -> int | None:
        """Send a reply, or put it in place of a message; returns the id of the last message."""
        messages = render(reply)
        buttons = keyboard(reply.buttons, self.callbacks, visit.asker)
        is_edited = (
            edit is not None
            and len(messages) == 1
            and await self.sender.edit(visit.target.chat, edit, messages[0], buttons)
        )
        if is_edited:
            return edit
        return await self.sender.send(visit.target, messages, buttons)
