"""The grammar of spans: dates, months and quarters, lists of them, and from one to another."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable

from rules.phrases.cursor import Cursor
from rules.phrases.lexer import roman
from rules.phrases.numeric import numeric
from rules.phrases.periods import (
    LIMITS,
    bare_day,
    date_part,
    day_in_words,
    days_of_month,
    fraction,
    half,
    numbered_part,
    ordinal,
    right_year,
    roman_quarter,
    ten_days,
    week_of_month,
    whole_year,
)
from rules.phrases.terms import Part, Span, Unread

Spans = tuple[Span, ...]
ENDS = ("END", ";", ".", "NEWLINE", ")")
OPEN_DATE = {"DAY", "MONTH", "QUARTER", "YEAR", "NUMBER", "SLASH", "BLANK", "-"}


def spans(c: Cursor) -> Spans | Unread | None:
    """numbered | between | listed dates."""
    productions: tuple[Callable[[Cursor], Spans | Unread | None], ...] = (
        blanks, numbered, day_of_months, days_of_date, half_and_year, between
    )  # fmt: skip
    for production in productions:
        found = c.attempt(production)
        if found is not None:
            return found
    return None


def between(c: Cursor) -> Spans | Unread | None:
    """["từ"] part ["đến" part]; a lone bare day is none."""
    mark = c.at
    first = edge(c)
    if first is None or isinstance(first, Unread):
        return first
    if isinstance(first, tuple):
        return first
    second: Part | Unread | None = c.attempt(_other_end)
    if isinstance(second, Unread):
        return second
    if not (second or first).last[0]:
        return None  # a bare day on the right has no month to share
    return (Span(first, second or first, c.since(mark)),)


def half_and_year(c: Cursor) -> Spans | None:
    """ "6 tháng, năm": the half-year and the year."""
    mark = c.at
    first = half(c)
    middle = c.at
    if not isinstance(first, Part) or not c.take(",", "AND", "SLASH"):
        return None
    c.take("WHOLE")
    if not c.take("YEAR") or c.peek().sort not in ("END", ";", ".", ")", "NEWLINE"):
        return None
    year = Part((1, 1), (12, 0), year=first.year, shift=first.shift)
    return Span(first, first, c.between(mark, middle)), Span(year, year, c.between(middle + 1, c.at))


def _other_end(c: Cursor) -> Part | Unread | None:
    """("đến" | "-") part."""
    if not c.take("UNTIL", "UNTIL_END", "-"):
        return None
    found = edge(c)
    if found is None:
        return c.attempt(right_year)
    if isinstance(found, tuple):
        return found[0].first if len(found) == 1 and found[0].first is found[0].last else None
    return found


def edge(c: Cursor) -> Part | Spans | Unread | None:
    """One end of a span; a numeric run may already be a whole span."""
    productions: tuple[Callable[[Cursor], Part | Spans | Unread | None], ...] = (
        day_in_words, numeric, fraction, half, days_of_month, week_of_month, ten_days, roman_quarter,
        whole_year, numbered, bare_day,
    )  # fmt: skip
    for production in productions:
        found = c.attempt(production)
        if found is not None:
            return found
    return None


def blanks(c: Cursor) -> Unread | None:
    """A date whose day or month was left open: "Tháng … năm 2021", "ngày / /2021"."""
    seen: set[str] = set()
    slash_first = c.sees("SLASH", "NUMBER") and c.peek(-1).sort not in ("NUMBER", "WORD")
    open_date = slash_first or c.sees("DAY", "SLASH") or c.sees("MONTH", "SLASH")
    open_date = open_date or (c.sees("MONTH", "YEAR", "NUMBER") and len(c.peek(2).text) == 4)
    mark = c.at
    while c.at - mark < 12 and c.peek().sort in OPEN_DATE:
        seen.add(c.peek().sort)
        c.at += 1
    named = seen & {"DAY", "MONTH", "QUARTER", "SLASH"}
    if open_date or ("BLANK" in seen and named):
        return Unread("ngày, tháng hoặc quý để trống")
    return None


def day_of_months(c: Cursor) -> Spans | Unread | None:
    """ "ngày" N "các tháng" N {"," N}: that day of each of several months."""
    mark = c.at
    named = c.take("DAY")
    day = c.take("NUMBER")
    c.take("OF", *("," if named else ""))
    c.take_word("các")
    months = numbered(c) if day and c.sees("MONTH") else None
    if not day or not isinstance(months, tuple) or len(months) < 2:
        return months if isinstance(months, Unread) else None
    if not named and c.tokens[mark - 1].sort == "WITHIN" and int(day.text[:4]) == len(months):
        return months  # "trong 3 tháng 4, 5, 6": as many as are named
    found: list[Span] = []
    for month in months:
        date = date_part(month.last.first[0], int(day.text[:4]))
        if isinstance(date, Unread):
            return date
        part = dataclasses.replace(date, year=month.last.year, shift=month.last.shift)
        found.append(Span(part, part, c.since(mark)))
    return tuple(found)


def days_of_date(c: Cursor) -> Spans | None:
    """["các"] ["ngày"] N {"," N} ("," | "và") date: "15, 16/10/2026" are two days."""
    mark = c.at
    c.take_word("các")
    if not c.take("DAY") and c.peek(-1).sort in ("WORD", "NUMBER", "DOCUMENT", "MONTH", "QUARTER"):
        return None
    days: list[int] = []
    while c.sees("NUMBER") and c.peek(1).sort in (",", "AND") and len(c.peek().text) <= 2:
        days.append(int(c.peek().text))
        c.at += 2
    c.take("DAY") if days else None
    last = (c.attempt(day_in_words) or c.attempt(numeric)) if days else None
    if not isinstance(last, Part) or not last.point:
        return None
    month, end = last.first
    if not all(1 <= before < after for before, after in itertools.pairwise((*days, end))):
        return None
    parts = [dataclasses.replace(last, first=(month, day), last=(month, day)) for day in (*days, end)]
    return tuple(Span(part, part, c.since(mark)) for part in parts)


def numbered(c: Cursor) -> Spans | Unread | None:
    """("tháng" | "quý") N [year] [("-" | "đến") N [year]] {("," | "và") N [year]}."""
    mark = c.at
    noun = c.take("MONTH", "QUARTER")
    if not noun:
        return None
    found: list[Span] = []
    while True:
        item = _numbered_span(c, noun.sort, noun.text, mark)
        if item is None or isinstance(item, Unread):
            return item
        found.append(item)
        mark = c.at
        if not c.attempt(lambda c: _goes_on(c, noun.sort)):
            return shared_years(tuple(found))
        mark = c.at


def _numbered_span(c: Cursor, noun: str, named: str, mark: int) -> Span | Unread | None:
    first = numbered_part(c, noun)
    if first is None or isinstance(first, Unread):
        return first
    second = c.attempt(lambda c: _numbered_end(c, noun))
    if isinstance(second, Unread):
        return second
    text = c.since(mark)
    return Span(first, second or first, text if c.tokens[mark].sort == noun else f"{named} {text}")


def _numbered_end(c: Cursor, noun: str) -> Part | Unread | None:
    """("-" | "đến") (N | a date | another noun and its number)."""
    if not c.take("UNTIL", "UNTIL_END", "-"):
        return None
    if c.take(noun):
        return numbered_part(c, noun)
    if c.sees("YEAR"):
        return right_year(c)
    date = c.attempt(_date_end)
    return date or numbered_part(c, noun)


def _date_end(c: Cursor) -> Part | None:
    """A right end that is a date or another noun: "Tháng 8/2026 - 14/9/2026"."""
    found = numeric(c) if c.sees("NUMBER") else edge(c)
    if isinstance(found, tuple) and len(found) == 1 and found[0].first is found[0].last:
        return found[0].first
    return found if isinstance(found, Part) and found.point else None


def _goes_on(c: Cursor, noun: str) -> bool | None:
    """A comma or "và", then a further number of the same noun and nothing that makes it a date."""
    if not c.take(",", "AND", "SLASH", "&", "+", ";"):
        return None
    if c.take(noun):
        mark = c.at
        further = ordinal(c, noun)
        c.at = mark
        return True if further is not None else None
    joint = c.tokens[c.at - 1].sort
    if joint == "SLASH" and not roman(c.peek().text):
        return None
    mark = c.at
    further = ordinal(c, noun)
    after = c.peek()
    dated = after.sort in ("SLASH", ".", "-") and c.peek(1).sort == "NUMBER" and len(c.peek(1).text) < 4
    counted = after.sort in (
        "DAY", "WORKING_DAY", "MONTH", "HOUR", "TIMES", "WEEK", "MINUTE", "DOCUMENT"
    )  # fmt: skip
    c.at = mark
    fits = further is not None and 1 <= further <= LIMITS[noun]
    fits = fits and (joint != ";" or after.sort in ENDS or (after.sort == "SLASH" and not dated))
    return True if fits and not dated and not counted else None


def shared_years(found: Spans) -> Spans:
    """A year said once, at the right, belongs to every item before it."""
    year: int | None = None
    shift: int | None = None
    month = 12
    shared: list[Span] = []
    for span in reversed(found):
        last = span.last
        turned, month = last.last[0] > month, last.last[0]
        if last.year is not None or last.shift is not None:
            year, shift = last.year, last.shift
            shared.append(span)
            continue
        if turned:  # "tháng 11, 12 và tháng 01/2027": the earlier months are of the year before
            year, shift = year and year - 1, shift and (shift - 1 or None)
        moved = dataclasses.replace(last, year=year, shift=shift)
        shared.append(Span(moved if span.first is last else span.first, moved, span.text))
    return tuple(reversed(shared))
