"""What alembic runs: the migrations, inside the transaction of `data.sql.database.open_database`."""

from __future__ import annotations

from alembic import context

from data.sql.tables import metadata


def run() -> None:
    context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()


run()
