"""Reads an Excel file: every sheet a table, dates as dates, merged cells, what is hidden told."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from data.documents.faults import UnreadableDocument, struck_note
from data.documents.grid import table_of
from rules.appendix.source import EMPTY, Cell, SourceDocument, Table
from rules.appendix.wording import cleaned, one_line

_MOST_ROWS, _MOST_COLUMNS = 20_000, 100
_BLANK_ROWS = 200  # after so many the sheet is over
BROKEN = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    OSError,
    SyntaxError,
)


def read(name: str, path: Path) -> SourceDocument:
    """The document; raises UnreadableDocument."""
    notes: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks of cells that openpyxl does not know
            raw = path.read_bytes()  # by its content: openpyxl would go by the name
            book = load_workbook(BytesIO(raw), data_only=True)
            formulas = load_workbook(BytesIO(raw), data_only=False)
            tables = tuple(_sheet(sheet, formulas[sheet.title], notes) for sheet in book.worksheets)
    except BROKEN as broken:
        raise UnreadableDocument(f"{name}: tệp Excel hỏng, không mở được") from broken
    return SourceDocument(name, tables, tuple(notes))


def _sheet(sheet: Any, formulas: Any, notes: list[str]) -> Table:  # noqa: ANN401 - openpyxl has no types
    merged = _merged(sheet)
    rows: list[tuple[Cell, ...]] = []
    hidden: set[int] = set()
    blank = 0
    width = min(sheet.max_column, _MOST_COLUMNS)  # openpyxl counts all cells for it
    for number in range(1, min(sheet.max_row, _MOST_ROWS) + 1):
        row = _row(sheet, formulas, number, width, merged, notes)
        blank = 0 if any(cell.text for cell in row) else blank + 1
        if blank > _BLANK_ROWS:
            break
        if sheet.row_dimensions[number].hidden and not blank:
            hidden.add(len(rows))
        rows.append(row)
    made = table_of(rows, sheet.title, lambda index: f"{sheet.title}!{index + 1}", frozenset(hidden))
    return Table(made.rows, made.name, sheet.sheet_state != "visible", sheet=True)


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:  # noqa: ANN401
    """(row, column) -> the first cell of the merged one it belongs to."""
    found = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, min(area.max_row, _MOST_ROWS) + 1):
            for column in range(area.min_col, min(area.max_col, _MOST_COLUMNS) + 1):
                found[row, column] = (area.min_row, area.min_col)
    return found


def _row(
    sheet: Any,  # noqa: ANN401
    formulas: Any,  # noqa: ANN401
    number: int,
    width: int,
    merged: Mapping[tuple[int, int], tuple[int, int]],
    notes: list[str],
) -> tuple[Cell, ...]:
    cells = []
    for column in range(1, width + 1):
        row, first = merged.get((number, column), (number, column))
        found = sheet.cell(row, first)
        text = _text(found)
        if text and found.font and found.font.strike:
            if (row, first) == (number, column):
                notes.append(struck_note(f"{sheet.title}!{found.coordinate}: ", [one_line(text)]))
            text = ""
        elif not text and (row, first) == (number, column):
            _note_formula(formulas.cell(row, first), sheet.title, notes)
        bold = bool(found.font and found.font.b)
        cells.append(Cell(text, bold, column - first, number - row) if text else EMPTY)
    return tuple(cells)


def _note_formula(cell: Any, title: str, notes: list[str]) -> None:  # noqa: ANN401
    if isinstance(cell.value, str) and cell.value.startswith("="):
        place = f"{title}!{cell.coordinate}"
        notes.append(f"{place}: công thức chưa có giá trị; mở tệp bằng Excel, lưu lại rồi nhập")


def _text(cell: Any) -> str:  # noqa: ANN401
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (dt.datetime, dt.date)):
        return _day(value, str(cell.number_format))
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}"
    return cleaned(str(value))


def _day(value: dt.date, shape: str) -> str:
    """A typed date as a person reads it: a month where the cell shows no day."""
    shown = re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\\.", "", shape.lower())
    month_only = "m" in shown and "d" not in shown and "h" not in shown
    if month_only:
        return f"{value:%m/%Y}"
    if isinstance(value, dt.datetime) and (value.hour or value.minute):
        return f"{value:%H:%M} ngày {value:%d/%m/%Y}"
    return f"{value:%d/%m/%Y}"
