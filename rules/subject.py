"""One deadline in its current term, with everything known about it: what the engine decides on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rules.action import Action
from rules.days.calendar import WorkCalendar
from rules.days.lastday import Event, day_ahead, deadlines_of, extended
from rules.directory import Directory
from rules.notice import Occurrence
from rules.plan import Deadline, DeadlineSpec, Report, Task
from rules.progress import WHOLE, Answers, Progress, own_line, progress_of
from rules.state import State, open_state
from rules.succession import answers_in, leads_of, taken_over


@dataclass(frozen=True, slots=True)
class Subject:
    """A deadline with its current dates, its progress and its people."""

    deadline: Deadline
    progress: Progress
    leads: tuple[str, ...]  # unit ids, those assigned later included
    assignees: Mapping[str, str]  # unit id -> person id
    stated_first: dt.date | None  # the date before any extension
    taken: Mapping[str, str] = field(default_factory=dict)  # unit that is gone -> who was assigned for it
    answers: Answers = field(default=own_line, compare=False, repr=False)

    @property
    def id(self) -> str:
        return self.deadline.id

    @property
    def term(self) -> int:
        return self.progress.term

    def lines_of(self, report: Action) -> tuple[str, ...]:
        """The lines that a report is about: those its unit answers for, or all when it names none."""
        lines = self.progress.lines
        return tuple(line for line in lines if report.unit is None or self.answers(line, report))

    def answering(self, unit: str, directory: Directory) -> str:
        """Who answers for a lead's line, as of the directory's day; a finished line stays with its unit."""
        line = self.progress.lines.get(unit)
        if line is not None and line.done_on is not None:
            return unit
        return directory.holder(unit, self.taken) or unit

    def holders(self, directory: Directory) -> tuple[str, ...]:
        """Which units answer for the open lines, as of the directory's day; who is gone where nobody does."""
        units = self.progress.open_units
        return tuple(dict.fromkeys(directory.holder(unit, self.taken) or unit for unit in units))


@dataclass(frozen=True, slots=True)
class Record:
    """What the store remembers about one subject's term."""

    born: dt.datetime | None = None  # None: nobody has seen it yet
    accepted: Mapping[str, int] = field(default_factory=dict)  # unit -> mails a relay accepted
    decided: Mapping[Occurrence, frozenset[str]] = field(default_factory=dict)  # -> parts
    asked: frozenset[str] = frozenset()  # units whose head was asked to assign an officer


class _Assigned(NamedTuple):
    """Who leads and who does the work, after what VP assigned."""

    leads: tuple[str, ...]
    people: dict[str, str]
    taken: dict[str, str]


def _assigned(task: Task, actions: Iterable[Action], directory: Directory | None) -> _Assigned:
    """A unit that is assigned takes over what waits for one, else it leads beside the others."""
    leads, people, taken = list(task.leads), dict(task.assignees), dict[str, str]()
    moved_to: set[str | None] = set()
    for action in actions:
        if action.deadline != task.id:  # an input's task has the id of its report's line
            continue
        moved_to |= {action.to} if action.do == "move" else set()
        if action.do != "assign" or not action.unit:
            continue
        answers = answers_in(directory, taken)
        # A unit that a task was moved to leads what was open then, not what its predecessor had finished.
        if action.unit not in moved_to and not any(answers(lead, action) for lead in leads):
            gone = taken_over(action, leads, directory, taken)
            taken |= dict.fromkeys(gone, action.unit)
            leads += [] if gone else [action.unit]
        if action.to:
            people[action.unit] = action.to
    return _Assigned(tuple(leads), people, taken)


def _events(base: str, actions: Iterable[Action]) -> list[Event]:
    return [
        Event(a.on, a.document, dt.date.fromisoformat(a.to) if a.to else None)
        for a in actions
        if a.do == "event" and a.deadline == base
    ]


def subjects_of(
    task: Task,
    spec: DeadlineSpec,
    calendar: WorkCalendar,
    actions: Sequence[Action],
    directory: Directory | None = None,
) -> Iterator[Subject]:
    """Every deadline that one line of the plan makes; `actions`: of the line and its task, oldest first.

    Without a directory every unit answers for itself alone, for ever.
    """
    who = _assigned(task, actions, directory)
    answers = answers_in(directory, who.taken)
    by_deadline: dict[str, list[Action]] = defaultdict(list)
    for action in actions:
        by_deadline[action.deadline].append(action)
    events = _events(task.id if spec.report else f"{task.id}/{spec.slug}", actions)
    moves = [a for a in actions if a.do == "move" and a.deadline == task.id]
    for deadline in deadlines_of(task, spec, calendar, events):
        own = [a for a in by_deadline[deadline.id] if a.do != "event" or spec.kind == "external"]
        leads = leads_of(task, deadline, who.leads, directory)
        report = _report(spec.report, deadline, calendar, actions, directory) if spec.report else None
        if report is not None:  # nobody asks himself
            leads = tuple(unit for unit in leads if unit not in report.leads) or leads
            deadline = _along(deadline, report.progress.amended_to, calendar)  # noqa: PLW2901 - as it is now
        progress = progress_of(leads, sorted([*own, *moves], key=_order) if moves else own, answers)
        if report is not None:
            progress = _overtaken(progress, report.progress)
        current = deadline
        if progress.granted is not None:
            current = _redated(deadline, progress, progress.granted, calendar)
        if moves:
            leads = tuple(unit for unit in progress.lines if unit != WHOLE)
        yield Subject(current, progress, leads, who.people, deadline.stated, who.taken, answers)


def _order(action: Action) -> int:
    return action.seq


def _redated(deadline: Deadline, progress: Progress, date: dt.date, calendar: WorkCalendar) -> Deadline:
    by = (progress.granted_by or "điều chỉnh") if progress.amended else None
    return extended(deadline, date, calendar, progress.term_start or date, by)


def _report(
    of: Report,
    own: Deadline,
    calendar: WorkCalendar,
    actions: Sequence[Action],
    directory: Directory | None,
) -> Subject | None:
    """The report that an input is for, as things stand: it may have been moved, assigned or inherited."""
    found = subjects_of(of.task, of.spec, calendar, actions, directory)
    return next((one for one in found if same_time(one.deadline, own)), None)


def _along(own: Deadline, amended_to: dt.date | None, calendar: WorkCalendar) -> Deadline:
    """A document that moves the report moves what is owed for it; an extension does not."""
    if own.spec.report is None or amended_to is None:
        return own
    day = day_ahead(calendar.on_or_before(amended_to), own.spec.report.ahead, calendar)
    return replace(own, stated=day, last_day=day)


def _overtaken(progress: Progress, report: Progress) -> Progress:
    """Nobody is asked for what a finished or stopped report needed."""
    over = report.done_on or report.cancelled_on
    return replace(progress, cancelled_on=over, overtaken=True) if over and not progress.closed else progress


def same_time(report: Deadline, own: Deadline) -> bool:
    """Whether an input belongs to this period or event of its report."""
    if report.id == report.base:
        return own.id == own.base
    return report.id.rpartition("/")[2] == own.id.rpartition("/")[2]


def of_rows(subjects: Iterable[Subject]) -> list[Subject]:
    """Those that the rows of a plan state; what units owe for a report is no row and is not counted."""
    return [subject for subject in subjects if subject.deadline.kind != "input"]


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
