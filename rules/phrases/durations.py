"""The grammar of a span of time that runs from an event: "05 ngày làm việc", "02 tháng", "ngày thứ 90"."""

from __future__ import annotations

from rules.phrases.cursor import Cursor, number

EVENT_UNITS = {
    "WORKING_DAY": "working_day", "DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year",
    "HOUR": "hour",
}  # fmt: skip
OFFICE_HOURS = "giờ làm việc được đọc là giờ đồng hồ; cần ghi rõ"
Duration = tuple[int, str, tuple[str, ...]]


def duration(c: Cursor) -> Duration | None:
    """counted | nth: a count, its unit and doubts."""
    return c.attempt(_counted) or c.attempt(_nth)


def _counted(c: Cursor) -> Duration | None:
    """N ["-" N] ("ngày làm việc" | "ngày" | "tuần" | "tháng" | "năm" | "giờ"); of two the longer."""
    if _decimal(c):
        return None
    count = number(c)
    notes: tuple[str, ...] = ()
    if count is not None and c.take("-", "UNTIL"):
        longer = number(c)
        count = max(count, longer) if longer else None
        notes = (f"khoảng thời gian được đọc theo số lớn: {count}",)
    unit = c.take(*EVENT_UNITS)
    if not count or not unit or c.sees("SLASH"):
        return None
    if unit.sort == "HOUR" and c.take_word("làm") and c.take_word("việc"):
        notes = (*notes, OFFICE_HOURS)
    return count, EVENT_UNITS[unit.sort], notes


def _decimal(c: Cursor) -> bool:
    """ "1,5 ngày": half days are no whole number."""
    mark, whole, part = c.peek(-1), c.peek(-2), c.peek()
    return mark.sort in (",", ".") and whole.sort == "NUMBER" and whole.end + 1 == part.start == mark.end


def _nth(c: Cursor) -> Duration | None:
    """ "ngày thứ" N | "ngày cuối cùng của tháng thứ" N."""
    if not c.take("DAY"):
        return None
    if c.take("LAST"):
        c.take("OF")
        unit = "month" if c.take("MONTH") else ""
    else:
        unit = "day"
    if not unit or not c.take("WEEKDAY"):
        return None
    count = number(c)
    return (count, unit, ()) if count and c.peek().sort in ("SINCE", "AFTER", "FROM", ",") else None
