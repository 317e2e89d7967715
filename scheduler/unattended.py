"""Which open deadlines nobody would hear of: no unit, or a unit in which no mail reaches anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.engine import urged
from rules.recipients import Cast, unreachable
from rules.subject import Subject
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
