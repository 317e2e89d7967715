"""One deadline in its current term, with everything known about it: what the engine decides on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rules.action import Action
from rules.calendar import WorkCalendar
from rules.lastday import Event, deadlines_of, extended
from rules.notice import Occurrence
from rules.plan import Deadline, DeadlineSpec, Task
from rules.progress import Progress, progress_of
from rules.state import State, open_state


@dataclass(frozen=True, slots=True)
class Subject:
    """A deadline with its current dates, its progress and its people."""

    deadline: Deadline
    progress: Progress
    leads: tuple[str, ...]  # unit ids, those assigned later included
    assignees: Mapping[str, str]  # unit id -> person id
    stated_first: dt.date | None  # the date before any extension

    @property
    def id(self) -> str:
        return self.deadline.id

    @property
    def term(self) -> int:
        return self.progress.term


@dataclass(frozen=True, slots=True)
class Record:
    """What the store remembers about one subject's term."""

    born: dt.datetime | None = None  # None: nobody has seen it yet
    accepted: Mapping[str, int] = field(default_factory=dict)  # unit -> mails a relay accepted
    decided: Mapping[Occurrence, frozenset[str]] = field(default_factory=dict)  # -> parts
    asked: frozenset[str] = frozenset()  # units whose head was asked to assign an officer


def _assigned(task: Task, actions: Iterable[Action]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Lead units and assignees after what VP assigned, oldest first."""
    leads, people = list(task.leads), dict(task.assignees)
    for action in actions:
        if action.do == "assign" and action.unit:
            if action.unit not in leads:
                leads.append(action.unit)
            if action.to:
                people[action.unit] = action.to
    return tuple(leads), people


def _events(base: str, actions: Iterable[Action]) -> list[Event]:
    return [
        Event(a.on, a.document, dt.date.fromisoformat(a.to) if a.to else None)
        for a in actions
        if a.do == "event" and a.deadline == base
    ]


def subjects_of(
    task: Task, spec: DeadlineSpec, calendar: WorkCalendar, actions: Sequence[Action]
) -> Iterator[Subject]:
    """Every deadline that one line of the plan makes; `actions`: of the line and its task, oldest first."""
    leads, people = _assigned(task, actions)
    by_deadline: dict[str, list[Action]] = defaultdict(list)
    for action in actions:
        by_deadline[action.deadline].append(action)
    events = _events(f"{task.id}/{spec.slug}", actions)
    for deadline in deadlines_of(task, spec, calendar, events):
        own = [a for a in by_deadline[deadline.id] if a.do != "event" or spec.kind == "external"]
        progress = progress_of(leads, own)
        current = deadline
        if progress.granted is not None:
            current = extended(deadline, progress.granted, calendar, progress.term_start or progress.granted)
        yield Subject(current, progress, leads, people, deadline.stated)


def state_of(subject: Subject, day: dt.date, calendar: WorkCalendar) -> State:
    """The state on `day` (DESIGN section 3): marks never change it."""
    deadline, progress = subject.deadline, subject.progress
    if progress.done:
        stated, done_on = deadline.stated, progress.done_on
        return "done-late" if stated and done_on and done_on > stated else "done"
    if progress.cancelled_on is not None:
        return "cancelled"
    if deadline.waiting:
        return "waiting"
    last = deadline.last_day
    return open_state(deadline.stated, last, day, calendar.between(day, last) if last else 0)
