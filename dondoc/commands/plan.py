"""`dondoc plan`: the plans of a workspace, what they hold, and the end of urging one."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from data.archive import archived
from dondoc.commands.archiving import archive
from dondoc.commands.deadlines import row_of, subjects_on_day, words_of
from dondoc.commands.rollover import rollover
from dondoc.exits import COULD_NOT, Stop
from dondoc.open import files_of, say_json, settings_of, today
from dondoc.phrasing import plain
from rules.plan import Plan
from rules.subject import Subject
from rules.systemwords import system_words
from rules.vietnam import spoken
from scheduler.inforce import InForce


@click.group("plan")
def command() -> None:
    """Xem, kết thúc đôn đốc, lưu trữ một kế hoạch; lập dự thảo kế hoạch năm sau."""


command.add_command(archive)
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
        "deadlines": sum(subject.deadline.task.plan.id == plan.id for subject in subjects),
        "closed": plan.closed,
        "urge_until": plain(plan.last_urging_day),
        "urged": not plan.closed and day <= plan.last_urging_day,
    }


def _plan_sentence(plan: Plan, row: dict[str, Any]) -> str:
    how = f"đôn đốc đến {spoken(plan.last_urging_day)}" if row["urged"] else "đã kết thúc đôn đốc"
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


def plan_called(files: InForce, id_: str) -> Plan:
    """The loaded plan with this id; of an unknown one the known are told."""
    for plan in files.workspace.plans:
        if plan.id == id_:
            return plan
    known = ", ".join(plan.id for plan in files.workspace.plans) or "chưa có kế hoạch nào"
    raise Stop(f"Không có kế hoạch “{id_}”; hiện có: {known}")


@command.command("close")
@click.argument("id_", metavar="ID")
@click.option("--by", required=True, metavar="AI", help="Người quyết định kết thúc.")
@click.pass_obj
def close(workspace: Path, id_: str, by: str) -> None:
    """Kết thúc đôn đốc một kế hoạch: ghi “closed: true” vào tệp của nó."""
    settings = settings_of(workspace)
    plan = plan_called(files_of(settings), id_)
    if plan.closed:
        click.echo(f"Kế hoạch {plan.id} đã kết thúc đôn đốc từ trước.")
        return
    _close(
        settings.workspace / plan.file,
        plan,
        f"Kết thúc đôn đốc ngày {spoken(today(settings))}, người quyết định: {by}",
    )
    click.echo(f"Đã ghi “closed: true” vào {plan.file}. Dịch vụ đang chạy sẽ dừng nhắc khi nạp lại tệp.")


def _close(path: Path, plan: Plan, note: str) -> None:
    from dondoc.planfile import CannotClose, closed

    try:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        _write(path, closed(plan.file, text, note))
    except CannotClose as error:
        raise Stop(str(error)) from error
    except OSError as error:
        raise Stop(f"Không sửa được {plan.file}: {system_words(error)}", COULD_NOT) from error


def _write(path: Path, text: str) -> None:
    """All or nothing: a reader never sees half a file."""
    draft = path.with_name(f".{path.name}.dondoc")
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(path.stat().st_mode)
    draft.replace(path)
