"""Keeping what somebody reported: judged by the record as it stands, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.sql.store import Store
from rules.action import Action
from rules.permits import finished_line, permit, permit_correction
from rules.subject import Subject
from scheduler.inforce import InForce, kept_under
from scheduler.keep import keep
from scheduler.known import actions_by_line
from scheduler.people import people_of
from scheduler.references import line_named, subject_named
from scheduler.reports import actions_of, twin_lines


@dataclass(frozen=True, slots=True)
class Kept:
    """What was recorded, and the deadline as it stands after it; None for a whole task."""

    actions: tuple[Action, ...]
    subject: Subject | None


def keep_report(
    store: Store, files: InForce, report: Action, today: dt.date, *, correct: bool = False
) -> Kept:
    """Record a report on the deadline that `report.deadline` names, and on its twins where it closes.

    `correct`: see `judged`. Raises Unknown, Refused, Repeated; nothing is kept then.
    """
    base, _ = line_named(report.deadline, files)
    with store.begin() as tx:
        known = actions_by_line(tx.actions(concerned(base, files)), files)
        subject, actions = judged(report, files, known, today, correct=correct)
        kept = [keep(tx, files, action) for action in actions]
        after = actions_by_line(tx.actions(kept_under([base])), files)
    return Kept(tuple(kept), subject_named(_touched(subject, after[base]), files, after))


def judged(
    report: Action,
    files: InForce,
    known: Mapping[str, list[Action]],
    today: dt.date,
    *,
    correct: bool = False,
) -> tuple[Subject, tuple[Action, ...]]:
    """The deadline a report is about, and the actions to record; `known` are those recorded so far, by line.

    `correct`: a result told of a finished line replaces the recorded one. Raises Unknown, Refused, Repeated.
    """
    base, _ = line_named(report.deadline, files)
    directory = files.workspace.directory.on(min(report.on, today))
    subject = subject_named(report.deadline, files, known)
    told = replace(report, deadline=subject.id)
    if correct and (line := finished_line(told, subject)) is not None:
        told = replace(told, unit=line.unit or None)
        permit_correction(told, subject, line, directory, today)
        return subject, (told,)
    earlier = sorted(known.get(base, ()), key=lambda action: action.seq)
    permit(told, subject, earlier, directory, people_of(directory).office_units, today)
    return subject, actions_of(told, subject, files, known)


def _touched(subject: Subject, actions: list[Action]) -> str:
    """The deadline a report changed: an event's is the new one that it made."""
    if subject.deadline.kind != "after_event" or actions[-1].do != "event":
        return subject.id
    return f"{subject.id}/{sum(action.do == 'event' for action in actions)}"


def keep_assignment(store: Store, files: InForce, report: Action) -> Kept:
    """Record who leads or does a whole task; every line of it is looked at anew."""
    with store.begin() as tx:
        kept = keep(tx, files, report)
    return Kept((kept,), None)


def concerned(base: str, files: InForce) -> set[str]:
    """The lines and tasks whose actions tell how this line and its twins stand."""
    return kept_under({base, *twin_lines(base, files)})
