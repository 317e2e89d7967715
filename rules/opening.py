"""What the opening of a plan says in the place of first notices: to whom, and what is then said already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.directory import Directory
from rules.engine import World, asked_once, rules_of
from rules.greeting import FIRST
from rules.notice import ALL_PARTS, Decision, Occurrence
from rules.plan import Plan
from rules.recipients import Target, delivered, once_each, unit_targets
from rules.subject import Subject

OPENING = "mo-ke-hoach"  # the pseudo-step that records that a plan was opened
ASSIGN_WITHIN = 5  # working days in which a unit is asked to name its officers


@dataclass(frozen=True, slots=True)
class Order:
    """Somebody's order to open a plan; what ended before `before` is taken for finished."""

    plan: Plan
    by: str
    before: dt.date | None = None


def opened_once(plan: Plan, now: dt.datetime) -> Decision:
    """The record that the plan was opened."""
    return Decision(Occurrence(plan.id, 0, "", OPENING, 1), ALL_PARTS, "said", now, now)


def was_opened(decisions: Iterable[Decision], plan: Plan) -> dt.datetime | None:
    """When the plan was opened first; None: it was not."""
    moments = [d.at for d in decisions if d.occurrence.step == OPENING and d.occurrence.deadline == plan.id]
    return min(moments, default=None)


def said_by_opening(subject: Subject, world: World, now: dt.datetime) -> Iterator[Decision]:
    """The lead units of a deadline know of it: no first notice, and the head is not asked once more.

    Others whom a past step meant, such as a named support, still get their first notice.
    """
    for unit in subject.progress.open_units:
        yield from first_told(subject, unit, world, now)
        if unit not in subject.assignees:
            yield asked_once(subject.deadline.task, unit, now)


def first_told(subject: Subject, unit: str, world: World, now: dt.datetime) -> Iterator[Decision]:
    """A lead unit that knows of this term needs no first notice of it."""
    for rule in rules_of(subject, world):
        told = Occurrence(subject.id, subject.term, rule.id, FIRST, 1)
        yield Decision(told, unit, "said", now, now)


def readers_of(unit: str, subjects: Iterable[Subject], directory: Directory, day: dt.date) -> list[Target]:
    """Who of a lead unit gets its list: unit, head and officers, each address once; nobody: empty."""
    directory = directory.on(day)
    found = directory.unit(directory.holder(unit) or unit)
    if found is None:
        return []
    assigned = dict.fromkeys(s.assignees[unit] for s in subjects if unit in s.assignees)
    assigned = {id: None for id in assigned if not directory.elsewhere(id, found.id)}
    targets = unit_targets(directory, found, assigned)
    return once_each(delivered(target, directory, day) for target in targets)
