"""The grammar of deadlines without a date: after an event, set by others, continuous, and none at all."""

from __future__ import annotations

from rules.phrases.calendar_phrases import dated, limit
from rules.phrases.cursor import Cursor, number
from rules.phrases.dates import spans
from rules.phrases.lexer import key
from rules.phrases.terms import (
    BACKWARD_REASON,
    LUNAR_REASON,
    NO_START_REASON,
    START_REASON,
    WINDOW_REASON,
    AfterEvent,
    Continuous,
    Dated,
    External,
    Phrase,
    Unread,
)
from rules.phrases.words import NAMED_DAYS, ONGOING

EVENT_UNITS = {
    "WORKING_DAY": "working_day", "DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year",
    "HOUR": "hour",
}  # fmt: skip
DATE_AS_EVENT = "mốc tính thời hạn là một ngày cụ thể; cần ghi nhận sự kiện ngày đó"
STRONG = (";", "NEWLINE")


def duration(c: Cursor) -> tuple[int, str, tuple[str, ...]] | None:
    """N ["-" N] ("ngày làm việc" | "ngày" | "tuần" | "tháng" | "năm" | "giờ"); of two the longer."""
    count = number(c)
    notes: tuple[str, ...] = ()
    if count is not None and c.take("-"):
        longer = number(c)
        count = max(count, longer) if longer else None
        notes = (f"khoảng thời gian được đọc theo số lớn: {count}",)
    unit = c.take(*EVENT_UNITS)
    if not count or not unit or c.sees("SLASH"):
        return None
    return count, EVENT_UNITS[unit.sort], notes


def after_event(c: Cursor) -> Phrase | None:
    """[limit] duration [","] ("kể từ" | "sau" | "từ") ["ngày" | "khi"] event."""
    while c.take("AT_MOST", "WITHIN", "AFTER", "UNTIL", "SOFT", "ABOUT") or c.take_word("là"):
        pass
    span = duration(c)
    if span is None:
        return None
    comma = c.take(",") is not None
    if not comma and c.peek().sort in ("BEFORE", "BEFORE_WHEN") and not _dated_ahead(c, 0):
        until_break(c)
        return Unread(BACKWARD_REASON)
    if not c.take("SINCE", "AFTER", "FROM"):
        return None
    event, notes = event_words(c)
    count, unit, doubts = span
    return AfterEvent(count, unit, event, (*doubts, *notes)) if event else None


def event_words(c: Cursor) -> tuple[str, tuple[str, ...]]:
    """The event without "ngày" or "khi", unless that day is a term of its own or a date."""
    start = c.at
    c.take("DAY", "WHEN", "MOMENT")
    c.take("WHEN")
    if c.tokens[c.at - 1].sort == "DAY" and c.sees("NUMBER"):
        until_break(c)
        return c.since(start).rstrip(" .,"), (DATE_AS_EVENT,)
    body = c.at
    until_break(c)
    whole = c.since(start)
    named = any(key(whole).startswith(key(name)) for name in NAMED_DAYS)
    return (whole if named else c.since(body)).rstrip(" .,)"), ()


def at_once(c: Cursor) -> Phrase | None:
    """ "ngay khi" event ["(" "trong vòng" duration ")"]."""
    opener = c.take("AT_ONCE")
    if not opener:
        return None
    start = c.at
    while not c.done and c.peek().sort not in ("(", ";", "NEWLINE", ","):
        c.at += 1
    event = f"khi {c.since(start)}".rstrip(" .")
    span = c.attempt(_bracketed_duration)
    return AfterEvent(span[0], span[1], event) if span else AfterEvent(0, "day", event)


def _bracketed_duration(c: Cursor) -> tuple[int, str, tuple[str, ...]] | None:
    if not c.take("(", ","):
        return None
    while c.take("WITHIN", "AT_MOST"):
        pass
    span = duration(c)
    c.take(")")
    return span


