"""Writes the sheet of results as an Excel file: printed on A4, filled in without harm to its keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dondoc.results.lines import ResultLine
from dondoc.spreadsheet import EDGES, FONT, HEADED, print_across, put
from rules.days.vietnam import spoken
from rules.results.columns import FILLED, HEADINGS, Field

DATE = "dd/mm/yyyy"
TEXT = "@"
HEAD_ROW = 4
SHEET = "Kết quả"
_WIDTHS: dict[Field, float] = {
    "key": 25, "title": 33, "unit": 17, "last_day": 12, "state": 21,
    "done_on": 12, "document": 15, "submitted": 12, "blocked": 19, "no_output": 9, "note": 17,
}  # fmt: skip
_DAYS: tuple[Field, ...] = ("last_day", "done_on", "submitted")
_SHADE = PatternFill("solid", fgColor="EDEDED")
_GUIDE = (
    "Ghi vào các cột không tô màu; ngày ghi theo ngày văn bản (ngày/tháng/năm). Không phát sinh thì ghi x. "
    "Việc chưa có kết quả thì để trống. Kết quả đã ghi sai: ghi lại ngày, số đúng vào dòng ấy;"
    " ghi nhầm không phát sinh thì ghi: không."
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the table."""

    organization: str
    title: str
    day: dt.date


def write_book(path: Path, heading: Heading, lines: Sequence[ResultLine]) -> None:
    """Raises OSError."""
    book = Workbook()
    sheet = book.create_sheet(SHEET)
    book.remove(book.worksheets[0])
    _head(sheet, heading)
    for number, line in enumerate(lines, HEAD_ROW + 1):
        _row(sheet, number, line)
    last = HEAD_ROW + max(len(lines), 1)
    _validate(sheet, last)
    _lay_out(sheet, last)
    book.properties.title, book.properties.creator = heading.title, heading.organization
    book.save(path)


def _head(sheet: Worksheet, heading: Heading) -> None:
    titles = (
        (f"KẾT QUẢ THỰC HIỆN - {heading.title}", Font(name=FONT, size=14, bold=True), 22),
        (f"{heading.organization}, tính đến ngày {spoken(heading.day)}", Font(name=FONT, size=12), 18),
        (_GUIDE, Font(name=FONT, size=11, italic=True), 32),
    )
    for number, (words, font, height) in enumerate(titles, 1):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(HEADINGS))
        cell = put(sheet, number, 1, words)
        cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[number].height = height
    for column, (field, words) in enumerate(HEADINGS.items(), 1):
        cell = put(sheet, HEAD_ROW, column, words)
        cell.font, cell.border, cell.fill = Font(name=FONT, size=11, bold=True), EDGES, HEADED
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[field]
    sheet.row_dimensions[HEAD_ROW].height = 45


def _row(sheet: Worksheet, number: int, line: ResultLine) -> None:
    values = {
        "key": line.key,
        "title": line.title,
        "unit": line.unit,
        "last_day": line.last_day,
        "state": line.state,
    }
    for column, field in enumerate(HEADINGS, 1):
        cell = put(sheet, number, column, values.get(field))
        cell.font, cell.border = Font(name=FONT, size=11), EDGES
        cell.alignment = Alignment(
            wrap_text=True, vertical="top", horizontal="center" if field in (*_DAYS, "no_output") else None
        )
        cell.number_format = DATE if field in _DAYS else TEXT
        if field in FILLED:
            cell.protection = Protection(locked=False)
        else:
            cell.fill = _SHADE
    sheet.row_dimensions[number].height = 15 * _lines_high(line)


def _lines_high(line: ResultLine) -> int:
    """How many lines the tallest cell takes: not every program measures that by itself."""
    cells: dict[Field, str] = {"key": line.key, "title": line.title, "unit": line.unit, "state": line.state}
    return max(-(-len(words) // int(_WIDTHS[field] * 0.95)) for field, words in cells.items())


def _validate(sheet: Worksheet, last: int) -> None:
    """What a cell refuses while it is typed; the import refuses the same."""
    days = DataValidation(
        type="date",
        operator="between",
        formula1="DATE(2000,1,1)",
        formula2="TODAY()",
        errorTitle="Ngày chưa đúng",
        error="Ghi ngày có thật theo dạng ngày/tháng/năm, không sau hôm nay.",
    )
    ticks = DataValidation(
        type="list",
        formula1='"x,không"',
        errorTitle="Không phát sinh",
        error="Ghi x nếu không phát sinh, hoặc để trống; đã ghi nhầm thì ghi không.",
    )
    columns = {field: get_column_letter(column) for column, field in enumerate(HEADINGS, 1)}
    checked: dict[Field, DataValidation] = {"done_on": days, "submitted": days, "no_output": ticks}
    for field, validation in checked.items():
        validation.add(f"{columns[field]}{HEAD_ROW + 1}:{columns[field]}{last}")
    for validation in (days, ticks):
        validation.allowBlank = validation.showErrorMessage = True
        sheet.add_data_validation(validation)


def _lay_out(sheet: Worksheet, last: int) -> None:
    """The headings always in sight; keys are locked, without a password: against a slip, not a person."""
    print_across(sheet, HEAD_ROW)
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(HEADINGS))}{last}"
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = protection.sort = False
