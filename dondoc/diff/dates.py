"""Decides which deadlines and which days of work differ between two workspaces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rules.action import Action
from rules.plan import Deadline
from scheduler.inforce import InForce
from scheduler.known import actions_by_line, subjects_from

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dates:
    """When a deadline falls due."""

    stated: dt.date | None
    last_day: dt.date | None


@dataclass(frozen=True, slots=True)
class Redated:
    """A deadline whose dates differ; None: there is no such deadline on that side."""

    deadline: str
    before: Dates | None
    after: Dates | None


@dataclass(frozen=True, slots=True)
class DayChanged:
    """A day that is worked on one side alone, and why it is or is not worked after the change."""

    day: dt.date
    worked: bool  # after
    why: str


def redated(before: InForce, after: InForce, actions: Collection[Action]) -> list[Redated]:
    """Every deadline that comes, goes or has other dates, as it stands after `actions`."""
    was, will = _dates(before, actions), _dates(after, actions)
    return [
        Redated(id_, was.get(id_), will.get(id_))
        for id_ in dict.fromkeys((*will, *was))
        if was.get(id_) != will.get(id_)
    ]


def _dates(files: InForce, actions: Iterable[Action]) -> dict[str, Dates]:
    subjects = subjects_from(actions_by_line(actions, files), files)
    return {one.id: _of(one.deadline) for one in subjects}


def _of(deadline: Deadline) -> Dates:
    return Dates(deadline.stated, deadline.last_day)


def days_changed(before: InForce, after: InForce) -> Iterator[DayChanged]:
    """The days, from the plans' years to the end of urging, that are worked on one side alone."""
    plans = [*before.workspace.plans, *after.workspace.plans]
    was, will = before.world.calendar, after.world.calendar
    for year in sorted({year for plan in plans for year in range(plan.year, plan.last_urging_day.year + 1)}):
        day = dt.date(year, 1, 1)
        while day.year == year:
            if was.is_working(day) != (worked := will.is_working(day)):
                off = was if worked else will
                yield DayChanged(day, worked, off.why_off(day).text)
            day += DAY
