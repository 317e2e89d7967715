"""Lays the plan's table with its results out as an Excel file, printed on A4 across."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dondoc.progress.heading import (
    DETAIL,
    DRAWN_UP,
    KIND,
    MOTTO,
    NATION,
    NUMBER,
    SUMMARY,
    Heading,
    heading_of,
)
from dondoc.progress.table import CLASS_COLUMNS, COLUMNS, Appendix
from dondoc.spreadsheet import EDGES, FONT, HEADED, print_across, put

SHEET = "Kết quả"
_WIDTHS = (6, 38, 30, 20, 20, 18, 42)  # characters
_HALF, _LAST = 3, len(COLUMNS)


def write_xlsx(path: Path, appendix: Appendix) -> None:
    """Raises OSError."""
    book = Workbook()
    sheet = book.create_sheet(SHEET)
    book.remove(book.worksheets[0])
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    heading = heading_of(appendix)
    row = _classes(sheet, appendix, _head(sheet, heading))
    _across(sheet, row, DETAIL, 1, _LAST, bold=True)
    print_across(sheet, row + 1)
    sheet.freeze_panes = f"A{row + 2}"
    last = _tasks(sheet, appendix, row + 1)
    _across(sheet, last + 2, DRAWN_UP, 1, _HALF, bold=True, center=True)
    _across(sheet, last + 2, heading.signer, _HALF + 1, _LAST, bold=True, center=True)
    book.properties.title, book.properties.creator = heading.title, appendix.organization
    book.save(path)


def _head(sheet: Worksheet, heading: Heading) -> int:
    """The head of the paper; returns the next free row."""
    pairs = ((heading.organization, NATION), (NUMBER, MOTTO), ("", heading.place_and_day))
    for row, (left, right) in enumerate(pairs, 1):
        _across(sheet, row, left, 1, _HALF, bold=row == 1, center=True)
        _across(sheet, row, right, _HALF + 1, _LAST, bold=row < 3, italic=row == 3, center=True)
    for row, words in enumerate((KIND, heading.title, heading.about), 5):
        _across(sheet, row, words, 1, _LAST, bold=row < 7, italic=row == 7, center=True)
    return 9


def _classes(sheet: Worksheet, appendix: Appendix, row: int) -> int:
    """The totals in the four columns after the first; returns the next free row."""
    _across(sheet, row, SUMMARY, 1, _LAST, bold=True)
    _across(sheet, row + 1, appendix.summary, 1, _LAST)
    sheet.row_dimensions[row + 1].height = 34
    for nth, cells in enumerate((CLASS_COLUMNS, *appendix.classes)):
        for column, words in enumerate(cells, 2):
            _boxed(sheet, row + 2 + nth, column, words, head=nth == 0, center=column > 2)
    return row + 4 + len(appendix.classes)


def _tasks(sheet: Worksheet, appendix: Appendix, row: int) -> int:
    """The table itself; returns its last row."""
    for column, words in enumerate(COLUMNS, 1):
        _boxed(sheet, row, column, words, head=True, center=True)
    for group in appendix.groups:
        row += 1
        for column in range(1, _LAST + 1):
            _boxed(sheet, row, column, "")
        _across(sheet, row, group.title, 1, _LAST, bold=True)
        for task in group.rows:
            row += 1
            for column, words in enumerate(task.cells, 1):
                _boxed(sheet, row, column, words, center=column == 1)
            sheet.row_dimensions[row].height = 15 * _lines_high(task.cells)
    return row


def _lines_high(cells: Sequence[str]) -> int:
    """How many lines the tallest cell takes: not every program measures that by itself."""
    return max(
        sum(max(-(-len(line) // width), 1) for line in words.split("\n"))
        for words, width in zip(cells, _WIDTHS, strict=True)
    )


def _boxed(
    sheet: Worksheet, row: int, column: int, words: str, *, head: bool = False, center: bool = False
) -> None:
    cell = put(sheet, row, column, words)
    cell.font, cell.border, cell.number_format = Font(name=FONT, size=11, bold=head), EDGES, "@"
    cell.alignment = Alignment(
        wrap_text=True, vertical="center" if head else "top", horizontal="center" if center else None
    )
    if head:
        cell.fill = HEADED


def _across(
    sheet: Worksheet,
    row: int,
    words: str,
    first: int,
    last: int,
    *,
    bold: bool = False,
    italic: bool = False,
    center: bool = False,
) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    cell = put(sheet, row, first, words)
    cell.font = Font(name=FONT, size=12, bold=bold, italic=italic)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if center else None)
