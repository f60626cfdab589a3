"""Keeping what is slow to make in a folder, so that the next start reads it.

Files are named ``kind-fingerprint.suffix``: what a file was made from is in its name, and a file of another name is
simply not found. Everything in the folder can be deleted at any time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

_log = logging.getLogger(__name__)

T = TypeVar("T")

# How many versions of each kind stay
KEPT = 4


def kept(cache: Path | None, name: str, read: Callable[[Path], T]) -> T | None:
    """What ``read`` makes of the file, or None where there is none or it cannot be read."""
    if cache is None or not (cache / name).exists():
        return None
    with suppress(OSError):
        (cache / name).touch()  # what is used is kept longest
    try:
        return read(cache / name)
    except (OSError, ValueError):
        _log.warning("cached file unreadable, made anew: %s", name)
        return None


def keep(cache: Path | None, name: str, write: Callable[[Path], None]) -> None:
    """Let ``write`` make the file; a folder that cannot be written only means that the next start is slow."""
    if cache is None:
        return
    try:
        cache.mkdir(parents=True, exist_ok=True)
        write(cache / name)
        kind = name.split("-")[0]
        for old in sorted(cache.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            with suppress(OSError):  # Windows keeps a file that another process has mapped
                old.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("%s not kept (%s): every start will make it anew", name, error.strerror)
