"""What people reported about one deadline, folded from the history into where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, TypeAlias

from rules.action import Action, Do
from rules.directory import Directory
from rules.letter import Marks
from rules.rule import Mark

Answers: TypeAlias = Callable[[str, Action], bool]  # whether the unit of a report answers for a line

WHOLE = ""  # the line of a deadline that no unit leads yet


@dataclass(frozen=True, slots=True)
class Line:
    """One lead unit's part of a deadline in the current term."""

    unit: str
    done_on: dt.date | None = None
    document: str | None = None
    no_output: bool = False
    before: bool = False  # finished before the plan was loaded; `done_on` is the last day, not the true one
    moved: Action | None = None  # the report by which the unit took it over
    acknowledged: tuple[tuple[dt.date, dt.datetime], ...] = ()  # (effective day, when recorded)
    submitted: dt.date | None = None
    submitted_to: str | None = None
    blocked: str | None = None

    @property
    def settled(self) -> bool:
        """Finished on a day that is known: a report of the true day is still welcome where it is not."""
        return self.done_on is not None and not self.before


_DONE_ON, _BEFORE = attrgetter("done_on"), attrgetter("before")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a deadline stands: its lines, its term and its dates."""

    lines: Mapping[str, Line] = field(default_factory=dict)
    term: int = 1
    term_start: dt.date | None = None  # None: the first term
    granted: dt.date | None = None  # the date last granted or set by an amending document, inclusive
    asked: dt.date | None = None  # the date asked for, not answered yet
    extensions: int = 0
    cancelled_on: dt.date | None = None
    replaced: dt.date | None = None  # the date granted before the last one
    granted_by: str | None = None  # the document of the last grant or amendment
    amended: bool = False  # `granted` was set by an amending document: no extension
    amended_to: dt.date | None = None  # the date the last amending document set, extensions after it or not
    reopened: Action | None = None  # the last reopening
    overtaken: bool = False  # an input that is asked for no more: its report is over since `cancelled_on`
    redirected: bool = False  # an amending document began the term: another date, or another unit

    @property
    def done(self) -> bool:
        return bool(self.lines) and all(map(_DONE_ON, self.lines.values()))

    @property
    def closed(self) -> bool:
        return self.done or self.cancelled_on is not None

    @property
    def done_on(self) -> dt.date | None:
        """The day the last line was finished; None while one is open."""
        days = [line.done_on for line in self.lines.values() if line.done_on]
        return max(days) if days and len(days) == len(self.lines) else None

    @property
    def open_units(self) -> tuple[str, ...]:
        return tuple(unit for unit, line in self.lines.items() if line.done_on is None and unit != WHOLE)

    @property
    def documents(self) -> str | None:
        """The numbers of the documents, each once."""
        numbers = dict.fromkeys(line.document for line in self.lines.values() if line.document)
        return "; ".join(numbers) or None

    @property
    def no_output(self) -> bool:
        return self.done and all(line.no_output for line in self.lines.values())

    @property
    def done_before(self) -> bool:
        """Finished before the plan was loaded, as far as anybody knows."""
        return any(map(_BEFORE, self.lines.values())) and self.done

    def has(self, mark: Mark, unit: str) -> bool:
        """Whether `mark` holds for one line; acknowledged is judged by `acknowledged_by`."""
        line = self.lines.get(unit, Line(unit))
        return {
            "acknowledged": bool(line.acknowledged),
            "submitted": line.submitted is not None,
            "blocked": line.blocked is not None,
            "extension-pending": self.asked is not None,
            "extended": self.extensions > 0,
        }[mark]


def _closing(line: Line, action: Action) -> Line:
    return replace(
        line, done_on=action.on, document=action.document, no_output=action.no_output, before=False
    )


_ON_LINE: dict[Do, Callable[[Line, Action], Line]] = {
    "ack": lambda line, a: replace(line, acknowledged=(*line.acknowledged, (a.on, a.at)), blocked=None),
    "submit": lambda line, a: replace(line, submitted=a.on, submitted_to=a.to or a.note, blocked=None),
    "block": lambda line, a: replace(line, blocked=a.note or a.document or "chưa nêu lý do"),
    "done": _closing,
    "done-before": lambda line, a: replace(_closing(line, a), before=True),
}


def own_line(line: str, action: Action) -> bool:
    """The plain case: a unit answers for its own line alone."""
    return line == action.unit


def _new_term(progress: Progress, action: Action, answers: Answers = own_line) -> Progress:
    fresh = {
        unit: line if line.done_on and action.do != "reopen" else Line(unit, moved=line.moved)
        for unit, line in progress.lines.items()
    }
    if action.do == "reopen" and action.unit:
        fresh = {
            unit: fresh[unit] if answers(unit, action) else line for unit, line in progress.lines.items()
        }
    return replace(
        progress,
        lines=fresh,
        term=progress.term + 1,
        term_start=action.on,
        asked=None,
        cancelled_on=None,
        reopened=action if action.do == "reopen" else progress.reopened,
        redirected=action.do == "amend",
    )


def _granted(progress: Progress, action: Action) -> Progress:
    date = dt.date.fromisoformat(action.to or "")
    return replace(
        _new_term(progress, action),
        granted=date,
        extensions=progress.extensions + 1,
        replaced=progress.granted,
        granted_by=action.document,
        amended=False,
    )


def _amended(progress: Progress, action: Action) -> Progress:
    """An amending document moves the date: reminders begin anew, and it is no extension."""
    return replace(
        _new_term(progress, action),
        granted=dt.date.fromisoformat(action.to or ""),
        replaced=progress.granted,
        granted_by=action.document,
        amended=True,
        amended_to=dt.date.fromisoformat(action.to or ""),
        cancelled_on=progress.cancelled_on,
    )


def _moved(progress: Progress, action: Action) -> Progress:
    """Another unit takes the line over where it was; what its former unit finished stays as it is."""
    line = progress.lines.get(action.unit or "")
    if line is None or line.done_on is not None or progress.cancelled_on is not None or not action.to:
        return progress
    lines: dict[str, Line] = {}
    for unit, kept in progress.lines.items():
        name = action.to if unit == action.unit else unit
        taken = progress.lines.get(name, Line(name, moved=action))
        lines.setdefault(name, taken if unit == action.unit else kept)
    return replace(progress, lines=lines, term=progress.term + 1, term_start=action.on, redirected=True)


def _directed(progress: Progress, action: Action) -> Progress:
    """A date from above starts anew: it replaces what was granted before, and revives nothing."""
    if action.to is None:
        return progress
    fresh = _new_term(progress, action)
    return replace(fresh, granted=None, amended=False, amended_to=None, cancelled_on=progress.cancelled_on)


def _with_line(progress: Progress, action: Action, answers: Answers) -> Progress:
    change = _ON_LINE[action.do]
    touched = {
        unit: change(line, action) if _concerns(action, line, answers) else line
        for unit, line in progress.lines.items()
    }
    return replace(progress, lines=touched)


def _concerns(action: Action, line: Line, answers: Answers) -> bool:
    """A report that names no unit is about every open line; the line that nobody leads may be corrected.

    One that names a unit is about its own line, and about the open ones that it answers for.
    """
    if action.unit is None:
        return line.done_on is None or (action.do == "done" and (line.before or line.unit == WHOLE))
    return action.unit == line.unit or (line.done_on is None and answers(line.unit, action))


_ON_WHOLE: dict[Do, Callable[[Progress, Action], Progress]] = {
    "cancel": lambda p, a: replace(p, cancelled_on=a.on),
    "extend-ask": lambda p, a: replace(p, asked=dt.date.fromisoformat(a.to or "")),
    "extend-grant": _granted,
    "extend-refuse": lambda p, _: replace(p, asked=None),
    "event": _directed,
    "amend": _amended,
    "move": _moved,
}


def progress_of(leads: Iterable[str], actions: Iterable[Action], answers: Answers = own_line) -> Progress:
    """Fold the actions on one deadline, oldest first, over its lead units (none: one line for the whole)."""
    progress = Progress(lines={unit: Line(unit) for unit in leads} or {WHOLE: Line(WHOLE)})
    for action in actions:
        if action.do in _ON_LINE:
            progress = _with_line(progress, action, answers)
        elif action.do == "reopen":
            progress = _new_term(progress, action, answers)
        elif action.do in _ON_WHOLE:
            progress = _ON_WHOLE[action.do](progress, action)
    return progress


def _reopening(progress: Progress, unit: str | None) -> Action | None:
    """The last reopening, when it was of this unit's line or of all."""
    found = progress.reopened
    return found if found and (unit is None or found.unit in (None, unit)) else None


