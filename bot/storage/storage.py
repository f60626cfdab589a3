"""Everything that is kept, in one place."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

from bot.storage.address import Address
from bot.storage.audit import Audit
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.feedback import Opinions
from bot.storage.inbox import LEASE, Inbox
from bot.storage.lock import ProcessLock
from bot.storage.migrating import migrate
from bot.storage.replicas import Replicas
from bot.storage.retention import Keeping, Retention
from bot.storage.review import ReviewQueue
from bot.storage.tallies import Tallies


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def new_owner() -> str:
    """A name for this process that no other has, and that an operator recognises."""
    return f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(3)}"


class Storage:
    """The tables of one database, opened."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], dt.datetime] = _now,
        keeping: Keeping = Keeping(),  # noqa: B008 -- immutable
        owner: str | None = None,
        lease: dt.timedelta = LEASE,
    ) -> None:
        self.database = database
        self.owner = owner or new_owner()
        self.inbox = Inbox(database, self.owner, clock, lease)
        self.conversations = Conversations(database, clock)
        self.opinions = Opinions(database, clock)
        self.review = ReviewQueue(database, clock)
        self.audit = Audit(database, clock)
        self.tallies = Tallies(database)
        self.replicas = Replicas(database, self.owner, version("jiewen"), clock)
        self.retention = Retention(database, keeping, clock)


@asynccontextmanager
async def open_storage(
    address: str,
    clock: Callable[[], dt.datetime] = _now,
    keeping: Keeping = Keeping(),  # noqa: B008 -- immutable
    lease: dt.timedelta = LEASE,
    works: bool = False,
) -> AsyncIterator[Storage]:
    """Open a database with its tables brought up to date.

    Args:
        works: whether this process answers updates: of those only one may have a SQLite file.

    Raises:
        StorageError: one that says what is wrong, to whom and what to do.
    """
    database = Database(Address.read(address))
    file = database.address.file
    lock = ProcessLock(file) if works and file is not None else None
    try:
        if lock is not None:
            lock.take()
        await migrate(database)
        storage = Storage(database, clock, keeping, lease=lease)
        if works and database.is_sqlite:
            # Whoever had lanes is dead, or we would not have the lock
            await storage.inbox.take_over()
        yield storage
    finally:
        await database.close()
        if lock is not None:
            lock.release()
