"""Decides in which class of a progress report a deadline is counted, and how many there are of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.digest import IN_TIME
from rules.letter import DigestRow
from rules.state import State

Class: TypeAlias = Literal[
    "done", "done-late", "in-time", "overdue", "undetermined", "done-before", "cancelled"
]

NAMES: dict[Class, str] = {
    "done": "Hoàn thành đúng hạn",
    "done-late": "Hoàn thành quá hạn",
    "in-time": "Đang thực hiện trong hạn",
    "overdue": "Đang thực hiện quá hạn",
    "undetermined": "Không xác định hạn",
    "done-before": "Hoàn thành trước khi nạp kế hoạch (không rõ ngày)",
    "cancelled": "Dừng thực hiện",
}
LIMITED: tuple[Class, ...] = ("done", "done-late", "in-time", "overdue")  # what percentages are of

_CLASSES: dict[State, Class] = {
    "waiting": "undetermined",
    **dict.fromkeys(IN_TIME, "in-time"),
    "overdue": "overdue",
    "done": "done",
    "done-late": "done-late",
    "cancelled": "cancelled",
}


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many deadlines of one class there are, and how many of those were extended."""

    of: Class
    count: int
    extended: int
    share: float | None  # per cent of those with a limit; None: has none


def class_of(row: DigestRow) -> Class:
    """Just one class for each deadline."""
    if row.state in IN_TIME and row.stated is None:
        return "undetermined"
    if row.state == "done" and row.done_on is None:
        return "done-before"
    return _CLASSES[row.state]


def counted(rows: Iterable[DigestRow]) -> tuple[ClassCount, ...]:
    """Every class in order, also those that nothing is in."""
    sorted_out = [(class_of(row), row.marks.extensions > 0) for row in rows]
    limited = sum(name in LIMITED for name, _ in sorted_out)
    counts = []
    for name in NAMES:
        extended = [was for found, was in sorted_out if found == name]
        share = 100 * len(extended) / limited if limited and name in LIMITED else None
        counts.append(ClassCount(name, len(extended), sum(extended), share))
    return tuple(counts)
