"""Typed answers to what was offered: a number, 第二个, its words, 都要."""

from __future__ import annotations

import re

from bot.conversation import Choice, Conversation
from bot.dialogue.moves import Moves
from bot.dialogue.plans import ChoicePlan
from bot.quoting.said import Said

MAX_TOPICS = 3  # answered at once
_IGNORED = re.compile(r"[\s，。？！、,.?!~～…（）()]+")
_SHORTEST = 2


def chosen(text: str, moves: Moves, said: Said, before: Conversation) -> ChoicePlan | None:
    """What of the offered things ``text`` chooses; a plan without actions where the choice is gone."""
    choices = before.choices
    by_words = _by_words(text, choices, before.is_clarifying)
    if by_words is not None:
        return ChoicePlan((by_words.action,))
    if moves.chooses_all:
        verbs = [choice.action.partition(" ")[0] for choice in choices]
        values = [choice.action for choice, verb in zip(choices, verbs, strict=True) if verb == "set"]
        topics = [choice.action for choice, verb in zip(choices, verbs, strict=True) if verb == "ask"]
        return ChoicePlan(tuple(values if before.asked_slot is not None else topics[:MAX_TOPICS]))
    if moves.choice is None:
        return None
    number = len(choices) if moves.choice == -1 else moves.choice
    if 1 <= number <= len(choices):
        return ChoicePlan((choices[number - 1].action,))
    return ChoicePlan(()) if moves.is_ordinal and not said else None


def _by_words(text: str, choices: tuple[Choice, ...], is_clarifying: bool) -> Choice | None:
    """The one choice whose label the text is; where a question was asked back, also is part of."""
    if not choices:
        return None
    typed = _plain(text)
    if len(typed) < _SHORTEST:
        return None
    same = [choice for choice in choices if _plain(choice.label) == typed]
    if not same and is_clarifying:
        same = [choice for choice in choices if typed in _plain(choice.label)]
    return same[0] if len(same) == 1 else None


def _plain(text: str) -> str:
    return _IGNORED.sub("", text.lower())
