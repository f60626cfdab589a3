"""Bringing the tables of a database to what this version needs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.storage.database import Database
from bot.storage.errors import SchemaError
from bot.storage.tables import metadata

# Any number, as long as no other program on the same database uses it
_LOCK = 0x6A696577


async def migrate(database: Database) -> tuple[str | None, str]:
    """Run what migrations are missing, all or none; returns the schema's version before and after.

    Several processes may do it at once: all but the first find nothing left to do.

    Raises:
        SchemaError: if a newer version of the program made the tables, or another program.
        DatabaseAway: if the database cannot be used now.
    """
    await database.prepare()
    return await database.write(_upgrade, durable=True)


async def schema(database: Database) -> tuple[str | None, str]:
    """The version of the schema that is there, if any, and the one that this program needs. Changes nothing."""

    def look(connection: Connection) -> tuple[str | None, str]:
        head = ScriptDirectory.from_config(_config(connection)).get_current_head()
        assert head is not None
        return MigrationContext.configure(connection).get_current_revision(), head

    await database.prepare()
    return await database.read(look)


def _upgrade(connection: Connection) -> tuple[str | None, str]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = _config(connection)
    scripts = ScriptDirectory.from_config(config)
    head = scripts.get_current_head()
    assert head is not None
    present = MigrationContext.configure(connection).get_current_revision()
    if present == head:
        return present, head
    if present is None:
        strangers = sorted(set(inspect(connection).get_table_names()) & set(metadata.tables))
        if strangers:
            raise SchemaError(
                f"数据库里已经有别的程序的表（{'、'.join(strangers)}），没有动它。请给借问一个空的数据库"
            )
    elif present not in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaError(
            f"数据库的结构是 {present} 版，这个程序只认到 {head} 版：它被更新的版本用过。"
            "请运行更新的版本，或恢复升级前的备份"
        )
    command.upgrade(config, "head")
    return present, head


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    # Without it Alembic warns about how it splits paths
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
