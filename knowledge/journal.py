"""Writing several files so that either all of them change or none does, even if the process is killed in between.

What is going to be written is put into one file first (``.jiewen/journal.json``), which appears all at once. From then on
the change is decided: whoever comes next carries it through. A file that has been changed by an editor in the meantime
is left to its editor.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOME = ".jiewen"  # hidden: the loader leaves it out, and its own .gitignore keeps it out of git
KEEP = "kept"  # below it: the versions that can be brought back
_JOURNAL = "journal.json"


@dataclass(frozen=True)
class Entry:
    """What is to be written, and what whoever carries it through has to know."""

    texts: Mapping[str, str | None]  # name below the folder → new text, or None to delete it
    before: Mapping[
        str, str | None
    ]  # name → digest of what it is written over, or None where there was nothing
    details: Mapping[str, Any]


def home(folder: Path) -> Path:
    """Where publishing keeps what is its own."""
    place = folder / HOME
    place.mkdir(exist_ok=True)
    ignore = place / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return place


def encoded(text: str) -> bytes:
    """``text`` as it stands in a file; bytes that are no UTF-8 come out as they went in."""
    return text.encode("utf-8", "surrogateescape")


def decoded(content: bytes) -> str:
    """The text of a file; see ``encoded``."""
    return content.decode("utf-8", "surrogateescape")


def digest(folder: Path, name: str) -> str | None:
    """What tells one content of a file from another; ``None`` where there is no such file."""
    try:
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def digest_of(text: str | None) -> str | None:
    """The digest that a file with this text has."""
    return None if text is None else hashlib.sha256(encoded(text)).hexdigest()


def decide(folder: Path, entry: Entry) -> None:
    """Put ``entry`` into the journal: from here on it will be carried through."""
    held = {"texts": dict(entry.texts), "before": dict(entry.before), "details": dict(entry.details)}
    write_whole(home(folder) / _JOURNAL, json.dumps(held).encode())


def pending(folder: Path) -> Entry | None:
    """What was decided and not yet finished. A journal that nobody can read was never decided."""
    try:
        held = json.loads((folder / HOME / _JOURNAL).read_bytes())
        return Entry(held["texts"], held["before"], held["details"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OSError):
        return None


def carry_through(folder: Path, entry: Entry) -> list[str]:
    """Write what is not written yet; returns the files that were left to somebody else's change."""
    left = []
    for name, text in entry.texts.items():
        now = digest(folder, name)
        if now == digest_of(text):
            continue
        if now != entry.before.get(name):
            left.append(name)
        elif text is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(folder / name, encoded(text))
    return left


def finish(folder: Path) -> None:
    """Forget the journal: everything that goes with the change is done."""
    (folder / HOME / _JOURNAL).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Take away what killed processes left half written; only for whoever holds the lock for writing."""
    for leftover in leftovers(folder):
        leftover.unlink(missing_ok=True)


def leftovers(folder: Path) -> list[Path]:
    """What is being written at this moment, or was when its process was killed."""
    places = (folder, *(one for one in folder.iterdir() if one.is_dir()), folder / HOME / KEEP)
    return [leftover for place in places for leftover in place.glob(".*.tmp")]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it holds the old content or the new, whenever anybody looks and whatever happens."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
        _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a change of names last through a loss of power, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
