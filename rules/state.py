"""The state of a deadline on a day, and the marks beside it (DESIGN section 3)."""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeAlias

State: TypeAlias = Literal[
    "waiting", "open", "due-soon", "due-today", "stated-day", "overdue", "done", "done-late", "cancelled"
]

VIETNAMESE: dict[State, str] = {
    "waiting": "chưa xác định thời hạn",
    "open": "đang thực hiện trong hạn",
    "due-soon": "sắp đến hạn",
    "due-today": "đến hạn hôm nay",
    "stated-day": "đến mốc",
    "overdue": "quá hạn",
    "done": "hoàn thành đúng hạn",
    "done-late": "hoàn thành quá hạn",
    "cancelled": "dừng thực hiện",
}

ON_STATED_DAY = "hoàn thành đúng mốc"  # after the last day, but not after the date the plan prints
SOON = 5  # working days


def told_state(state: State, done_on: dt.date | None, last_day: dt.date | None) -> str:
    """The state as people read it; a result of the stated date itself is told apart."""
    late = state == "done" and done_on is not None and last_day is not None and done_on > last_day
    return ON_STATED_DAY if late else VIETNAMESE[state]


def open_state(stated: dt.date | None, last_day: dt.date | None, day: dt.date, days_left: int) -> State:
    """The state of an unfinished deadline on `day`; `days_left` = working days from day to last_day."""
    if stated is None or last_day is None:
        return "open"
    if day > stated:
        return "overdue"
    if day > last_day:
        return "stated-day"
    if day == last_day:
        return "due-today"
    return "due-soon" if days_left <= SOON else "open"
