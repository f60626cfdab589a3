"""What can be wrong with the database.

StorageError
├── AddressError     JIEWEN_DATABASE_URL cannot be used as it is written
├── DatabaseAway     it cannot be used now: unreachable, locked, disk full; trying again later may help
├── DatabaseInUse    another process works with the same SQLite file
└── SchemaError      it holds something else, or was made by a newer version of the program

Messages are Chinese, one line each, and never hold the address, which may hold a password.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc


class StorageError(Exception):
    """Something about the database; the message is for an operator."""

    exit_code = 3


class AddressError(StorageError):
    """The address of the database cannot be used."""

    exit_code = 2


class DatabaseAway(StorageError):  # noqa: N818 -- a state that passes, not a fault
    """The database cannot be used now."""


class DatabaseInUse(StorageError):  # noqa: N818
    """Another process works with the same file."""


class SchemaError(StorageError):
    """The database is not one of this version's."""

    exit_code = 4


# Classes of PostgreSQL's SQLSTATE that pass: access refused, wrong state, conflict, resources, intervention, connection
_PASSING = ("08", "25", "28", "3D", "40", "53", "55", "57", "58")
# What SQLite says when it is the program that is wrong
_OURS = ("no such table", "no such column", "syntax error", "has no column")
_FOREIGN = ("not a database", "malformed")


@contextmanager
def translated() -> Iterator[None]:
    """Raise errors of drivers as ours; what is the program's own fault stays as it is.

    Raises:
        DatabaseAway: for whatever may pass.
        SchemaError: for a file that is no database.
    """
    try:
        yield
    except exc.DBAPIError as error:
        raise _of_driver(error) from error
    except (exc.TimeoutError, OSError, TimeoutError) as error:
        raise DatabaseAway(f"数据库没有应答：{type(error).__name__}") from error


def of_sqlite(error: sqlite3.Error | OSError) -> StorageError:
    """What an error of SQLite itself, or of its file, comes to."""
    if isinstance(error, OSError):
        return DatabaseAway(_unusable(str(error.strerror)))
    said = _first_line(error)
    return _foreign(said) or DatabaseAway(_away(said))


def _of_driver(error: exc.DBAPIError) -> Exception:
    said = _first_line(error.orig)
    foreign = _foreign(said)
    if foreign is not None:
        return foreign
    state = getattr(error.orig, "sqlstate", None)
    is_passing = error.connection_invalidated or (
        str(state).startswith(_PASSING)
        if state
        else isinstance(error, exc.OperationalError | exc.InterfaceError | exc.InternalError)
    )
    if not is_passing or any(words in said for words in _OURS):
        return error
    return DatabaseAway(_away(said))


def _foreign(said: str) -> SchemaError | None:
    if any(words in said for words in _FOREIGN):
        return SchemaError(f"数据库文件坏了，或者不是数据库：{said}。请换一个文件，或从备份恢复")
    return None


def _away(said: str) -> str:
    if "locked" in said:
        return "数据库被另一个程序锁住了：请关掉正在打开它的工具，或等它做完"
    if "full" in said or "disk I/O" in said or "No space" in said:
        return f"数据库写不进去，磁盘可能满了：{said}"
    if "unable to open" in said or "readonly" in said:
        return _unusable(said)
    return f"数据库现在不能用：{said}"


def _unusable(said: str) -> str:
    return f"数据库文件打不开或不能写，请查文件夹和权限：{said}"


def _first_line(error: BaseException | None) -> str:
    lines = str(error or "").strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