def after_words(c: Cursor, fresh: bool) -> Phrase | None:
    """ "sau khi" event: due on its day; "sau" a date names a start only."""
    opener = c.take("AFTER")
    if not opener or opener.key.startswith(key("chậm")) or isinstance(c.attempt(duration), tuple):
        return None
    if isinstance(c.attempt(spans), tuple):
        return Unread(START_REASON)
    if c.sees("LUNAR"):
        return Unread(LUNAR_REASON)
    if not c.sees("WHEN") and not fresh:
        return None
    event, notes = event_words(c)
    span = c.attempt(_bracketed_duration)
    count, unit, doubts = span or (0, "day", ())
    return AfterEvent(count, unit, event, (*doubts, *notes)) if event else None


def external(c: Cursor, fresh: bool) -> External | None:
    """ "theo" somebody | "khi" something | "nếu" something | "đột xuất"."""
    mark = c.at
    opener = c.take("ACCORDING", "UNFORESEEN", "WHEN", "IF")
    if not opener or (opener.sort == "IF" and not fresh):
        return None
    if opener.sort == "ACCORDING":
        listed = c.attempt(_by_frequencies)
        if listed:
            return External(listed, "theo")
    body = c.at
    until_break(c)
    if _stops_at_limit(c):
        return None
    if opener.sort != "ACCORDING":
        words = c.since(mark).rstrip(" .,)")
        return External(words[:1].lower() + words[1:])
    words = c.since(body).rstrip(" .,")
    return External(words, opener.text.lower()) if words else None


def _stops_at_limit(c: Cursor) -> bool:
    """ "theo kế hoạch trước 30/11": the date decides, the rest is words."""
    return c.peek().sort in ("BEFORE", "AT_MOST") or (c.sees(",") and c.peek(1).sort in ("BEFORE", "AT_MOST"))


def _by_frequencies(c: Cursor) -> str | None:
    """ "theo ngày, tháng và quý theo hướng dẫn": who sets it, then how often."""
    units: list[str] = []
    while token := c.take("DAY", "WEEK", "MONTH", "QUARTER", "YEAR"):
        units.append(token.text.lower())
        if not c.take(",", "AND"):
            break
    if not units or not c.take("ACCORDING"):
        return None
    start = c.at
    until_break(c)
    return f"{c.since(start).rstrip(' .,')} (theo {', '.join(units)})"


def until_break(c: Cursor) -> None:
    """Goes to the end of free words: the end, or where a further deadline begins."""
    depth = 0
    while not c.done:
        sort = c.peek().sort
        if sort == "(":
            if _dated_ahead(c, 1):
                return
            depth += 1
        elif sort == ")":
            depth -= 1
            if depth < 0:
                return
        elif _breaks(c, sort):
            return
        c.at += 1


def _breaks(c: Cursor, sort: str) -> bool:
    if sort in STRONG or (sort == "." and c.text[c.peek().end : c.peek().end + 1].isspace()):
        return _deadline_later(c)
    if sort in (",", "AND"):
        return _dated_ahead(c, 1)
    if sort == "OR":
        return _dated_ahead(c, 1) or c.peek(1).sort in ("ACCORDING", "WHEN", "UNFORESEEN")
    return sort in ("BEFORE", "AT_MOST") and _dated_ahead(c, 0)


def _dated_ahead(c: Cursor, ahead: int) -> bool:
    """Whether a limit with its date, or a frequency, stands there."""
    mark = c.at
    c.at += ahead
    bound = c.sees("BEFORE") or c.sees("AT_MOST") or c.sees("UNTIL_END")
    often = ahead and c.sees("EVERY") and c.peek(1).sort in ("MONTH", "QUARTER", "YEAR", "WEEK")
    found = bound and isinstance(c.attempt(dated), Dated)
    timed = bound and not found and c.attempt(limit) is not None and duration(c) is not None
    c.at = mark
    return bool(found or often or timed)


def _deadline_later(c: Cursor) -> bool:
    """Whether the words after a semicolon, up to the next one, state a deadline of their own."""
    mark = c.at
    c.at += 1
    found = c.peek().sort in ("ACCORDING", "UNFORESEEN", "WHEN", "AT_ONCE")
    while not found and not c.done and c.peek().sort not in STRONG:
        found = _opens_deadline(c)
        c.at += 1
    c.at = mark
    return found


