"""Opening everything a channel needs, from the settings."""

from __future__ import annotations

import datetime as dt

from bot.assistant import Assistant
from bot.moderation.live import LiveKnowledge
from bot.settings import Settings
from bot.starting import first_index, settling
from bot.understanding.calibration import Calibration
from knowledge import open_knowledge


def open_assistant(settings: Settings) -> Assistant:
    """The assistant for the knowledge folder of the settings.

    Raises:
        KnowledgeError: with every problem of a folder that does not pass; nothing is served then.
    """
    folder, cache = settings.jiewen_knowledge_dir, settings.jiewen_cache_dir
    with settling():
        knowledge = open_knowledge(folder)
        index = first_index(knowledge, folder, cache)
        return Assistant(knowledge, index, Calibration.read(), _now, _idle_limit(settings))


def open_live(settings: Settings) -> LiveKnowledge:
    """The knowledge folder of the settings, to be served and replaced; raises as ``open_assistant`` does."""
    return LiveKnowledge.open(settings.jiewen_knowledge_dir, settings.jiewen_cache_dir, _idle_limit(settings))


def _idle_limit(settings: Settings) -> dt.timedelta:
    return dt.timedelta(minutes=settings.jiewen_idle_minutes)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
