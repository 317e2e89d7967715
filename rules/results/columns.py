"""Decides which column of a sheet holds what, by the words of its headings in whatever order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.appendix.wording import bare
from rules.results.sheet import Fault, Sheet, SheetRow

Field: TypeAlias = Literal[
    "key", "title", "unit", "last_day", "state",
    "done_on", "document", "submitted", "blocked", "no_output", "note",
]  # fmt: skip

HEADINGS: dict[Field, str] = {
    "key": "Mã thời hạn",
    "title": "Tên việc",
    "unit": "Đơn vị",
    "last_day": "Ngày cuối cùng trong hạn",
    "state": "Trạng thái",
    "done_on": "Hoàn thành ngày",
    "document": "Số văn bản",
    "submitted": "Đã trình ký ngày",
    "blocked": "Vướng mắc",
    "no_output": "Không phát sinh",
    "note": "Ghi chú",
}
FILLED: tuple[Field, ...] = ("done_on", "document", "submitted", "blocked", "no_output", "note")
_MORE: dict[str, Field] = {
    "ma": "key",
    "khoa": "key",
    "moc thoi han": "key",
    "don vi chu tri": "unit",
    "chu tri": "unit",
    "ngay hoan thanh": "done_on",
    "so ky hieu van ban": "document",
    "so ky hieu": "document",
    "ngay trinh ky": "submitted",
    "trinh ky ngay": "submitted",
    "kho khan vuong mac": "blocked",
}
_FIELDS: dict[str, Field] = {bare(words): field for field, words in HEADINGS.items()} | _MORE
_LOOKED_AT = 40  # rows in which the headings are looked for


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands, and the row of the headings."""

    of: Mapping[Field, int]
    row: int


def columns_of(sheet: Sheet) -> Columns | None:
    """The columns of a sheet; None for a sheet that is no list of results."""
    for row in sheet.rows[:_LOOKED_AT]:
        found = _fields_in(row)
        if "key" in found and any(field in found for field in FILLED):
            return Columns(found, row.number)
    return None


def twice(sheet: Sheet, columns: Columns) -> Sequence[Fault]:
    """Headings that stand over two columns: nobody can tell which one is meant."""
    heading = next(row for row in sheet.rows if row.number == columns.row)
    seen: set[Field] = set()
    faults = []
    for _, cell in sorted(heading.cells.items()):
        field = _field(cell.value)
        if field in seen and field in ("key", "unit", *FILLED):
            words = HEADINGS[field]
            faults.append(
                Fault(sheet.name, columns.row, cell.address, f"cột “{words}” có hai lần", "một cột")
            )
        if field is not None:
            seen.add(field)
    return faults


def _fields_in(row: SheetRow) -> dict[Field, int]:
    found: dict[Field, int] = {}
    for column, cell in sorted(row.cells.items()):
        if (field := _field(cell.value)) is not None:
            found.setdefault(field, column)
    return found


def _field(value: object) -> Field | None:
    return _FIELDS.get(bare(value)) if isinstance(value, str) else None
