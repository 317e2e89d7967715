"""Reads text: tables drawn with tabs, bars, HTML or separators, and the paragraphs between them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from data.documents.faults import UnreadableDocument, struck_note
from data.documents.grid import table_of
from data.documents.htmltables import html_tables
from rules.appendix.source import Block, Cell, SourceDocument, Table
from rules.appendix.wording import cleaned, without_emphasis, without_links, without_struck

_RULE = re.compile(r"^[\s|:+=-]*-[\s|:+=-]*$")
_BARS = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"^\s*(\*\*|<b>)?\s*(\d{1,3}([.)]|\b)|[IVXL]{1,5}\b|[A-ZĐ][.)]?\s*$)")
_SEPARATORS = (",", ";", "\t", "|")
_LIST_TAG = re.compile(r"<\s*(ul|ol|li)\b", re.IGNORECASE)
_FENCE = "```"
_FOLD = "\v"
_FOLDED = re.compile(r'(?:(?<=\t)"((?:[^"\t]|"")*+)"(?=[\t\n]|\Z))')


@dataclass(slots=True)
class _Open:
    """A table whose lines are still being collected."""

    mark: str
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    blank: bool = False


def read_text(name: str, text: str, kind: str) -> SourceDocument:
    """A text document of the kind `csv`, `html` or `text`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == "csv":
        return SourceDocument(name, (_csv(name, text),))
    text, struck = without_struck(text)
    notes = (struck_note("", struck),) if struck else ()
    if kind == "html" or re.search(r"<\s*table\b", text, re.IGNORECASE):
        return SourceDocument(name, tuple(html_tables(text, _blocks)), notes)
    return SourceDocument(name, tuple(_blocks(_FOLDED.sub(_folded, text))), notes)


def _folded(field: re.Match[str]) -> str:
    """Excel quotes a cell of several lines: they stay on one line until the table is cut into cells."""
    words = field[1]
    return words.replace('""', '"').replace("\n", _FOLD) if "\n" in words or '""' in words else field[0]


def _csv(name: str, text: str) -> Table:
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first)
    if told:
        text = rest
    found = max((_parsed(text, mark) for mark in ([told[1]] if told else _SEPARATORS)), key=_evenness)
    if not found:
        raise UnreadableDocument(f"{name}: không đọc được tệp CSV; kiểm tra dấu ngăn cột và dấu nháy")
    rows = [[_cell(text) for text in row] for row in found]
    return table_of(rows, name, lambda index: f"dòng {index + 1}")


def _parsed(text: str, mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:  # a quote that is never closed: this separator was the wrong one
        return []


def _evenness(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """How alike the widths of the rows are: the right separator gives many equal rows of several columns."""
    widths = [len(row) for row in rows if any(row)]
    if not widths:
        return 0.0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width))
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual


def _cell(text: str) -> Cell:
    words, bold = without_emphasis(without_links(text))
    return Cell(cleaned(words), bold, tagged=bool(_LIST_TAG.search(text)))


def _blocks(text: str, first_line: int = 1, tables: Sequence[Table] = ()) -> Iterator[Block]:
    """Paragraphs and tables of a text; blank lines (page breaks) do not end a table of the same width."""
    opened: _Open | None = None
    count = len(tables)
    lines = text.split("\n")
    folds = 0
    for index, line in enumerate(lines):
        mark = _mark(line)
        if opened is not None and mark != opened.mark:
            if not line.strip() or line.strip() == "\f":
                opened.blank = True
                continue
            if opened.mark == "\t" and not opened.blank and mark is None and _is_rest(opened, lines, index):
                opened.rows[-1][-1] += "\n" + line
                continue
            count += 1
            yield _closed(opened, count)
            opened = None
        if mark is None:
            if words := cleaned(without_emphasis(line.lstrip("# "))[0]):
                yield words
            continue
        opened = opened or _Open(mark)
        _add(opened, line, first_line + index + folds)
        folds += line.count(_FOLD)
    if opened is not None:
        yield _closed(opened, count + 1)


def _mark(line: str) -> str | None:
    """What separates the cells of a line, if it is one of a table."""
    if "\t" in line.strip("\t ") or ("\t" in line and line.strip()):
        return "\t"
    bare = line.strip()
    if bare.startswith("|") and len(_BARS.findall(bare)) >= 2:
        return "|"
    return "|" if len(_BARS.findall(bare)) >= 2 and not bare.startswith(_FENCE) else None


def _is_rest(opened: _Open, lines: Sequence[str], index: int) -> bool:
    """A cell copied with several paragraphs: its row ends on a later line."""
    width = max(map(len, opened.rows))
    if len(opened.rows[-1]) >= width or _NUMBERED.match(lines[index]):
        return False
    following = next((line for line in lines[index + 1 :] if "\t" in line), "")
    return bool(following) and len(opened.rows[-1]) + following.count("\t") <= width


def _add(opened: _Open, line: str, number: int) -> None:
    cells = _split(line, opened.mark)
    width = max(map(len, opened.rows), default=0)
    if opened.mark == "|" and _RULE.match(line):
        return
    joins = (
        opened.mark == "\t"
        and opened.rows
        and not opened.blank
        and len(opened.rows) > 1
        and len(opened.rows[-1]) < width
        and len(opened.rows[-1]) + len(cells) - 1 <= width
        and not _NUMBERED.match(line)
        and not line.startswith("\t")
    )
    if joins:
        opened.rows[-1][-1] += "\n" + cells[0]
        opened.rows[-1] += cells[1:]
        return
    if opened.blank:
        opened.breaks.append(len(opened.rows))
        opened.blank = False
    opened.rows.append(cells)
    opened.lines.append(number)


def _split(line: str, mark: str) -> list[str]:
    if mark == "\t":
        return [part.replace(_FOLD, "\n") for part in line.split("\t")]
    bare = line.strip()
    bare = bare.removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [part.replace("\\|", "|") for part in _BARS.split(bare)]


def _closed(opened: _Open, count: int) -> Table:
    rows = [[_cell(text) for text in row] for row in opened.rows]
    places = [f"dòng {number}" for number in opened.lines]
    return table_of(rows, f"bảng {count}", lambda index: places[index], breaks=opened.breaks)
