"""Decides the words of a summary for a chat group: plain lines, ten at the most, the most pressing first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notifiers.digestrow import row_view
from notifiers.digestview import classes
from notifiers.vietnamese import few, long_day, lowered, number, one_line, plain_day, raised, shortened
from rules.letter import DigestRow, Figures
from rules.state import State

LINES = 10
LONGEST = 110  # characters of a title; of a product, of a name
_URGENCY: tuple[State, ...] = (
    "overdue", "stated-day", "due-today", "due-soon", "open", "waiting", "done", "done-late", "cancelled",
)  # fmt: skip
_CLOSED: frozenset[State] = frozenset({"done", "done-late", "cancelled"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One deadline by itself."""

    row: DigestRow
    place: str  # plan and task
    product: str | None
    leads: tuple[str, ...]  # units, each with its officer
    supports: tuple[str, ...]


def list_text(title: str, day: dt.date, figures: Figures, rows: Sequence[DigestRow]) -> str:
    """What is due, who does it, how it stands: of a plan, a unit or a task with several deadlines."""
    left = sorted((row for row in rows if row.state not in _CLOSED), key=_urgency)
    head = [f"{_short(title)} – tính đến {long_day(day)}", _counts(figures)]
    room = LINES - len(head)
    shown = left if len(left) <= room else left[: room - 1]
    lines = [*head, *map(_line, shown)]
    if len(shown) < len(left):
        lines.append(f"… và {number(len(left) - len(shown))} mốc khác chưa xong")
    return "\n".join(lines)


def _urgency(row: DigestRow) -> tuple[int, dt.date, str]:
    return _URGENCY.index(row.state), row.last_day or dt.date.max, row.deadline


def _counts(figures: Figures) -> str:
    if not figures.deadlines:
        return "Không có mốc thời hạn nào"
    return f"{number(figures.deadlines)} mốc thời hạn: {', '.join(classes(figures))}"


def _line(row: DigestRow) -> str:
    view = row_view(row, "due_within", row.title)
    who = f" ({few(row.units)})" if row.units else ""
    return f"- {_short(view.title)}{who}: {lowered(_detail(row))}"


def _detail(row: DigestRow) -> str:
    return one_line(row_view(row, "due_within", row.title).detail) or "đang thực hiện"


def sheet_text(sheet: Sheet, day: dt.date) -> str:
    """One deadline: what, by when, who, how it stands."""
    return "\n".join(_sheet_lines(sheet, day))


def _sheet_lines(sheet: Sheet, day: dt.date) -> Iterator[str]:
    row = sheet.row
    yield _short(row.title)
    yield f"Nguồn: {_short(sheet.place)}"
    if sheet.product:
        yield f"Sản phẩm: {_short(sheet.product)}"
    if row.time_words:
        yield f"Kế hoạch ghi: “{_short(row.time_words)}”"
    if row.last_day:
        yield f"Ngày làm việc cuối cùng trong hạn: {long_day(row.last_day)}"
    yield f"Chủ trì: {few(sheet.leads, 4) or 'chưa phân công'}"
    if sheet.supports:
        yield f"Phối hợp: {few(sheet.supports, 4)}"
    yield f"Tình trạng {plain_day(day)}: {_state(row)}"


def _state(row: DigestRow) -> str:
    if row.state == "cancelled":
        return "dừng thực hiện"
    return lowered(raised(_detail(row)))


def _short(text: str) -> str:
    return shortened(one_line(text), LONGEST)
