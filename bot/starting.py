"""What a start does once: learning in a process of its own, and leaving alone what will stay."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.understanding.index import Index
from knowledge import Knowledge


def first_index(knowledge: Knowledge, folder: Path, cache: Path | None) -> Index:
    """The index of what ``folder`` holds; one that has to be trained is trained in a process of its own.

    Its memory is given back then. Where that does not work out, there is no model in the cache and it is trained here.
    """
    if cache is not None and not Index.is_kept(knowledge, cache):
        command = [sys.executable, "-m", "bot.moderation.training", str(folder), str(cache)]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return Index.build(knowledge, cache)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from running meanwhile.

    So many new objects make it look through everything there is, several times, which would take as long as the rest and
    stop every thread. Snapshots hold no cycles: an old one goes when nobody uses it any more.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def settling() -> Iterator[None]:
    """Build what will stay without looking for garbage in it, neither meanwhile nor ever after.

    A million objects are made at a start and none is garbage: looking takes a seventh of the time, and later a
    tenth of a second whenever all are looked at in the middle of an answer.
    """
    with uncollected():
        try:
            yield
        finally:
            gc.freeze()
