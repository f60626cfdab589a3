"""Opening everything a channel needs, from the settings."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from bot.assistant import Assistant
from bot.settings import Settings
from knowledge import open_knowledge


def open_assistant(settings: Settings) -> Assistant:
    """The assistant for the knowledge folder of the settings.

    Raises:
        KnowledgeError: with every problem of a folder that does not pass; nothing is served then.
    """
    with settling():
        return Assistant.build(
            open_knowledge(settings.jiewen_knowledge_dir),
            settings.jiewen_cache_dir,
            idle_limit=dt.timedelta(minutes=settings.jiewen_idle_minutes),
        )


@contextmanager
def settling() -> Iterator[None]:
    """Build what will stay without looking for garbage in it, neither meanwhile nor ever after.

    A million objects are made at a start and none is garbage: looking takes a seventh of the time, and later a
    tenth of a second whenever all are looked at in the middle of an answer.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
