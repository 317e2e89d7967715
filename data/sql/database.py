"""How a database is opened: settings of each kind, schema brought up to date, failures named."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.pool import StaticPool

from data.sql.prepared import driver_of
from data.sql.tables import SCHEMA, metadata
from data.sql.troublewords import trouble_words
from rules.systemwords import system_words

BUSY = 10_000  # milliseconds a writer waits for another one
POSTGRES_LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "5min",
}
# A fault of this program, not of the database.
OURS = (DataError, IntegrityError, ProgrammingError)
OURS_BARE = (sqlite3.DataError, sqlite3.IntegrityError, sqlite3.ProgrammingError)
# As alembic makes it, but without importing alembic.
VERSION_TABLE = """
    CREATE TABLE alembic_version (
        version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
    )
"""
MIGRATION_LOCK = 0x646F6E646F63  # "dondoc": one number for all nodes that open this database


Database: TypeAlias = Engine  # for those who pass it on and know no SQL


class DatabaseUnavailable(Exception):
    """The database cannot be reached, opened or written; the text is for the admin, in Vietnamese."""


class DatabaseTooNew(Exception):
    """A newer dondoc has changed the schema; this one would damage what it does not know."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(
            f"Cơ sở dữ liệu do một phiên bản dondoc mới hơn tạo ra (lược đồ {found}; phiên bản này chỉ biết "
            f"đến lược đồ {SCHEMA}). Đề nghị cài phiên bản dondoc mới hơn."
        )


def open_database(url: str) -> Engine:
    """Open the database, create the SQLite file's folder, bring the schema up to date.

    `url` is `sqlite:///FILE`, `postgresql://…` or `postgresql+psycopg://…`.
    Raises DatabaseUnavailable, DatabaseTooNew. Several nodes may open one database at once.
    """
    place = parse_url(url)
    if place.get_backend_name() == "postgresql":
        return up_to_date(postgres_engine(place))
    folder = folder_of(place)
    engine = sqlite_engine(place)
    with alone_in(folder):
        return up_to_date(engine)


def memory_database() -> Engine:
    """An empty database that lives as long as the engine; for one thread at a time."""
    engine = create_engine(
        "sqlite://",
        poolclass=StaticPool,
        pool_reset_on_return=None,  # every transaction ends itself
        connect_args={"check_same_thread": False},
    )
    # A year's mails are some 16 KiB each: pages of that size are far fewer to look up and to copy.
    prepare_sqlite(engine, ("page_size=16384", "foreign_keys=ON"))
    create_all(engine)
    # To take it out of the pool and put it back costs more than a short transaction itself.
    return engine.execution_options(held=engine.connect())


def save(engine: Engine, file: Path) -> None:
    """Copy a database, such as one in memory, into an SQLite file; what that held is replaced.

    Not hardened against a power cut: who copies can copy again.
    """
    with engine.connect() as connection, closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA synchronous=OFF")
        driver_of(connection).backup(copy)


def parse_url(url: str) -> URL:
    """The URL with our driver; raises DatabaseUnavailable for any other kind of database."""
    try:
        place = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnavailable(
            "Địa chỉ cơ sở dữ liệu (DONDOC_DATABASE_URL) không đúng dạng; "
            "dùng được: sqlite:////duong/dan/tep.sqlite3 hoặc postgresql://may-chu/ten"
        ) from error
    if place.drivername in {"postgresql", "postgres"}:
        place = place.set(drivername="postgresql+psycopg")
    if place.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise DatabaseUnavailable(
            f"Không hỗ trợ loại cơ sở dữ liệu “{place.drivername}” (DONDOC_DATABASE_URL); "
            "dùng được: sqlite, postgresql"
        )
    return place


