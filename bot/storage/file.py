"""The file of a SQLite database: for its owner only, and with a write-ahead log before anybody works with it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.errors import DatabaseAway, of_sqlite
from bot.storage.lock import waiting_for


def prepare_file(file: Path, patience: float) -> None:
    """Make a file if there is none, and switch it to a write-ahead log, which it then keeps.

    The switch needs the file for itself, and SQLite does not wait for it: of several processes that open a new file, or a
    restored backup, at the same moment, all but one would fail. So they take turns. The file is never opened
    otherwise than by SQLite: to close it would release locks that SQLite holds in this process.

    Args:
        patience: how many seconds to wait for others.

    Raises:
        DatabaseAway: if it cannot be opened now.
        SchemaError: if it is no database.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with waiting_for(file.with_name(f"{file.name}-opening"), patience):
            if not file.exists():
                # The log beside it takes over the mode
                os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(file, timeout=patience)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
    except (sqlite3.Error, OSError) as error:
        raise of_sqlite(error) from error


def back_up_file(file: Path, copy: Path) -> int:
    """Write a copy of a database that others may be working with, and wait for none; returns its size in bytes.

    Raises:
        DatabaseAway: if there is no database, or it cannot be copied.
        FileExistsError: if there is a copy of this name.
    """
    if not file.exists():
        raise DatabaseAway(f"没有数据库文件 {file}")
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
    except (sqlite3.Error, OSError) as error:
        copy.unlink(missing_ok=True)
        raise of_sqlite(error) from error
    return copy.stat().st_size
