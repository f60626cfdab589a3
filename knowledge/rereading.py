"""Reading a folder again when only a file or two of it changed.

Most of the time of reading goes into parsing YAML. A document never changes, so that of a file which holds the
same bytes as before can be used again; what the files say together is always put together and checked anew.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeAlias

from knowledge.document import Document, read_bytes
from knowledge.loader import Loaded, load

Stamp: TypeAlias = "tuple[str, int, int, int]"

# A folder that is still being written to is read again, so often at most
_ATTEMPTS = 5


class Rereader:
    """Reads folders, and remembers the documents of the last reading. For one thread at a time."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[bytes, Document]] = {}  # name → digest of the bytes, what they say
        self._used: set[str] = set()

    def load(self, folder: Path) -> Loaded:
        """What ``folder`` holds at one moment: if a file changes while it is being read, it is read again."""
        before = stamps(folder)
        for _ in range(_ATTEMPTS):
            self._used.clear()
            loaded = load(folder, self._read)
            after = stamps(folder)
            if before == after:
                break
            before = after
        self._held = {name: held for name, held in self._held.items() if name in self._used}
        return loaded

    def _read(self, content: bytes, name: str) -> Document:
        self._used.add(name)
        digest = hashlib.sha256(content).digest()
        held = self._held.get(name)
        if held is not None and held[0] == digest:
            return held[1]
        document = read_bytes(content, name)
        self._held[name] = (digest, document)
        return document


def stamps(folder: Path) -> tuple[Stamp, ...]:
    """What tells whether any file that counts was touched: name, time of change (ns), size and inode of each.

    Hidden files are none of the knowledge. A folder that is not there has no stamps.
    """
    found = []
    for path in _files(folder):
        try:
            state = path.stat()
        except OSError:
            continue
        name = path.relative_to(folder).as_posix()
        found.append((name, state.st_mtime_ns, state.st_size, state.st_ino))
    return tuple(sorted(found))


def _files(folder: Path) -> list[Path]:
    try:
        return [
            path
            for path in (*folder.glob("*.*"), *folder.glob("[!.]*/*.*"))
            if not path.name.startswith((".", "~"))
        ]
    except OSError:
        return []
