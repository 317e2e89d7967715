"""Decides how the dates of one deadline move with the year, and which of them cannot."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping

from rules.days.vietnam import spoken
from rules.syntax.fields import read_day

KEYS = ("date", "start", "end", "alternative")


def moved_dates(deadline: Mapping[str, object], year: int, step: int) -> tuple[dict[str, object], list[str]]:
    """The deadline for the other year, and what a person should know about its dates."""
    days = {key: read_day(deadline[key]) for key in KEYS if deadline.get(key) is not None}
    notes: list[str] = []
    if _spans_years(days):
        notes.append(f"khoảng {spoken(days['start'])} - {spoken(days['end'])} kéo dài nhiều năm: giữ nguyên")
        return dict(deadline), notes
    found = dict(deadline)
    for key, day in days.items():
        if abs(day.year - year) > 1:
            notes.append(f"ngày {spoken(day)} không thuộc năm {year}: giữ nguyên")
        else:
            ends = key == "end" and day.day == _last(day.year, day.month)
            found[key] = _moved(day, step, ends, notes).isoformat()
    return found, notes


def moved_date(day: str, step: int) -> str:
    """One date of the heading, as written."""
    return _moved(read_day(day), step, False, []).isoformat()


def _spans_years(days: Mapping[str, dt.date]) -> bool:
    """Longer than a plan and the year's change it may cross."""
    return "start" in days and "end" in days and (days["end"] - days["start"]).days > 370


def _moved(day: dt.date, step: int, ends: bool, notes: list[str]) -> dt.date:
    last = _last(day.year + step, day.month)
    if day.day > last:
        new = dt.date(day.year + step, day.month, last)
        if not ends:
            notes.append(f"ngày {day.day}/{day.month} không có trong năm {new.year}: ghi {spoken(new)}")
        return new
    return dt.date(day.year + step, day.month, last if ends else day.day)


def _last(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
