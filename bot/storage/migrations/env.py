"""What Alembic runs: the migrations, on the connection it is given."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can change little of a table; Alembic copies it
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
