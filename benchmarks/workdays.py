"""Measures "N working days before D" against the `holidays` library and a plain loop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import holidays

from benchmarks.measuring import AtLeast, Line, ratio_line, time_ratios
from data.workspace import load
from rules.days.calendar import WorkCalendar

ROOT = Path(__file__).parents[1]
FIRST, LAST = dt.date(2019, 3, 1), dt.date(2027, 10, 31)
DAY = dt.timedelta(days=1)
Counting = Callable[[dt.date, int], dt.date | None]


def lines(rounds: int, folder: Path) -> list[Line]:
    """One call each, over the same thousand dates of the years with an official notice."""
    del folder
    calendar = load(ROOT).calendar
    library = holidays.country_holidays("VN", years=range(FIRST.year, LAST.year + 1), language="vi")
    loop = loop_over(days_off(calendar))
    assert all(calendar.add(d, -n) == loop(d, n) for d, n in CASES)
    what = "`WorkCalendar.add(d, -n)`: speed"
    return [
        compared(what, "`holidays.get_nth_working_day`", calendar,
                 lambda d, n: library.get_nth_working_day(d, -n), rounds, AtLeast(60)),
        compared(what, "loop over a set of days off", calendar, loop, rounds, None),
    ]  # fmt: skip


def cases() -> list[tuple[dt.date, int]]:
    """1 to 20 working days before dates spread over the whole span."""
    span = (LAST - FIRST).days
    return [(FIRST + dt.timedelta(days=37 * i % span), i % 20 + 1) for i in range(1000)]


CASES = cases()


def compared(
    what: str, against: str, calendar: WorkCalendar, other: Counting, rounds: int, target: AtLeast | None
) -> Line:
    speeds = time_ratios(lambda: over_cases(other), lambda: over_ours(calendar), rounds)
    return ratio_line(what, against, speeds, target)


def over_ours(calendar: WorkCalendar) -> None:
    for day, n in CASES:
        calendar.add(day, -n)


def over_cases(counting: Counting) -> None:
    for day, n in CASES:
        counting(day, n)


def days_off(calendar: WorkCalendar) -> frozenset[dt.date]:
    first = dt.date(FIRST.year, 1, 1)
    span = (first + i * DAY for i in range((LAST - first).days + 1))
    return frozenset(day for day in span if not calendar.is_working(day))


def loop_over(off: frozenset[dt.date]) -> Callable[[dt.date, int], dt.date]:
    """What a script does: a day back, and look it up, until n were counted."""

    def before(day: dt.date, n: int) -> dt.date:
        while n:
            day -= DAY
            if day not in off:
                n -= 1
        return day

    return before
