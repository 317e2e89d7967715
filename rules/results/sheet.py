"""What a filled-in sheet holds before anybody reads it: cells with their addresses, and faults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | float | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Typed:
    """One cell: where it stands ("F14") and what was typed; `broken` says why there is no value."""

    address: str
    value: Value = None
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row, its filled cells by column number from 1."""

    number: int
    cells: Mapping[int, Typed]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    rows: Sequence[SheetRow]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of a sheet; the words are Vietnamese."""

    sheet: str
    row: int
    cell: str | None  # "F14"; None: the row as a whole
    message: str
    allowed: str | None = None

    def __str__(self) -> str:
        where = f"ô {self.cell}" if self.cell else f"dòng {self.row}"
        tail = f"; cho phép {self.allowed}" if self.allowed else ""
        return f"trang “{self.sheet}”, {where}: {self.message}{tail}"


class BadCell(Exception):
    """A cell that cannot be read as what its column asks for."""

    def __init__(self, cell: Typed, message: str, allowed: str | None = None) -> None:
        super().__init__(message)
        self.cell, self.message, self.allowed = cell, message, allowed
