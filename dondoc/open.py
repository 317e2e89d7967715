"""What nearly every command does first: settings, files, record; failures become clear exits."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.exits import COULD_NOT, PROBLEMS, Stop
from dondoc.settings import BadSettings, Settings, read_settings
from rules.problem import BadFiles
from scheduler.clock import SystemClock

if TYPE_CHECKING:
    from data.sql.store import Store
    from scheduler.inforce import InForce


def settings_of(workspace: Path) -> Settings:
    """The settings, their warnings told on stderr."""
    if not workspace.is_dir():
        raise Stop(f"Không có thư mục làm việc: {workspace}", COULD_NOT)
    try:
        settings = read_settings(workspace)
    except BadSettings as error:
        raise Stop(str(error), PROBLEMS) from error
    for warning in settings.warnings:
        click.echo(str(warning), err=True)
    return settings


def files_of(settings: Settings, *, templates: bool = False) -> InForce:
    """The files on disk; a bad workspace is refused with every problem, `templates` for who writes mails."""
    from dondoc.app import load_files

    try:
        return load_files(settings, templates=templates)
    except BadFiles as error:
        raise Stop(str(error), PROBLEMS) from error


def last_good(settings: Settings) -> InForce:
    """The files on disk; while those are broken the last good ones on record, with a warning.

    For commands that record or show what happens: a broken file must not keep a result from being told.
    """
    from dondoc.app import load_files

    try:
        return load_files(settings)
    except BadFiles as error:
        bad = error
    files = in_force_on_record(settings)
    if files is None:
        raise Stop(str(bad), PROBLEMS) from bad
    errors = [problem for problem in bad.problems if problem.level == "error"]
    click.echo(
        f"cảnh báo: tệp trên đĩa có {len(errors)} lỗi, đang dùng bản tốt gần nhất; lỗi đầu tiên: {errors[0]}",
        err=True,
    )
    return files


def in_force_on_record(settings: Settings) -> InForce | None:
    """The files in force, whatever is on disk; None when nothing is on record."""
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable
    from dondoc.lastgood import last_good_of

    try:
        return last_good_of(settings)
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        raise Stop(str(error), COULD_NOT) from error


@contextmanager
def record_of(settings: Settings, files: InForce) -> Iterator[Store]:
    """The record; what goes wrong with the database is one line and exit 3."""
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable, open_database
    from data.sql.store import Store

    try:
        yield Store(open_database(settings.database_url), files.organization)
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        raise Stop(str(error), COULD_NOT) from error


def chosen_plans(files: InForce, ids: Sequence[str]) -> frozenset[str]:
    """The plans asked for by id, all of them when none is; of an unknown one the known are told."""
    known = [plan.id for plan in files.workspace.plans]
    unknown = [id_ for id_ in ids if id_ not in known]
    if unknown:
        told = ", ".join(known) or "chưa có kế hoạch nào"
        raise Stop(f"Không có kế hoạch “{unknown[0]}”; hiện có: {told}")
    return frozenset(ids or known)


def today(settings: Settings) -> dt.date:
    return SystemClock().now().astimezone(settings.zone).date()


def say_json(value: Mapping[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def now_in(settings: Settings) -> dt.datetime:
    return SystemClock().now().astimezone(settings.zone)
