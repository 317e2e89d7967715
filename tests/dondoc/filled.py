"""An exported sheet of results, filled in as its units would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from rules.results.columns import HEADINGS
from tests.dondoc.terminal import Terminal
from tests.service.places import Place

HEAD = 4


class Book:
    """A workbook to fill in: `book.put("p/I.1/han", done_on=…)`, then `book.save()`."""

    def __init__(self, run: Terminal | Place, *options: str) -> None:
        self.path = (run.workspace if isinstance(run, Terminal) else run.folder) / "ket-qua.xlsx"
        answer = run("results export -o", str(self.path), *options)
        assert answer.code == 0, answer.err
        self.book = openpyxl.load_workbook(self.path)
        self.sheet: Worksheet = self.book.worksheets[0]

    def column(self, field: str) -> int:
        (found,) = [cell.column for cell in self.sheet[HEAD] if cell.value == HEADINGS[field]]  # type: ignore[index]
        return int(found)

    def rows(self, key: str, unit: str | None = None) -> list[int]:
        return [
            row
            for row in range(HEAD + 1, self.sheet.max_row + 1)
            if self.sheet.cell(row, self.column("key")).value == key
            and unit in (None, self.sheet.cell(row, self.column("unit")).value)
        ]

    def put(self, id_: str, of: str | None = None, **values: Any) -> str:
        """Fill cells of the first such row; returns the address of the last one."""
        row = self.rows(id_, of)[0]
        address = ""
        for field, value in values.items():
            cell = self.sheet.cell(row, self.column(field))
            cell.value = value
            address = cell.coordinate
        return address

    def save(self, change: Callable[[Worksheet], None] | None = None) -> Path:
        if change is not None:
            change(self.sheet)
        self.book.save(self.path)
        return self.path
