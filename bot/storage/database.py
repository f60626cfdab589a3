"""The database: transactions on whichever kind it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.address import Address
from bot.storage.errors import DatabaseAway, translated
from bot.storage.sqlite import Sqlite

# How long a caller waits before the database counts as away
CONNECT_SECONDS = 5.0
COMMAND_SECONDS = 10.0
# How long the server has for a goodbye
CLOSE_SECONDS = 0.5

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
"""What is done in one transaction: committed at its end, rolled back if it raises anything. It may not wait."""


class Backend(Protocol):
    """What a kind of database has to be able to do."""

    async def prepare(self) -> None:
        """Make ready what has to be there before the first connection."""

    async def read(self, work: Work[Result], is_brief: bool) -> Result:
        """Do something that changes nothing."""

    async def write(self, work: Work[Result], durable: bool) -> Result:
        """Do something that changes something."""

    async def scrub(self) -> None:
        """Let nothing deleted linger."""

    async def close(self) -> None:
        """Close every connection."""


class Database:
    """A database, opened lazily.

    A transaction is a plain function of a connection, the same for both kinds. PostgreSQL is waited for by the event
    loop; SQLite does it in a thread, a whole transaction at a time.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self.is_sqlite = address.is_sqlite
        self._backend: Backend = Sqlite(address) if address.is_sqlite else Postgres(address)

    async def prepare(self) -> None:
        """Make the file where there is none; before anything else.

        Raises:
            DatabaseAway: if it cannot be used now.
            SchemaError: if the file is no database.
        """
        await self._backend.prepare()

    async def read(self, work: Work[Result], is_brief: bool = False) -> Result:
        """What ``work`` finds.

        Args:
            is_brief: whether it looks at a row or two by their keys.

        Raises:
            DatabaseAway: if the database cannot be used now.
        """
        with translated():
            return await self._backend.read(work, is_brief)

    async def write(self, work: Work[Result], durable: bool = False) -> Result:
        """What ``work`` returns, once what it changed is committed.

        A commit survives the death of the process in any case; a ``durable`` one also the loss of power.

        Raises:
            DatabaseAway: if the database cannot be used now; nothing was changed then.
        """
        with translated():
            return await self._backend.write(work, durable)

    async def ping(self) -> None:
        """Ask for a sign of life.

        Raises:
            DatabaseAway: if there is none.
        """
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self.read(lambda connection: connection.execute(text("SELECT 1")).scalar())
        except TimeoutError:
            raise DatabaseAway("数据库没有应答") from None

    async def scrub(self) -> None:
        """Let nothing deleted linger, as far as that is ours to do."""
        with translated():
            await self._backend.scrub()

    async def close(self) -> None:
        """Close every connection."""
        await self._backend.close()


class Postgres:
    """PostgreSQL through asyncpg."""

    def __init__(self, address: Address) -> None:
        self._engine = create_async_engine(
            address.url,
            # One beyond the pool would be closed after each use, which a server that is silent keeps waiting
            pool_size=10,
            max_overflow=0,
            pool_timeout=CONNECT_SECONDS,
            pool_recycle=1800,
            # Parameters may hold what people asked
            hide_parameters=True,
            connect_args={"timeout": CONNECT_SECONDS, "command_timeout": COMMAND_SECONDS},
        )
        self._going: set[asyncio.Task[Any]] = set()

    async def prepare(self) -> None:
        """Nothing to do: whoever runs the server has made the database."""

    async def read(self, work: Work[Result], is_brief: bool) -> Result:
        """In a transaction too, so that all of it is seen at one moment."""
        return await self.write(work, durable=False)

    async def write(self, work: Work[Result], durable: bool) -> Result:
        """A transaction. Durable or not is the server's own setting."""
        task = asyncio.create_task(self._transact(work))
        self._going.add(task)
        task.add_done_callback(self._going.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            # Giving up takes seconds where the server is silent; whoever gives up has no time for that
            task.cancel()
            raise

    async def _transact(self, work: Work[Result]) -> Result:
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def scrub(self) -> None:
        """Nothing to do: the server's vacuum does it in its own time."""

    async def close(self) -> None:
        """Close every connection; one that the server does not let go in time is dropped."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.gather(*self._going, return_exceptions=True)
                await self._engine.dispose()
        except TimeoutError:
            await self._engine.dispose(close=False)
