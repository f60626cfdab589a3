"""Opening a database: its tables, and everything that can be wrong with it, told in one line."""

from __future__ import annotations

import asyncio
import doctest
import importlib
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.storage import (
    Address,
    AddressError,
    Arrival,
    DatabaseAway,
    DatabaseInUse,
    SchemaError,
    StorageError,
    open_storage,
)
from bot.storage.database import Database
from bot.storage.file import prepare_file
from bot.storage.lock import ProcessLock, waiting_for
from bot.storage.migrating import migrate
from bot.storage.tables import metadata


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_the_migrations_make_the_tables(database: Database) -> None:
    assert await database.read(differences) == []


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    before, after = await migrate(database)
    assert before == after


async def test_several_processes_may_migrate_at_once(address: str) -> None:
    databases = [Database(Address.read(address)) for _ in range(8)]
    results = await asyncio.gather(*(migrate(one) for one in databases))
    assert sorted(before is None for before, _ in results) == [False] * 7 + [True]
    for one in databases:
        await one.close()


async def test_several_processes_may_open_a_restored_backup_at_once(tmp_path: Path) -> None:
    file = tmp_path / "jiewen.db"
    address = f"sqlite:///{file}"
    async with open_storage(address) as storage:
        await storage.inbox.accept([Arrival(1, 1, 1, "{}")])
    # A backup has no write-ahead log
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"VACUUM INTO '{tmp_path / 'backup.db'}'")
    (tmp_path / "backup.db").replace(file)
    databases = [Database(Address.read(address)) for _ in range(8)]
    results = await asyncio.gather(*(migrate(one) for one in databases))
    assert all(before == after for before, after in results)
    mode = await databases[0].read(lambda opened: opened.exec_driver_sql("PRAGMA journal_mode").scalar())
    assert mode == "wal"
    for one in databases:
        await one.close()


async def test_who_holds_up_the_opening_is_named(tmp_path: Path) -> None:
    file = tmp_path / "jiewen.db"
    with waiting_for(tmp_path / "jiewen.db-opening", 1.0), pytest.raises(DatabaseAway, match="正在打开"):
        await asyncio.to_thread(prepare_file, file, 0.05)


async def test_a_newer_schema_is_refused(address: str) -> None:
    database = Database(Address.read(address))
    await migrate(database)
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await database.write(lambda connection: connection.execute(newer))
    with pytest.raises(SchemaError, match="9999") as raised:
        await migrate(database)
    assert raised.value.exit_code == 4
    assert_one_line(raised.value)
    await database.close()


async def test_another_programs_tables_are_left_alone(address: str) -> None:
    database = Database(Address.read(address))
    await database.write(lambda connection: connection.execute(text("CREATE TABLE inbox (id INTEGER)")))
    with pytest.raises(SchemaError, match="inbox"):
        await migrate(database)
    columns = await database.read(lambda connection: connection.execute(text("SELECT * FROM inbox")).keys())
    assert list(columns) == ["id"]
    await database.close()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "jiewen.db"
    file.write_text("这不是数据库，是一封信。" * 200, encoding="utf-8")
    with pytest.raises(SchemaError, match="not a database") as raised:
        async with open_storage(f"sqlite:///{file}"):
            pass
    assert_one_line(raised.value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jiewen.db",
        "mysql://root:secret@db/jiewen",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+psycopg2://:secret@@db",
        "http://",
    ],
)
def test_an_address_that_cannot_be_used(address: str) -> None:
    with pytest.raises(AddressError) as raised:
        Address.read(address)
    assert raised.value.exit_code == 2
    assert "JIEWEN_DATABASE_URL" in str(raised.value)
    assert "secret" not in str(raised.value)
    assert_one_line(raised.value)


def test_an_address_hides_its_password() -> None:
    address = Address.read("postgresql://bot:secret@db/jiewen")
    assert "secret" not in f"{address} {address!r} {Database(address).address}"


@pytest.mark.parametrize(
    "address", ["postgresql://bot:secret@127.0.0.1:9/jiewen", "sqlite:////proc/none/x.db"]
)
async def test_a_database_out_of_reach(address: str) -> None:
    with pytest.raises(DatabaseAway) as raised:
        async with open_storage(address):
            pass
    assert raised.value.exit_code == 3
    assert "secret" not in str(raised.value)
    assert_one_line(raised.value)


async def test_a_wrong_password_or_name(address: str) -> None:
    if address.startswith("sqlite"):
        return
    with pytest.raises(DatabaseAway, match="nowhere"):
        async with open_storage(f"{address.rpartition('/')[0]}/nowhere"):
            pass


async def test_a_locked_file_is_waited_for_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(importlib.import_module("bot.storage.sqlite")._PRAGMAS, "busy_timeout", "50")
    file = tmp_path / "jiewen.db"
    async with open_storage(f"sqlite:///{file}") as storage:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseAway, match="锁住") as raised:
            await storage.inbox.accept([Arrival(1, 1, 1, "{}")])
        assert_one_line(raised.value)
        other.execute("ROLLBACK")
        other.close()
        assert (await storage.inbox.accept([Arrival(1, 1, 1, "{}")])).new == {1}


async def test_a_full_disk_loses_nothing_and_recovers(tmp_path: Path) -> None:
    async with open_storage(f"sqlite:///{tmp_path / 'jiewen.db'}") as storage:
        await storage.database.write(_fill_up)
        with pytest.raises(DatabaseAway, match="满") as raised:
            await storage.inbox.accept([Arrival(number, 1, 1, "x" * 4000) for number in range(9)])
        assert_one_line(raised.value)
        assert (await storage.inbox.counts()).waiting == 0
        await storage.database.write(lambda opened: opened.exec_driver_sql("PRAGMA max_page_count = 100000"))
        assert len((await storage.inbox.accept([Arrival(n, 1, 1, "x" * 4000) for n in range(9)])).new) == 9


def _fill_up(connection: Connection) -> None:
    """Leave room for one more page."""
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")


async def test_one_process_has_a_file(tmp_path: Path) -> None:
    file = tmp_path / "jiewen.db"
    program = (
        "import sys, pathlib; from bot.storage.lock import ProcessLock;"
        f"lock = ProcessLock(pathlib.Path({str(file)!r})); lock.take(); print('taken', flush=True); sys.stdin.read()"
    )
    other = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"taken\n"
    with pytest.raises(DatabaseInUse, match=str(other.pid)) as raised:
        async with open_storage(f"sqlite:///{file}", works=True):
            pass
    assert_one_line(raised.value)
    # Reading it beside a running process is allowed
    async with open_storage(f"sqlite:///{file}"):
        pass
    other.kill()
    await other.communicate()
    async with open_storage(f"sqlite:///{file}", works=True):
        pass


async def test_the_lanes_of_a_killed_process_are_free_at_once(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'jiewen.db'}"
    async with open_storage(address, works=True) as storage:
        await storage.inbox.accept([Arrival(1, 1, 1, "{}")])
        await storage.inbox.claim(1)
    async with open_storage(address, works=True) as storage:
        [[letter]] = await storage.inbox.claim(1)
        assert (letter.update_id, letter.tries) == (1, 1)


def test_a_lock_in_a_folder_that_cannot_be() -> None:
    with pytest.raises(DatabaseAway):
        ProcessLock(Path("/proc/none/jiewen.db")).take()


@pytest.mark.parametrize("name", ["address"])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"bot.storage.{name}")).failed == 0


def assert_one_line(error: StorageError) -> None:
    """What an operator reads: a sentence, not a traceback."""
    assert "\n" not in str(error)
    assert len(str(error)) < 300
