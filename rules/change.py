"""What a changed file puts in the past: those steps are passed over in silence, so a reload sends nothing."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from rules.engine import World, parts_of, plans_of, urged
from rules.greeting import greeting
from rules.notice import ALL_PARTS, Decision, Occurrence
from rules.subject import Record, Subject

Pending: TypeAlias = dict[tuple[Occurrence, str], dt.datetime]  # (occurrence, part) -> moment


def pending(subject: Subject, record: Record, world: World, now: dt.datetime) -> Pending:
    """What is due under `world` and not decided, with the moments it was meant for."""
    silent = subject.progress.closed or not urged(subject.deadline.task, now.astimezone(world.zone).date())
    if record.born is None or silent:
        return {}
    plans = plans_of(subject, record.born, world)
    alive = [p for p in plans if record.born <= p.moment <= now]
    first = greeting(subject, plans, record.born)
    found: Pending = {}
    for p in [*alive, first] if first else alive:
        key = Occurrence(subject.id, subject.term, p.rule.id, p.step.id, p.number)
        decided = record.decided.get(key, frozenset())
        if ALL_PARTS not in decided:
            found |= {(key, part): p.moment for part in parts_of(p.step, subject) if part not in decided}
    return found


def passed_over(before: Pending, after: Pending, now: dt.datetime) -> list[Decision]:
    """Decisions for what is due under the new files but was not due under the old ones."""
    familiar = {occurrence for occurrence, _ in before}
    new = {
        (occurrence, part if occurrence in familiar else ALL_PARTS): moment
        for (occurrence, part), moment in after.items()
        if (occurrence, part) not in before
    }
    return [Decision(occurrence, part, "passed", moment, now) for (occurrence, part), moment in new.items()]
