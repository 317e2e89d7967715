"""What an amending document changes of a whole task, and what was finished before a plan was loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.sql.store import Reader, Store, Writer
from rules.action import Action
from rules.opening import first_told
from rules.permits import Refused, Repeated
from rules.subject import Subject
from scheduler.inforce import InForce, task_of
from scheduler.keep import keep
from scheduler.known import actions_by_line, base_of, subjects_from, subjects_on

BEFORE = "trước khi nạp, không rõ ngày"


@dataclass(frozen=True, slots=True)
class Taken:
    """A task that another unit takes over: the report as kept, and each deadline it concerns."""

    action: Action
    subjects: tuple[Subject, ...]  # as they stand before the document


def move_of(tx: Reader, files: InForce, report: Action, today: dt.date) -> Taken:
    """What a move would change; raises Refused, Repeated. Without a unit the task's only one is meant."""
    if report.on > today:
        raise Refused("văn bản chưa có hiệu lực; chỉ ghi nhận việc đã xảy ra")
    if not report.document:
        raise Refused("chuyển đơn vị chủ trì phải có số văn bản (--document)")
    subjects = _subjects(tx, files, report.deadline)
    open_units = dict.fromkeys(unit for s in subjects for unit in _open_units(s))
    if report.unit is None and len(open_units) == 1:
        report = replace(report, unit=next(iter(open_units)))
    _check_former(report, open_units, files)
    if report.unit == report.to:
        raise Repeated("đơn vị ấy đang chủ trì nhiệm vụ này")
    return Taken(report, tuple(s for s in subjects if report.unit in _open_units(s)))


def _open_units(subject: Subject) -> tuple[str, ...]:
    return () if subject.progress.closed else subject.progress.open_units


def _check_former(report: Action, open_units: Mapping[str, object], files: InForce) -> None:
    names = {unit: _name(unit, files) for unit in open_units}
    if not open_units:
        raise Refused("nhiệm vụ không còn mốc đang mở, hoặc chưa có đơn vị chủ trì (dùng lệnh assign)")
    if set(open_units) == {report.to}:
        raise Repeated(f"{_name(report.to or '', files)} đang chủ trì nhiệm vụ này")
    if report.unit is None:
        raise Refused(f"có nhiều đơn vị chủ trì, ghi rõ --from: {', '.join(names.values())}")
    if report.unit not in open_units:
        led = ", ".join(names.values())
        raise Refused(f"{_name(report.unit, files)} không còn việc đang mở ở nhiệm vụ này; chủ trì: {led}")


def _name(unit: str, files: InForce) -> str:
    found = files.world.directory.unit(unit)
    return found.name if found else unit


def keep_move(store: Store, files: InForce, report: Action, today: dt.date) -> Taken:
    """Record that another unit takes a task over; it alone is told of it as of something new."""
    with store.begin() as tx:
        taken = move_of(tx, files, report, today)
        kept = keep(tx, files, taken.action)
        concerned = {subject.id for subject in taken.subjects}
        for subject in _subjects(tx, files, report.deadline):
            others = [u for u in subject.progress.open_units if u != kept.to and subject.id in concerned]
            told = [d for unit in others for d in first_told(subject, unit, files.world, kept.at)]
            tx.decide([(base_of(subject.id, files), decision) for decision in told])
    return Taken(kept, taken.subjects)


def _subjects(tx: Reader, files: InForce, task: str) -> list[Subject]:
    bases = [base for base in files.lines if task_of(base) == task]
    actions = actions_by_line(tx.actions({*bases, task}), files)
    return [subject for base in bases for subject in subjects_on(base, actions, files)]


def done_before(tx: Reader, files: InForce, plan: str, day: dt.date) -> list[Subject]:
    """What is taken for finished: its last day lies before `day`, and nobody reported anything else."""
    known = actions_by_line(tx.actions(), files)
    return [
        subject
        for subject in subjects_from(known, files)
        if subject.deadline.task.plan.id == plan
        and not subject.progress.closed
        and (last := subject.deadline.last_day) is not None
        and last < day
    ]


def keep_before(tx: Writer, files: InForce, subjects: list[Subject], by: str, now: dt.datetime) -> None:
    """Record them as finished on a day that nobody knows: their last day stands for it."""
    for subject in subjects:
        last = subject.deadline.last_day
        if last is not None:
            keep(tx, files, Action("done-before", subject.id, by, now, last, note=BEFORE))