def marks_of(
    progress: Progress, stated: dt.date | None, directory: Directory, unit: str | None = None
) -> Marks:
    """The marks a reader sees: of one unit's line, or of all open lines together."""
    lines = [line for line in progress.lines.values() if unit in (None, line.unit)]
    acks = [day for line in lines for day, _ in line.acknowledged]
    submitted = next((line for line in lines if line.submitted and not line.done_on), None)
    reopened = _reopening(progress, unit)
    return Marks(
        acknowledged=max(acks, default=None),
        submitted=submitted.submitted if submitted else None,
        submitted_to=directory.titled(submitted.submitted_to)
        if submitted and submitted.submitted_to
        else None,
        blocked=next((line.blocked for line in lines if line.blocked and not line.done_on), None),
        extension_asked=progress.asked,
        extensions=progress.extensions,
        original=stated if progress.extensions or progress.amended else None,
        granted=progress.granted,
        granted_by=progress.granted_by if progress.granted else None,
        replaced=(progress.replaced or stated) if progress.granted else None,
        amended=progress.amended,
        **_taken_over(lines, directory),
        reopened=reopened.on if reopened else None,
        reopened_why=reopened.note if reopened else None,
    )


def _taken_over(lines: Iterable[Line], directory: Directory) -> dict[str, Any]:
    """From whom a line came, and by which document."""
    moved = next((line.moved for line in lines if line.moved and not line.done_on), None)
    if moved is None:
        return {}
    former = directory.unit(moved.unit or "")
    return {
        "taken_from": former.name if former else moved.unit,
        "taken_by": moved.document,
        "taken_on": moved.on,
    }
