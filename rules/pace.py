"""How many mails a channel may hand over now: so many a minute and so many an hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


class Pace(NamedTuple):
    """What the mail account allows; None: as many as there are."""

    per_minute: int | None = None
    per_hour: int | None = None

    def room(self, handed_over: Callable[[dt.timedelta], int]) -> int | None:
        """How many may go now, when so many went within a span before now; None: any number."""
        rooms = [
            most - handed_over(span)
            for most, span in ((self.per_minute, MINUTE), (self.per_hour, HOUR))
            if most is not None
        ]
        return max(min(rooms), 0) if rooms else None


def pace_words(pace: Pace) -> str:
    """`nhiều nhất 30 thư một phút, 500 thư một giờ`; empty without a limit."""
    parts = [
        f"{most} thư một {span}"
        for most, span in ((pace.per_minute, "phút"), (pace.per_hour, "giờ"))
        if most is not None
    ]
    return f"nhiều nhất {', '.join(parts)}" if parts else ""
