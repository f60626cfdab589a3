"""Answers without a channel, for the knowledge's own test questions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.assistant import Assistant
from bot.settings import read_settings
from knowledge import Knowledge


def answers(questions: Sequence[str], knowledge: Knowledge) -> list[tuple[str | None, str | None]]:
    """Topic and product of the best reading of each question, whether or not it is sure enough to answer."""
    assistant = Assistant.build(knowledge, read_settings().jiewen_cache_dir)
    found = []
    for question in questions:
        understanding = assistant.understander.understand(question)
        found.append((understanding.topic, understanding.product))
    return found
