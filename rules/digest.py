"""What a digest counts and lists, and on which day of a week it goes out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rules.called import full_title
from rules.days.calendar import WorkCalendar
from rules.directory import Directory
from rules.letter import DigestFacts, DigestRow, DigestSection, Figures, UnitRow
from rules.moments import plus
from rules.progress import WHOLE, marks_of
from rules.rule import LAST_WORKDAY, Digest, Section, Span
from rules.state import State, open_state
from rules.subject import Subject, of_rows, state_of

WEEK = dt.timedelta(days=7)
IN_TIME: frozenset[State] = frozenset({"open", "due-soon", "due-today", "stated-day"})
SECTIONS = (
    Section("summary"),
    Section("overdue"),
    Section("due_within", Span(10, "wd")),
    Section("done_since", Span(7, "d")),
    Section("waiting"),
    Section("extensions"),
    Section("units"),
)


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.isoweekday() - 1)


def week_name(day: dt.date) -> str:
    """`2021-W05`, by ISO 8601."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def digest_day(digest: Digest, monday: dt.date, calendar: WorkCalendar) -> dt.date | None:
    """The digest's day in the week of `monday`: a day off moves it on; a week without one has none."""
    if digest.weekday == LAST_WORKDAY:
        last = calendar.on_or_before(monday + WEEK - dt.timedelta(days=1))
        return last if last >= monday else None
    meant = monday + dt.timedelta(days=digest.weekday - 1)
    day = calendar.on_or_after(meant)
    return day if day < monday + WEEK else None


class _Seen(NamedTuple):
    """One deadline as a digest of `day` sees it."""

    subject: Subject
    state: State
    days_late: int
    day: dt.date
    dated: bool
    unfinished: bool
    done_on: dt.date | None


def _seen(subjects: Iterable[Subject], day: dt.date, calendar: WorkCalendar) -> list[_Seen]:
    found = []
    for subject in subjects:
        state, stated = state_of(subject, day, calendar), subject.deadline.stated
        late = calendar.between(stated, day) if state == "overdue" and stated else 0
        unfinished = state not in ("done", "done-late", "cancelled")
        done_on = subject.progress.done_on
        found.append(_Seen(subject, state, late, day, stated is not None, unfinished, done_on))
    return found


def _due_within(span: Span | None, calendar: WorkCalendar) -> Callable[[_Seen], bool]:
    span = span or Span(10, "wd")

    def due(seen: _Seen) -> bool:
        last = seen.subject.deadline.last_day
        return seen.state in IN_TIME and last is not None and last <= plus(seen.day, span, 1, calendar)

    return due


def _done_since(span: Span | None, calendar: WorkCalendar) -> Callable[[_Seen], bool]:
    span = span or Span(7, "d")

    def done(seen: _Seen) -> bool:
        if seen.subject.progress.done_before:
            return False  # nobody knows when
        return seen.done_on is not None and plus(seen.day, span, -1, calendar) < seen.done_on <= seen.day

    return done


def _submitted(seen: _Seen) -> bool:
    return seen.unfinished and any(
        line.submitted and not line.done_on for line in seen.subject.progress.lines.values()
    )


def _blocked(seen: _Seen) -> bool:
    return seen.unfinished and any(
        line.blocked and not line.done_on for line in seen.subject.progress.lines.values()
    )


def _undetermined(seen: _Seen) -> bool:
    return seen.state == "waiting" or (seen.unfinished and not seen.dated)


def _count(seen: Sequence[_Seen], calendar: WorkCalendar, spans: dict[str, Span | None]) -> Figures:
    """The numbers: each deadline is just one of done, in time, overdue, undetermined, cancelled."""

    def count(holds: Callable[[_Seen], bool]) -> int:
        return sum(map(holds, seen))

    before = sum(one.subject.progress.done_before for one in seen)
    states = Counter(one.state for one in seen if not one.subject.progress.done_before)
    return Figures(
        tasks=len({one.subject.deadline.task.id for one in seen}),
        deadlines=len(seen),
        done_on_time=states["done"],
        done_late=states["done-late"],
        in_time=count(lambda s: s.state in IN_TIME and s.dated),
        overdue=states["overdue"],
        undetermined=count(_undetermined),
        cancelled=states["cancelled"],
        done_before=before,
        no_output=count(lambda s: s.subject.progress.no_output),
        extended=count(lambda s: s.subject.progress.extensions > 0),
        extension_pending=count(lambda s: s.unfinished and s.subject.progress.asked is not None),
        submitted=count(_submitted),
        blocked=count(_blocked),
        longest_late=max((s.days_late for s in seen), default=0),
        due_within=count(_due_within(spans.get("due_within"), calendar)),
        done_since=count(_done_since(spans.get("done_since"), calendar)),
    )


