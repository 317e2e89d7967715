"""Puts a year to a phrase: from its parts to the JSON-ready dicts, with every doubt said."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from rules.phrases.terms import AfterEvent, Continuous, Dated, External, Part, Phrase, Repeat, Repeats, Span
from rules.phrases.words import WEEKDAYS

Deadline = dict[str, object]
NO_YEAR = "không ghi năm"  # how the doubt about a January without a year begins
MONTH_DAYS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


@dataclass(slots=True)
class Found:
    """What one clause gives."""

    deadlines: list[Deadline] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class NoSuchDate(ValueError):
    """A day its month does not have, or no year to put it in; the message is for the reader."""


def resolved(phrase: Phrase, year: int | None) -> Found:
    """The deadlines of a phrase that can be read without its clause's words."""
    found = Found()
    try:
        if isinstance(phrase, Dated):
            _dated(phrase, year, found)
        elif isinstance(phrase, Repeat):
            _repeats((phrase,), found)
        elif isinstance(phrase, Repeats):
            _repeats(phrase.items, found)
        elif isinstance(phrase, AfterEvent):
            found.deadlines.append(_after_event(phrase))
            found.warnings += phrase.notes
        elif isinstance(phrase, Continuous):
            found.deadlines.append(_continuous(phrase, year))
            found.warnings += phrase.notes
        elif isinstance(phrase, External):
            found.deadlines.append({"kind": "external", "by": phrase.by})
    except NoSuchDate as impossible:
        found.problems.append(str(impossible))
    return found


def _after_event(phrase: AfterEvent) -> Deadline:
    return {"kind": "after_event", "n": phrase.n, "unit": phrase.unit, "event": phrase.event}


def _continuous(phrase: Continuous, year: int | None) -> Deadline:
    found: Deadline = {"kind": "continuous"}
    if phrase.start:
        found["start"] = _day(phrase.start, _year_of(phrase.start, year), first=True).isoformat()
    if phrase.end:
        found["end"] = _day(phrase.end, _year_of(phrase.end, year), first=False).isoformat()
    return found


def _dated(phrase: Dated, year: int | None, found: Found) -> None:
    for span in phrase.spans:
        parts = [span.first] if span.first is span.last else [span.first, span.last]
        found.warnings += [part.note for part in parts if part.note]
    previous: dt.date | None = None
    for span in reversed(phrase.spans):
        start, end = ends(span, year, found.warnings)
        if previous and end > previous and span.last.year is None:
            found.warnings.append(f"thứ tự thời gian trong ô không tăng dần: {end:%d/%m/%Y}")
        if phrase.weekday and end.isoweekday() != phrase.weekday:
            name = WEEKDAYS[end.isoweekday() - 1]
            found.warnings.append(f"ngày {end:%d/%m/%Y} là {name}, khác thứ ghi trong ô")
        previous = end
        found.deadlines.insert(0, _deadline(phrase, span, start, end, year, found.warnings))


def ends(span: Span, year: int | None, warnings: list[str]) -> tuple[dt.date, dt.date]:
    """First and last day; the left part shares what the right one says, across a new year if need be."""
    first, last = span.first, span.last
    if not first.first[0]:
        spot = (last.first[0], first.first[1])
        first = dataclasses.replace(first, first=spot, last=spot)
    last_year = _year_of(last, year, fallback=first)
    said = first.year is not None or first.shift is not None
    first_year = _year_of(first, year) if said else last_year
    start, end = _day(first, first_year, first=True), _day(last, last_year, first=False)
    if start <= end:
        return start, end
    if said and (last.year is not None or last.shift is not None):
        raise NoSuchDate(f"ngày đầu {start:%d/%m/%Y} sau ngày cuối {end:%d/%m/%Y}")
    if last.year is not None or last.shift is not None:
        start = _day(first, first_year - 1, first=True)
    else:
        end = _day(last, last_year + 1, first=False)
    warnings.append(f"khoảng thời gian qua năm: đọc là {start:%d/%m/%Y} đến {end:%d/%m/%Y}")
    return start, end


