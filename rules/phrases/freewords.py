"""Where free words end: the name of an event or of who decides goes on until a further deadline begins."""

from __future__ import annotations

from rules.phrases.calendar_phrases import dated, limit
from rules.phrases.cursor import Cursor, past_finish
from rules.phrases.dates import spans
from rules.phrases.durations import duration
from rules.phrases.recurring import day_of_period
from rules.phrases.terms import Dated

STRONG = (";", "NEWLINE")


def until_break(c: Cursor) -> None:
    """Goes to the end of free words: the end, or where a further deadline begins."""
    depth = 0
    while not c.done:
        sort = c.peek().sort
        if sort == "(":
            if dated_ahead(c, 1) or _day_ahead(c):
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
        continues = sort == "AND" and c.peek(1).sort == "CONTINUOUS"
        return continues or dated_ahead(c, 1) or _event_ahead(c)
    if sort == "OR":
        return dated_ahead(c, 1) or c.peek(1).sort in ("ACCORDING", "WHEN", "UNFORESEEN")
    return sort in ("BEFORE", "AT_MOST") and dated_ahead(c, 0)


def dated_ahead(c: Cursor, ahead: int) -> bool:
    """Whether a limit with its date, or a frequency, stands there."""
    mark = c.at
    c.at += ahead
    finished = False
    if ahead:
        start = c.at
        past_finish(c)
        finished = c.at > start and c.take("WITHIN") is not None
    bound = c.sees("BEFORE") or c.sees("AT_MOST") or c.sees("UNTIL_END")
    often = ahead and c.sees("EVERY") and c.peek(1).sort in ("MONTH", "QUARTER", "YEAR", "WEEK")
    soft = ahead and c.take("SOFT")
    found = (bound or soft or finished) and isinstance(c.attempt(dated), Dated)
    if ahead and not (bound or soft or finished):
        found = isinstance(c.attempt(dated), Dated) and c.sees("ABOUT_WHOM")
    timed = bound and not found and c.attempt(limit) is not None and duration(c) is not None
    c.at = mark
    return bool(found or often or timed)


def _event_ahead(c: Cursor) -> bool:
    """Whether days after another event stand behind the mark: ", 20 ngày sau khi ..."."""
    mark = c.at
    c.at += 1
    found = duration(c) is not None and c.peek().sort in ("AFTER", "SINCE")
    c.at = mark
    return found


def _day_ahead(c: Cursor) -> bool:
    """Whether a bracket opens with a day that comes back: "(ngày 20 tháng cuối quý)"."""
    mark = c.at
    c.at += 1
    found = c.attempt(day_of_period) is not None and c.sees(")")
    c.at = mark
    return found


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
    if c.peek().sort in ("CONTINUOUS", "AT_ONCE") or dated_ahead(c, 0):
        return True
    if c.sees(":") and c.peek(1).sort in ("ACCORDING", "WHEN", "UNFORESEEN"):
        return True
    mark = c.at
    found = c.peek().sort in ("NUMBER", "DAY", "MONTH", "QUARTER") and isinstance(c.attempt(spans), tuple)
    found = found or (c.sees("EVERY") and c.peek(1).sort in ("MONTH", "QUARTER", "YEAR", "WEEK"))
    found = found or (c.sees("NUMBER") and duration(c) is not None)
    c.at = mark
    return found


def to_clause_end(c: Cursor) -> None:
    while not c.done and c.peek().sort not in STRONG:
        c.at += 1
