"""Decides in which words the result of one lead unit's line is told, in a sheet and in the plan's table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from notifiers.digestrow import mark_words
from notifiers.vietnamese import document_words, number, one_line, plain_day, working_days
from rules.days.calendar import WorkCalendar
from rules.digest import IN_TIME
from rules.letter import Marks
from rules.progress import Line, marks_of
from rules.state import VIETNAMESE, State, told_state
from rules.subject import Subject, state_of
from scheduler.inforce import InForce

BEFORE = "hoàn thành trước khi nạp kế hoạch (không rõ ngày)"


def line_state(subject: Subject, line: Line, day: dt.date, calendar: WorkCalendar) -> State:
    """The state of one unit's part: it may be finished while others are not."""
    stated = subject.deadline.stated
    if line.done_on is not None:
        return "done-late" if stated and line.done_on > stated else "done"
    return "cancelled" if subject.progress.cancelled_on else state_of(subject, day, calendar)


def outcome_words(subject: Subject, line: Line, day: dt.date, files: InForce, *, formal: bool = False) -> str:
    """How one line stands: the result with its document, else the state and what was reported.

    `formal`: in the classes of a progress report, without what is only a reminder.
    """
    progress = subject.progress
    marks = marks_of(progress, subject.stated_first, files.workspace.directory, line.unit)
    state = line_state(subject, line, day, files.world.calendar)
    told = mark_words(marks._replace(extensions=0), "", done=line.done_on is not None)
    extended = [_extended(marks)] if marks.extensions and not marks.amended else []
    fact = _fact(subject, line, state, day, files.world.calendar)
    return "; ".join([_classed(fact, state, subject) if formal else fact, *told, *extended])


def _classed(fact: str, state: State, subject: Subject) -> str:
    """`đang thực hiện quá hạn 05 ngày làm việc`, and of what is in time no more than that."""
    if state == "overdue":
        return f"đang thực hiện {fact}"
    return VIETNAMESE["open"] if state in IN_TIME and subject.deadline.stated else fact


def _fact(subject: Subject, line: Line, state: State, day: dt.date, calendar: WorkCalendar) -> str:
    stated, cancelled = subject.deadline.stated, subject.progress.cancelled_on
    if line.before:
        return BEFORE
    if line.done_on is not None:
        return ", ".join(_result(line, state, subject.deadline.last_day))
    if state == "cancelled" and cancelled:
        return f"dừng thực hiện từ {plain_day(cancelled)}"
    if state == "overdue" and stated:
        return f"quá hạn {working_days(calendar.between(stated, day))}"
    if state == "open" and stated is None:
        return "thực hiện thường xuyên"
    return told_state(state, None, subject.deadline.last_day)


def _result(line: Line, state: State, last_day: dt.date | None) -> Iterator[str]:
    """`hoàn thành đúng hạn, văn bản số 12/BC-SCT ngày 09/3/2021`."""
    if line.before:
        yield "hoàn thành trước khi nạp kế hoạch, không rõ ngày"
        return
    on = f" {plain_day(line.done_on)}" if line.done_on else ""
    words = told_state(state, line.done_on, last_day)
    if line.no_output:
        words += " (không phát sinh)"
    if line.document is None:
        yield words + on
    else:
        yield words
        yield one_line(document_words(line.document)) + on
    if state == "done-late" and line.blocked:
        yield f"vướng mắc: {one_line(line.blocked)}"


def _extended(marks: Marks) -> str:
    until = f", đến hết {plain_day(marks.granted)}" if marks.granted else ""
    by = f" theo {document_words(marks.granted_by)}" if marks.granted_by else ""
    first = f", thời hạn ban đầu {plain_day(marks.original)}" if marks.original else ""
    return f"đã gia hạn {number(marks.extensions)} lần{until}{by}{first}"
