"""One pass of the whole service as of one moment: decide, the digests, deliver."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from data.sql.controls import standing
from data.sql.store import Wakes
from rules.standing import still_because
from scheduler.decide import Decided, decide_due
from scheduler.deliver import Delivered, Way, deliver
from scheduler.inforce import InForce
from scheduler.post import Post
from scheduler.redirect import redirect
from scheduler.weekly import weekly_due, weekly_wake


class Tally(NamedTuple):
    """How many of each one pass made."""

    decided: Decided
    digests: int
    delivered: Delivered
    still: str | None = None  # why nothing at all was done (Vietnamese)


def one_pass(way: Way, post: Post, files: InForce, now: dt.datetime, wakes: Wakes | None = None) -> Tally:
    """Everything that is due at `now`, decided and handed over; `wakes`: when they are known already."""
    wakes = wakes or wakes_of(way)
    # Standing still is like being down: what comes meanwhile is missed, and said as what was missed is.
    if why := standstill(way, files, wakes):
        return Tally(Decided(), 0, Delivered(), why)
    redirected = redirect(way.store, files, now) if _come(wakes.tries, now) else 0
    digests = weekly_due(way.store, files, post, now)
    due = redirected or _come(wakes.lines, now)
    decided = decide_due(way.store, files, post, now, digests) if due else Decided()
    rescued = way.outbox.rescue(now) if _come(wakes.leases, now) else 0
    waiting = digests or decided.messages or rescued or _come(wakes.tries, now)
    return Tally(decided, digests, deliver(way, files, now) if waiting else Delivered())


def standstill(way: Way, files: InForce, wakes: Wakes) -> str | None:
    """Why this process may send nothing now (Vietnamese); None: it may."""
    if wakes.controls is None and way.redirect_to is None:
        return None
    with way.store.read() as tx:
        return still_because(standing(tx), way.redirect_to, files.world.zone)


def _come(moment: dt.datetime | None, now: dt.datetime) -> bool:
    return moment is not None and moment <= now


def wakes_of(way: Way) -> Wakes:
    """When there is something recorded to do next."""
    with way.store.read() as tx:
        return tx.wakes()


def next_wake(way: Way, files: InForce, now: dt.datetime, wakes: Wakes | None = None) -> dt.datetime | None:
    """When there is something to do next; None: nothing any more."""
    moments = (*(wakes or wakes_of(way)).moments, weekly_wake(way.store, files, now))
    return min((moment for moment in moments if moment is not None), default=None)
