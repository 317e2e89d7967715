"""Decides what each row of a sheet claims: which deadline, which unit, and what was achieved when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TypeVar

from rules.results.columns import FILLED, HEADINGS, Columns, Field, columns_of, twice
from rules.results.sheet import BadCell, Fault, Sheet, SheetRow, Typed
from rules.results.values import day_of, document_of, text_of, yes_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody wrote beside a deadline; None: nothing."""

    done_on: dt.date | None = None
    document: str | None = None
    submitted: dt.date | None = None
    blocked: str | None = None
    no_output: bool | None = None
    note: str | None = None

    @property
    def empty(self) -> bool:
        return all(getattr(self, one.name) is None for one in fields(self))


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled-in row: whose claim it is and where each part of it stands."""

    sheet: str
    row: int
    key: str  # as typed
    unit: str | None  # as typed
    claim: Claim
    places: Mapping[Field, str] = field(default_factory=dict)  # field -> "F14"
    readable: bool = True  # False: a cell of it is at fault, and only its key and unit are looked at

    def fault(self, part: Field, message: str, allowed: str | None = None) -> Fault:
        return Fault(self.sheet, self.row, self.places.get(part), message, allowed)


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook as read: entries in order, what is wrong, what was passed over."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    empty: int = 0  # rows in which nothing was written
    lists: int = 0  # sheets that hold a list of results
    notes: tuple[str, ...] = ()


def filled_in(sheets: Iterable[Sheet]) -> Filled:
    """Every entry of every list of results; sheets that are none are told and passed over."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    notes: list[str] = []
    empty = hidden = lists = 0
    for sheet in sheets:
        columns = columns_of(sheet)
        if columns is None or sheet.hidden:
            notes += _passed_over(sheet, columns)
            continue
        lists += 1
        faults += twice(sheet, columns)
        for row in _below(sheet, columns):
            found, wrong = _entry(sheet, row, columns)
            faults += wrong
            empty += found is None and not wrong and columns.of["key"] in row.cells
            if found is None and not wrong and _written(row, columns):
                notes.append(f"trang “{sheet.name}”, dòng {row.number} không có mã thời hạn: không đọc")
            hidden += found is not None and row.hidden
            entries += [found] if found is not None else []
    if hidden:
        notes.append(f"{hidden} dòng đang ẩn hoặc bị lọc có kết quả: vẫn đọc")
    return Filled(tuple(entries), tuple(faults), empty, lists, tuple(notes))


def _passed_over(sheet: Sheet, columns: Columns | None) -> Iterator[str]:
    if columns is not None:
        yield f"trang “{sheet.name}” đang ẩn: không đọc"
    elif sheet.rows:
        needed = f"“{HEADINGS['key']}” và ít nhất một cột như “{HEADINGS['done_on']}”"
        yield f"trang “{sheet.name}” không có dòng tiêu đề {needed}: không đọc"


def _below(sheet: Sheet, columns: Columns) -> Iterator[SheetRow]:
    """The rows under the headings; a heading repeated further down is no row."""
    heading = _texts(next(row for row in sheet.rows if row.number == columns.row))
    for row in sheet.rows:
        if row.number > columns.row and _texts(row) != heading:
            yield row


def _texts(row: SheetRow) -> list[object]:
    return [cell.value for _, cell in sorted(row.cells.items())]


def _entry(sheet: Sheet, row: SheetRow, columns: Columns) -> tuple[Entry | None, list[Fault]]:
    """The row's claim; None when nothing is written in it, or nobody can tell of what."""
    cells: dict[Field, Typed] = {
        name: row.cells[column] for name, column in columns.of.items() if column in row.cells
    }
    faults: list[Fault] = []

    def read(name: Field, how: Callable[[Typed | None], T | None]) -> T | None:
        try:
            return how(cells.get(name))
        except BadCell as bad:
            faults.append(Fault(sheet.name, row.number, bad.cell.address, bad.message, bad.allowed))
            return None

    claim = Claim(
        read("done_on", day_of),
        read("document", document_of),
        read("submitted", day_of),
        read("blocked", text_of),
        read("no_output", yes_of),
        read("note", text_of),
    )
    if _signature(cells.get("key"), claim):
        return None, []
    if claim.empty and not faults:
        return None, faults
    key, unit = read("key", text_of), read("unit", text_of)
    places = {name: cell.address for name, cell in cells.items()}
    if key is None and not faults:
        place = next(places[name] for name in FILLED if name in places)
        said = "dòng này thiếu mã thời hạn"
        faults.append(Fault(sheet.name, row.number, place, said, "mã như trong bảng đã xuất"))
    if key is None:
        return None, faults
    return Entry(sheet.name, row.number, key, unit, claim, places, not faults), faults


def _written(row: SheetRow, columns: Columns) -> bool:
    """Whether there are words where results go."""
    cells = (row.cells.get(columns.of[name]) for name in FILLED if name in columns.of)
    return any(cell is not None and cell.broken is None and text_of(cell) for cell in cells)


def _signature(key: Typed | None, claim: Claim) -> bool:
    """Whether it is a total or "Người lập biểu" under the table: no key, no day, no tick."""
    words = str(key.value) if key is not None and key.value is not None else ""
    keyless = "/" not in words and not any(letter.isdigit() for letter in words)
    return keyless and claim.done_on is None and claim.submitted is None and claim.no_output is None
