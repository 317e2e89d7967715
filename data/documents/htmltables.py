"""Reads the tables of HTML, also where they stand in a Markdown text, with the cells that they merge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

from data.documents.grid import Piece, grid, table_of
from rules.appendix.source import Block, Cell, Table
from rules.appendix.wording import cleaned

_TABLE = re.compile(r"<\s*table\b.*?<\s*/\s*table\s*>", re.IGNORECASE | re.DOTALL)
_INVISIBLE = re.compile(r"<\s*(script|style|head)\b.*?<\s*/\s*\1\s*>", re.IGNORECASE | re.DOTALL)
_ENDS = {"br", "p", "div", "li", "ul", "ol"}


def html_tables(text: str, others: Callable[[str], Iterator[Block]]) -> Iterator[Block]:
    """The tables in order, and between them what `others` makes of the text."""
    text = _INVISIBLE.sub("", text)
    place = 0
    for count, match in enumerate(_TABLE.finditer(text), start=1):
        yield from others(_plain(text[place : match.start()]))
        yield _table(match[0], f"bảng {count}")
        place = match.end()
    yield from others(_plain(text[place:]))


def _plain(text: str) -> str:
    return re.sub(r"<\s*(br|/p|/div|/h\d|/tr|/li)\b[^>]*>", "\n", text, flags=re.IGNORECASE)


def _table(text: str, name: str) -> Table:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return table_of(grid(reader.rows), name, lambda index: f"{name}, dòng {index + 1}")


class _Reader(HTMLParser):
    """Collects rows of cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Piece]] = []
        self._text: list[str] | None = None
        self._bold: list[str] = []
        self._span = (1, 1)
        self._heading = False
        self._deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._end_cell()
            given = dict(attrs)
            self._span = (_count(given.get("colspan")), _count(given.get("rowspan")))
            self._text, self._bold, self._heading, self._deep = [], [], tag == "th", 0
        elif self._text is not None and tag in {"b", "strong"}:
            self._deep += 1
        elif self._text is not None and tag == "li":
            self._text.append("\n- ")
        elif self._text is not None and tag in _ENDS:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        elif tag in {"b", "strong"}:
            self._deep = max(self._deep - 1, 0)
        elif self._text is not None and tag in _ENDS:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            words = re.sub(r"\s+", " ", data)
            self._text.append(words)
            if self._deep or self._heading:
                self._bold.append(words)

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text = "".join(self._text)
        bold = bool(text.strip()) and "".join(self._bold).split() == text.split()
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(Piece(Cell(cleaned(text), bold), *self._span))
        self._text = None


def _count(value: str | None) -> int:
    return min(max(int(value), 1), 200) if value and value.isdecimal() else 1
