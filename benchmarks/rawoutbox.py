"""The limit for the outbox: the same rows through sqlite3 alone, ready-made, by the fewest statements."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from data.sql.tables import microseconds

Value: TypeAlias = str | int | bytes | None
Row: TypeAlias = tuple[Value, ...]

CLAIM = """
    UPDATE message SET state = 'sending', worker = 'a', lease_until = ? + 600000000, attempts = attempts + 1
    WHERE (id, organization, channel) IN (
        SELECT id, organization, channel FROM message
        WHERE organization = ? AND state = 'pending' AND next_at <= ? ORDER BY next_at, id LIMIT ?
    ) RETURNING
        id, organization, channel, next_at, attempts, address, at, kind, digest, expires, opens, closes
"""
SETTLE = """
    UPDATE message SET state = 'sent', next_at = ?, sent_at = ?, worker = NULL, lease_until = NULL
    WHERE id = ? AND organization = ? AND channel = ? AND state = 'sending' AND worker = 'a'
"""
FREEZE = """
    INSERT INTO content (message, organization, channel, content) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
"""


def stored(value: object) -> Value:
    """A value as dondoc's tables hold it on SQLite."""
    match value:
        case dt.datetime():
            return microseconds(value)
        case dt.time():
            return value.isoformat("microseconds")
        case bool():
            return int(value)
        case str() | int() | bytes() | None:
            return value
        case _:
            raise TypeError(f"no column holds {value!r}")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table, all with the same columns."""

    insert: str
    rows: Sequence[Row]


def rows_of(table: str, values: Sequence[Mapping[str, object]], more: str = "") -> Rows:
    """`more`: what stands after VALUES."""
    columns = ", ".join(f'"{name}"' for name in values[0])
    marks = ", ".join("?" * len(values[0]))
    insert = f"INSERT INTO {table} ({columns}) VALUES ({marks}) {more}"  # noqa: S608 - our own names
    return Rows(insert, [tuple(map(stored, row.values())) for row in values])


class RawOutbox:
    """Enqueue, claim, freeze and settle, each in one transaction, on a file that has dondoc's tables."""

    def __init__(self, file: Path, organization: str, now: dt.datetime) -> None:
        self._organization = organization
        self._now = microseconds(now)
        self._connection = sqlite3.connect(file, isolation_level=None)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")

    def close(self) -> None:
        self._connection.close()

    def enqueue(self, *tables: Rows) -> None:
        with self._transaction() as connection:
            for table in tables:
                connection.executemany(table.insert, table.rows)

    def claim(self, limit: int) -> list[Row]:
        """The keys of what was taken; all that a sender needs was read."""
        with self._transaction() as connection:
            asked = (self._now, self._organization, self._now, limit)
            return [row[:3] for row in connection.execute(CLAIM, asked).fetchall()]

    def freeze(self, keys: Sequence[Row], text: bytes) -> None:
        with self._transaction() as connection:
            connection.executemany(FREEZE, [(*key, text) for key in keys])

    def settle(self, keys: Sequence[Row]) -> None:
        with self._transaction() as connection:
            connection.executemany(SETTLE, [(self._now, self._now, *key) for key in keys])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        yield self._connection
        self._connection.execute("COMMIT")
