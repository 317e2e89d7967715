"""The same service over a span of virtual time: from each moment straight to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from data.sql.store import Store
from data.sql.writing import AT_ONCE
from rules.action import Action
from scheduler.clock import VirtualClock
from scheduler.deliver import Way
from scheduler.inforce import InForce
from scheduler.keep import keep
from scheduler.passes import next_wake, one_pass, wakes_of
from scheduler.post import Post

TICK = dt.timedelta(minutes=1)  # the service decides on the minute
Watch = Callable[[dt.datetime], None]


def live_through(
    way: Way,
    post: Post,
    files: InForce,
    clock: VirtualClock,
    until: dt.datetime,
    script: Sequence[Action] = (),
    watch: Watch = lambda _: None,
) -> None:
    """Run every pass from the clock's time up to and including `until`, playing what people report."""
    waiting = sorted(script, key=lambda action: action.at)
    wakes = wakes_of(way)  # nobody else writes: what a pass leaves is what the next one finds
    while (now := clock.now()) <= until:
        while waiting and waiting[0].at <= now:
            report(way.store, files, waiting.pop(0))
            wakes = wakes._replace(lines=AT_ONCE)
        one_pass(way, post, files, now, wakes)
        watch(now)
        wakes = wakes_of(way)
        following = [waiting[0].at] if waiting else []
        if (wake := next_wake(way, files, now, wakes)) is not None:
            following.append(max(wake, now + TICK))
        if not following:
            return
        clock.move_to(min(following))


def report(store: Store, files: InForce, action: Action) -> Action:
    """Keep what somebody reported, in a transaction of its own."""
    with store.begin() as tx:
        return keep(tx, files, action)
