"""Lays the cells of a table on a grid, so that a merged cell stands at every place it covers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rules.appendix.source import EMPTY, Cell, Row, Table

_WIDEST = 256  # columns


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell as a file states it: what it covers to the right and downward."""

    cell: Cell
    across: int = 1
    down: int = 1


def grid(rows: Iterable[Sequence[Piece]]) -> list[tuple[Cell, ...]]:
    """The rows with every place filled; a cell that reaches down pushes later ones to the right."""
    laid: list[tuple[Cell, ...]] = []
    reaching: dict[int, tuple[Cell, int]] = {}  # column -> cell from above, rows it still covers
    for pieces in rows:
        row: dict[int, Cell] = {}
        later: dict[int, tuple[Cell, int]] = {}
        for place, (cell, left) in reaching.items():
            row[place] = replace(cell, down=cell.down + 1)
            if left > 1:
                later[place] = (row[place], left - 1)
        place = 0
        for piece in pieces:
            while place in row:
                place += 1
            for step in range(min(piece.across, _WIDEST)):
                row[place + step] = replace(piece.cell, right=step)
                if piece.down > 1:
                    later[place + step] = (row[place + step], piece.down - 1)
            place += max(piece.across, 1)
        reaching = later
        laid.append(tuple(row.get(place, EMPTY) for place in range(max(row, default=-1) + 1)))
    return laid


def table_of(
    cells: Sequence[Sequence[Cell]],
    name: str,
    place: Callable[[int], str],
    hidden: frozenset[int] = frozenset(),
    breaks: Sequence[int] = (),
) -> Table:
    """A table of equal rows; rows with nothing in them are left out."""
    width = max((len(row) for row in cells), default=0)
    rows: list[Row] = []
    cut: list[int] = []
    for index, row in enumerate(cells):
        if not any(cell.text for cell in row):
            continue
        if index in breaks:
            cut.append(len(rows))
        rows.append(Row(tuple(row) + (EMPTY,) * (width - len(row)), place(index), index in hidden))
    return Table(tuple(rows), name, breaks=tuple(cut))
