"""Decides in which words and which colour the state of a deadline is told."""

from __future__ import annotations

from typing import Literal, TypeAlias

from notifiers.vietnamese import working_days
from rules.letter import Item
from rules.state import VIETNAMESE, State

Bucket: TypeAlias = Literal[
    "overdue", "stated-day", "due-today", "due-soon", "open", "year", "waiting", "standing", "closed"
]

HEADINGS: dict[Bucket, str] = {
    "overdue": "Quá hạn",
    "stated-day": "Đến mốc ghi trong kế hoạch",
    "due-today": "Đến hạn hôm nay",
    "due-soon": "Sắp đến hạn",
    "open": "Đang trong hạn",
    "year": "Nhiệm vụ cả năm",
    "waiting": "Chưa xác định thời hạn",
    "standing": "Thực hiện thường xuyên",
    "closed": "Đã kết thúc",
}

# Dark enough on white (4.5:1) and still told apart by words, never by colour alone.
TONES: dict[Bucket, str] = {
    "overdue": "#b3261e",
    "stated-day": "#9a5200",
    "due-today": "#9a5200",
    "due-soon": "#1a5fa8",
    "open": "#2b6b4f",
    "year": "#2b6b4f",
    "waiting": "#5f6368",
    "standing": "#2b6b4f",
    "closed": "#5f6368",
}

_BY_STATE: dict[State, Bucket] = {
    "waiting": "waiting",
    "open": "open",
    "due-soon": "due-soon",
    "due-today": "due-today",
    "stated-day": "stated-day",
    "overdue": "overdue",
    "done": "closed",
    "done-late": "closed",
    "cancelled": "closed",
}


def bucket(item: Item) -> Bucket:
    """Under which heading an item stands. Within its year a whole-year task is never due nor overdue."""
    found = _BY_STATE[item.state]
    if found in ("overdue", "waiting", "closed"):
        return found
    if item.whole_year:
        return "year"
    return "standing" if item.last_day is None else found


def status_words(item: Item) -> str:
    """The state in words: `Còn 05 ngày làm việc`, `Quá hạn 03 ngày làm việc`, ..."""
    where = bucket(item)
    if where == "overdue":
        return f"Quá hạn {working_days(item.days_late)}" if item.days_late else "Quá hạn"
    if where in ("due-soon", "open") and item.days_left:
        return f"Còn {working_days(item.days_left)}"
    if where == "closed":
        words = VIETNAMESE[item.state]
        return words[:1].upper() + words[1:]
    return HEADINGS[where]
