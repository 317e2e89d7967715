"""Reads an Excel file cell by cell: what was typed, at which address, with no guess at its meaning."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.documents.faults import UnreadableDocument, needs_office
from data.documents.opening import kind_of
from rules.results.sheet import Sheet, SheetRow, Typed

_MOST_ROWS, _MOST_COLUMNS = 20_000, 100
_UNCOUNTED = "công thức chưa có giá trị; mở tệp bằng Excel, lưu lại, hoặc gõ thẳng giá trị"


def open_cells(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook; raises UnreadableDocument with one clear Vietnamese sentence."""
    kind = kind_of(path)
    if kind != "xlsx":
        raise UnreadableDocument(f"{path.name}: cần tệp Excel (.xlsx) đã xuất bằng dondoc results export")
    try:
        from openpyxl import load_workbook

        from data.documents.xlsxfile import BROKEN
    except ModuleNotFoundError as missing:
        raise UnreadableDocument(needs_office("đọc tệp .xlsx", missing.name)) from missing
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks of cells that openpyxl does not know
            values = load_workbook(path, data_only=True)
            formulas = load_workbook(path, data_only=False)
            return tuple(_sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets)
    except BROKEN as broken:
        raise UnreadableDocument(f"{path.name}: tệp Excel hỏng, không mở được") from broken


def _sheet(sheet: Any, formulas: Any) -> Sheet:  # noqa: ANN401 - a worksheet of several classes
    """Only what is filled: a sheet formatted down to its last row is as short as its words."""
    merged = _merged_down(sheet)
    rows = []
    for number, cells in _cells(sheet, formulas):
        above = {column: _typed(sheet.cell(row, column), formulas) for column, row in merged.get(number, ())}
        full = {
            column: replace(cell, address=sheet.cell(number, column).coordinate)
            for column, cell in above.items()
            if cell.value is not None
        } | cells
        if full:
            rows.append(SheetRow(number, full, bool(sheet.row_dimensions[number].hidden)))
    return Sheet(str(sheet.title), tuple(rows), sheet.sheet_state != "visible")


def _cells(sheet: Any, formulas: Any) -> Iterator[tuple[int, dict[int, Typed]]]:  # noqa: ANN401
    rows = sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS), max_col=_MOST_COLUMNS)
    for number, row in enumerate(rows, 1):
        typed = ((cell.column, _typed(cell, formulas)) for cell in row)
        yield number, {column: cell for column, cell in typed if cell.value is not None or cell.broken}


def _typed(cell: Any, formulas: Any) -> Typed:  # noqa: ANN401
    value = cell.value
    if value is None:
        formula = formulas.cell(cell.row, cell.column).value
        counted = isinstance(formula, str) and formula.startswith("=")
        return Typed(cell.coordinate, broken=_UNCOUNTED if counted else None)
    if cell.data_type == "e":
        return Typed(cell.coordinate, broken=f"công thức lỗi ({value})")
    if isinstance(value, int) and not isinstance(value, bool):
        return Typed(cell.coordinate, float(value))
    if isinstance(value, (str, float, bool, dt.date)):
        return Typed(cell.coordinate, value)
    return Typed(cell.coordinate, str(value))


def _merged_down(sheet: Any) -> Mapping[int, list[tuple[int, int]]]:  # noqa: ANN401
    """row -> (column, the row above whose cell reaches down to it); a cell merged across stays in its own."""
    found: dict[int, list[tuple[int, int]]] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row + 1, min(area.max_row, _MOST_ROWS) + 1):
            found.setdefault(row, []).append((area.min_col, area.min_row))
    return found
