"""Decides which tables of a document hold the tasks, and hands out their rows with what each column holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rules.appendix.groups import is_period
from rules.appendix.headings import Columns, find_columns
from rules.appendix.ordinals import Ordinal, leading
from rules.appendix.source import Row, SourceDocument, Table
from rules.appendix.wording import bare

_BETWEEN = 12  # characters of what may stand between two halves of one table: a page's number
_TITLE = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A table of tasks: its rows without headings, and what stands above it."""

    table: Table
    rows: tuple[tuple[Row, Columns, bool], ...]  # row, its columns, whether a break is before it
    above: tuple[str, ...]
    first_columns: Columns


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of tasks in order, and those that were left aside with the reason."""

    found: tuple[Found, ...]
    aside: tuple[tuple[str, str], ...]


def tables_of(source: SourceDocument) -> Tables:
    """The tables that hold tasks; without one that states times, those that name who does what."""
    candidates = list(_candidates(source))
    timed = [one for one in candidates if one.first_columns.timed]
    visible = [one for one in timed if not one.table.hidden]
    chosen = visible or timed or candidates
    aside = [(one.table.name, _why(one)) for one in candidates if not any(one is other for other in chosen)]
    return Tables(tuple(chosen), tuple(aside))


def _why(one: Found) -> str:
    return "trang tính ẩn" if one.table.hidden else "không có cột thời hạn"


def _candidates(source: SourceDocument) -> Iterator[Found]:
    above: list[str] = []
    last: Found | None = None
    for block in source.blocks:
        if isinstance(block, str):
            above.append(block)
            continue
        headings = list(find_columns(block))
        if not headings and last is not None and _goes_on(last, block, above):
            last = replace(last, rows=(*last.rows, *_rest(block, last)))
        elif headings:
            if last is not None:
                yield last
            last = _found(block, headings, tuple(above))
        above = []
    if last is not None:
        yield last


def _found(table: Table, headings: list[tuple[int, Columns]], above: tuple[str, ...]) -> Found:
    skipped = {index + step for index, columns in headings for step in range(columns.rows)}
    starts = dict(headings)
    columns = headings[0][1]
    rows: list[tuple[Row, Columns, bool]] = []
    first = headings[0][0]
    cut = False
    for index in range(first, len(table.rows)):
        columns = starts.get(index, columns)
        cut = cut or index in table.breaks or index in skipped
        if index not in skipped and not _is_counting(table.rows[index]):
            rows.append((table.rows[index], columns, cut and bool(rows)))
            cut = False
    worded = {columns: _with_words(columns, rows) for columns in dict.fromkeys(own for _, own, _ in rows)}
    rows = [(row, worded[columns], cut) for row, columns, cut in rows]
    titles = [text for row in table.rows[:first] for text in dict.fromkeys(row.texts)]
    return Found(table, tuple(rows), (*above, *titles), headings[0][1])


def _with_words(columns: Columns, rows: Sequence[tuple[Row, Columns, bool]]) -> Columns:
    """Of several columns that may be the title, one that holds words rather than numbers."""

    def worded(column: int) -> bool:
        texts = [row.at(column).text for row, own, _ in rows if own.title == columns.title]
        filled = [text for text in texts if text]
        return sum(any(map(str.isalpha, text)) for text in filled) * 2 >= len(filled) > 0

    if worded(columns.title):
        return columns
    others = [column for column in (*columns.extra, columns.product) if column is not None]
    better = next((column for column in others if worded(column)), None)
    if better is None:
        return columns
    product = None if better == columns.product else columns.product
    return replace(columns, title=better, product=product)


def _goes_on(last: Found, table: Table, above: list[str]) -> bool:
    """A table without headings of the same width, right after: the rest of the one before."""
    said = [text for text in above if len(text) > _BETWEEN]
    return not said and table.width == len(last.first_columns.headings)


def _rest(table: Table, last: Found) -> Iterator[tuple[Row, Columns, bool]]:
    columns = last.rows[-1][1] if last.rows else last.first_columns
    for index, row in enumerate(table.rows):
        if not _is_counting(row):
            yield row, columns, index == 0


def _is_counting(row: Row) -> bool:
    """The row "(1) (2) (3)" under the headings."""
    texts = [text.strip("()[] .") for text in row.texts]
    digits = [text for text in texts if text.isdecimal()]
    if len(digits) < 3 or any(not (text.isdecimal() or (len(text) <= 6 and "=" in text) or len(text) == 1)
                              for text in texts):  # fmt: skip
        return False
    values = [int(text) for text in digits]
    return values == sorted(values) and values[-1] <= 30


def heading_above(found: Found) -> tuple[Ordinal | None, str] | None:
    """The numbered line above a table: "II. CẢI CÁCH THỂ CHẾ", "Phụ lục 2"."""
    for text in reversed(found.above[-4:]):
        line = text.split("\n")[0]
        if len(line) > _TITLE or line.startswith("("):
            continue
        number, title = leading(line)
        if number is not None and number.sort in {"roman", "letter", "decimal", "dotted"}:
            return number, title
        if bare(line).startswith(("phu luc", "bieu", "bang")) or is_period(line):
            return None, line
    return (None, found.table.name) if found.table.sheet else None
