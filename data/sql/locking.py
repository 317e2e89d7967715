"""Who writes alone: one writer of an organisation at a time, whichever node it is."""

from __future__ import annotations

from sqlalchemy import Connection, select

from data.sql.reading import OWN
from data.sql.tables import organization
from data.sql.upsert import insert_new

LOCK = select(organization.c.organization).where(organization.c.organization == OWN).with_for_update()


def lock(connection: Connection, name: str) -> None:
    """On SQLite the transaction holds the lock already."""
    if connection.dialect.name == "sqlite":
        return
    if connection.execute(LOCK, {"own": name}).first() is None:
        connection.execute(insert_new(connection.dialect.name, organization), {"organization": name})
        connection.execute(LOCK, {"own": name})
