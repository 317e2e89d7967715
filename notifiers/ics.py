"""Decides the calendar file of a mail: one all-day event per dated deadline (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from notifiers.itemview import called, source, stated_in
from notifiers.vietnamese import hour, listing, one_line, raised
from rules.letter import Item, Letter

_EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_LONGEST = 75  # octets of a line


def calendar(letter: Letter) -> str | None:
    """The iCalendar object of a letter, or None when nothing in it has a day to come."""
    items = [item for item in letter.items if has_a_day(item, letter.at.date())]
    if not items:
        return None
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dondoc//dondoc//VI", "METHOD:PUBLISH"]
    for item in items:
        lines.extend(_event(item, letter))
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def has_a_day(item: Item, today: dt.date) -> bool:
    """Whether the calendar holds it."""
    return item.last_day is not None and item.last_day >= today and not item.whole_year


def _event(item: Item, letter: Letter) -> Iterator[str]:
    day = item.last_day
    assert day is not None  # noqa: S101  # chosen by has_a_day
    domain = letter.message_id.rstrip(">").rpartition("@")[2]
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(item.deadline)}@{domain}"
    yield f"DTSTAMP:{letter.at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    # Minutes since a fixed day: a later mail about the same deadline replaces an earlier one.
    yield f"SEQUENCE:{max(0, int((letter.at - _EPOCH).total_seconds() // 60))}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(_summary(item))}"
    yield f"DESCRIPTION:{escaped(_description(item))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(item: Item) -> str:
    by = f" (trước {hour(item.time)})" if item.time is not None else ""
    return f"Hạn: {called(item)}{by}"


def _description(item: Item) -> str:
    lines = [
        one_line(item.product or item.title),
        f"{item.plan}, {source(item)}",
        f"{raised(stated_in(item))} ghi: “{one_line(item.time_words)}”",
    ]
    if item.leads:
        lines.append(f"Chủ trì: {listing(item.leads)}")
    return "\n".join(lines)


@lru_cache(maxsize=1024)
def escaped(text: str) -> str:
    """TEXT of RFC 5545 section 3.3.11; other controls are dropped."""
    kept = "".join(c for c in text.replace("\r\n", "\n") if c in "\n\t" or c.isprintable())
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


@lru_cache(maxsize=1024)  # the mails of one moment carry the same events
def _folded(line: str) -> str:
    if len(line.encode("utf-8", "replace")) <= _LONGEST:
        return f"{line}\r\n"
    pieces, current, size = [], "", 0
    for letter in line:
        width = len(letter.encode("utf-8", "replace"))
        if size + width > _LONGEST:
            pieces.append(current)
            current, size = " ", 1
        current += letter
        size += width
    return "\r\n".join([*pieces, current, ""])
