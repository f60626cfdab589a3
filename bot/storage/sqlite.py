"""SQLite: a file, a thread that writes to it, and one that reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from bot.storage.address import Address
from bot.storage.file import prepare_file

# How long another program that writes is waited for
LOCK_SECONDS = 2.0

_PRAGMAS = {
    # What is deleted is overwritten, not only unlinked
    "secure_delete": "ON",
    "temp_store": "MEMORY",
    "foreign_keys": "ON",
    # The log shrinks again after a long backlog
    "journal_size_limit": str(16 * 1024 * 1024),
}
# A reader that turns into a writer could fail half-way; a writer says so at once
_READ = ("BEGIN",)
_WRITE = ("PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE")
# With a write-ahead log only this is on the disk before it returns
_WRITE_DURABLY = ("PRAGMA synchronous=FULL", "BEGIN IMMEDIATE")
_BEGINNING = "jiewen_beginning"

Result = TypeVar("Result")


class Sqlite:
    """A file.

    There is one writer at a time, so there is one thread to write; with a write-ahead log a reader waits for no writer, so
    there is one more to read. A transaction goes to its thread as a whole: handing over each of its statements, as asyncio
    drivers do, takes several times as long as the statements, and longer still while the event loop is busy.
    """

    def __init__(self, address: Address) -> None:
        assert address.file is not None
        self._file = address.file
        self._writer = ThreadPoolExecutor(1, "sqlite-writer")
        self._reader = ThreadPoolExecutor(1, "sqlite-reader")
        self._reading = _engine(address).execution_options(**{_BEGINNING: _READ})
        self._looking = _engine(address, patience=0.0).execution_options(**{_BEGINNING: _READ})
        self._writing = _engine(address).execution_options(**{_BEGINNING: _WRITE})
        self._durable = self._writing.execution_options(**{_BEGINNING: _WRITE_DURABLY})

    async def prepare(self) -> None:
        """Make the file.

        With a write-ahead log readers do not wait for the writer, and a killed process leaves nothing half-written.
        """
        await self._in(self._writer, lambda: prepare_file(self._file, LOCK_SECONDS))

    async def read(self, work: Callable[[Connection], Result], is_brief: bool) -> Result:
        """A transaction that only reads. To look at a row takes less time than to hand that over to a thread."""
        if is_brief:
            try:
                return _do(self._looking, work)
            except OperationalError:
                # Somebody keeps even readers out, and is not waited for here
                pass
        return await self._in(self._reader, lambda: _do(self._reading, work))

    async def write(self, work: Callable[[Connection], Result], durable: bool) -> Result:
        """A transaction. Once begun it is finished, whatever becomes of whoever waits for it."""
        engine = self._durable if durable else self._writing
        return await self._in(self._writer, lambda: _do(engine, work))

    async def scrub(self) -> None:
        """Empty the write-ahead log, in which what was deleted still stands."""
        await self._in(self._writer, lambda: _checkpoint(self._writing))

    async def close(self) -> None:
        """Close the file; what has not begun is given up."""
        for one in (self._writer, self._reader):
            await asyncio.to_thread(one.shutdown, cancel_futures=True)
        self._looking.dispose()
        self._reading.dispose()
        self._writing.dispose()

    async def _in(self, thread: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(thread, work)


def _engine(address: Address, patience: float = LOCK_SECONDS) -> Engine:
    """One connection, for one thread, that waits so many seconds for others."""
    engine = create_engine(
        address.url,
        pool_size=1,
        max_overflow=0,
        # Parameters may hold what people asked
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare(int(patience * 1000)))
    event.listen(engine, "begin", _begin)
    return engine


def _do(engine: Engine, work: Callable[[Connection], Result]) -> Result:
    with engine.begin() as connection:
        return work(connection)


def _checkpoint(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        connection.close()


def _prepare(milliseconds: int) -> Callable[[Any, object], None]:
    def prepare(connection: Any, record: object) -> None:
        # The driver would begin transactions by its own rules
        connection.isolation_level = None
        cursor = connection.cursor()
        # Another process that writes for a moment is waited for
        for name, value in {"busy_timeout": milliseconds, **_PRAGMAS}.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()

    return prepare


def _begin(connection: Connection) -> None:
    for statement in connection.get_execution_options()[_BEGINNING]:
        connection.exec_driver_sql(statement)
