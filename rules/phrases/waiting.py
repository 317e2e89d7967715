"""The grammar of deadlines without a date: set by others, continuous, and words that set none at all."""

from __future__ import annotations

from rules.phrases.calendar_phrases import dated
from rules.phrases.cursor import Cursor, past_finish
from rules.phrases.dates import spans
from rules.phrases.durations import duration
from rules.phrases.freewords import to_clause_end, until_break
from rules.phrases.lexer import key
from rules.phrases.terms import (
    BACKWARD_REASON,
    LUNAR_REASON,
    NO_START_REASON,
    WINDOW_REASON,
    Continuous,
    Dated,
    External,
    Unread,
)
from rules.phrases.words import ONGOING


def external(c: Cursor, fresh: bool) -> External | None:
    """ "theo" somebody | "khi" something | "nếu" something | "đột xuất"."""
    mark = c.at
    opener = c.take("ACCORDING", "UNFORESEEN", "WHEN", "IF")
    if not opener or (opener.sort == "IF" and not fresh) or c.sees("NUMBER", "HOUR"):
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
    """ "theo kế hoạch, hoàn thành trước 30/11": the date decides, the rest is words."""
    mark = c.at
    finished = False
    if c.take(","):
        start = c.at
        past_finish(c)
        finished = c.at > start and c.sees("WITHIN")
    found = finished or c.peek().sort in ("BEFORE", "AT_MOST", "SOFT")
    c.at = mark
    return found


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
    opened_from = "FROM" in (c.peek().sort, c.peek(1).sort)
    within = c.attempt(_within_dates)
    label = c.attempt(_condition)
    if within and opened_from and within.spans[0].first is within.spans[-1].last:
        return Continuous(within.spans[0].first, label=label)
    if within:
        return Continuous(within.spans[0].first, within.spans[-1].last, label)
    return Continuous(label=label)


def _continuous_again(c: Cursor) -> bool | None:
    c.take(",", "AND", "SLASH", "-")
    return True if c.take("CONTINUOUS") else None


def _within_dates(c: Cursor) -> Dated | None:
    c.take(",", "(")
    c.take("WITHIN", "FROM")
    named = c.sees("WHOLE") or c.sees("STAGE") or c.sees("YEAR", "NUMBER")
    if c.peek(-1).sort not in ("WITHIN", "FROM") and not named:
        return None
    found = dated(c)
    c.take(")")
    return found if isinstance(found, Dated) and not found.limit else None


def _condition(c: Cursor) -> str | None:
    """ "khi có thay đổi", "theo chức năng, nhiệm vụ", right after."""
    if c.sees(",", "ACCORDING"):
        c.at += 1
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


def lone_duration(c: Cursor, fresh: bool) -> Unread | None:
    """A span of time with nothing it starts from."""
    opened = False
    while c.take("WITHIN", "AT_MOST", "AFTER", "ABOUT", "SOFT"):
        opened = True
    if not (fresh or opened) or duration(c) is None:
        return None
    return Unread(NO_START_REASON) if c.peek().sort in ("END", ";", ".", ")", ",", "NEWLINE") else None
