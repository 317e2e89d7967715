"""Decides how a month looks in the index: weeks from Monday, counts of mails, days off in grey."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

_WEEKS = Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month, or an empty place when `day` is 0."""

    day: int
    count: int
    href: str
    shade: str  # a class of the style sheet
    title: str


class Month(NamedTuple):
    """One month of the calendar."""

    heading: str
    total: str
    weeks: tuple[tuple[Cell, ...], ...]


def months(year: int, counts: Mapping[dt.date, int], off: Mapping[dt.date, str]) -> list[Month]:
    """The twelve months of a year."""
    return [_month(year, month, counts, off) for month in range(1, 13)]


def _month(year: int, month: int, counts: Mapping[dt.date, int], off: Mapping[dt.date, str]) -> Month:
    weeks = tuple(
        tuple(_cell(day, month, counts, off) for day in week)
        for week in _WEEKS.monthdatescalendar(year, month)
    )
    total = sum(cell.count for week in weeks for cell in week)
    return Month(f"Tháng {month}/{year}", f"{total} thư" if total else "", weeks)


def _cell(day: dt.date, month: int, counts: Mapping[dt.date, int], off: Mapping[dt.date, str]) -> Cell:
    if day.month != month:
        return Cell(0, 0, "", "", "")
    count = counts.get(day, 0)
    href = f"#ngay-{day.isoformat()}" if count else ""
    is_off = day.weekday() >= 5 or day in off
    return Cell(day.day, count, href, _shade(count, is_off=is_off), off.get(day, ""))


def _shade(count: int, *, is_off: bool) -> str:
    if not count:
        return "off" if is_off else ""
    return "c1" if count < 3 else "c2" if count < 8 else "c3" if count < 16 else "c4"
