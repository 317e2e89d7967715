"""Some tasks' record lived on to the end of their urging: what explains a deadline agrees with a preview."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from data.sql.database import memory_database
from data.sql.outbox import Outbox
from data.sql.store import Reader, Revision, Store, copy_state
from data.sql.writing import AT_ONCE
from rules.action import Action
from rules.explain import Lived, by_occurrence
from rules.notice import Occurrence
from scheduler.clock import VirtualClock
from scheduler.deliver import Way
from scheduler.inforce import InForce, task_of
from scheduler.load import Rebuild, bring_into_force
from scheduler.post import Post
from scheduler.rehearsal import SILENT, Silent
from scheduler.virtual import live_through

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outset:
    """Where the living-on begins: the record, the record cut off at a past moment, or nothing at all."""

    start: dt.datetime  # local
    source: Reader | None = None  # None: a first start at `start`
    cut: bool = False  # only what was recorded by `start` counts
    script: Sequence[Action] = ()  # what was reported although nothing was started yet


def lived_on(
    files: InForce, bases: Collection[str], outset: Outset, rebuild: Rebuild, now: dt.datetime
) -> Lived:
    """The record of the lines `bases`, with nobody answering from `outset.start` to the end of urging.

    Only the lines of their tasks live on: no other decides what is said of them. `now` is when it is asked.
    """
    narrow = _narrowed(files, bases)
    engine = memory_database()
    store = Store(engine, files.organization)
    outbox = Outbox(engine, files.organization)
    way = Way(store, outbox, {SILENT: Silent()}, "outlook", settle_each=False)
    _begin(store, narrow, outset, rebuild)
    with store.read() as tx:
        said = frozenset((notice.occurrence, notice.at) for notice in tx.notices(bases))
    clock = VirtualClock(outset.start)
    if now > outset.start:
        _live(way, narrow, clock, now, [action for action in outset.script if action.at <= now])
    with store.read() as tx:
        accepted = tx.accepted(bases)
    _live(way, narrow, clock, _end(narrow), [action for action in outset.script if action.at > now])
    with store.read() as tx:
        return _lived(tx, bases, said if outset.source is not None else None, accepted)


def _narrowed(files: InForce, bases: Collection[str]) -> InForce:
    """The files with the lines of the tasks of `bases` alone, and no digests."""
    tasks = {task_of(base) for base in bases}
    lines = {line: pair for line, pair in files.lines.items() if pair[0].id in tasks}
    rules = replace(files.world.rules, digests=())
    return replace(files, lines=lines, world=replace(files.world, rules=rules))


def _end(files: InForce) -> dt.datetime:
    last = max(task.plan.last_urging_day for task, _ in files.lines.values())
    return dt.datetime.combine(last + DAY, dt.time(0), files.world.zone)


def _begin(store: Store, files: InForce, outset: Outset, rebuild: Rebuild) -> None:
    if outset.source is not None:
        with store.begin() as tx:
            copy_state(outset.source, tx, outset.start if outset.cut else None)
            if outset.cut:  # the files are those of now: what a reload passed over is not asked
                tx.set_revision(Revision(files.revision, outset.start, "", files.workspace.files))
                tx.reschedule(dict.fromkeys(files.lines, AT_ONCE))
    bring_into_force(store, files, rebuild, outset.start)


def _live(
    way: Way, files: InForce, clock: VirtualClock, until: dt.datetime, script: Sequence[Action]
) -> None:
    live_through(way, Post((SILENT,), SILENT), files, clock, until, script)


def _lived(
    tx: Reader,
    bases: Collection[str],
    recorded: frozenset[tuple[Occurrence, dt.datetime]] | None,
    accepted: Mapping[tuple[str, int, str], int],
) -> Lived:
    decisions, notices = by_occurrence(tx.decisions(bases), tx.notices(bases))
    dropped = {notice.occurrence for notice in tx.notices(bases, dropped=True)} - notices.keys()
    changes = frozenset(revision.at for revision in tx.revisions())
    return Lived(decisions, notices, tx.births(bases), accepted, recorded, frozenset(dropped), changes)
