"""Decides where a confirmed notice and the `holidays` library cannot both be right.

A notice may exchange days that the library has not heard of: as many more days worked as days off. What is
left over is a slip of the keyboard, or a change that an admin should confirm. Code W923.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from data.scrutiny.seen import Seen, warn
from rules.days.calendar import OfficialYear
from rules.days.vietnam import library_year, spoken
from rules.problem import Problem
from rules.syntax.listed import value_at
from rules.yaml.text import Document, Path

_CALENDAR = "data/calendar.yaml"
_LIBRARY_ENDS = 2100


def of_calendar(seen: Seen) -> Iterator[Problem]:
    """Of every confirmed year."""
    document = seen.documents.get(_CALENDAR)
    years = value_at(document, ("years",)) if document else None
    for word in years if isinstance(years, dict) else ():
        official = seen.workspace.calendar.official(int(word))
        if document and official and official.confirmed and official.year <= _LIBRARY_ENDS:
            yield from _of_year(document, official)


def _of_year(document: Document, official: OfficialYear) -> Iterator[Problem]:
    library = library_year(official.year)
    expected = {day for day in library.off if day.weekday() < 5}
    weekdays = {day for day in official.off if day.weekday() < 5}
    more, fewer = weekdays - expected, expected - weekdays
    worked, unworked = official.worked - library.worked, library.worked - official.worked
    path: Path = ("years", str(official.year), "off")
    if len(more) > len(worked):
        said = f"{_days(more)} không phải ngày nghỉ theo luật và không có ngày làm bù tương ứng"
        yield warn(document, _place(document, path, min(more)), "W923", said, _HINT)
    if len(fewer) > len(unworked):
        said = f"năm {official.year} thiếu {_days(fewer)}, là ngày nghỉ theo luật"
        yield warn(document, path, "W923", said, _HINT)
    if len(worked) > len(more):
        said = f"{_days(worked)} ghi làm bù nhưng không có ngày nghỉ hoán đổi tương ứng"
        yield warn(document, (*path[:2], "worked"), "W923", said, _HINT)


_HINT = "đối chiếu lại với văn bản thông báo; đúng thì để nguyên"


def _days(days: Iterable[dt.date]) -> str:
    return "ngày " + ", ".join(map(spoken, sorted(days)))


def _place(document: Document, path: Path, day: dt.date) -> Path:
    """The day's own place in the list."""
    listed = value_at(document, path)
    written = [str(one) for one in listed] if isinstance(listed, list) else []
    return (*path, written.index(day.isoformat())) if day.isoformat() in written else path
