"""Adding to tables that only grow."""

from __future__ import annotations

from sqlalchemy import Table

from bot.storage.database import Database
from bot.storage.turn import Row, current_turn


async def add_row(database: Database, table: Table, row: Row) -> None:
    """Add a row: within a turn when the turn ends, otherwise at once."""
    turn = current_turn()
    if turn is not None:
        turn.add(table, row)
        return
    await database.write(lambda connection: connection.execute(table.insert(), [row]))