def folder_of(place: URL) -> Path:
    """The SQLite file's folder, made if need be."""
    if place.database is None or place.database in {"", ":memory:"}:
        raise DatabaseUnavailable(
            "Địa chỉ cơ sở dữ liệu (DONDOC_DATABASE_URL) thiếu tên tệp; "
            "dùng được: sqlite:////duong/dan/tep.sqlite3"
        )
    folder = Path(place.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(
            f"Không tạo được thư mục {folder} của cơ sở dữ liệu: {system_words(error)}"
        ) from error
    return folder


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One node at a time: the first switch of a file to WAL fails when it meets another, it never waits."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sqlite_engine(place: URL) -> Engine:
    engine = create_engine(place)
    prepare_sqlite(
        engine, (f"busy_timeout={BUSY}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    )
    return engine


def prepare_sqlite(engine: Engine, pragmas: tuple[str, ...]) -> None:
    """Give each connection its pragmas, and leave BEGIN to `transaction`."""

    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", connected)


def postgres_engine(place: URL) -> Engine:
    try:
        engine = create_engine(
            place,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10, "application_name": "dondoc"},
        )
    except ModuleNotFoundError as error:
        raise DatabaseUnavailable(
            "Chưa cài thư viện nối tới PostgreSQL; cài bằng lệnh: pip install 'dondoc[pg]'"
        ) from error

    def connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg is an extra
        for name, value in POSTGRES_LIMITS.items():
            connection.execute(f"SET {name} = '{value}'")
        connection.commit()

    event.listen(engine, "connect", connected)
    return engine


def reading(engine: Engine) -> Engine:
    """The same database; each transaction sees one state of it and takes no lock."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """The same database; on SQLite each transaction takes the write lock at its start.

    A lock taken at the first change would fail at once when another writer came between.
    """
    return engine.execution_options(sqlite_write=True)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction: committed at the end, rolled back on an error.

    Failures of the database itself become DatabaseUnavailable; a wrong statement stays what it is.
    """
    try:
        with begun(engine) as connection:
            if engine.dialect.name == "sqlite":
                begin_sqlite(connection)
            yield connection
    except DBAPIError as error:
        if isinstance(error, OURS) and not error.connection_invalidated:
            raise
        raise unavailable(engine, error.orig) from error
    except OURS_BARE:
        raise
    except sqlite3.Error as error:  # of what goes past SQLAlchemy: BEGIN, and prepared statements
        raise unavailable(engine, error) from error


@contextmanager
def begun(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction of SQLAlchemy's: the one that is held, else one of the pool."""
    held: Connection | None = engine.get_execution_options().get("held")
    if held is None:
        with engine.begin() as connection:
            yield connection
    else:
        with held.begin():
            yield held


def begin_sqlite(connection: Connection) -> None:
    """Left alone, Python's sqlite3 begins only before a change: reads would see several states.

    No listener of SQLAlchemy's "begin": with one, every statement looks for listeners.
    """
    at_once = connection.get_execution_options().get("sqlite_write", False)
    driver_of(connection).execute("BEGIN IMMEDIATE" if at_once else "BEGIN")


def unavailable(engine: Engine, cause: BaseException | None) -> DatabaseUnavailable:
    place = engine.url.render_as_string(hide_password=True)
    return DatabaseUnavailable(f"Không dùng được cơ sở dữ liệu {place}: {trouble_words(cause)}")


def up_to_date(engine: Engine) -> Engine:
    """The engine, its schema migrated; disposed of when that fails."""
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def migrate(engine: Engine) -> None:
    with transaction(writing(engine)) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        found = stamped(connection)
        if found == SCHEMA:
            return
        if found is None:  # the migrations make the same schema, slower: a test compares them
            create_newest(connection)
            return
        from data.migrations import known, upgrade  # alembic is slow to import

        if not known(found):
            raise DatabaseTooNew(found)
        upgrade(connection)


def stamped(connection: Connection) -> str | None:
    """The revision the schema has; None: an empty database."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def create_all(engine: Engine) -> None:
    """The newest schema without alembic, marked as such."""
    with transaction(writing(engine)) as connection:
        create_newest(connection)


def create_newest(connection: Connection) -> None:
    metadata.create_all(connection, checkfirst=False)
    connection.execute(text(VERSION_TABLE))
    connection.execute(text("INSERT INTO alembic_version VALUES (:schema)"), {"schema": SCHEMA})
