"""The grammar of what comes back every week: "thứ Sáu hằng tuần", "trước 17 giờ mỗi thứ Sáu"."""

from __future__ import annotations

from rules.phrases.calendar_phrases import clock_time, limit, weekday
from rules.phrases.cursor import Cursor
from rules.phrases.terms import Limit, Repeat, Repeats
from rules.phrases.words import WEEKDAYS


def weekly(c: Cursor) -> Repeat | Repeats | None:
    """[limit] [time] ["mỗi"] weekdays "hằng tuần"; after "mỗi" the last two words may be missing."""
    c.take("WITHIN")
    bound = c.attempt(limit)
    time = c.attempt(clock_time)
    c.take(",")
    each = c.take("EVERY") is not None
    part_of_day = c.take("MORNING", "AFTERNOON")
    days = _weekdays(c)
    if not days:
        return None
    mark = c.at
    c.take(",")
    if not (c.take("EVERY", "OF") and c.take("WEEK")):
        c.at = mark
        if not each:
            return None
    part = part_of_day.text.lower() if part_of_day else ""
    found = tuple(week_day(day, bound, time, part) for day in days)
    return found[0] if len(found) == 1 else Repeats(found)


def _weekdays(c: Cursor) -> list[int]:
    """["ngày"] weekday {("," | "và") weekday}."""
    c.take("DAY")
    found: list[int] = []
    while (day := c.attempt(_further if found else weekday)) is not None:
        found.append(day)
    return found


def _further(c: Cursor) -> int | None:
    return weekday(c) if c.take(",", "AND") else None


def weekday_alone(c: Cursor) -> Repeat | None:
    """A weekday beside a "hằng tuần" that was said before it."""
    bound = c.attempt(limit)
    time = c.attempt(clock_time)
    c.take(",")
    day = weekday(c)
    return week_day(day, bound, time) if day else None


def week_day(day: int, bound: Limit | None, time: str | None, part_of_day: str = "") -> Repeat:
    words = [bound.words if bound else "", time or "", part_of_day, WEEKDAYS[day - 1], "hằng tuần"]
    by = " ".join(word for word in words if word)
    return Repeat("week", by, weekday=day, time=time, strict=bound.strict if bound else None)
