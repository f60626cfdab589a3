"""One writer at a time in a knowledge folder, and no reader while it writes.

The lock is on the folder itself, so that every process that uses the folder meets at the same place, leaves no file
behind, and loses the lock when it ends, however it ends. Editors know nothing of it; what they save is found by
comparing what the files hold.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there is one moderator with one editor, and nobody else to wait for
    fcntl = None  # type: ignore[assignment]

PATIENCE = 30.0  # seconds
_PAUSE = 0.005


class BusyError(Exception):
    """Somebody else has been writing for too long."""


@contextmanager
def writing(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Nobody else writes or reads ``folder`` meanwhile.

    Raises:
        BusyError: if that does not come about within ``patience`` seconds.
        OSError: if there is no such folder.
    """
    with _locked(folder, patience, shared=False):
        yield


@contextmanager
def reading(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Nobody writes ``folder`` meanwhile.

    Raises:
        BusyError: if that does not come about within ``patience`` seconds.
        OSError: if there is no such folder.
    """
    with _locked(folder, patience, shared=True):
        yield


@contextmanager
def _locked(folder: Path, patience: float, *, shared: bool) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        _insist(lambda: fcntl.flock(handle, kind | fcntl.LOCK_NB), patience)
        yield
    finally:
        os.close(handle)  # which gives the lock back


def _insist(take: Callable[[], None], patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            take()
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise BusyError(f"知识文件夹正在被别人写，等了 {patience:.0f} 秒") from None
            time.sleep(_PAUSE)
