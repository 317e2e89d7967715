"""`dondoc text`: a summary of ten lines at the most, to paste into the agency's chat group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from dondoc.commands.deadlines import subjects_on_day
from dondoc.exits import Stop
from dondoc.open import last_good, settings_of, today
from dondoc.types import DAY
from rules.directory import Directory, Unit
from rules.plan import UNLABELLED
from rules.subject import Subject, of_rows
from rules.succession import unit_gone
from scheduler.inforce import InForce
from scheduler.references import Unknown, task_named, unit_named


@click.command("text")
@click.argument("id_", metavar="ID")
@click.option("--at", "day", type=DAY, help="Tính đến ngày này; mặc định hôm nay.")
@click.pass_obj
def command(workspace: Path, id_: str, day: dt.date | None) -> None:
    """Tóm tắt không quá mười dòng của một thời hạn, nhiệm vụ, kế hoạch hoặc đơn vị, để dán vào nhóm chat."""
    settings = settings_of(workspace)
    files = last_good(settings)
    day = day or today(settings)
    subjects = subjects_on_day(settings, files, day)
    try:
        click.echo(_text(id_.strip(), subjects, files, day))
    except Unknown as error:
        raise Stop(f"Không tóm tắt được: {error}") from error


def _text(typed: str, subjects: Sequence[Subject], files: InForce, day: dt.date) -> str:
    plans = {plan.id: plan.called for plan in files.workspace.plans}
    if typed in plans:
        return _listed(
            plans[typed], [s for s in of_rows(subjects) if s.deadline.task.plan.id == typed], files, day
        )
    if "/" not in typed:
        return _of_unit(unit_or_plan(typed, files), of_rows(subjects), files, day)
    own = _named(typed, subjects, files)
    if len(own) == 1:
        return _single(own[0], files, day)
    return _listed(own[0].deadline.task.short, own, files, day)


def _named(typed: str, subjects: Iterable[Subject], files: InForce) -> list[Subject]:
    """The deadlines of a task, of one of its lines, or a single one. Raises Unknown."""
    task = task_named(typed, files)
    of_task = [subject for subject in subjects if subject.deadline.task.id == task]
    wanted = typed.strip("/").replace(f"/{UNLABELLED}/", "/")
    own = [subject for subject in of_task if f"{subject.id}/".startswith(f"{wanted}/")]
    if not own:
        ids = ", ".join(subject.id for subject in of_task)
        raise Unknown(f"không có thời hạn “{typed}”; nhiệm vụ này có: {ids}")
    return own


def unit_or_plan(typed: str, files: InForce) -> Unit:
    """Raises Unknown, naming the plans too."""
    try:
        return unit_named(typed, files.world.directory)
    except Unknown as error:
        plans = ", ".join(plan.id for plan in files.workspace.plans) or "chưa có"
        raise Unknown(f"{error}; các kế hoạch: {plans}") from error


def _of_unit(unit: Unit, subjects: Iterable[Subject], files: InForce, day: dt.date) -> str:
    """What the unit leads; of a collective one its own part."""
    directory = files.world.directory.on(day)
    own = [
        subject
        for subject in subjects
        if unit.id in subject.holders(directory) or (unit.id in subject.leads and subject.progress.closed)
    ]
    if directory.ended(unit) and not own:
        from notifiers.vietnamese import long_day, raised

        return f"{unit.called(day)} – tính đến {long_day(day)}\n{raised(unit_gone(unit, directory))}"
    return _listed(f"{unit.called(day)}: việc chủ trì", own, files, day, named=False)


def _listed(
    title: str, subjects: Sequence[Subject], files: InForce, day: dt.date, *, named: bool = True
) -> str:
    """`named`: each line says who leads."""
    from notifiers.chat import list_text
    from rules.digest import summed_up

    figures, rows = summed_up(subjects, files.world.directory, day, files.world.calendar)
    return list_text(title, day, figures, rows if named else [row._replace(units=()) for row in rows])


def _single(subject: Subject, files: InForce, day: dt.date) -> str:
    from notifiers.chat import Sheet, sheet_text
    from rules.digest import summed_up
    from scheduler.items import product_of

    directory, task = files.world.directory.on(day), subject.deadline.task
    leads = dict.fromkeys(subject.answering(unit, directory) for unit in subject.leads)
    _, (row,) = summed_up([subject], directory, day, files.world.calendar)
    return sheet_text(
        Sheet(
            row=row,
            place=f"{task.plan.called}, nhiệm vụ {task.key}",
            product=product_of(subject, None),
            leads=tuple(_with_officer(unit, subject, directory) for unit in leads),
            supports=tuple(_name(unit, directory) for unit in task.supports if unit not in subject.leads),
        ),
        day,
    )


def _with_officer(unit: str, subject: Subject, directory: Directory) -> str:
    person = directory.person(subject.assignees.get(unit, ""))
    return f"{_name(unit, directory)} ({person.name})" if person else _name(unit, directory)


def _name(unit: str, directory: Directory) -> str:
    found = directory.unit(unit)
    return found.name if found else unit
