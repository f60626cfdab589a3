"""The few statements that SQLite and PostgreSQL spell in their own way."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(dialect: str, table: Table) -> postgresql.Insert:
    """An INSERT that may be followed by ``on_conflict_do_…``, which both databases write alike."""
    if dialect == "sqlite":
        return sqlite.insert(table)  # type: ignore[return-value]
    return postgresql.insert(table)
