"""Reads a PDF that holds text: tables by their rules, page by page, broken lines put together."""

from __future__ import annotations

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
    """pdfplumber gives None at the places that a merged cell covers."""
    laid: list[list[Cell]] = []
    for row in found.extract():
        cells: list[Cell] = []
        for text in row:
            if text is None:
                cells.append(_covered(cells, laid))
            else:
                cells.append(Cell(unwrapped(text)))
        laid.append(cells)
    return table_of(laid, name, lambda index: f"{name}, dòng {index + 1}")


def _covered(cells: list[Cell], laid: list[list[Cell]]) -> Cell:
    """A place without a cell of its own: the cell to the left reaches here, else the one above."""
    if cells and cells[-1].text:
        left = cells[-1]
        return Cell(left.text, left.bold, left.right + 1, left.down)
    place = len(cells)
    if laid and place < len(laid[-1]) and laid[-1][place].text:
        above = laid[-1][place]
        return Cell(above.text, above.bold, above.right, above.down + 1)
    return EMPTY


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
