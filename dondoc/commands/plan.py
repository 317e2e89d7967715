"""`dondoc plan`: the plans of a workspace, and what they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from data.files.archive import archived
from dondoc.commands.archiving import archive
from dondoc.commands.deadlines import row_of, subjects_on_day, words_of
from dondoc.commands.opening import close, open_
from dondoc.commands.rollover import rollover
from dondoc.open import files_of, say_json, settings_of, today
from dondoc.phrasing import plain
from dondoc.planediting import plan_called
from rules.days.vietnam import spoken
from rules.plan import Plan
from rules.subject import Subject
from scheduler.inforce import InForce


@click.group("plan")
def command() -> None:
    """Xem, mở, kết thúc đôn đốc, lưu trữ một kế hoạch; lập dự thảo kế hoạch năm sau."""


command.add_command(archive)
command.add_command(close)
command.add_command(open_)
command.add_command(rollover)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def listed(workspace: Path, as_json: bool) -> None:
    """Các kế hoạch của thư mục làm việc."""
    settings = settings_of(workspace)
    files = files_of(settings)
    subjects = subjects_on_day(settings, files, today(settings))
    for plan in files.workspace.plans:
        row = _plan_row(plan, subjects, files, today(settings))
        if as_json:
            say_json(row)
        else:
            click.echo(_plan_sentence(plan, row))
    if not files.workspace.plans:
        click.echo("Chưa có kế hoạch nào trong data/plans.", err=True)
    if stored := archived(settings.workspace):
        click.echo(f"Đã lưu trữ, không nạp: {', '.join(stored)}", err=True)


def _plan_row(plan: Plan, subjects: Iterable[Subject], files: InForce, day: dt.date) -> dict[str, Any]:
    tasks = [task for task in files.workspace.tasks if task.plan.id == plan.id]
    return {
        "id": plan.id,
        "title": plan.title,
        "year": plan.year,
        "number": plan.number,
        "signed": plain(plan.signed),
        "file": plan.file,
        "tasks": len(tasks),
        "deadlines": sum(
            subject.deadline.task.plan.id == plan.id and subject.deadline.kind != "input"
            for subject in subjects
        ),
        "closed": plan.closed,
        "urge_until": plain(plan.last_urging_day),
        "opened": plan.opened,
        "urged": plan.opened and not plan.closed and day <= plan.last_urging_day,
    }


def _plan_sentence(plan: Plan, row: dict[str, Any]) -> str:
    last = spoken(plan.last_urging_day)
    how = f"đôn đốc đến {last}" if row["urged"] else f"thời gian đôn đốc đã hết ngày {last}"
    if plan.closed:
        how = "đã kết thúc đôn đốc"
    if not plan.opened and not plan.closed:
        how = f"chưa mở: dondoc plan open {plan.id}"
    size = f"{row['tasks']} nhiệm vụ, {row['deadlines']} mốc thời hạn"
    return f"{plan.id}: {plan.title} ({size}; {how}; {plan.file})"


@command.command("show")
@click.argument("id_", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def show(workspace: Path, id_: str, as_json: bool) -> None:
    """Các nhiệm vụ của một kế hoạch, với thời hạn và ngày làm việc cuối cùng."""
    settings = settings_of(workspace)
    files = files_of(settings)
    plan, day = plan_called(files, id_), today(settings)
    subjects = [s for s in subjects_on_day(settings, files, day) if s.deadline.task.plan.id == plan.id]
    rows = [(subject.deadline.task, row_of(subject, day, files)) for subject in subjects]
    if as_json:
        for task, row in rows:
            say_json(row | {"title": task.title, "group": task.group, "time": task.time})
        return
    click.echo(_plan_sentence(plan, _plan_row(plan, subjects, files, day)))
    _tell_rows(plan, rows)


def _tell_rows(plan: Plan, rows: list[tuple[Any, dict[str, Any]]]) -> None:
    groups = dict(plan.groups)
    group = task_id = None
    for task, row in rows:
        if task.group != group:
            group = task.group
            click.echo(f"\n{group}. {groups.get(group, '')}".rstrip(" ."))
        if task.id != task_id:
            task_id = task.id
            click.echo(f"  {task.key}  {task.short}")
        click.echo(f"      {_deadline_sentence(row)}")


def _deadline_sentence(row: dict[str, Any]) -> str:
    last = spoken(dt.date.fromisoformat(row["last_day"])) if row["last_day"] else "chưa xác định"
    label = f"{row['label']}: " if row["label"] else ""
    return f"{label}ngày cuối cùng {last} ({words_of(row)}; {row['id']})"
