"""Decides how far two lives are lived: beyond the span when a mail of one may come later in the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rules.change import pending
from rules.notice import Occurrence
from scheduler.clock import VirtualClock
from scheduler.comparing import Change, changes, moment_of
from scheduler.deliver import Way
from scheduler.inforce import InForce
from scheduler.known import base_of, known_about
from scheduler.ledger import Line
from scheduler.post import Post
from scheduler.rehearsal import lines_of
from scheduler.virtual import live_through

DAY, BLINK = dt.timedelta(days=1), dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Life:
    """A rehearsal and the files it was lived by."""

    way: Way
    files: InForce
    domain: str
    start: dt.datetime
    end: dt.datetime  # lived up to here

    def lines(self, until: dt.datetime) -> list[Line]:
        """The ledger from the start up to and including `until`."""
        return lines_of(self.way, self.files, self.start, until + BLINK)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two lives over one span: their lines in it, and what differs."""

    before: tuple[Line, ...]
    after: tuple[Line, ...]
    changes: tuple[Change, ...]


def compare(before: Life, after: Life, since: dt.datetime, until: dt.datetime) -> Compared:
    """How two lives from one start differ from `since` up to but without `until`.

    A mail that is put off beyond the span moves: it does not vanish.
    """
    was, will = before.lines(before.end), after.lines(after.end)
    found = changes(was, will, since, until)
    missed = _said_only_in("before", found), _said_only_in("after", found)
    later = _lived_on(before, missed[1]), _lived_on(after, missed[0])
    if later[0] > before.end or later[1] > after.end:
        found = changes(before.lines(later[0]), after.lines(later[1]), since, until)
    return Compared(_within(was, since, until), _within(will, since, until), tuple(found))


def _within(lines: Iterable[Line], since: dt.datetime, until: dt.datetime) -> tuple[Line, ...]:
    return tuple(line for line in lines if since <= moment_of(line) < until and not line["superseded"])


def _said_only_in(side: str, found: Iterable[Change]) -> set[Occurrence]:
    """The reminders that one side alone says as far as it was lived."""
    lines = (change.line for change in found if change.change == _ALONE[side] and change.line["deadline"])
    return {
        Occurrence(line["deadline"], line["term"], line["rule"], line["step"], line["occurrence"])
        for line in lines
    }


_ALONE = {"before": "vanishes", "after": "appears"}


def _lived_on(life: Life, missed: Collection[Occurrence]) -> dt.datetime:
    """Live on to the end of urging when one of these may still be said; returns up to when it was lived."""
    bases = {base_of(key.deadline, life.files) for key in missed} & life.files.lines.keys()
    ends = [end for base in bases if (end := _end_of(life.files, base)) > life.end]
    if not ends or not _to_come(life, bases, missed):
        return life.end
    end = max(ends)
    post = Post(tuple(life.way.notifiers), life.domain)
    live_through(life.way, post, life.files, VirtualClock(life.end), end)
    return end


def _end_of(files: InForce, base: str) -> dt.datetime:
    task, _ = files.lines[base]
    return dt.datetime.combine(task.plan.last_urging_day + DAY, dt.time(0), files.world.zone)


def _to_come(life: Life, bases: Collection[str], missed: Collection[Occurrence]) -> bool:
    with life.way.store.read() as tx:
        known = known_about(tx, life.files, bases, life.end)
    return any(
        occurrence in missed
        for base in bases
        for subject in known.subjects(life.files, base)
        for occurrence, _ in pending(
            subject, known.record(subject), life.files.world, _end_of(life.files, base) - BLINK
        )
    )
