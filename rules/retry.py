"""When a mail that was not accepted is tried again, and when it is given up."""

from __future__ import annotations

import datetime as dt

WAITS = tuple(dt.timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 40, 60, 120, 240))
GIVE_UP = dt.timedelta(days=5)


def next_try(attempts: int, meant: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """When to try after the `attempts`-th failure (from 1) of a mail meant for `meant`; None: give up.

    One that was held back for days has its tries all the same.
    """
    wait = WAITS[min(attempts, len(WAITS)) - 1]
    return now + wait if now - meant < GIVE_UP or attempts <= len(WAITS) else None
