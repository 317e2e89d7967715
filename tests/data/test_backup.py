"""A copy of the record is whole, of one moment, private, and never destroys what it should keep."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from data.sql.backup import BackupFailed, NoDatabase, NotOurs, back_up
from data.sql.database import DatabaseUnavailable, open_database, transaction, writing


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "var" / "dondoc.sqlite3"
    open_database(f"sqlite:///{file}").dispose()
    return file


def counts(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as copy:
        return [copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("pen", "ink")]


@pytest.fixture
def writer(source: Path) -> Iterator[Thread]:
    """Writes one row into each of two tables, in one transaction, again and again."""
    engine, done, begun = open_database(f"sqlite:///{source}"), Event(), Event()
    with transaction(writing(engine)) as connection:
        connection.execute(text("CREATE TABLE pen (words TEXT)"))
        connection.execute(text("CREATE TABLE ink (words TEXT)"))

    def write() -> None:
        while not done.is_set():
            with transaction(writing(engine)) as connection:
                connection.execute(text("INSERT INTO pen VALUES (:words)"), {"words": "x" * 500})
                connection.execute(text("INSERT INTO ink VALUES (:words)"), {"words": "x" * 500})
            begun.set()

    thread = Thread(target=write)
    thread.start()
    begun.wait(30)
    yield thread
    done.set()
    thread.join()
    engine.dispose()


@pytest.mark.usefixtures("writer")
def test_each_copy_made_while_others_write_is_of_one_moment(source: Path, tmp_path: Path) -> None:
    for number in range(12):
        target = tmp_path / f"{number}.sqlite3"
        assert back_up(f"sqlite:///{source}", target) == target.stat().st_size
        pens, inks = counts(target)
        assert pens == inks > 0


def test_a_copy_is_one_private_file_that_opens_as_a_record(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "copy.sqlite3"
    target.parent.mkdir()
    back_up(f"sqlite:///{source}", target)
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(target.parent.iterdir()) == [target]
    open_database(f"sqlite:///{target}").dispose()


def test_a_new_copy_replaces_the_old_one_whole(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    target.write_text("cũ", encoding="utf-8")
    back_up(f"sqlite:///{source}", target)
    assert target.read_bytes().startswith(b"SQLite format 3")


def test_a_link_to_the_database_is_no_place_for_its_copy(source: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite3"
    link.symlink_to(source)
    before = source.read_bytes()
    for target in (source, link, source.with_name("dondoc.sqlite3-wal")):
        with pytest.raises(BackupFailed, match="cơ sở dữ liệu đang dùng"):
            back_up(f"sqlite:///{source}", target)
    assert source.read_bytes() == before


@pytest.mark.parametrize("name", ["", "missing/copy.sqlite3"])
def test_a_place_that_cannot_hold_a_copy_is_named(source: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(BackupFailed) as failed:
        back_up(f"sqlite:///{source}", tmp_path / name)
    assert str(tmp_path / name) in str(failed.value)
    assert sorted(tmp_path.iterdir()) == [source.parent]


def test_a_damaged_database_leaves_the_last_good_copy_alone(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    back_up(f"sqlite:///{source}", target)
    good = target.read_bytes()
    content = bytearray(source.read_bytes())
    content[4096:] = b"\x99" * (len(content) - 4096)
    source.write_bytes(content)
    with pytest.raises((BackupFailed, DatabaseUnavailable)):
        back_up(f"sqlite:///{source}", target)
    assert target.read_bytes() == good
    assert sorted(tmp_path.iterdir()) == [target, source.parent]


def test_without_a_database_and_with_a_server_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase):
        back_up(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path / "copy")
    with pytest.raises(NotOurs):
        back_up("postgresql://host/dondoc", tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []
