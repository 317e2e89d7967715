"""One pass of the whole service as of one moment: decide, the digests, deliver."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from data.store import Wakes
from scheduler.decide import Decided, Post, decide_due
from scheduler.deliver import Delivered, Way, deliver
from scheduler.inforce import InForce
from scheduler.weekly import weekly_due, weekly_wake


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of each one pass made."""

    decided: Decided
    digests: int
    delivered: Delivered


def one_pass(way: Way, post: Post, files: InForce, now: dt.datetime, wakes: Wakes | None = None) -> Tally:
    """Everything that is due at `now`, decided and handed over; `wakes`: when they are known already."""
    wakes = wakes or wakes_of(way)
    digests = weekly_due(way.store, files, post, now)
    decided = decide_due(way.store, files, post, now) if _come(wakes.lines, now) else Decided()
    rescued = way.outbox.rescue(now) if _come(wakes.leases, now) else 0
    waiting = digests or decided.messages or rescued or _come(wakes.tries, now)
    return Tally(decided, digests, deliver(way, files, now) if waiting else Delivered())


def _come(moment: dt.datetime | None, now: dt.datetime) -> bool:
    return moment is not None and moment <= now


def wakes_of(way: Way) -> Wakes:
    """When there is something recorded to do next."""
    with way.store.read() as tx:
        return tx.wakes()


def next_wake(way: Way, files: InForce, now: dt.datetime, wakes: Wakes | None = None) -> dt.datetime | None:
    """When there is something to do next; None: nothing any more."""
    moments = (*(wakes or wakes_of(way)), weekly_wake(way.store, files, now))
    return min((moment for moment in moments if moment is not None), default=None)
