"""Lays the plan's table with its results out as a Word file: A4 across, Times New Roman."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from dondoc.progress.heading import (
    DETAIL,
    DRAWN_UP,
    FONT,
    KIND,
    MOTTO,
    NATION,
    NUMBER,
    SUMMARY,
    Heading,
    heading_of,
)
from dondoc.progress.table import CLASS_COLUMNS, COLUMNS, Appendix

Part: TypeAlias = Any  # a document, a cell, a row: python-docx makes them and names few of their types

_WIDTHS = (1.2, 5.4, 4.2, 2.9, 2.9, 2.6, 5.7)  # cm
_CLASS_WIDTHS = (7.0, 3.0, 3.0, 5.0)
_CENTER, _JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def write_docx(path: Path, appendix: Appendix) -> None:
    """Raises OSError."""
    paper = Document()
    heading = heading_of(appendix)
    _set_page(paper)
    _set_font(paper)
    _head(paper, heading)
    _said(paper.add_paragraph(), SUMMARY, bold=True)
    _said(paper.add_paragraph(), appendix.summary, align=_JUSTIFIED)
    _classes(paper, appendix)
    _said(paper.add_paragraph(), DETAIL, bold=True).paragraph_format.space_before = Pt(10)
    _tasks(paper, appendix)
    _foot(paper, heading)
    paper.core_properties.title, paper.core_properties.author = heading.title, appendix.organization
    paper.save(str(path))


def _set_page(paper: Part) -> None:
    """The margins of Nghị định 30/2020/NĐ-CP."""
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    number = section.header.paragraphs[0]
    number.alignment = _CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own
    section.different_first_page_header_footer = True


def _set_font(paper: Part) -> None:
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)


def _head(paper: Part, heading: Heading) -> None:
    table = _bare_table(paper, (9.5, 15.4))
    left, right = table.rows[0].cells
    _said(left.paragraphs[0], heading.organization, bold=True, align=_CENTER)
    _said(left.add_paragraph(), NUMBER, align=_CENTER)
    _said(right.paragraphs[0], NATION, bold=True, align=_CENTER)
    _ruled(_said(right.add_paragraph(), MOTTO, bold=True, align=_CENTER))
    _said(right.add_paragraph(), heading.place_and_day, italic=True, align=_CENTER)
    for words, bold in ((KIND, True), (heading.title, True), (heading.about, False)):
        _said(paper.add_paragraph(), words, bold=bold, italic=not bold, align=_CENTER)


def _ruled(paragraph: Part) -> None:
    """The motto is underlined along its words."""
    for run in paragraph.runs:
        run.underline = True


def _classes(paper: Part, appendix: Appendix) -> None:
    table = _ruled_table(paper, CLASS_COLUMNS, _CLASS_WIDTHS)
    for cells in appendix.classes:
        _fill(table.add_row(), cells, _CLASS_WIDTHS, centered=range(1, len(cells)))


def _tasks(paper: Part, appendix: Appendix) -> None:
    table = _ruled_table(paper, COLUMNS, _WIDTHS)
    for group in appendix.groups:
        row = table.add_row()
        merged = row.cells[0].merge(row.cells[-1])
        title = _said(merged.paragraphs[0], group.title, bold=True, size=11)
        title.paragraph_format.keep_with_next = True
        for task in group.rows:
            _fill(table.add_row(), task.cells, _WIDTHS, centered=(0,))


def _foot(paper: Part, heading: Heading) -> None:
    paper.add_paragraph()
    left, right = _bare_table(paper, (12.4, 12.5)).rows[0].cells
    _said(left.paragraphs[0], DRAWN_UP, bold=True, align=_CENTER)
    _said(right.paragraphs[0], heading.signer, bold=True, align=_CENTER)


def _bare_table(paper: Part, widths: Sequence[float]) -> Part:
    table = paper.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Cm(width)  # one program reads this, another that
    return table


def _ruled_table(paper: Part, headings: Sequence[str], widths: Sequence[float]) -> Part:
    """Its headings stand on every page."""
    table = _bare_table(paper, widths)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for cell, words in zip(table.rows[0].cells, headings, strict=True):
        _said(cell.paragraphs[0], words, bold=True, align=_CENTER, size=11)
    _mark(table.rows[0], "w:tblHeader")
    return table


def _mark(row: Part, name: str) -> None:
    """A property of a row that python-docx has no name for."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - same


def _fill(row: Part, cells: Sequence[str], widths: Sequence[float], centered: Sequence[int]) -> None:
    _mark(row, "w:cantSplit")
    for place, (cell, words, width) in enumerate(zip(row.cells, cells, widths, strict=True)):
        cell.width = Cm(width)
        for nth, line in enumerate(words.split("\n")):
            paragraph = cell.paragraphs[0] if nth == 0 else cell.add_paragraph()
            _said(paragraph, line, align=_CENTER if place in centered else None, size=11)


def _said(
    paragraph: Part,
    words: str,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
    size: float | None = None,
) -> Part:
    run = paragraph.add_run(words)
    run.bold, run.italic = bold, italic
    paragraph.alignment = align
    if size is not None:
        run.font.size = Pt(size)
        paragraph.paragraph_format.space_after = Pt(1)
    return paragraph
