"""The connection to the database: transactions, and what each kind of database needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.address import Address
from bot.storage.errors import DatabaseAway, translated
from bot.storage.file import prepare_file

# How long a caller waits before the database counts as away
CONNECT_SECONDS = 5.0
COMMAND_SECONDS = 10.0
LOCK_SECONDS = 5.0

_PRAGMAS = {
    # Another process that writes for a moment is waited for
    "busy_timeout": str(int(LOCK_SECONDS * 1000)),
    # What is deleted is overwritten, not only unlinked
    "secure_delete": "ON",
    "temp_store": "MEMORY",
    "foreign_keys": "ON",
    # The log shrinks again after a long backlog
    "journal_size_limit": str(16 * 1024 * 1024),
}


class Database:
    """A database, opened lazily.

    SQLite has one writer at a time: writers of this process queue here rather than in its busy loop. With a
    write-ahead log a commit survives the death of the process in any case; ``durable`` ones are also on the disk
    before they return, so that they survive the loss of power.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self.is_sqlite = address.is_sqlite
        self._engine = _engine(address, durable=False)
        self._durable = _engine(address, durable=True) if self.is_sqlite else self._engine
        self._turn = asyncio.Lock()

    async def prepare(self) -> None:
        """Make the file where there is none; before anything else.

        With a write-ahead log readers do not wait for the writer, and a killed process leaves nothing half-written.

        Raises:
            DatabaseAway: if it cannot be used now.
            SchemaError: if the file is no database.
        """
        if self.address.file is not None:
            await asyncio.to_thread(prepare_file, self.address.file, LOCK_SECONDS)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading.

        Raises:
            DatabaseAway: if it cannot be used now.
        """
        with translated():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self, durable: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end, rolled back if anything is raised.

        Raises:
            DatabaseAway: if it cannot be used now; nothing was changed then.
        """
        engine = self._durable if durable else self._engine
        with translated():
            async with self._turn if self.is_sqlite else nullcontext(), engine.connect() as connection:
                await connection.execution_options(jiewen_writes=True)
                async with connection.begin():
                    yield connection

    async def ping(self) -> None:
        """Ask for a sign of life.

        Raises:
            DatabaseAway: if there is none.
        """
        try:
            async with asyncio.timeout(CONNECT_SECONDS), self.reading() as connection:
                await connection.execute(text("SELECT 1"))
        except TimeoutError:
            raise DatabaseAway("数据库没有应答") from None

    async def scrub(self) -> None:
        """Let nothing deleted linger in SQLite's write-ahead log; PostgreSQL's vacuum does it in its own time."""
        if self.is_sqlite:
            async with self._turn, self.reading() as connection:
                await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
        if self._durable is not self._engine:
            await self._durable.dispose()


def _engine(address: Address, durable: bool) -> AsyncEngine:
    if not address.is_sqlite:
        return create_async_engine(
            address.url,
            pool_size=5,
            max_overflow=5,
            pool_timeout=CONNECT_SECONDS,
            pool_recycle=1800,
            connect_args={"timeout": CONNECT_SECONDS, "command_timeout": COMMAND_SECONDS},
        )
    engine = create_async_engine(
        address.url,
        pool_size=1 if durable else 4,
        max_overflow=0,
        # Parameters may hold what people asked
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _prepare("FULL" if durable else "NORMAL"))
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(synchronous: str) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, record: Any) -> None:
        # The driver would begin transactions by its own rules
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in {**_PRAGMAS, "synchronous": synchronous}.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()

    return prepare


def _begin(connection: Any) -> None:
    # A reader that turns into a writer could fail half-way; a writer says so at once
    writes = connection.get_execution_options().get("jiewen_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
