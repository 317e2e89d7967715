"""When each step of a rule is to be said: its own day, moved off days off, at the rule's hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.days.calendar import WorkCalendar
from rules.plan import Deadline
from rules.rule import Rule, SendWindow, Span, Step

DAY = dt.timedelta(days=1)


class Planned(NamedTuple):
    """One occurrence of one step, with the moment it is meant for."""

    rule: Rule
    step: Step
    number: int  # from 1
    day: dt.date  # after moving off a day off
    moment: dt.datetime  # aware


class Course(NamedTuple):
    """What the steps of a deadline's term count from."""

    deadline: Deadline  # with the current dates
    start: dt.date  # of the term
    calendar: WorkCalendar
    zone: ZoneInfo

    @property
    def end(self) -> dt.date:
        """The last day on which the plan is urged; nothing is planned after it."""
        return self.deadline.task.plan.last_urging_day


def plus(day: dt.date, span: Span, times: int, calendar: WorkCalendar) -> dt.date:
    """`times` spans after (before, when negative) `day`."""
    if span.unit == "wd":
        return calendar.add(day, span.n * times)
    return day + dt.timedelta(days=span.n * times)


def _repeated(first: dt.date, step: Step, last: dt.date, calendar: WorkCalendar) -> Iterator[dt.date]:
    """The nth is counted from the first one's own day, before any move for a day off."""
    if step.every is None:
        yield first
        return
    number = 0
    while (day := plus(first, step.every, number, calendar)) <= last:
        if step.limit is not None and number >= step.limit:
            return
        yield day
        number += 1


def _before(course: Course, step: Step) -> Iterator[dt.date]:
    last = course.deadline.last_day
    if last is not None and step.span is not None:
        yield from _repeated(plus(last, step.span, -1, course.calendar), step, last, course.calendar)


def _after(course: Course, step: Step) -> Iterator[dt.date]:
    stated = course.deadline.stated
    if stated is not None and step.span is not None:
        yield from _repeated(plus(stated, step.span, 1, course.calendar), step, course.end, course.calendar)


def _last_day(course: Course, _: Step) -> Iterator[dt.date]:
    if course.deadline.last_day is not None:
        yield course.deadline.last_day


def _stated(course: Course, _: Step) -> Iterator[dt.date]:
    stated, last = course.deadline.stated, course.deadline.last_day
    if stated is not None and last is not None and stated > last:
        yield stated


def _start(course: Course, _: Step) -> Iterator[dt.date]:
    if not course.deadline.waiting:
        yield course.start


def _month_start(course: Course, _: Step) -> Iterator[dt.date]:
    if course.deadline.last_day is not None:
        yield course.calendar.first_of_month(course.deadline.last_day)


def _quarter_end(course: Course, _: Step) -> Iterator[dt.date]:
    deadline = course.deadline
    if deadline.waiting:
        return
    end = deadline.stated or deadline.spec.end or dt.date(deadline.task.plan.year, 12, 31)
    for year in range(course.start.year, end.year + 1):
        for month in (1, 4, 7, 10):
            closing = course.calendar.last_of_quarter(dt.date(year, month, 1))
            if course.start <= closing <= end:
                yield closing


def _waiting(course: Course, _: Step) -> Iterator[dt.date]:
    """The first working day of each month while it waits."""
    if not course.deadline.waiting:
        return
    month = course.start.replace(day=1)
    while month <= course.end:
        yield course.calendar.first_of_month(month)
        month = (month + dt.timedelta(days=32)).replace(day=1)


def _dates(course: Course, step: Step) -> Iterator[dt.date]:
    year = course.deadline.task.plan.year
    for day, month in step.dates:
        try:
            yield dt.date(year, month, day)
        except ValueError:  # 29/02 of a common year: the month's last day, as BLDS Đ148 has it for months
            yield dt.date(year, month, 28)


_DAYS = {
    "before": _before, "after": _after, "last-day": _last_day, "stated": _stated, "start": _start,
    "month-start": _month_start, "quarter-end": _quarter_end, "waiting": _waiting, "dates": _dates,
}  # fmt: skip


def _on_weekday(day: dt.date, weekday: int, calendar: WorkCalendar) -> dt.date:
    """The first such weekday from `day` on that is worked: so never two in one week."""
    day += dt.timedelta(days=(weekday - day.isoweekday()) % 7)
    while not calendar.is_working(day):
        day += dt.timedelta(days=7)
    return day


def _worked(day: dt.date, step: Step, calendar: WorkCalendar) -> dt.date:
    if step.weekday is not None:
        return _on_weekday(day, step.weekday, calendar)
    return calendar.on_or_after(day)


def planned(course: Course, rules: tuple[Rule, ...]) -> tuple[Planned, ...]:
    """Every occurrence of every step, to the end of the plan's urging, by moment."""
    found = [
        Planned(rule, step, number, day, dt.datetime.combine(day, rule.send.at, course.zone))
        for rule in rules
        for step in rule.steps
        for number, own in enumerate(islice(_DAYS[step.place](course, step), 1000), 1)
        for day in (_worked(own, step, course.calendar),)
    ]
    return tuple(sorted(found, key=lambda p: p.moment))


def in_hours(now: dt.datetime, window: SendWindow, calendar: WorkCalendar) -> bool:
    """Whether something late may go out now; `now` is local."""
    return calendar.is_working(now.date()) and window.opens <= now.time() <= window.closes


def next_send(now: dt.datetime, window: SendWindow, calendar: WorkCalendar) -> dt.datetime:
    """The next `send.at` strictly after `now`, on a working day; `now` is local."""
    day = now.date() if now.time() < window.at else now.date() + DAY
    return dt.datetime.combine(calendar.on_or_after(day), window.at, now.tzinfo)
