"""Decides what is wrong with a database, without changing anything in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from data.sql.database import (
    DatabaseUnavailable,
    parse_url,
    postgres_engine,
    prepare_sqlite,
    reading,
    stamped,
    transaction,
    writing,
)
from data.sql.tables import SCHEMA
from data.sql.troublewords import trouble_words

_BUSY = 5_000  # milliseconds: one who asks does not wait as long as one who works


@dataclass(frozen=True, slots=True)
class Health:
    """What a look found."""

    kind: str  # sqlite, postgresql
    file: Path | None  # SQLite's
    made: bool = True  # False: the first start will make it
    schema: str | None = SCHEMA  # the one it has; None: empty
    unwritable: str | None = None  # why nothing can be written

    @property
    def current(self) -> bool:
        """Whether it can be read by this program as it is."""
        return self.made and self.schema == SCHEMA

    @property
    def newer(self) -> bool:
        """Whether a newer dondoc made it."""
        if self.schema is None or self.schema == SCHEMA:
            return False
        from data.migrations import known  # alembic is slow to import

        return not known(self.schema)


def examine(url: str) -> Health:
    """Raises DatabaseUnavailable when it cannot be reached or read."""
    place = parse_url(url)
    if place.get_backend_name() == "postgresql":
        return _health(postgres_engine(place), None)
    file = Path(place.database or "")
    if not file.exists():
        return Health("sqlite", file, made=False, schema=None)
    engine = create_engine(place)
    prepare_sqlite(engine, (f"busy_timeout={_BUSY}",))
    return _health(engine, file)


def damage(file: Path) -> str | None:
    """What tells that a SQLite file is broken or no database, after reading all of it; None: nothing does."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute(f"PRAGMA busy_timeout={_BUSY}")
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        broken = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
        return trouble_words(error) if broken else None  # what else hinders is told where it is opened
    return None if found == "ok" else "tệp đã hỏng"


def _health(engine: Engine, file: Path | None) -> Health:
    try:
        # First: a connection that has read once may write where a new one may not.
        unwritable = _unwritable(engine)
        with transaction(reading(engine)) as connection:
            schema = stamped(connection)
        return Health(engine.dialect.name, file, schema=schema, unwritable=unwritable)
    finally:
        engine.dispose()


class _Enough(Exception):
    """Takes back what was written to see whether it can be."""


def _unwritable(engine: Engine) -> str | None:
    try:
        with transaction(writing(engine)) as connection:
            if stamped(connection) is not None:
                connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
            raise _Enough
    except _Enough:
        return None
    except DatabaseUnavailable as error:
        return str(error)
    except ProgrammingError as error:  # PostgreSQL: this account may only read
        return str(error.orig).strip()
