"""Decides which periods a recurring deadline has in a plan's year, and the date it states in each."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from rules.plan import DeadlineSpec

# How many months a period has; a week has none.
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class IncompleteSpec(ValueError):
    """A deadline whose spec lacks what its kind needs; the message is for the admin."""

    def __init__(self, spec: DeadlineSpec, missing: str) -> None:
        self.spec, self.missing = spec, missing
        super().__init__(f"thời hạn “{spec.slug}” ({spec.kind}) thiếu khóa {missing}")


class Period(NamedTuple):
    """One period: `label` ends the deadline's id; `start` is its first day, `stated` the date it states."""

    label: str  # "2021-q1", "2021-03", "2021-h1", "2021", "2021-w05"
    start: dt.date
    stated: dt.date


class _Span(NamedTuple):
    """The months of one period, both included; the year may not be the plan's."""

    label: str
    year: int
    first: int
    last: int


def periods_of(spec: DeadlineSpec, year: int) -> tuple[Period, ...]:
    """The periods of a recurring spec in a plan's year, in order.

    A week belongs to the year of its ISO number. Raises IncompleteSpec without `every`.
    """
    if spec.every is None:
        raise IncompleteSpec(spec, "every")
    if spec.every == "week":
        return tuple(_weeks(spec, year))
    return tuple(period for span in _spans(spec.every, year) for period in _in_span(spec, span))


def day_in_month(year: int, month: int, day: int) -> dt.date:
    """That day, or the month's last day where the month does not have it (BLDS 2015 Điều 148)."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def add_months(date: dt.date, months: int) -> dt.date:
    """The corresponding day so many months on, at most the month's last (BLDS 2015 Điều 148)."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return day_in_month(year, month + 1, date.day)


def _weeks(spec: DeadlineSpec, year: int) -> Iterator[Period]:
    # 28 December always lies in the last ISO week of its year.
    for week in range(1, dt.date(year, 12, 28).isocalendar().week + 1):
        monday = dt.date.fromisocalendar(year, week, 1)
        days = (spec.weekday or 7) - 1 + (7 if spec.next_period else 0)
        yield Period(f"{year}-w{week:02}", monday, monday + dt.timedelta(days=days))


def _spans(every: str, year: int) -> Iterator[_Span]:
    size = _MONTHS[every]
    letter = {"quarter": "-q", "half-year": "-h"}.get(every)
    for nth in range(12 // size):
        first = nth * size + 1
        if every == "year":
            label = f"{year}"
        else:
            label = f"{year}{letter}{nth + 1}" if letter else f"{year}-{first:02}"
        yield _Span(label, year, first, first + size - 1)


def _in_span(spec: DeadlineSpec, span: _Span) -> Iterator[Period]:
    """The dates a period states: mostly one, more where `months` names several of its months."""
    held = _holding(spec, span)
    named = _months_named(spec, held)
    if spec.months and not named:
        return  # the plan names the months, and none of them lies in this period
    months = named or [held.last]
    for month in months:
        stated = day_in_month(held.year, month, spec.day if isinstance(spec.day, int) else 31)
        label = span.label if len(months) == 1 else f"{span.label}-{month:02}"
        yield Period(label, _start(spec, span, stated), stated)


def _holding(spec: DeadlineSpec, span: _Span) -> _Span:
    """The period in which the day lies: the reported one, the one after it, or the same in another year."""
    if spec.every == "year":
        shift = spec.year_offset or int(spec.next_period)
        return _Span(span.label, span.year + shift, 1, 1 if spec.next_period else 12)
    if not spec.next_period:
        return span
    after = add_months(dt.date(span.year, span.last, 1), 1)
    last = after.month + span.last - span.first if spec.months else after.month
    return _Span(span.label, after.year, after.month, last)


def _months_named(spec: DeadlineSpec, held: _Span) -> list[int]:
    if spec.every == "year" and spec.month is not None:
        return [spec.month]
    last = 12 if spec.every == "year" else held.last
    return sorted({month for month in spec.months if held.first <= month <= last})


def _start(spec: DeadlineSpec, span: _Span, stated: dt.date) -> dt.date:
    if spec.month is not None and spec.day is None and spec.every == "year":
        return stated.replace(day=1)  # "tháng 4 hằng năm": that month is the span
    start = dt.date(span.year, span.first, 1)
    # A date in the year before would else lie before its own span.
    return start if start <= stated else stated.replace(month=1, day=1)
