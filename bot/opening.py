"""Opening everything a channel needs, from the settings."""

from __future__ import annotations

import datetime as dt
import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.assistant import Assistant
from bot.settings import Settings
from bot.understanding.index import Index
from knowledge import open_knowledge


def open_assistant(settings: Settings) -> Assistant:
    """The assistant for the knowledge folder of the settings.

    Raises:
        KnowledgeError: with every problem of a folder that does not pass; nothing is served then.
    """
    cache = settings.jiewen_cache_dir
    with settling():
        knowledge = open_knowledge(settings.jiewen_knowledge_dir)
        if not Index.is_kept(knowledge, cache):
            _train_apart(settings.jiewen_knowledge_dir, cache)
        return Assistant.build(
            knowledge, cache, idle_limit=dt.timedelta(minutes=settings.jiewen_idle_minutes)
        )


def _train_apart(folder: Path, cache: Path) -> None:
    """Leave a trained model in ``cache`` from a process of its own, whose memory is given back.

    Where that does not work out, there is no model in the cache and it is trained here.
    """
    command = [sys.executable, "-m", "bot.moderation.training", str(folder), str(cache)]
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


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
