"""Decides how a recorded report is told back, and how the deadline stands after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dondoc.phrasing import long_day
from rules.action import Action, Do
from rules.days.vietnam import spoken
from rules.directory import Directory
from rules.permits import ABOVE
from rules.state import told_state
from rules.subject import Subject, state_of
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from scheduler.record import Kept

DONE: dict[Do, str] = {
    "ack": "đã tiếp nhận",
    "submit": "đã trình ký",
    "block": "vướng mắc",
    "done": "hoàn thành",
    "cancel": "dừng thực hiện",
    "reopen": "mở lại",
    "extend-ask": "xin gia hạn",
    "extend-grant": "đồng ý gia hạn",
    "extend-refuse": "không đồng ý gia hạn",
    "event": "văn bản đến",
    "assign": "phân công",
    "done-before": "hoàn thành trước khi nạp kế hoạch",
    "amend": "điều chỉnh thời hạn",
    "move": "chuyển đơn vị chủ trì",
}


def told(kept: Kept, files: InForce, today: dt.date) -> Iterator[str]:
    """What was recorded, what was closed with it, and the state now; a line each."""
    directory, first = files.workspace.directory, kept.actions[0]
    yield f"Đã ghi nhận: {_sentence(first, kept.subject, directory)}."
    for twin in dict.fromkeys(a.deadline for a in kept.actions if a.deadline != first.deadline):
        yield f"Đã ghi nhận hoàn thành luôn {twin}: cùng một sản phẩm, cùng thời hạn."
    if kept.subject is not None:
        yield f"{kept.subject.id}: {_standing(kept.subject, files, today)}."


def _sentence(action: Action, subject: Subject | None, directory: Directory) -> str:
    words = DONE[action.do]
    if action.do == "extend-grant" and subject is not None and subject.deadline.set_by in ABOVE:
        words = f"ngày mới do {ABOVE[subject.deadline.set_by]} ấn định"
    if action.no_output:
        words += " (không phát sinh)"
    return ", ".join([f"{action.deadline}: {words}", *_particulars(action, directory)])


def _particulars(action: Action, directory: Directory) -> Iterator[str]:
    unit = directory.unit(action.unit) if action.unit else None
    if unit is not None:
        yield unit.name
    if action.to:
        yield _aim(action, directory)
    if action.document:
        yield f"văn bản số {action.document}"
    yield f"ngày {spoken(action.on)}"
    if action.note:
        yield action.note


def _aim(action: Action, directory: Directory) -> str:
    """Whom or which date the report names."""
    to = action.to or ""
    if action.do == "move":
        unit = directory.unit(to)
        return f"sang {unit.name if unit else to}"
    if action.do in ("submit", "assign"):
        person = directory.person(to)
        return f"{'trình ' if action.do == 'submit' else ''}{person.name if person else to}"
    return f"đến hết ngày {spoken(dt.date.fromisoformat(to))}"


def _standing(subject: Subject, files: InForce, today: dt.date) -> str:
    last, done_on = subject.deadline.last_day, subject.progress.done_on
    state = told_state(state_of(subject, today, files.world.calendar), done_on, last)
    open_units = subject.progress.open_units
    if subject.progress.closed:
        return state
    tail = f"; ngày làm việc cuối cùng trong hạn: {long_day(last)}" if last else ""
    if len(open_units) < len(subject.progress.lines):
        directory = files.workspace.directory.on(today)
        names = [unit.name if (unit := directory.unit(u)) else u for u in subject.holders(directory)]
        tail += f"; còn chờ: {', '.join(names)}"
    return f"{state}{tail}"
