"""Decides the words of one line of a digest."""

from __future__ import annotations

from typing import NamedTuple

from notifiers.status import TONES
from notifiers.vietnamese import (
    document_words,
    few,
    one_line,
    plain_day,
    raised,
    short_day,
    working_days,
)
from rules.letter import DigestRow, Marks


class RowView(NamedTuple):
    """One deadline of a digest, in words."""

    title: str
    units: str
    detail: str
    tone: str


def again(title: str, section: str) -> RowView:
    """A deadline that an earlier section showed, in one line."""
    return RowView(title=f"{title} (đã nêu tại mục {section})", units="", detail="", tone=TONES["closed"])


def row_view(row: DigestRow, section: str, title: str) -> RowView:
    """One deadline as its section shows it."""
    done = row.state in ("done", "done-late")
    parts = [_fact(row, section), *mark_words(row.marks, section, done=done)]
    return RowView(
        title=title,
        units=few(row.units),
        detail=raised("; ".join(part for part in parts if part)),
        tone=TONES["overdue"] if row.state == "overdue" else TONES["closed"],
    )


def _fact(row: DigestRow, section: str) -> str:
    if section == "done_since" or row.state in ("done", "done-late"):
        return _done(row)
    if row.state == "waiting":
        return f"kế hoạch ghi: “{one_line(row.time_words)}”" if row.time_words else "chưa xác định thời hạn"
    if row.state == "overdue":
        late = f"quá hạn {working_days(row.days_late)}" if row.days_late else "quá hạn"
        return f"{late}, mốc kế hoạch {plain_day(row.stated)}" if row.stated else late
    return _due(row)


def _done(row: DigestRow) -> str:
    if row.done_on is None:
        return "hoàn thành trước khi nạp kế hoạch, không rõ ngày"
    late = "quá hạn" if row.state == "done-late" else "đúng hạn"
    if row.state == "done" and row.last_day and row.done_on > row.last_day:
        late = "đúng mốc"  # after the last working day, not after the date the plan prints
    on = f" {plain_day(row.done_on)}"
    document = f", {one_line(row.document)}" if row.document else ""
    return f"hoàn thành {late}{on}{document}"


def _due(row: DigestRow) -> str:
    if row.last_day is None:
        return one_line(row.time_words)
    words = f"hạn {short_day(row.last_day)}"
    if row.state == "due-today":
        return f"{words}, đến hạn hôm nay"
    if row.state == "stated-day":
        return f"{words}, đến mốc ghi trong kế hoạch"
    return f"{words}, còn {working_days(row.days_left)}" if row.days_left else words


def mark_words(marks: Marks, section: str, *, done: bool) -> list[str]:
    """What was reported beside the state, a phrase each."""
    told = []
    if marks.submitted:
        to = f" {marks.submitted_to}" if marks.submitted_to else ""
        told.append(f"đã trình{to} {plain_day(marks.submitted)}")
    if marks.blocked:
        told.append(f"vướng mắc: {one_line(marks.blocked)}")
    if marks.extension_asked:
        told.append(f"đề nghị gia hạn đến {plain_day(marks.extension_asked)}")
    if marks.reopened and not done:
        told.append(f"mở lại {plain_day(marks.reopened)}")
    if marks.amended and marks.granted and not done:
        by = f" theo {document_words(marks.granted_by)}" if marks.granted_by else ""
        told.append(f"thời hạn điều chỉnh{by}, trước là {plain_day(marks.replaced or marks.granted)}")
    if marks.extensions and (section == "extensions" or not marks.extension_asked):
        original = f", thời hạn ban đầu {plain_day(marks.original)}" if marks.original else ""
        told.append(f"đã gia hạn {marks.extensions:02} lần{original}")
    return told
