"""Decides which actions one report makes: for which lines, and for which twin rows of the same product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rules.action import Action
from rules.plan import Task
from rules.subject import Subject
from scheduler.inforce import InForce
from scheduler.known import base_of, subjects_on


def actions_of(
    report: Action, subject: Subject, files: InForce, actions: Mapping[str, list[Action]]
) -> tuple[Action, ...]:
    """The actions to record, the report's own first; none when everything it closes is closed already.

    `actions` hold those recorded so far, by line, of the subject's line and of its twins' lines.
    """
    report = _dated_by_grant(report, subject)
    if report.do != "done":
        return (report,)
    own = tuple(_closing(report, subject))
    return own + tuple(
        closing
        for twin in twins_of(subject, files, actions)
        for closing in _closing(replace(report, deadline=twin.id), twin)
    )


def twins_of(subject: Subject, files: InForce, actions: Mapping[str, list[Action]]) -> Iterator[Subject]:
    """Deadlines of other rows of the same product (`same_product_as`) with the same stated date."""
    stated = subject.deadline.stated
    if stated is None:
        return
    for base in twin_lines(base_of(subject.id, files), files):
        for other in subjects_on(base, actions, files):
            if other.deadline.stated == stated and not other.progress.closed:
                yield other


def twin_lines(base: str, files: InForce) -> list[str]:
    """The lines of other tasks that the plan links with this one's task."""
    task, _ = files.lines[base]
    return [line for line, (other, _) in files.lines.items() if other.id != task.id and _linked(task, other)]


def _linked(one: Task, other: Task) -> bool:
    return one.plan.id == other.plan.id and (
        one.same_product_as == other.key or other.same_product_as == one.key
    )


def _dated_by_grant(report: Action, subject: Subject) -> Action:
    """A grant on a direction from above that has no date yet is that date."""
    waits = subject.deadline.waiting and subject.deadline.kind == "external"
    return replace(report, do="event", unit=None) if report.do == "extend-grant" and waits else report


def _closing(report: Action, subject: Subject) -> Iterable[Action]:
    """Only open lines are closed: a finished one keeps its day and document."""
    progress = subject.progress
    if report.unit is not None:
        open_ = [line for line in subject.lines_of(report) if not progress.lines[line].settled]
        return [report] if open_ else []
    if not any(line.settled for line in progress.lines.values()):
        return [report]
    return [replace(report, unit=unit) for unit, line in progress.lines.items() if not line.settled]
