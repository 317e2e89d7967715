"""Reads a PDF that holds text: tables by their rules, page by page, broken lines put together."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from data.documents.faults import UnreadableDocument
from data.documents.grid import table_of
from rules.appendix.source import EMPTY, Block, Cell, SourceDocument, Table
from rules.appendix.wording import cleaned

_MOST_PAGES = 400
_ITEM = re.compile(r"^([-–+•*]|[a-zđ]\)|\(?\d{1,2}[.)](?!\d))\s*\S")
# What its parser finds odd in a font says nothing to an admin.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_INSIDE = 1.0  # points from a corner into the box
_LOCKED = ("Password", "Encrypt")


def read(name: str, path: Path) -> SourceDocument:
    """The document; raises UnreadableDocument."""
    blocks: list[Block] = []
    try:
        with pdfplumber.open(path) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise UnreadableDocument(f"{name}: {len(pdf.pages)} trang, quá {_MOST_PAGES} trang")
            for page in pdf.pages:
                blocks += _page(page, len([block for block in blocks if isinstance(block, Table)]))
                page.close()
    except (
        PdfminerException,
        PDFSyntaxError,
        PSException,
        ValueError,
        TypeError,
        KeyError,
        OSError,
    ) as broken:
        raise UnreadableDocument(f"{name}: {_why(broken)}") from broken
    if not any(_has_text(block) for block in blocks):
        said = "không có lớp chữ (bản quét, ảnh chụp); dùng bản Word hoặc Excel của văn bản"
        raise UnreadableDocument(f"{name}: tệp PDF {said}")
    return SourceDocument(name, tuple(blocks))


def _why(broken: BaseException) -> str:
    said = f"{type(broken).__name__} {broken!r}"
    if any(word in said for word in _LOCKED):
        return "tệp PDF có mật khẩu; bỏ mật khẩu rồi nhập lại"
    return "tệp PDF hỏng, không mở được"


def _has_text(block: Block) -> bool:
    return bool(block) if isinstance(block, str) else any(row.texts for row in block.rows)


def _page(page: Any, before: int) -> Iterator[Block]:  # noqa: ANN401 - pdfplumber has no types
    """The page from top to bottom: what stands outside tables, and the tables."""
    found = sorted(page.find_tables(), key=lambda one: one.bbox[1])
    top = 0.0
    for count, one in enumerate(found):
        yield from _lines(page, top, one.bbox[1])
        yield _table(one, f"bảng {before + count + 1} (trang {page.page_number})")
        top = max(top, one.bbox[3])
    yield from _lines(page, top, float(page.height))


def _lines(page: Any, top: float, bottom: float) -> Iterator[str]:  # noqa: ANN401
    bottom = min(bottom, float(page.height))
    if bottom - top < 4:
        return
    text = page.within_bbox((0, max(top, 0), page.width, bottom), strict=False).extract_text() or ""
    for line in text.split("\n"):
        if words := cleaned(line):
            yield words


def _table(found: Any, name: str) -> Table:  # noqa: ANN401
    """pdfplumber gives None at the places that a merged cell covers: the drawn box says which one."""
    boxes = [row.cells for row in found.rows]
    lefts = sorted({box[0] for row in boxes for box in row if box})
    tops = [min(box[1] for box in row if box) for row in boxes]
    laid: list[list[Cell]] = []
    for index, row in enumerate(found.extract()):
        cells: list[Cell] = []
        for place, text in enumerate(row):
            if text is not None:
                cells.append(Cell(unwrapped(text)))
            else:
                cells.append(_covered(cells, laid, _reaching(boxes, index, (lefts[place], tops[index]))))
        laid.append(cells)
    return table_of(laid, name, lambda index: f"{name}, dòng {index + 1}")


def _reaching(boxes: list[Any], index: int, corner: tuple[float, float]) -> tuple[int, int] | None:
    """The row and column of the cell whose box holds this corner, none where nothing is drawn."""
    across, down = corner[0] + _INSIDE, corner[1] + _INSIDE
    for above in range(index, -1, -1):
        for place, box in enumerate(boxes[above]):
            if box and box[0] <= across < box[2] and box[1] <= down < box[3]:
                return above, place
    return None


def _covered(cells: list[Cell], laid: list[list[Cell]], home: tuple[int, int] | None) -> Cell:
    """The merged cell as it stands at a further place."""
    if home is None:
        return EMPTY
    row, place = home
    cell = (laid[row] if row < len(laid) else cells)[place]
    return Cell(cell.text, cell.bold, len(cells) - place, len(laid) - row)


def unwrapped(text: str) -> str:
    """The lines of a cell joined again, but for the items of a list."""
    lines: list[str] = []
    for line in cleaned(text).split("\n"):
        if lines and not _ITEM.match(line):
            joint = "" if lines[-1].endswith(("/", "-")) and not lines[-1].endswith(" -") else " "
            lines[-1] += joint + line
        else:
            lines.append(line)
    return "\n".join(lines)
