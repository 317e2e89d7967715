"""Decides how a database that is in use is copied whole into one file, and when the copy is good."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from data.sql.database import parse_url, prepare_sqlite, save, unavailable
from data.sql.troublewords import trouble_words
from rules.systemwords import system_words

_BUSY = 10_000  # milliseconds
_OWNER_ALONE = 0o600  # it holds every name and address


class NoDatabase(Exception):
    """There is nothing to copy yet."""


class NotOurs(Exception):
    """A server's database: its own tools copy it."""


class BackupFailed(Exception):
    """The copy could not be made; nothing is left behind. The text is Vietnamese."""


def back_up(url: str, target: Path) -> int:
    """Copy an SQLite database as of one moment, while others write; returns the bytes of the copy.

    What stands at `target` is replaced at the very end, by a copy that was read through.
    Raises NoDatabase, NotOurs, BackupFailed, DatabaseUnavailable.
    """
    place = parse_url(url)
    if place.get_backend_name() != "sqlite":
        raise NotOurs
    source = Path(place.database or "")
    if not source.is_file():
        raise NoDatabase
    _refuse(source, target)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ALONE))
        _copy(url, partial)
        _read_through(partial)
        _settle(partial, target)
    except OSError as error:
        raise BackupFailed(f"Không ghi được {target}: {system_words(error)}") from error
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()
    return target.stat().st_size


def _refuse(source: Path, target: Path) -> None:
    """A copy over the database itself, or its journal, would destroy what it should keep."""
    own = {source.resolve().with_name(source.name + end) for end in ("", "-wal", "-shm", "-journal")}
    if target.resolve() in own:
        raise BackupFailed(f"{target} là chính cơ sở dữ liệu đang dùng; đề nghị chọn tệp khác.")
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        raise BackupFailed(
            f"{target} là thư mục hoặc thiết bị; đề nghị ghi tên một tệp, ví dụ dondoc.sqlite3"
        )


def _copy(url: str, partial: Path) -> None:
    engine = create_engine(parse_url(url))
    prepare_sqlite(engine, (f"busy_timeout={_BUSY}",))
    try:
        save(engine, partial)
    except DBAPIError as error:
        raise unavailable(engine, error.orig) from error
    except sqlite3.Error as error:
        raise BackupFailed(
            f"Không sao chép được cơ sở dữ liệu vào {partial.parent}: {trouble_words(error)}"
        ) from error
    finally:
        engine.dispose()


def _read_through(partial: Path) -> None:
    """Also leaves the copy one single file, whatever journal the source has."""
    try:
        with closing(sqlite3.connect(partial)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupFailed(f"Bản sao không đọc lại được: {trouble_words(error)}") from error
    if found != "ok":
        raise BackupFailed(f"Cơ sở dữ liệu đang dùng có hư hỏng, bản sao không được giữ: {found}")


def _settle(partial: Path, target: Path) -> None:
    """On disk for good, under its name."""
    for path, ready in ((partial, True), (target.parent, False)):
        handle = os.open(path, os.O_RDONLY)
        try:
            if not ready:
                partial.replace(target)
            os.fsync(handle)
        finally:
            os.close(handle)
