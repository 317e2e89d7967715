"""Counts what becomes of 5,000 deadlines that are due in the same second."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from benchmarks.bigplan import Office, morning_of, office
from benchmarks.measuring import Line, count_line
from scheduler.passes import one_pass

MANY = 5_000
DAY = dt.date(2021, 3, 10)
BORN = dt.datetime(2021, 2, 1, 1, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def lines(rounds: int, folder: Path) -> list[Line]:
    """One pass at their moment and two later ones, which must find nothing left to say."""
    del rounds  # a count is the same each time
    with office(folder / "burst.sqlite3", {f"I.{i}": DAY for i in range(MANY)}, BORN) as place:
        told = said(place)
    what = "5,000 deadlines due in the same second"
    return [
        count_line(f"{what}: lost", "what was due", len(place.files.lines.keys() - told.keys()), 0),
        count_line(f"{what}: doubled", "what was due", told.total() - len(told), 0),
    ]


def said(place: Office) -> Counter[str]:
    """Deadline -> how often an accepted mail named it."""
    for minutes in range(3):
        one_pass(place.way, place.post, place.files, morning_of(DAY) + minutes * MINUTE)
    return Counter(place.channel.accepted)
