"""Locks on files. The system releases them when the process dies, however it dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.storage.errors import DatabaseAway, DatabaseInUse

_LOOK_SECONDS = 0.01


class ProcessLock:
    """One process for one SQLite file: a lock on a file beside it."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock.

        Raises:
            DatabaseInUse: if another process has it.
            DatabaseAway: if there can be no such file.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = _open(self._path)
        except OSError as error:
            raise DatabaseAway(f"数据库所在的文件夹不能写：{error.strerror}") from None
        try:
            _lock(file)
        except OSError:
            file.seek(0)
            number = file.read(20).strip()
            file.close()
            raise DatabaseInUse(
                f"另一个借问（进程 {number or '?'}）正在用这个数据库文件。请先停掉它；"
                "要几个进程一起工作，请改用 PostgreSQL（JIEWEN_DATABASE_URL）"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def waiting_for(path: Path, patience: float) -> Iterator[None]:
    """Hold a lock for a moment, after whoever holds it now. Blocks its thread.

    Raises:
        DatabaseAway: if its turn does not come within ``patience`` seconds.
        OSError: if there can be no such file.
    """
    end = time.monotonic() + patience
    with _open(path) as file:
        while not _is_locked(file):
            if time.monotonic() > end:
                raise DatabaseAway("另一个借问正在打开这个数据库，很久没有完；请查它是不是卡住了")
            time.sleep(_LOOK_SECONDS)
        yield


def _open(path: Path) -> IO[str]:
    # Readable by its owner only, like the database
    return open(path, "a+", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600))


def _is_locked(file: IO[str]) -> bool:
    try:
        _lock(file)
    except OSError:
        return False
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        # Far behind the process number, which others may read
        file.seek(1024)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
