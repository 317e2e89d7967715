"""`dondoc deadlines`: every deadline, its state and its last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from dondoc.open import chosen_plans, last_good, record_of, say_json, settings_of, today
from dondoc.settings import Settings
from dondoc.types import DAY
from rules.action import Action
from rules.called import title_of
from rules.progress import marks_of
from rules.state import State, told_state
from rules.subject import Subject, state_of
from scheduler.inforce import InForce

UNLIMITED = 1000  # columns
WIDE, NARROW = 85, 45  # columns that all the others, or the most needed ones, take beside the id


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
        "done_on": None if progress.done_before else _iso(progress.done_on),
        "open": list(progress.open_units),
        "holders": list(subject.holders(files.world.directory.on(day))),
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


@click.command("deadlines")
@click.option("--at", "day", type=DAY, help="Tính đến ngày này; mặc định hôm nay.")
@click.option("--plan", "plans", multiple=True, metavar="ID", help="Chỉ kế hoạch này; ghi được nhiều lần.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, day: dt.date | None, plans: tuple[str, ...], as_json: bool) -> None:
    """Liệt kê các mốc thời hạn, trạng thái và ngày cuối cùng trong hạn."""
    settings = settings_of(workspace)
    files = last_good(settings)
    day = day or today(settings)
    chosen = chosen_plans(files, plans)
    subjects = [s for s in subjects_on_day(settings, files, day) if s.deadline.task.plan.id in chosen]
    rows = [row_of(subject, day, files) for subject in subjects]
    if as_json:
        for row in rows:
            say_json(row)
    else:
        titles = {one.id: title_of(one.deadline.task, one.deadline.spec) for one in subjects}
        _table(rows, titles, files, day)


def words_of(row: Mapping[str, Any]) -> str:
    """The state of one line of `--json`, as people read it."""
    state: State = row["state"]
    days = [dt.date.fromisoformat(row[key]) if row[key] else None for key in ("done_on", "last_day")]
    return told_state(state, *days)


def _table(rows: Sequence[dict[str, Any]], titles: Mapping[str, str], files: InForce, day: dt.date) -> None:
    """Ids are always whole; a narrow screen leaves out the plan's own date and the units."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    longest = max((len(row["id"]) for row in rows), default=0)
    # What reads a pipe has no screen: each deadline is one line there.
    width = Console().width if Console().is_terminal else UNLIMITED
    wide = width >= longest + WIDE
    table = Table(box=box.SIMPLE)
    table.add_column("Mốc thời hạn", no_wrap=True, min_width=longest)
    table.add_column("Ngày cuối cùng" if wide else "Ngày cuối", no_wrap=True)
    table.add_column("Trạng thái", min_width=10)
    table.add_column("Tên việc", min_width=16)
    for heading in ("Hạn ghi", "Chủ trì") if wide else ():
        table.add_column(heading, min_width=10)
    for row in rows:
        more = (_day(row["stated"]), _leads(_leading(row), files, day)) if wide else ()
        table.add_row(row["id"], _day(row["last_day"]), words_of(row), titles[row["id"]], *more)
    Console(width=max(width, longest + NARROW)).print(table, crop=False)


def _day(iso: str | None) -> str:
    from rules.days.vietnam import spoken

    return spoken(dt.date.fromisoformat(iso)) if iso else "-"


def _leading(row: Mapping[str, Any]) -> list[str]:
    """Who finished a part, and who answers for what is open."""
    return [*(unit for unit in row["lead"] if unit not in row["open"]), *row["holders"]]


def _leads(units: Iterable[str], files: InForce, day: dt.date) -> str:
    directory = files.world.directory.on(day)
    names = [unit.name if (unit := directory.unit(id_)) else id_ for id_ in units]
    more = f" và {len(names) - 2} đơn vị khác" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more or "chưa phân công"
