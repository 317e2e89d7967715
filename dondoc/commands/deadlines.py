"""`dondoc deadlines`: every deadline, its state and its last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from dondoc.open import files_of, record_of, say_json, settings_of, today
from dondoc.settings import Settings
from dondoc.types import DAY
from rules.action import Action
from rules.progress import marks_of
from rules.state import VIETNAMESE
from rules.subject import Subject, state_of
from scheduler.inforce import InForce


def recorded(settings: Settings, files: InForce, day: dt.date | None) -> list[Action]:
    """What was reported, as far as it took effect by `day`; nothing without a record."""
    from dondoc.app import has_record

    if not has_record(settings):
        return []
    with record_of(settings, files) as store, store.read() as tx:
        return [action for action in tx.actions() if day is None or action.on <= day]


def subjects_on_day(settings: Settings, files: InForce, day: dt.date | None) -> list[Subject]:
    """Every deadline of every plan with what was reported by `day`."""
    from scheduler.known import actions_by_line, subjects_from

    return list(subjects_from(actions_by_line(recorded(settings, files, day), files), files))


def row_of(subject: Subject, day: dt.date, files: InForce) -> dict[str, Any]:
    """One line of `--json`."""
    deadline, progress = subject.deadline, subject.progress
    marks = marks_of(progress, subject.stated_first, files.world.directory)
    return {
        "id": deadline.id,
        "task": deadline.task.key,
        "label": deadline.label,
        "kind": deadline.kind,
        "stated": _iso(deadline.stated),
        "strict": deadline.strict,
        "last_day": _iso(deadline.last_day),
        "state": state_of(subject, day, files.world.calendar),
        "lead": list(subject.leads),
        "support": [unit for unit in deadline.task.supports if unit not in subject.leads],
        "term": subject.term,
        "acknowledged": _iso(marks.acknowledged),
        "submitted": _iso(marks.submitted),
        "blocked": marks.blocked,
        "extension_asked": _iso(progress.asked),
        "extensions": progress.extensions,
        "original": _iso(subject.stated_first),
        "done_on": _iso(progress.done_on),
        "open": list(progress.open_units),
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


@click.command("deadlines")
@click.option("--at", "day", type=DAY, help="Tính đến ngày này; mặc định hôm nay.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, day: dt.date | None, as_json: bool) -> None:
    """Liệt kê các mốc thời hạn, trạng thái và ngày cuối cùng trong hạn."""
    settings = settings_of(workspace)
    files = files_of(settings)
    day = day or today(settings)
    rows = [row_of(subject, day, files) for subject in subjects_on_day(settings, files, day)]
    if as_json:
        for row in rows:
            say_json(row)
    else:
        _table(rows, files)


def _table(rows: Iterable[dict[str, Any]], files: InForce) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from rules.vietnam import spoken

    table = Table("Mốc thời hạn", "Ngày cuối cùng", "Hạn ghi", "Trạng thái", "Chủ trì", box=box.SIMPLE)
    for row in rows:
        dates = [spoken(dt.date.fromisoformat(row[k])) if row[k] else "-" for k in ("last_day", "stated")]
        units = [unit.name if (unit := files.world.directory.unit(u)) else u for u in row["lead"]]
        shown = ", ".join(units[:2]) + (f" và {len(units) - 2} đơn vị khác" if len(units) > 2 else "")
        table.add_row(row["id"], *dates, VIETNAMESE[row["state"]], shown or "chưa phân công")
    Console().print(table)
