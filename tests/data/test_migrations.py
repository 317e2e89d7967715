"""How a database is opened, made and brought up to date, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from data import migrations
from data.sql.database import (
    DatabaseTooNew,
    DatabaseUnavailable,
    create_all,
    memory_database,
    open_database,
    save,
)
from data.sql.store import Revision, Store
from data.sql.tables import EPOCH, MICROSECOND, SCHEMA, metadata
from tests.data.records import BASE, MORNING, opened

NOWHERE = "postgresql://dondoc:bi-mat@127.0.0.1:1/dondoc"  # no server listens on port 1


@dataclass(frozen=True, slots=True)
class Shape:
    """What a database says of one table."""

    columns: list[tuple[str, str, bool]]
    key: list[str]
    indexes: list[tuple[str | None, tuple[str | None, ...], bool]]
    unique: list[tuple[str | None, tuple[str, ...]]]
    words: str | None  # SQLite: the statement that made it


def shape(engine: Engine) -> dict[str, Shape]:
    look = inspect(engine)
    return {
        name: Shape(
            [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(name)],
            look.get_pk_constraint(name)["constrained_columns"],
            sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in look.get_indexes(name)),
            sorted((u["name"], tuple(u["column_names"])) for u in look.get_unique_constraints(name)),
            words_of(engine, name),
        )
        for name in look.get_table_names()
    }


def words_of(engine: Engine, table: str) -> str | None:
    if engine.dialect.name != "sqlite":
        return None
    with engine.connect() as connection:
        found = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
        return "".join(str(found.scalar_one()).split())


def open_and_close(url: str) -> str:
    with opened(url) as engine, Store(engine, "sct").begin() as tx:
        tx.reschedule({BASE: MORNING})
        return ",".join(tx.scheduled())


def emptied(engine: Engine) -> None:
    metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


@contextmanager
def migrated(url: str) -> Iterator[Engine]:
    """A database whose tables the migrations made, one after the other."""
    with opened(url) as engine:
        emptied(engine)
        with engine.begin() as connection:
            migrations.upgrade(connection)
        yield engine


def test_migrations_make_the_tables_the_code_expects(database_url: str) -> None:
    with migrated(database_url) as engine, engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrations_and_the_short_way_make_the_same_schema(database_url: str) -> None:
    with migrated(database_url) as engine:
        made = shape(engine)
        emptied(engine)
        create_all(engine)
        assert shape(engine) == made
        assert set(made) == {*metadata.tables, "alembic_version"}


def test_the_newest_migration_is_the_one_the_code_names() -> None:
    assert migrations.scripts().get_heads() == [SCHEMA]


def test_the_texts_of_older_revisions_are_kept_once_and_none_is_lost(database_url: str) -> None:
    """Until schema 0001 each revision held the text of every file."""
    with opened(database_url) as engine:
        emptied(engine)
        with engine.begin() as connection:
            migrations.upgrade(connection, "0001")
            for number, text_of_it in enumerate(("một", "hai", "một"), 1):
                connection.execute(
                    text(
                        "INSERT INTO revision (organization, hash, at, files)"
                        " VALUES ('sct', :hash, 1, :files)"
                    ),
                    {"hash": f"h{number}", "files": json.dumps({"a.yaml": text_of_it, "b.yaml": "chung"})},
                )
            migrations.upgrade(connection)
        with Store(engine, "sct").read() as tx:
            assert [tx.with_files(one).files["a.yaml"] for one in tx.revisions()] == ["một", "hai", "một"]
            assert tx.revision() == Revision(
                "h3", EPOCH + MICROSECOND, None, {"a.yaml": "một", "b.yaml": "chung"}
            )
            kept = tx.connection.execute(text("SELECT count(*) FROM kept_text")).scalar()
        assert kept == 3


def test_opening_again_changes_nothing(database_url: str) -> None:
    assert open_and_close(database_url) == BASE
    with opened(database_url) as engine, Store(engine, "sct").read() as tx:
        assert tx.scheduled() == {BASE: MORNING}


def test_threads_that_open_an_empty_database_at_once_all_succeed(database_url: str) -> None:
    together = threading.Barrier(4)

    def start(_: int) -> str:
        together.wait(10)
        return open_and_close(database_url)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [BASE] * 4


@pytest.mark.slow
def test_nodes_that_open_an_empty_database_at_once_all_succeed(database_url: str) -> None:
    with ProcessPoolExecutor(4, get_context("spawn")) as pool:
        assert list(pool.map(open_and_close, [database_url] * 4)) == [BASE] * 4


def test_a_database_of_a_newer_dondoc_is_refused_and_left_alone(database_url: str) -> None:
    with opened(database_url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="phiên bản dondoc mới hơn") as refused:
        open_database(database_url)
    assert refused.value.found == "9999"
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


def test_a_plain_postgresql_url_is_accepted(postgres_url: str) -> None:
    assert open_and_close(postgres_url.replace("+psycopg", "")) == BASE


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    assert open_and_close(f"sqlite:///{tmp_path}/var/lib/dondoc.sqlite3") == BASE
    assert (tmp_path / "var" / "lib" / "dondoc.sqlite3").exists()


def test_a_sqlite_file_survives_a_power_cut(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/d.sqlite3") as engine, engine.connect() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()
    assert (journal, synchronous) == ("wal", 2)  # 2: FULL


@pytest.mark.parametrize(
    "url, says",
    [
        ("nonsense", "không đúng dạng"),
        ("mysql://localhost/dondoc", "Không hỗ trợ"),
        ("sqlite://", "thiếu tên tệp"),
        (NOWHERE, "Không dùng được cơ sở dữ liệu"),
    ],
)
def test_a_url_that_leads_nowhere_says_so_in_vietnamese_without_the_password(url: str, says: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=says) as refused:
        open_database(url)
    assert "bi-mat" not in str(refused.value)


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "d.sqlite3").write_text("Kế hoạch năm 2021\n" * 100)
    with pytest.raises(DatabaseUnavailable, match="Không dùng được"):
        open_database(f"sqlite:///{tmp_path}/d.sqlite3")


def test_a_database_that_another_program_keeps_locked_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.sql.database.BUSY", 10)
    with opened(f"sqlite:///{tmp_path}/d.sqlite3") as engine:
        other = sqlite3.connect(tmp_path / "d.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable, match="khác giữ quá lâu"), Store(engine, "sct").begin():
            pass
        other.close()
        assert open_and_close(f"sqlite:///{tmp_path}/d.sqlite3") == BASE


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable, match="Không tạo được thư mục"):
        open_database(f"sqlite:///{tmp_path}/file/d.sqlite3")


def test_a_server_that_goes_away_is_unavailable_and_may_come_back(postgres_url: str) -> None:
    with opened(postgres_url) as engine:
        store = Store(engine, "sct")

        def write_on_a_lost_connection() -> None:
            with store.begin() as tx:
                tx.connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

        with pytest.raises(DatabaseUnavailable):
            write_on_a_lost_connection()
        with store.begin() as tx:
            assert tx.wake() is None


def test_a_database_in_memory_can_be_saved_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "replay.sqlite3"
    for _ in range(2):
        engine = memory_database()
        with Store(engine, "sct").begin() as tx:
            assert tx.scheduled() == {}
            tx.reschedule({BASE: MORNING})
        save(engine, path)
        engine.dispose()
    assert open_and_close(f"sqlite:///{path}") == BASE


def test_memory_databases_are_apart() -> None:
    first, second = memory_database(), memory_database()
    with Store(first, "sct").begin() as tx:
        tx.reschedule({BASE: MORNING})
    with Store(second, "sct").read() as tx:
        assert tx.scheduled() == {}
    first.dispose()
    second.dispose()
