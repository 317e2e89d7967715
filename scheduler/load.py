"""Bringing files into force: new lines are scheduled, and what a change puts in the past is passed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from itertools import islice

from data.sql.store import Revision, Store, Writer
from rules.change import Pending, passed_over, pending
from rules.engine import plans_of
from rules.notice import Decision
from rules.rule import Digest
from scheduler.changes import files_changed, what_changed
from scheduler.inforce import InForce
from scheduler.known import Known, known_about
from scheduler.weekly import issue_of

Rebuild = Callable[[Mapping[str, str]], InForce | None]


def bring_into_force(
    store: Store, files: InForce, rebuild: Rebuild, now: dt.datetime, node: str | None = None
) -> Revision | None:
    """Make `files` the ones the store is worked by; `rebuild` reads the former ones. None: no change.

    Another node may bring files into force meanwhile: then what they change is worked out anew.
    """
    while True:
        with store.read() as tx:
            last = tx.newest()
            if last is not None and last.hash == files.revision:
                return None
            last = tx.with_files(last) if last is not None else None
        former = rebuild(last.files) if last is not None else None
        with store.begin() as tx:
            standing = tx.newest()
            if (standing and standing.hash) == (last and last.hash):
                return _take(tx, files, last, former, now, node)


def _take(
    tx: Writer,
    files: InForce,
    last: Revision | None,
    former: InForce | None,
    now: dt.datetime,
    node: str | None,
) -> Revision:
    tx.start(now)
    known = known_about(tx, files, files.lines.keys(), now)
    passed = _pass_over(tx, known, former, files, now) if last is not None else 0
    _schedule(tx, known, files, now)
    before, after = last.files if last else {}, files.workspace.files
    changed = ", ".join(files_changed(before, after))
    summary = what_changed(former, files, _moved(known, former, files) if former else 0, passed)
    taken = Revision(
        files.revision, now, changed, after, node, summary if former or not last else None, passed
    )
    tx.set_revision(taken)
    return taken


def _moved(known: Known, former: InForce, files: InForce) -> int:
    """How many deadlines have another last day than before."""
    return sum(
        {s.id: s.deadline.last_day for s in known.subjects(former, base)}
        != {s.id: s.deadline.last_day for s in known.subjects(files, base)}
        for base in files.lines.keys() & former.lines.keys()
    )


def _schedule(tx: Writer, known: Known, files: InForce, now: dt.datetime) -> None:
    """New lines are looked at now, known ones when they have something to say; gone ones no more."""
    before = tx.scheduled()
    gone: dict[str, dt.datetime | None] = dict.fromkeys(before.keys() - files.lines.keys())
    looks = {base: _next_look(known, files, base, before.get(base), now) for base in files.lines}
    tx.reschedule(gone | looks)


def _next_look(
    known: Known, files: InForce, base: str, before: dt.datetime | None, now: dt.datetime
) -> dt.datetime | None:
    """Not at once for what is known: a step that waits for its condition is not let go by a reload."""
    looks = [before] if before is not None else []
    for subject in known.subjects(files, base):
        born = known.record(subject).born
        if born is None:
            return now
        coming = (p.moment for p in plans_of(subject, born, files.world) if p.moment > now)
        looks += islice(coming, 1)
    return min(looks, default=None)


def _pass_over(tx: Writer, known: Known, former: InForce | None, files: InForce, now: dt.datetime) -> int:
    """How many steps the change put into the past."""
    decisions: list[tuple[str, Decision]] = []
    for base in files.lines:
        due_before = _pending(known, former, base, now) if former else {}
        due_now = _pending(known, files, base, now)
        decisions += [(base, decision) for decision in passed_over(due_before, due_now, now)]
    tx.decide(decisions)
    _pass_digests(tx, former, files, now)
    return len({decision.occurrence for _, decision in decisions})


def _pending(known: Known, files: InForce, base: str, now: dt.datetime) -> Pending:
    found: Pending = {}
    for subject in known.subjects(files, base):
        found |= pending(subject, known.record(subject), files.world, now)
    return found


def _pass_digests(tx: Writer, former: InForce | None, files: InForce, now: dt.datetime) -> None:
    """A digest that the change puts in the past of this week starts next week."""
    day = now.astimezone(files.world.zone).date()
    before = {d.id: d for d in former.world.rules.digests} if former else {}
    for digest in files.world.rules.digests:
        issue = issue_of(digest, day, files)
        if issue is None or issue.moment > now or _was_due(before.get(digest.id), day, former, now):
            continue
        tx.note_digest(digest.id, issue.week, now, "")


def _was_due(digest: Digest | None, day: dt.date, former: InForce | None, now: dt.datetime) -> bool:
    if digest is None or former is None:
        return False
    issue = issue_of(digest, day, former)
    return issue is not None and issue.moment <= now
