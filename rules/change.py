"""What a changed file puts in the past: those steps are passed over in silence, so a reload sends nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rules.engine import FIRST, World, plans_of
from rules.notice import ALL_PARTS, Decision, Occurrence
from rules.subject import Record, Subject


def pending(
    subject: Subject, record: Record, world: World, now: dt.datetime
) -> dict[Occurrence, dt.datetime]:
    """Occurrences whose moment has come under `world` and that are not wholly decided, with their moments."""
    if record.born is None:
        return {}
    found = {
        Occurrence(subject.id, subject.term, p.rule.id, p.step.id, p.number): p.moment
        for p in plans_of(subject, record.born, world)
        if p.moment <= now
    }
    greeting = {
        Occurrence(subject.id, subject.term, key.rule, FIRST, 1): record.born
        for key, moment in found.items()
        if moment < record.born
    }
    alive = {key: moment for key, moment in found.items() if moment >= record.born} | greeting
    return {
        key: moment for key, moment in alive.items() if ALL_PARTS not in record.decided.get(key, frozenset())
    }


def passed_over(
    before: Iterable[Occurrence], after: dict[Occurrence, dt.datetime], now: dt.datetime
) -> list[Decision]:
    """Decisions for what is due under the new files but was not due under the old ones."""
    known = set(before)
    return [
        Decision(occurrence, ALL_PARTS, "passed", moment, now)
        for occurrence, moment in after.items()
        if occurrence not in known
    ]