def _opens_deadline(c: Cursor) -> bool:
    if c.peek().sort in ("CONTINUOUS", "AT_ONCE") or _dated_ahead(c, 0):
        return True
    if c.sees(":") and c.peek(1).sort in ("ACCORDING", "WHEN", "UNFORESEEN"):
        return True
    mark = c.at
    found = c.peek().sort in ("NUMBER", "DAY", "MONTH", "QUARTER") and isinstance(c.attempt(spans), tuple)
    found = found or (c.sees("EVERY") and c.peek(1).sort in ("MONTH", "QUARTER", "YEAR", "WEEK"))
    found = found or (c.sees("NUMBER") and duration(c) is not None)
    c.at = mark
    return found


def continuous(c: Cursor, fresh: bool) -> Continuous | Unread | None:
    """ "thường xuyên" ["trong năm"] ["khi" ...] | "và những năm tiếp theo" | "cập nhật định kỳ"."""
    if c.peek(-1).sort in ("AND", ",") and c.take("LATER_YEARS"):
        return Continuous(later_years=True)
    if c.sees("PERIODIC"):
        return _periodic(c, fresh)
    if not c.take("CONTINUOUS"):
        return None
    while c.attempt(_continuous_again):
        pass
    within = c.attempt(_within_dates)
    label = c.attempt(_condition)
    if within:
        return Continuous(within.spans[0].first, within.spans[-1].last, label)
    return Continuous(label=label)


def _continuous_again(c: Cursor) -> bool | None:
    c.take(",", "AND", "SLASH", "-")
    return True if c.take("CONTINUOUS") else None


def _within_dates(c: Cursor) -> Dated | None:
    c.take(",", "(")
    c.take("WITHIN", "FROM")
    if c.peek(-1).sort not in ("WITHIN", "FROM") and not c.sees("WHOLE"):
        return None
    found = dated(c)
    c.take(")")
    return found if isinstance(found, Dated) and not found.limit else None


def _condition(c: Cursor) -> str | None:
    """ "khi có thay đổi", right after."""
    start = c.at
    if not c.take("WHEN", "IF", "ACCORDING"):
        return None
    until_break(c)
    return c.since(start).rstrip(" .,)")


def _periodic(c: Cursor, fresh: bool) -> Continuous | Unread | None:
    c.take("PERIODIC")
    if c.peek().sort not in ("END", ";", ".", ",", "NEWLINE"):
        return None
    if fresh:
        return Unread('"định kỳ" nhưng không nêu chu kỳ')
    verb = f"{c.peek(-3).text} {c.peek(-2).text}"
    if key(verb) not in {key(word) for word in ONGOING}:
        return None
    return Continuous(notes=('"định kỳ" không nêu chu kỳ; đọc là việc thường xuyên',))


def no_deadline(c: Cursor, fresh: bool) -> Unread | None:
    """Words about time that set no limit: data windows, minimum spans, lunar days, school years."""
    if c.take("LUNAR"):
        return Unread(LUNAR_REASON)
    if c.take("SCHOOL_YEAR"):
        c.attempt(spans)
        return Unread("năm học không phải năm dương lịch; cần ghi ngày cụ thể")
    if c.take("NOT_LESS") or (c.sees("AT_LEAST") and _minimum(c)):
        to_clause_end(c)
        return Unread("ràng buộc thời gian tối thiểu, không phải hạn nộp")
    if c.take("BEFORE_WHEN"):
        until_break(c)
        return Unread(BACKWARD_REASON)
    windows = c.sees("SINCE") and c.peek().key in (key("tính từ"), key("được tính từ"))
    if windows or (fresh and c.sees("DATA_WINDOW")):
        to_clause_end(c)
        return Unread(WINDOW_REASON)
    return None


def _minimum(c: Cursor) -> bool:
    mark = c.at
    c.take("AT_LEAST")
    found = duration(c) is not None
    c.at = mark
    return found


def to_clause_end(c: Cursor) -> None:
    while not c.done and c.peek().sort not in STRONG:
        c.at += 1


def lone_duration(c: Cursor, fresh: bool) -> Unread | None:
    """A span of time with nothing it starts from."""
    opened = False
    while c.take("WITHIN", "AT_MOST", "AFTER", "ABOUT", "SOFT"):
        opened = True
    if not (fresh or opened) or duration(c) is None:
        return None
    return Unread(NO_START_REASON) if c.peek().sort in ("END", ";", ".", ")", ",", "NEWLINE") else None
