"""The grammar of limits: the words before a date, the hour, and the dates they bound."""

from __future__ import annotations

import dataclasses

from rules.phrases.cursor import Cursor, number
from rules.phrases.dates import Spans, shared_years, spans
from rules.phrases.terms import (
    LUNAR_REASON,
    START_REASON,
    BareDay,
    Continuous,
    Dated,
    Limit,
    Part,
    Phrase,
    Span,
    Unread,
)
from rules.phrases.words import NOT_A_LIMIT
from rules.phrases.yearly import every_year

# Bounds keep a production from reading far ahead again and again.
LONGEST_EVENT = 60
LIMITS = ("BEFORE", "AT_MOST", "UNTIL", "UNTIL_END", "BEFORE_END")
CLOSED = ("END", ";", ",", ".", ")", "NEWLINE")


def dated(c: Cursor) -> Phrase | None:
    """[limit] [time ["," ]] [weekday ","] spans ["hằng năm"]."""
    bound = c.attempt(limit)
    approx = c.take("SOFT") is not None
    time = c.attempt(clock_time)
    c.take(",")
    day_name = c.attempt(_weekday_before_date)
    if bound and c.peek(1).sort == "DAY":
        c.take_word("các")
    found = c.attempt(lambda c: listed(c, bound))
    if found is None:
        return _undated(c, bound, time, day_name is not None)
    if isinstance(found, Unread):
        return found
    yearly = c.attempt(lambda c: every_year(c, found, bound, time))
    if yearly:
        return yearly
    late = None if time else c.attempt(_time_after)
    if late:
        time, bound = late[0], late[1] or bound
    return Dated(found, bound, time, approx=approx, weekday=day_name)


def _undated(c: Cursor, bound: Limit | None, time: str | None, named: bool) -> Phrase | None:
    """A limit with a bare day, or one before words that are no date."""
    if bound is None:
        return None
    found = c.attempt(lambda c: bare_day(c, bound, time))
    if found or named:
        return found
    if c.sees("LUNAR"):
        return Unread(LUNAR_REASON)
    if time and c.peek().sort in ("END", ";", ".", ")", "NEWLINE"):
        return Unread(f"có giờ ({time}) nhưng không có ngày")
    words = bound.words == "trước" and c.peek().sort == "WORD" and c.peek().text.lower() not in NOT_A_LIMIT
    if words and not time:
        return Unread('mốc "trước …" không phải là một ngày; cần hỏi lại')
    return None


def listed(c: Cursor, bound: Limit | None) -> Spans | Unread | None:
    """spans; after a limit also further dates: "trước ngày 10/3, 10/6 và 10/9"."""
    late = bound is not None and not bound.strict and c.peek(1).sort == "WORD"
    opened = late or c.peek(-1).sort == "WITHIN" or (bound and c.peek(1).sort in CLOSED)
    if c.sees("YEAR") and opened and not c.sees("YEAR", "BEFORE"):
        plain = c.attempt(spans)
        return plain or _this_year(c)
    found = spans(c)
    while bound and isinstance(found, tuple) and found[-1].is_date:
        further = c.attempt(lambda c: _further_date(c, bound.strict))
        if further is None:
            break
        found = shared_years((*found, *further))
    return found


def _this_year(c: Cursor) -> Spans:
    """ "trong năm"."""
    mark = c.at
    c.take("YEAR")
    part = Part((1, 1), (12, 0))
    return (Span(part, part, c.since(mark)),)


def _further_date(c: Cursor, strict: bool) -> Spans | None:
    joint = c.take(",", "AND", "&")
    if not joint:
        return None
    if joint.sort == "AND" and strict:
        c.take("BEFORE")
    further = spans(c)
    return further if isinstance(further, tuple) and all(span.is_date for span in further) else None


def limit(c: Cursor) -> Limit | None:
    """("trước" | "chậm nhất" | "đến hết" ...)+ ; strict as soon as "trước" is said."""
    first = c.at
    if c.peek(1).sort in LIMITS:
        c.take_word("hạn")
    if c.take("WITHIN") and c.peek().sort not in LIMITS:
        return None
    mark = c.at
    while c.at - mark < 6 and c.peek().sort in LIMITS:
        c.at += 1
        if c.peek(1).sort in ("DAY", "NUMBER") and c.take_word("hạn"):
            break
        if not c.take_word("là", "vào"):
            c.take("WITHIN")
    if c.at == mark:
        c.at = first
        return None
    return _limit_of([token.sort for token in c.tokens[mark : c.at]], c.tokens[mark].text)


def _limit_of(sorts: list[str], opening: str) -> Limit:
    if "BEFORE" in sorts:
        return Limit(strict=True, words="trước")
    if "AT_MOST" in sorts:
        return Limit(strict=False, words=" ".join(opening.lower().split(" ")[:2]))
    return Limit(strict=False, words="đến")