def facts_of(
    digest: Digest,
    subjects: Sequence[Subject],
    directory: Directory,
    day: dt.date,
    calendar: WorkCalendar,
) -> DigestFacts:
    """Everything the digest of `day` says."""
    subjects = of_rows(subjects)
    seen = _seen(subjects, day, calendar)
    sections = digest.sections or SECTIONS
    plans = dict.fromkeys(s.deadline.task.plan.called for s in subjects)
    spans: dict[str, Span | None] = {s.name: s.span for s in sections}
    monday = monday_of(day)
    return DigestFacts(
        id=digest.id,
        title=digest.title,
        plans=tuple(plans),
        week=day.isocalendar().week,
        monday=monday,
        sunday=monday + dt.timedelta(days=6),
        figures=_count(seen, calendar, spans),
        sections=tuple(_section(s, seen, directory.on(day), calendar) for s in _with_signatures(sections)),
        by_plan=_by_plan(seen, calendar, spans) if len(plans) > 1 else (),
        chosen=digest.plans is not None,
    )


def _by_plan(
    seen: Sequence[_Seen], calendar: WorkCalendar, spans: dict[str, Span | None]
) -> tuple[tuple[str, Figures], ...]:
    """The numbers of each plan, in the files' order."""
    parts: dict[str, list[_Seen]] = {}
    for one in seen:
        parts.setdefault(one.subject.deadline.task.plan.called, []).append(one)
    return tuple((plan, _count(part, calendar, spans)) for plan, part in parts.items())


def summed_up(
    subjects: Sequence[Subject], directory: Directory, day: dt.date, calendar: WorkCalendar
) -> tuple[Figures, tuple[DigestRow, ...]]:
    """The numbers of these deadlines on `day`, and a row for each in the given order."""
    seen, now = _seen(subjects, day, calendar), directory.on(day)
    return _count(seen, calendar, {}), tuple(_row(one, now, calendar) for one in seen)


def _with_signatures(sections: Sequence[Section]) -> tuple[Section, ...]:
    """What waits for a leader's signature follows the summary, or comes first."""
    if any(s.name == "submitted" for s in sections):
        return tuple(sections)
    place = 1 if sections and sections[0].name == "summary" else 0
    return (*sections[:place], Section("submitted"), *sections[place:])


def _section(
    section: Section, seen: Sequence[_Seen], directory: Directory, calendar: WorkCalendar
) -> DigestSection:
    span = str(section.span) if section.span else None
    if section.name == "units":
        return DigestSection("units", span, units=_unit_rows(seen, directory))
    chosen = _CHOICES[section.name](section.span, calendar)
    rows = [_row(one, directory, calendar) for one in seen if chosen(one)]
    return DigestSection(section.name, span, tuple(sorted(rows, key=_by_date)))


_CHOICES: dict[str, Callable[[Span | None, WorkCalendar], Callable[[_Seen], bool]]] = {
    "summary": lambda _s, _c: lambda _: False,
    "overdue": lambda _s, _c: lambda s: s.state == "overdue",
    "due_within": _due_within,
    "done_since": _done_since,
    "waiting": lambda _s, _c: _undetermined,
    "extensions": lambda _s, _c: lambda s: s.unfinished and s.subject.progress.asked is not None,
    "submitted": lambda _s, _c: _submitted,
}


def _by_date(row: DigestRow) -> tuple[dt.date, str]:
    return (row.stated or row.done_on or dt.date.max, row.deadline)


def _row(seen: _Seen, directory: Directory, calendar: WorkCalendar) -> DigestRow:
    subject, deadline = seen.subject, seen.subject.deadline
    progress, task = subject.progress, deadline.task
    # What was finished is told in the names of that day.
    then = directory.on(progress.done_on) if progress.done_on else directory
    units = subject.leads if progress.done else subject.holders(directory)
    last = deadline.last_day
    return DigestRow(
        deadline=deadline.id,
        title=full_title(deadline),
        units=tuple(unit.name if (unit := then.unit(u)) else u for u in units),
        stated=deadline.stated,
        last_day=last,
        state=seen.state,
        days_late=seen.days_late or None,
        days_left=calendar.between(seen.day, last) if last and last >= seen.day else None,
        done_on=None if progress.done_before else progress.done_on,
        document=progress.documents,
        time_words=deadline.spec.text or task.time,
        marks=marks_of(progress, subject.stated_first, directory),
        plan=task.plan.called,
    )


def _unit_rows(seen: Sequence[_Seen], directory: Directory) -> tuple[UnitRow, ...]:
    """Lines, not deadlines: a unit answers for its own part of a deadline, and for what it inherited."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in seen:
        lines = one.subject.progress.lines if one.state != "cancelled" else {}
        # What a unit owes and what it inherited of one deadline is one thing to do.
        counts.update(
            {
                (one.subject.answering(unit, directory), _line_state(one, line.done_on))
                for unit, line in lines.items()
                if unit != WHOLE
            }
        )
    return tuple(
        UnitRow(
            unit.name, *(counts[unit.id, what] for what in ("done", "in_time", "overdue", "undetermined"))
        )
        for unit in directory.units.values()
        if any(key[0] == unit.id for key in counts)
    )


def _line_state(seen: _Seen, done_on: dt.date | None) -> str:
    deadline = seen.subject.deadline
    if done_on is not None:
        return "done"
    if deadline.waiting or deadline.stated is None:
        return "undetermined"
    state = open_state(deadline.stated, deadline.last_day, seen.day, 99)
    return "overdue" if state == "overdue" else "in_time"
