"""Opening everything a channel needs, from the settings."""

from __future__ import annotations

import datetime as dt

from bot.assistant import Assistant
from bot.settings import Settings
from knowledge import open_knowledge


def open_assistant(settings: Settings) -> Assistant:
    """The assistant for the knowledge folder of the settings.

    Raises:
        KnowledgeError: with every problem of a folder that does not pass; nothing is served then.
    """
    return Assistant.build(
        open_knowledge(settings.jiewen_knowledge_dir),
        settings.jiewen_cache_dir,
        idle_limit=dt.timedelta(minutes=settings.jiewen_idle_minutes),
    )
