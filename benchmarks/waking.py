"""Measures what a wake-up costs when much is scheduled: with nothing due, and with a hundred lines due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.bigplan import Office, morning_of, office
from benchmarks.measuring import AtMost, Line, alternated, ratio_line, seconds, time_ratios
from scheduler.decide import decide_due
from scheduler.passes import next_wake, one_pass

SMALL, LARGE, DUE = 1_000, 100_000, 100
FIRST_DAY = dt.date(2021, 3, 1)
QUIET = dt.datetime(2021, 2, 1, 1, 0, tzinfo=dt.UTC)  # before anything is due
FAR = dt.date(2021, 11, 30)
WORKING_DAYS_A_WEEK = 5


def lines(rounds: int, folder: Path) -> list[Line]:
    """Both records on SQLite; 100 lines fall due on each working day from 1 March on."""
    days = rounds + 1  # one more to warm up
    with (
        office(folder / "small.sqlite3", plan(SMALL, days), QUIET) as small,
        office(folder / "large.sqlite3", plan(LARGE, days), QUIET) as large,
    ):
        return [idle_line(small, large, rounds), due_line(small, large, rounds)]


def plan(size: int, days: int) -> dict[str, dt.date]:
    """Line -> its day: DUE of them on each of the first days, the others far off."""
    mornings = working_days()
    soon = [day for day in (next(mornings) for _ in range(days)) for _ in range(DUE)]
    return {f"I.{i}": soon[i] if i < len(soon) else FAR for i in range(size)}


def working_days() -> Iterator[dt.date]:
    """Monday to Friday from FIRST_DAY, a Monday; no holiday falls into the weeks a run needs."""
    for number in count():
        weeks, day = divmod(number, WORKING_DAYS_A_WEEK)
        yield FIRST_DAY + dt.timedelta(weeks=weeks, days=day)


def idle_line(small: Office, large: Office, rounds: int) -> Line:
    times = time_ratios(lambda: wake_up(large), lambda: wake_up(small), rounds)
    what, against = "wake-up, nothing due of 100,000: time", "the same of 1,000"
    return ratio_line(what, against, times, AtMost(1.5))


def wake_up(place: Office) -> None:
    """A whole pass of the service, and the question when to wake next."""
    tally = one_pass(place.way, place.post, place.files, QUIET)
    assert tally.decided.lines == 0
    assert next_wake(place.way, place.files, QUIET) == morning_of(FIRST_DAY)


def due_line(small: Office, large: Office, rounds: int) -> Line:
    ours, theirs = working_days(), working_days()
    pairs = alternated(
        lambda: seconds_to_decide(large, next(ours)),
        lambda: seconds_to_decide(small, next(theirs)),
        rounds + 1,
    )
    times = [mine / other for mine, other in pairs[1:]]  # the first one warms up
    return ratio_line("decide, 100 due of 100,000: time", "100 due of 1,000", times, AtMost(2))


def seconds_to_decide(place: Office, day: dt.date) -> float:
    return seconds(lambda: decide(place, morning_of(day)))


def decide(place: Office, now: dt.datetime) -> None:
    decided = decide_due(place.way.store, place.files, place.post, now)
    assert (decided.lines, decided.notices) == (DUE, DUE)
