"""Writes one table of words as a Word, Excel, CSV, Markdown, HTML, text or PDF document."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
from openpyxl.styles import Font

from tests.plans.paperpdf import pdf_bytes

Rows = Sequence[Sequence[str]]
BODY = (
    "UBND TỈNH X",
    "KẾ HOẠCH",
    "Cải cách hành chính năm 2026",
    "Thực hiện các nhiệm vụ năm 2026 của cơ quan.",
    "PHỤ LỤC",
    "DANH MỤC NHIỆM VỤ NĂM 2026",
)


def is_group(row: Sequence[str]) -> bool:
    return sum(bool(cell) for cell in row) <= 2 and not row[0].isdecimal()


def as_docx(path: Path, rows: Rows, body: Sequence[str] = BODY) -> Path:
    """With the document's own tables around it: the head with the nation's name, and the signatures."""
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "UBND TỈNH X\nSỞ CÔNG THƯƠNG"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    for words in body:
        document.add_paragraph(words)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        cells = table.add_row().cells
        for place, words in enumerate(row):
            lines = words.split("\n")
            paragraph = cells[place].paragraphs[0]
            for index, line in enumerate(lines):
                paragraph = paragraph if index == 0 else cells[place].add_paragraph()
                paragraph.add_run(line).bold = is_group(row) or None
    signed = document.add_table(rows=1, cols=2)
    signed.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    signed.cell(0, 1).text = "GIÁM ĐỐC\n\nNguyễn Văn A"
    document.save(str(path))
    return path


def as_xlsx(path: Path, rows: Rows, body: Sequence[str] = BODY) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for words in body:
        sheet.append([words])
    for row in rows:
        sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
        if is_group(row):
            for cell in sheet[sheet.max_row]:
                cell.font = Font(bold=True)
    book.save(path)
    return path


def as_csv(path: Path, rows: Rows, mark: str = ",", encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_markdown(path: Path, rows: Rows, body: Sequence[str] = BODY) -> Path:
    def line(row: Sequence[str]) -> str:
        cells = [cell.replace("|", "\\|").replace("\n", "<br>") for cell in row]
        return f"| {' | '.join(f'**{cell}**' if cell and is_group(row) else cell for cell in cells)} |"

    lines = ["\n\n".join(body), "", line(rows[0]), "|" + "---|" * len(rows[0]), *map(line, rows[1:])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def as_html(path: Path, rows: Rows, body: Sequence[str] = BODY) -> Path:
    def cell(words: str) -> str:
        return f"<td>{'<br>'.join(html.escape(line) for line in words.split(chr(10)))}</td>"

    lines = [f"<p>{html.escape(words)}</p>" for words in body]
    lines += ["<table>", *(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows), "</table>"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_text(path: Path, rows: Rows, body: Sequence[str] = BODY) -> Path:
    """Tabs between cells; a line of its own cannot be kept, so lines are joined."""
    lines = ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows]
    path.write_text("\n".join([*body, "", *lines]) + "\n", encoding="utf-8")
    return path


def as_pdf(path: Path, rows: Rows, body: Sequence[str] = BODY) -> Path:
    path.write_bytes(pdf_bytes(rows, body))
    return path


WRITERS: dict[str, Callable[[Path, Rows], Path]] = {
    ".docx": as_docx,
    ".xlsx": as_xlsx,
    ".csv": as_csv,
    ".md": as_markdown,
    ".html": as_html,
    ".txt": as_text,
    ".pdf": as_pdf,
}
