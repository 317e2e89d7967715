"""Reads a Word file: paragraphs, tables and tables within cells, with the numbers that Word counts itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from data.documents.faults import UnreadableDocument, struck_note
from data.documents.grid import Piece, grid, table_of
from data.documents.wordlists import WordLists
from rules.appendix.source import Block, Cell, SourceDocument, Table
from rules.appendix.wording import cleaned, one_line

W_P, W_TBL, W_TR, W_TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:delText")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = qn("w:txbxContent")
_LETTERS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_DEEPEST = 6  # tables within tables


def read(name: str, path: Path) -> SourceDocument:
    """The document; raises UnreadableDocument."""
    try:
        opened = docx.Document(str(path))
    except (OpcError, BadZipFile, KeyError, ValueError, InvalidXmlError, etree.LxmlError, OSError) as broken:
        raise UnreadableDocument(f"{name}: tệp Word hỏng, không mở được") from broken
    word = _Word(WordLists(_part(opened, "/numbering"), _part(opened, "/styles")))
    blocks = tuple(word.blocks(opened.element.body))
    return SourceDocument(name, blocks, tuple(word.notes))


def _part(opened: Any, kind: str) -> Any:  # noqa: ANN401 - lxml has no types
    for relation in opened.part.rels.values():
        if relation.reltype.endswith(kind) and not relation.is_external:
            return etree.fromstring(relation.target_part.blob)
    return None


class _Word:
    """Walks the body in order: Word's own numbers depend on all paragraphs before."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists
        self._tables = 0
        self.notes: list[str] = []

    def blocks(self, holder: Any, depth: int = 0) -> Iterator[Block]:  # noqa: ANN401
        for child in _children(holder, (W_P, W_TBL)):
            if child.tag == W_P:
                text = cleaned(self._paragraph(child))
                if text:
                    yield text
                for box in _boxes(child):
                    yield from self.blocks(box, depth)
            else:
                yield from self._table(child, depth)

    def _table(self, element: Any, depth: int) -> Iterator[Table]:  # noqa: ANN401
        self._tables += 1
        name = f"bảng {self._tables}"
        inner: list[Table] = []
        left = [row for row in _children(element, (W_TR,)) if not _deleted(row)]
        rows = [self._row(row, depth, inner) for row in left]
        self._note_struck(left, name)
        laid = grid(_with_spans(rows))
        yield table_of(laid, name, lambda index: f"{name}, dòng {index + 1}")
        yield from inner

    def _note_struck(self, rows: list[Any], name: str) -> None:
        for index, row in enumerate(rows):
            struck = (
                "".join(_letters(run, struck=True)) for run in row.iter(qn("w:r")) if _has(run, "w:strike")
            )
            if words := [one_line(text) for text in struck if text.strip()]:
                self.notes.append(struck_note(f"{name}, dòng {index + 1}: ", words))

    def _row(self, row: Any, depth: int, inner: list[Table]) -> list[tuple[Piece, bool]]:  # noqa: ANN401
        """Cells with whether each goes on from the row above."""
        found: list[tuple[Piece, bool]] = []
        if before := _number(row, "w:trPr/w:gridBefore"):
            found.append((Piece(Cell(""), before), False))
        for element in _children(row, (W_TC,)):
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            piece = Piece(self._cell(element, depth, inner), _number(element, "w:tcPr/w:gridSpan") or 1)
            found.append((piece, goes_on))
        return found

    def _cell(self, element: Any, depth: int, inner: list[Table]) -> Cell:  # noqa: ANN401
        lines = []
        for child in _children(element, (W_P, W_TBL)):
            if child.tag == W_P:
                lines.append(self._paragraph(child))
                lines += [self._paragraph(one) for box in _boxes(child) for one in _children(box, (W_P,))]
            elif depth < _DEEPEST:
                tables = list(self._table(child, depth + 1))
                inner += tables
                lines += ["\n".join(row.texts) for row in tables[0].rows]
        return Cell(cleaned("\n".join(lines)), bold=_bold(element))

    def _paragraph(self, element: Any) -> str:  # noqa: ANN401
        text = "".join(_letters(element))
        number = self._lists.number_of(element)
        return f"{number} {text}" if number else text


def _children(holder: Any, tags: tuple[str, ...]) -> Iterator[Any]:  # noqa: ANN401
    """Children of these kinds, also those inside content controls and tracked insertions."""
    for child in holder:
        if child.tag in tags:
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}:
            yield from _children(child, tags)


def _boxes(element: Any) -> Iterator[Any]:  # noqa: ANN401
    """The text boxes drawn in a paragraph, each once: Word keeps a second form for old programs."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)


def _deleted(row: Any) -> bool:  # noqa: ANN401
    """A row whose deletion is tracked."""
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _letters(element: Any, *, struck: bool = False) -> Iterator[str]:  # noqa: ANN401
    if not struck and element.tag == qn("w:r") and _has(element, "w:strike"):
        return
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _LETTERS:
            yield _LETTERS[child.tag]
        elif child.tag not in _SKIPPED and child.tag not in {_FALLBACK, _BOX} and isinstance(child.tag, str):
            yield from _letters(child)


def _bold(cell: Any) -> bool:  # noqa: ANN401
    """Whether every run with letters is bold."""
    runs = [run for run in cell.iter(qn("w:r")) if "".join(_letters(run)).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Any) -> bool:  # noqa: ANN401
    return _has(run, "w:b")


def _has(run: Any, quality: str) -> bool:  # noqa: ANN401
    found = run.find(f"{qn('w:rPr')}/{qn(quality)}")
    return found is not None and found.get(qn("w:val"), "true") not in {"0", "false", "off"}


def _number(element: Any, path: str) -> int:  # noqa: ANN401
    found = element.find("/".join(qn(part) for part in path.split("/")))
    value = found.get(qn("w:val")) if found is not None else None
    return int(value) if value is not None and value.isdecimal() else 0


def _with_spans(rows: list[list[tuple[Piece, bool]]]) -> list[list[Piece]]:
    """Word marks the cells that go on from above; the grid wants to know how far down each one reaches."""
    placed = [_placed(row) for row in rows]
    found: list[list[Piece]] = []
    for index, row in enumerate(placed):
        pieces = []
        for place, (piece, goes_on) in row.items():
            if goes_on and index and place in placed[index - 1]:
                continue
            down = 1
            while index + down < len(placed) and placed[index + down].get(place, (piece, False))[1]:
                down += 1
            pieces.append(Piece(piece.cell, piece.across, down))
        found.append(pieces)
    return found


def _placed(row: list[tuple[Piece, bool]]) -> dict[int, tuple[Piece, bool]]:
    placed, place = {}, 0
    for piece, goes_on in row:
        placed[place] = (piece, goes_on)
        place += piece.across
    return placed
