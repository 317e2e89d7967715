"""A document as its reader hands it over: paragraphs and tables in order, each cell with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; a merged one stands at every place it covers, `right` and `down` steps from its first."""

    text: str
    bold: bool = False
    right: int = 0
    down: int = 0
    tagged: bool = False  # the source shows tags of HTML as if they were words

    @property
    def first(self) -> bool:
        return not self.right and not self.down


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with its place in the document: "bảng 2, dòng 14", "Sheet1!14"."""

    cells: tuple[Cell, ...]
    place: str
    hidden: bool = False

    def at(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else EMPTY

    @property
    def texts(self) -> list[str]:
        """What is written in the row, each merged cell once."""
        return [cell.text for cell in self.cells if cell.text and not cell.right]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal width."""

    rows: tuple[Row, ...]
    name: str
    hidden: bool = False
    sheet: bool = False  # its name is what a person called it
    # Rows that a page or blank lines cut off from the rest.
    breaks: tuple[int, ...] = field(default=())

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


Block: TypeAlias = str | Table


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """Paragraphs and tables in the order of the document."""

    name: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()  # what the reader of the file met: hidden rows, formulas without a value

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def paragraphs(self) -> list[str]:
        return [block for block in self.blocks if isinstance(block, str)]
