"""Who may read and write one organisation's record, and when: the transactions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Table, select

from data.sql import database
from data.sql.locking import lock
from data.sql.reading import OWN, Reader, Wakes
from data.sql.rows import Node, Noted, Revision
from data.sql.tables import (
    action,
    birth,
    decision,
    digest_week,
    kept_text,
    message,
    notice,
    organization,
    revision,
    schedule,
)
from data.sql.upsert import insert_or_replace
from data.sql.writing import MessageGone, Writer

__all__ = [
    "MessageGone", "Node", "Noted", "Reader", "Revision", "Store", "Wakes", "Writer", "copy_state",
    "organizations",
]  # fmt: skip

# Without the texts of the messages, and without nodes: they are not state that decides anything.
STATE = (organization, schedule, birth, action, decision, notice, message, digest_week, revision, kept_text)
COPIED_AT_ONCE = 1000  # rows


class Store:
    """The record of one organisation. Every method raises DatabaseUnavailable."""

    def __init__(self, engine: Engine, organization: str) -> None:
        self.organization = organization
        self._reading = database.reading(engine)
        self._writing = database.writing(engine)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One state of the record, whatever others write meanwhile; locks nobody out."""
        with database.transaction(self._reading) as connection:
            yield Reader(connection, self.organization)

    @contextmanager
    def begin(self) -> Iterator[Writer]:
        """Write alone: committed at the end, rolled back on an error."""
        with database.transaction(self._writing) as connection:
            lock(connection, self.organization)
            yield Writer(connection, self.organization)


def organizations(engine: Engine) -> list[str]:
    """The ids of all organisations of a database. Raises DatabaseUnavailable."""
    with database.transaction(database.reading(engine)) as connection:
        return list(connection.execute(select(organization.c.organization)).scalars())


def copy_state(source: Reader, target: Writer, until: dt.datetime | None = None) -> None:
    """Copy what was recorded and decided into an empty record, under the target's organisation.

    `until` (local): only what was so by then, a report by the day it took effect; no schedule, and
    of the revisions when they were, without their texts.
    """
    for table in STATE:
        if until is None or table not in (schedule, kept_text):
            copy_table(source, target, table, until)


def copy_table(source: Reader, target: Writer, table: Table, until: dt.datetime | None = None) -> None:
    numbered = "seq" in table.c
    columns = [column for column in table.c if column.name not in {"organization", "seq"}]
    statement = select(*columns).where(table.c.organization == OWN)
    if until is not None and table is not organization:
        before = action.c.on <= until.date() if table is action else table.c.at <= until
        statement = statement.where(before)
    if numbered:
        statement = statement.order_by(table.c.seq)  # the target gives its own numbers, in the same order
    answer = source.connection.execute(statement, {"own": source.organization})
    for rows in answer.mappings().partitions(COPIED_AT_ONCE):
        insert_copies(target, table, [dict(row) for row in rows])


def insert_copies(target: Writer, table: Table, rows: list[dict[str, Any]]) -> None:
    # The target's own organisation row may be there already.
    dialect = target.connection.dialect.name
    statement = insert_or_replace(dialect, table) if table is organization else table.insert()
    target.connection.execute(statement, [{**row, "organization": target.organization} for row in rows])
