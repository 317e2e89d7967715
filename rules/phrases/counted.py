"""The grammar of how often: units of time, "06 tháng/lần", "2 lần/năm", "ít nhất 01 ngày/tháng"."""

from __future__ import annotations

from rules.phrases.cursor import Cursor, number
from rules.phrases.periods import ordinal
from rules.phrases.terms import Repeat, Unread

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
EVERY_MONTHS = {months: every for every, months in MONTHS.items()}
UNITS = {"WEEK": "week", "MONTH": "month", "QUARTER": "quarter", "YEAR": "year"}
NAMES = {"week": "tuần", "month": "tháng", "quarter": "quý", "half-year": "6 tháng", "year": "năm"}


def numbered_next(c: Cursor) -> bool:
    """Whether a number follows, so that the noun before it is one month or quarter, not a period."""
    mark = c.at
    found = ordinal(c, "MONTH")
    c.at = mark
    return found is not None


def unit(c: Cursor) -> str | None:
    """ "tuần" | "tháng" | "quý" | "năm" | "6 tháng" | "nửa năm", with no number of its own after it."""
    if c.take("HALF"):
        return "half-year" if c.take("YEAR") else None
    months = c.attempt(_some_months)
    if months:
        return EVERY_MONTHS.get(months)
    one = c.attempt(number) if c.peek().sort != "YEAR" else None
    token = c.take(*UNITS) if one in (None, 1) else None
    if not token or numbered_next(c) or c.peek().sort in ("FIRST", "LAST"):
        return None
    return UNITS[token.sort]


def _some_months(c: Cursor) -> int | None:
    """ "6 tháng", not "6 tháng đầu năm"."""
    count = number(c)
    if not count or not c.take("MONTH") or c.peek().sort in ("FIRST", "LAST", "NUMBER"):
        return None
    return count


def counted(c: Cursor) -> Repeat | Unread | None:
    """N unit "/lần" | N "lần/" unit | "ít nhất" N thing "/" unit."""
    mark = c.at
    for production in (_period_per_time, _times_per_period, _things_per_period, _times_in_each):
        found = c.attempt(production)
        if found:
            every, by = found
            said = by or c.since(mark)
            words = said[:1].lower() + said[1:]
            return Repeat(every, words) if every else Unread(f'chu kỳ "{words}" chưa đọc được')
    return None


def _period_per_time(c: Cursor) -> tuple[str, str] | None:
    """ "06 tháng/lần", "định kỳ 6 tháng một lần"."""
    c.take("PERIODIC", "EVERY")
    count = number(c)
    token = c.take(*UNITS)
    if not count or not token:
        return None
    c.take("SLASH")
    if number(c) not in (None, 1) or not c.take("TIMES"):
        return None
    if token.sort in ("WEEK", "YEAR") and count > 1:
        return "", ""
    months = count * MONTHS.get(UNITS[token.sort], 0)
    return ("week" if token.sort == "WEEK" else EVERY_MONTHS.get(months, "")), ""


def _times_per_period(c: Cursor) -> tuple[str, str] | None:
    """ "2 lần/năm" is every half-year, "01 lần/quý" every quarter."""
    count = number(c)
    if not count or not c.take("TIMES") or not c.take("SLASH", "EVERY"):
        return None
    every = unit(c)
    return (_divided(every, count), "") if every else None


def _times_in_each(c: Cursor) -> tuple[str, str] | None:
    """ "mỗi năm 01 lần", "hàng năm 2 lần"."""
    if not c.take("EVERY") and number(c) != 1:
        return None
    token = c.take(*UNITS)
    count = number(c)
    if not token or not count or not c.take("TIMES"):
        return None
    return _divided(UNITS[token.sort], count), ""


def _divided(every: str, count: int) -> str:
    months = MONTHS.get(every, 0)
    if count == 1:
        return every
    return EVERY_MONTHS.get(months // count, "") if months % count == 0 and months else ""


def _things_per_period(c: Cursor) -> tuple[str, str] | None:
    """ "ít nhất 01 ngày/tháng"."""
    least = c.take("AT_LEAST")
    count = c.take("NUMBER")
    if not least or not count:
        return None
    thing = c.take("DAY", "TIMES", "WORD")
    if not thing or not c.take("SLASH", "EVERY"):
        return None
    every = unit(c)
    by = f"{least.text.lower()} {count.text} {thing.text.lower()} mỗi {NAMES.get(every or '', '')}"
    if not every:
        return None
    return (_divided(every, int(count.text[:4])) if thing.sort == "TIMES" else every), by
