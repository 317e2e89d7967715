"""The grammar of dates that come back every year: "15/11 hằng năm", "tháng 4 hằng năm"."""

from __future__ import annotations

from rules.phrases.cursor import Cursor
from rules.phrases.lexer import key
from rules.phrases.terms import Limit, Repeat, Repeats, Span
from rules.phrases.years import record_year

NEXT_YEAR = " năm sau"


def every_year(c: Cursor, found: tuple[Span, ...], bound: Limit | None, time: str | None) -> Repeats | None:
    """("hằng năm" | "năm trước năm tính thuế") after dates that name no year."""
    if any(span.last.year is not None for span in found):
        return None
    c.take("OF")
    c.take(",")
    record = c.attempt(record_year)
    if record:
        offset, words = record
        return Repeats(tuple(yearly(span, bound, time, offset, f" {words}") for span in found))
    if c.take("EVERY") and c.take("YEAR"):
        return Repeats(tuple(yearly(span, bound, time) for span in found))
    return None


def yearly(span: Span, bound: Limit | None, time: str | None, offset: int = 0, tail: str = "") -> Repeat:
    """One span of the calendar, every year."""
    offset = offset or span.last.shift or 0
    tail = tail or (NEXT_YEAR if offset == 1 else "")
    hour = f"{time} " if time else ""
    if span.is_date or bound:
        return _limited(span, bound, time, offset, tail)
    first, last = span.first.first[0], span.last.last[0]
    by = f"trong {hour}{lowered_noun(span.text)}{tail}"
    if first == last and span.last.last[1] == 0:
        return Repeat("year", by, month=last, year_offset=offset)
    return Repeat("year", by, start_month=first, end_month=last, year_offset=offset)


def _limited(span: Span, bound: Limit | None, time: str | None, offset: int, tail: str) -> Repeat:
    """A day of the year; a bounded period gives its first day (strict) or its last one."""
    strict = bool(bound and bound.strict)
    month, day = span.first.first if strict and not span.is_date else span.last.last
    words = bound.words + " " if bound and bound.words else "" if span.text[:1].isdigit() else "ngày "
    hour = f"{time} ngày " if time else ""
    shown = day_and_month(span) if span.is_date else lowered_noun(span.text)
    return Repeat(
        "year", f"{words}{hour}{shown}{tail}", day=day or "last", month=month, year_offset=offset,
        strict=strict, time=time,
    )  # fmt: skip


def day_and_month(span: Span) -> str:
    """The date's own digits joined by a slash: "15 tháng 6" is "15/6"."""
    digits = [word for word in _words(span.text) if word.isdecimal()]
    return "/".join(digits[:2]) if len(digits) >= 2 else span.text


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text).split()


def lowered_noun(text: str) -> str:
    """Months are written small, quarters keep their capital as printed."""
    return text[:1].lower() + text[1:] if key(text).startswith(key("tháng")) else text
