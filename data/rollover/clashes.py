"""Decides which dates of the draft fall on days off, and what their last working day is then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from data.rollover.decision import Decision
from rules.days.calendar import WorkCalendar
from rules.days.lastday import deadlines_of
from rules.days.vietnam import WEEKDAYS, spoken
from rules.plan import Deadline, Plan, Task

SHOWN = 4  # of a recurring deadline


def clashes(plan: Plan, tasks: Iterable[Task], calendar: WorkCalendar) -> Iterator[Decision]:
    """One decision for each deadline with stated days off, and one for a year without a notice."""
    if not calendar.confirmed(plan.year):
        said = f"chưa có thông báo nghỉ lễ chính thức năm {plan.year} trong data/calendar.yaml"
        hint = "ngày nghỉ dưới đây tính theo luật, xem lại khi có thông báo"
        yield Decision("calendar", ("plan", "year"), f"{said}; {hint}")
    for index, task in enumerate(tasks):
        for number, spec in enumerate(task.deadlines):
            dated = deadlines_of(task, spec, calendar)
            found = [_said(one, calendar) for one in dated if _off(one, calendar)]
            if found:
                more = f"; và {len(found) - SHOWN} mốc khác" if len(found) > SHOWN else ""
                path = ("tasks", index, "deadlines", number)
                yield Decision("clash", path, "; ".join(found[:SHOWN]) + more, task.key)


def _off(deadline: Deadline, calendar: WorkCalendar) -> bool:
    return deadline.stated is not None and not calendar.is_working(deadline.stated)


def _said(deadline: Deadline, calendar: WorkCalendar) -> str:
    day = deadline.stated or dt.date.min
    last = deadline.last_day or day
    off = ", ".join(dict.fromkeys((WEEKDAYS[day.weekday()], calendar.why_off(day).text)))
    on = f"{WEEKDAYS[last.weekday()]} {spoken(last)}"
    return f"{spoken(day)} là ngày nghỉ ({off}): ngày làm việc cuối cùng trong hạn là {on}"
