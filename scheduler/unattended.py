"""Which open deadlines nobody would hear of, and which posts stand empty meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.engine import urged
from rules.recipients import Cast, unreachable
from rules.subject import Subject, of_rows
from scheduler.inforce import InForce


@dataclass(frozen=True, slots=True)
class Unattended:
    """One line of a deadline that only the owner of its rule hears of."""

    deadline: str
    unit: str | None  # the unit's id; None: no unit leads it
    why: str  # Vietnamese


def unattended(subjects: Iterable[Subject], files: InForce, day: dt.date) -> Iterator[Unattended]:
    """Every such line of the plans that are urged on that day."""
    directory = files.world.directory.on(day)
    for subject in subjects:
        if subject.progress.closed or not urged(subject.deadline.task, day):
            continue
        cast = Cast(
            subject.deadline, subject.progress, subject.assignees, directory, day, taken=subject.taken
        )
        for unit in subject.progress.open_units:
            if why := unreachable(cast, unit):
                yield Unattended(subject.id, unit, why)
        if not subject.progress.open_units:
            yield Unattended(subject.id, None, "chưa phân công đơn vị chủ trì")


def vacant(subjects: Iterable[Subject], files: InForce, day: dt.date) -> Iterator[str]:
    """The posts where mails would look for somebody in vain, in Vietnamese: heads with open work, roles."""
    whole = files.world.directory
    directory = whole.on(day)
    going = [s for s in of_rows(subjects) if not s.progress.closed and urged(s.deadline.task, day)]
    for id in dict.fromkeys(unit for subject in going for unit in subject.holders(directory)):
        unit = directory.unit(id)
        if unit is not None and unit.exists(day) and unit.head is None:
            yield f"người đứng đầu {unit.name}"
    yield from (f"vai trò {role}" for role, held in whole.roles.items() if held and not directory.roles[role])
