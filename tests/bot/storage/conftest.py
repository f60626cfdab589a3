"""Databases of both kinds, and a clock that is moved by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage import Address, Keeping, Storage
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.tables import metadata
from tests.delivery import postgres

BEGINNING = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = BEGINNING

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **amount: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'jiewen.db'}"
    else:
        async with postgres.new_database() as address:
            yield address


@pytest.fixture(scope="session")
def shared_postgres() -> Iterator[str]:
    """A database that many tests share, as making one takes long."""
    with postgres.kept_database() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database with empty tables."""
    is_sqlite = request.param == "sqlite"
    address = (
        f"sqlite:///{tmp_path / 'jiewen.db'}" if is_sqlite else request.getfixturevalue("shared_postgres")
    )
    database = Database(Address.read(address))
    await migrate(database)
    yield database
    if not is_sqlite:
        empty = text(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")
        await database.write(lambda connection: connection.execute(empty))
    await database.close()


Replica = Callable[[str], Storage]


@pytest.fixture
def replica(database: Database, clock: Clock) -> Replica:
    """Makes processes that share the database."""
    return lambda name: Storage(database, clock, Keeping(), owner=name)


@pytest.fixture
def storage(replica: Replica) -> Storage:
    """The storage of one process."""
    return replica("one")
