"""Decides what a row's own shape leaves in doubt: blanks, what it took from others, several items in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rules.appendix.reading import LOST, SLIPS, WHEN, WHO, WORDS, Doubt, RowReading
from rules.appendix.rows import Entry
from rules.appendix.wording import one_line
from rules.phrases import read

_DASH = re.compile(r"[-–+•]\s*(?=\S)")
_TAKEN = {"title": "thời hạn lấy trong lời nhiệm vụ", "above": "lấy thời hạn của dòng trên"}
_ONLY_START = re.compile(r"Từ (?:(?!đến|liên tục|thường xuyên|trở đi).)+")


def of_row(entry: Entry, row: RowReading, lead_above: str, *, again: bool) -> Iterator[Doubt]:
    """What the row's own shape leaves in doubt."""
    if not row.lead_text:
        above = f' (dòng trên ghi "{one_line(lead_above)}")' if lead_above else ""
        said = f"Ô Đơn vị chủ trì để trống: cần phân công{above}."
        yield Doubt(WHO, said, "problem", "lead", "no-lead")
    if (count := _dashes(entry.title)) > 1:
        said = f"Ô nhiệm vụ gồm {count} gạch đầu dòng: là việc riêng thì tách thành {count} nhiệm vụ."
        yield Doubt(WHO, said, about="title", code="several")
    if not row.support_text and row.lead_text:
        yield Doubt(WORDS, "Ô Đơn vị phối hợp để trống.", "note", "support", "no-support")
    if "no-number" in entry.notes:
        yield Doubt(SLIPS, f"Dòng không có số thứ tự; mang mã {row.key}.", about="key", code="no-number")
    elif again:
        twice = f"Số thứ tự {row.number.rstrip('+')} dùng nhiều lần trong nhóm {row.group}"
        said = f"{twice}; nhiệm vụ này mang mã {row.key}."
        yield Doubt(LOST, said, about="key", code="number-twice")
    for name in entry.inherited:
        if name == "period":
            said = f'Thời hạn là của nhóm, theo tiêu đề "{row.time}".'
            yield Doubt(WHEN, said, "note", "time", "period")
            continue
        if name in _TAKEN:
            said = f'Ô Thời gian để trống; {_TAKEN[name]}: "{row.time}".'
            yield Doubt(WHEN, said, about="time", code="taken")
            continue
        what = "thời hạn" if name == "time" else "đơn vị chủ trì"
        yield Doubt(
            WHEN, f"Ô trống, lấy {what} của dòng mà nhiệm vụ này là một phần.", about=name, code="inherited"
        )
    if [one["kind"] for one in row.deadlines] == ["continuous"] and _ONLY_START.fullmatch(row.time):
        said = f'Chỉ nêu lúc bắt đầu ("{row.time}"), không nêu lúc kết thúc: kiểm tra thời hạn.'
        yield Doubt(WHEN, said, about="time", code="no-end")
    if entry.written.hidden:
        yield Doubt(
            WHEN,
            f"Dòng ẩn trong bảng tính ({entry.written.place}); vẫn được đọc.",
            about="key",
            code="hidden",
        )


def _dashes(title: str) -> int:
    """How many items a cell holds that has nothing but items."""
    lines = title.split("\n")
    return len([line for line in lines if _DASH.match(line)]) if _DASH.match(lines[0]) else 0


def undashed(title: str) -> str:
    return one_line(_DASH.sub("", title) if _dashes(title) == 1 else title)


def contradicted(deadlines: Iterable[Mapping[str, object]], year: int) -> Iterator[Doubt]:
    """A label that is itself a time after the limit: "giữa năm (tháng 7)"."""
    for one in deadlines:
        label, limit = str(one.get("label", "")), str(one.get("date") or one.get("end") or "")
        starts = [str(other.get("start", "")) for other in read(label, year).deadlines] if label else []
        if limit and any(start > limit for start in starts):
            day = "/".join(reversed(limit.split("-")))
            yield Doubt(WHEN, f'Thời hạn đọc là {day} nhưng ô còn ghi "{label}".', about="time", code="label")