def bare_day(c: Cursor, bound: Limit | None, time: str | None) -> BareDay | None:
    """ "ngày" N with no month beside it; after "trước" the word "ngày" may be missing."""
    named = c.take("DAY")
    c.take("WEEKDAY")
    token = c.take("NUMBER")
    day = int(token.text[:4]) if token else 0
    if not named and (bound is None or c.peek().sort not in ("END", ";", ",", ".", ")", "NEWLINE")):
        return None
    return BareDay(day, bound, time, token.text) if token and 1 <= day <= 31 else None


def clock_time(c: Cursor) -> str | None:
    """N ("giờ" | "h" | ":") [N ["phút"]] ["sáng" | "chiều"], as HH:MM."""
    hours = c.take("NUMBER")
    if not hours or not c.take("HOUR", ":"):
        return None
    colon = c.tokens[c.at - 1].sort == ":"
    minutes = None if c.peek(1).sort in ("SLASH", ".", "-", "MONTH") else c.take("NUMBER")
    c.take("MINUTE", "'")
    if colon and (minutes is None or len(minutes.text) != 2):
        return None
    if colon and c.take(":"):
        c.take("NUMBER")
    hour = int(hours.text[:3]) + (12 if c.take("AFTERNOON") and int(hours.text[:3]) < 12 else 0)
    c.take("MORNING")
    minute = int(minutes.text[:3]) if minutes else 0
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 and hour * 60 + minute <= 1440 else None


def _time_after(c: Cursor) -> tuple[str, Limit | None] | None:
    """The hour after the date: "ngày 12/3/2021 (16h00)", "31/12/2021, trước 17 giờ"."""
    opened = c.take("(", ",")
    bound = c.attempt(limit)
    c.take_word("lúc")
    time = clock_time(c)
    if time is None or (opened and opened.sort == "(" and not c.take(")")):
        return None
    return None if c.peek().sort in ("DAY", "NUMBER", ",", "EVERY", "WEEKDAY") else (time, bound)


def weekday(c: Cursor) -> int | None:
    """ "thứ Hai" | "thứ 2" | "chủ nhật": 1 is Monday."""
    if c.take("SUNDAY"):
        return 7
    if not c.take("WEEKDAY"):
        return None
    value = number(c)
    return value - 1 if value and 2 <= value <= 7 else None


def _weekday_before_date(c: Cursor) -> int | None:
    found = weekday(c)
    c.take("WEEK")
    c.take(",", "(")
    return found if c.peek().sort in ("DAY", "NUMBER") else None


def from_date(c: Cursor) -> Phrase | None:
    """ "từ" (part "đến" part | "nay" limit part | "sau" event limit part | part)."""
    c.take("WITHIN", "ABOUT")
    opener = c.take("FROM", "SINCE")
    if not opener:
        return None
    if c.take("NOW"):
        return _limited(c, None)
    if c.take("AFTER", "WHEN"):
        return _after_something(c)
    time = c.attempt(clock_time)
    c.take(",")
    found = spans(c)
    if not isinstance(found, tuple):
        return found
    if len(found) == 1 and found[0].first is not found[0].last:
        return Dated(found)
    end = c.attempt(lambda c: _limited(c, None))
    if isinstance(end, Dated):
        return dataclasses.replace(end, start=found[0].first)
    if time:
        return Unread(START_REASON)
    return _onward(c, found, opener.sort)


def _onward(c: Cursor, found: Spans, opener: str) -> Continuous:
    c.take(",", "AND")
    mark = c.at
    while c.take_word("thực", "hiện", "triển", "khai"):
        pass
    if not c.take("ONWARD", "LATER_YEARS", "CONTINUOUS"):
        c.at = mark
    if c.tokens[c.at - 1].sort in (",", "AND"):
        c.at -= 1
    notes = ('"kể từ" được đọc là mốc bắt đầu của việc thường xuyên',) if opener == "SINCE" else ()
    return Continuous(start=found[0].first, notes=notes)


def _limited(c: Cursor, after: str | None) -> Phrase | None:
    bound = limit(c)
    time = c.attempt(clock_time)
    found = spans(c)
    if not bound or not isinstance(found, tuple):
        return None
    return Dated(found, bound, time, after=after)


def _after_something(c: Cursor) -> Phrase | None:
    """Words of an event until a limit with its date."""
    c.take("WHEN")
    mark = c.at
    while c.at - mark < LONGEST_EVENT and not c.done and c.peek().sort not in (";", "NEWLINE"):
        event = c.since(mark)
        found = c.attempt(lambda c: _limited(c, event)) if c.sees("UNTIL") else None  # noqa: B023
        if found:
            return found
        c.at += 1
    return None