def _year_of(part: Part, year: int | None, fallback: Part | None = None) -> int:
    if part.year is not None:
        return part.year
    if part.shift is None and fallback and fallback.year is not None:
        return fallback.year
    if year is None:
        raise NoSuchDate("không rõ năm")
    return year + (part.shift or 0)


def _day(part: Part, year: int, first: bool) -> dt.date:
    month, day = part.first if first else part.last
    if not month:
        raise NoSuchDate(f"chỉ nêu ngày {day}, không nêu tháng")
    if not 1 <= year <= 9998:
        raise NoSuchDate(f"năm {year} không tồn tại")
    last = calendar.monthrange(year, month)[1]
    if day > last:
        raise NoSuchDate(f"ngày {day}/{month} không tồn tại" + (f" trong năm {year}" if month == 2 else ""))
    return dt.date(year, month, day if day > 0 else last + day + 1 if day else last)


def _deadline(
    phrase: Dated, span: Span, start: dt.date, end: dt.date, year: int | None, warnings: list[str]
) -> Deadline:
    approx = phrase.approx or span.last.approx
    if phrase.limit is None and not span.is_date:
        found: Deadline = {"kind": "period", "start": start.isoformat(), "end": end.isoformat()}
    else:
        found = _by(phrase, start, end)
        unsaid = span.last.year is None and span.last.shift is None
        if span.is_date and unsaid and not span.last.approx and year is not None:
            _doubt_january(found, end, warnings)
    if phrase.start:
        start_year = _year_of(phrase.start, year, fallback=span.last)
        found["start"] = _day(phrase.start, start_year, first=True).isoformat()
    if phrase.after:
        found["after"] = phrase.after
    if approx:
        found["approx"] = True
    return found


def _by(phrase: Dated, start: dt.date, end: dt.date) -> Deadline:
    """A date; "trước quý II" is before its first day, "chậm nhất quý II" its last one."""
    strict = bool(phrase.limit and phrase.limit.strict)
    found: Deadline = {"kind": "by", "date": (start if strict else end).isoformat(), "strict": strict}
    if phrase.time == "24:00":
        found["strict"] = False
    elif phrase.time and phrase.time != "00:00":
        found["time"] = phrase.time
    return found


def _doubt_january(found: Deadline, date: dt.date, warnings: list[str]) -> None:
    """A January limit without a year is often for the year before (DOMAIN section 2)."""
    if date.month != 1:
        return
    other = date.replace(year=date.year + 1)
    found["ambiguous"] = True
    found["alternative"] = other.isoformat()
    warnings.append(f"{NO_YEAR}: đọc là {date:%d/%m/%Y}, cũng có thể là {other:%d/%m/%Y}; cần xác nhận")


def _repeats(items: Iterable[Repeat], found: Found) -> None:
    for item in items:
        if item.month and isinstance(item.day, int) and item.day > MONTH_DAYS.get(item.month, 31):
            raise NoSuchDate(f"ngày {item.day}/{item.month} không tồn tại")
        found.deadlines.append(_repeat(item))
        found.warnings += item.notes
        short = item.every == "month" and isinstance(item.day, int) and item.day > 28
        if short and not item.next_period:
            found.warnings.append(f"tháng không có ngày {item.day}: lấy ngày cuối tháng (BLDS 2015 Điều 148)")


def _repeat(item: Repeat) -> Deadline:
    if item.time in {"00:00", "24:00"}:
        item = dataclasses.replace(item, time=None, strict=item.strict and item.time == "00:00")
    values: Deadline = {
        "day": item.day, "months": list(item.months), "month": item.month, "start_month": item.start_month,
        "end_month": item.end_month, "weekday": item.weekday, "next_period": item.next_period,
        "year_offset": item.year_offset, "strict": item.strict, "time": item.time,
    }  # fmt: skip
    said = {name: value for name, value in values.items() if value or (value is False and name == "strict")}
    return {"kind": "recurring", "every": item.every, "by": item.by, **said}
