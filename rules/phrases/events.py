"""The grammar of deadlines that run from an event: "05 ngày làm việc kể từ khi …", "ngay sau khi …"."""

from __future__ import annotations

from rules.phrases.calendar_phrases import dated
from rules.phrases.cursor import Cursor
from rules.phrases.dates import spans
from rules.phrases.durations import Duration, duration
from rules.phrases.freewords import dated_ahead, until_break
from rules.phrases.lexer import key
from rules.phrases.terms import (
    BACKWARD_REASON,
    LUNAR_REASON,
    START_REASON,
    AfterEvent,
    Dated,
    Phrase,
    Unread,
)
from rules.phrases.words import NAMED_DAYS

DATE_AS_EVENT = "mốc tính thời hạn là một ngày cụ thể; cần ghi nhận sự kiện ngày đó"
# Verbs that open an event right after its duration: "sau 25 ngày kết thúc năm".
EVENT_VERBS = ("kết thúc", "hoàn thành", "ban hành", "nhận", "có")


def after_event(c: Cursor) -> Phrase | None:
    """[limit] duration [","] ("kể từ" | "sau" | "từ") ["ngày" | "khi"] event."""
    after = False
    while token := c.take("AT_MOST", "WITHIN", "AFTER", "UNTIL", "SOFT", "ABOUT") or c.take_word("là"):
        after = after or token.sort == "AFTER"
    span = duration(c)
    if span is None:
        return None
    comma = c.take(",") is not None
    if not comma and c.peek().sort in ("BEFORE", "BEFORE_WHEN") and not dated_ahead(c, 0):
        until_break(c)
        return Unread(BACKWARD_REASON)
    if stretch := c.attempt(_from_to):
        return stretch
    if not c.take("SINCE", "AFTER", "FROM") and not (after and (c.sees("WHEN") or _verb_follows(c))):
        return None
    event, notes = event_words(c)
    count, unit, doubts = span
    return AfterEvent(count, unit, event, (*doubts, *notes)) if event else None


def _from_to(c: Cursor) -> Dated | None:
    """ "03 ngày, từ 15 đến 17/6": the days themselves are named, nothing is counted."""
    found = dated(c) if c.take("FROM") else None
    long = isinstance(found, Dated) and found.spans[0].first is not found.spans[-1].last
    return found if isinstance(found, Dated) and long else None


def _verb_follows(c: Cursor) -> bool:
    pair = f"{c.peek().text} {c.peek(1).text}"
    return any(key(words) in (key(pair), c.peek().key) for words in EVENT_VERBS)


def since_event(c: Cursor) -> AfterEvent | None:
    """ "kể từ ngày" event "," ["trong vòng"] duration: the event said first."""
    if not c.take("SINCE"):
        return None
    c.take("DAY", "WHEN", "MOMENT")
    c.take("WHEN")
    start = c.at
    while not c.done and c.peek().sort not in (",", ";", "NEWLINE", "("):
        c.at += 1
    event = c.since(start).strip()
    if not event or event[0].isdigit():
        return None
    span = c.attempt(_bracketed_duration)
    return AfterEvent(span[0], span[1], event, span[2]) if span else None


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
    words = (whole if named else c.since(body)).rstrip(" .,")
    return words.rstrip(" .,)") if words.count(")") > words.count("(") else words, ()


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


def _bracketed_duration(c: Cursor) -> Duration | None:
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
    if span is None:
        event, span = _late_duration(c, event)
    count, unit, doubts = span or (0, "day", ())
    return AfterEvent(count, unit, event, (*doubts, *notes)) if event else None


def _late_duration(c: Cursor, event: str) -> tuple[str, Duration | None]:
    """ "sau hội nghị" duration: the event without it, and the duration."""
    end = c.at
    mark = c.at = max(end - 2, 0)
    span = duration(c)
    words = len(c.since(mark).split(" "))
    whole, c.at = c.at == end, end
    return (event.rsplit(" ", words)[0], span) if span and whole else (event, None)
