"""Decides how values enter a spreadsheet of ours, and how its pages print."""

from __future__ import annotations

import datetime as dt
from typing import cast

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Times New Roman"
_THIN = Side(style="thin", color="808080")
EDGES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
HEADED = PatternFill("solid", fgColor="D9E2F3")
_A4 = 9


def put(sheet: Worksheet, row: int, column: int, value: str | dt.date | None) -> Cell:
    """A value as it is: words that begin with "=" are no formula."""
    cell = cast("Cell", sheet.cell(row, column))
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def print_across(sheet: Worksheet, head_row: int) -> None:
    """A4 across, as wide as the page, the headings and a number on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head_row}:{head_row}"
    footer = HeaderFooterItem()
    footer.center.text = "Trang &P/&N"
    sheet.HeaderFooter.oddFooter = footer
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.5, 0.4, 0.5, 0.8
