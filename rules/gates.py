"""What holds a step back: a pause after an acknowledgement, a mark named by `unless`, a `when`."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterable

from rules.days.calendar import WorkCalendar
from rules.moments import Planned, plus
from rules.progress import WHOLE, Line
from rules.rule import Condition, Mark, Place, Rule
from rules.subject import Record, Subject

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip

_MARK_WORDS: dict[Mark, str] = {
    "acknowledged": "đã tiếp nhận",
    "submitted": "đã trình ký",
    "blocked": "đang vướng mắc",
    "extension-pending": "đang chờ trả lời xin gia hạn",
    "extended": "đã được gia hạn",
}


def _acks(line: Line, subject: Subject, planned: Planned) -> list[tuple[dt.date, dt.datetime]]:
    """The acknowledgements that count: one before the last day never stops what comes after it."""
    last = subject.deadline.last_day
    if planned.step.place == "after" and last is not None:
        return [ack for ack in line.acknowledged if ack[0] >= last]
    return list(line.acknowledged)


def paused(subject: Subject, planned: Planned, unit: str, calendar: WorkCalendar) -> bool:
    """Whether an acknowledgement by `unit` passes this occurrence over for the unit and its head."""
    pause, line = planned.rule.pause, subject.progress.lines.get(unit)
    if pause is None or line is None or planned.step.place == "last-day":
        return False
    return any(
        day <= planned.day <= plus(day, pause, 1, calendar) for day, _ in _acks(line, subject, planned)
    )


def _marked(mark: Mark, subject: Subject, planned: Planned, unit: str) -> bool:
    if mark == "acknowledged":
        line = subject.progress.lines.get(unit)
        return line is not None and bool(_acks(line, subject, planned))
    return subject.progress.has(mark, unit)


def _counted(
    name: str, subject: Subject, record: Record, unit: str, day: dt.date, calendar: WorkCalendar
) -> int:
    if name == "reminders":
        return record.accepted.get(unit, 0)
    if name == "extensions":
        return subject.progress.extensions
    stated = subject.deadline.stated
    return max(calendar.between(stated, day), 0) if stated is not None and day > stated else 0


def held(
    subject: Subject, record: Record, planned: Planned, unit: str, day: dt.date, calendar: WorkCalendar
) -> str | None:
    """Why the occurrence waits for this lead line on `day`, in Vietnamese; None: nothing holds it."""
    for mark in planned.step.unless:
        if _marked(mark, subject, planned, unit):
            return f"không nhắc khi {_MARK_WORDS[mark]}"
    for condition in planned.step.when:
        if reason := _refused(condition, subject, record, unit, day, calendar):
            return reason
    return None


def compares(condition: Condition, number: int) -> bool:
    """Whether a quantity's value is as the condition wants it."""
    return _COMPARE[condition.operator](number, condition.number)


def _refused(
    condition: Condition, subject: Subject, record: Record, unit: str, day: dt.date, calendar: WorkCalendar
) -> str | None:
    number = _counted(condition.name, subject, record, unit, day, calendar)
    if compares(condition, number):
        return None
    return f"chờ điều kiện {condition} (hiện là {number})"


def places_that_count(rules: Iterable[Rule]) -> frozenset[Place]:
    """Where the steps stand that ask how many reminders were accepted."""
    return frozenset(
        step.place
        for rule in rules
        for step in rule.steps
        if any(condition.name == "reminders" for condition in step.when)
    )


def may_count(subject: Subject, places: Iterable[Place], day: dt.date) -> bool:
    """Whether a step at one of these places can be due by `day`."""
    stated = subject.deadline.stated
    return any(place != "after" or (stated is not None and stated <= day) for place in places)


def units_of(subject: Subject) -> tuple[str, ...]:
    """The lines a shared recipient is told about: the open ones, or the whole when no unit leads."""
    return subject.progress.open_units or (WHOLE,)
