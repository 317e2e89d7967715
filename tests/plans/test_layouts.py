"""Plans in other layouts: every row and every deadline is found, whatever the table looks like."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from data.documents import open_document
from rules.appendix.interpret import read_appendix
from rules.appendix.reading import PlanReading
from tests.plans.papers import BODY, WRITERS, as_csv, as_docx, as_markdown, as_pdf, as_text

HEAD = ("STT", "Nội dung nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Ghi chú")
TABLE = (
    HEAD,
    ("I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "", "", "", "", ""),
    ("1", "Ban hành Kế hoạch CCHC", "- Kế hoạch;\n- Quyết định.", "Văn phòng Sở", "Các phòng", "Quý I", ""),
    ("2", "Báo cáo định kỳ", "Báo cáo", "Văn phòng Sở", "Thanh tra Sở, Phòng KHTC-TH", "Trước 15/6", ""),
    ("II", "CẢI CÁCH THỂ CHẾ", "", "", "", "", ""),
    ("3", "Rà soát văn bản", "Báo cáo rà soát", "Thanh tra Sở", "", "Trước ngày 30/11/2026", "x"),
)
READ = {
    "I.1": (["Văn phòng Sở"], ["2026-03-31"]),
    "I.2": (["Văn phòng Sở"], ["2026-06-15"]),
    "II.3": (["Thanh tra Sở"], ["2026-11-30"]),
}


def reading(path: Path, year: int = 2026) -> PlanReading:
    return read_appendix(open_document(path), year, None)


def last_days(deadlines: Sequence[dict[str, object]]) -> list[Any]:
    return [one.get("date") or one.get("end") or one["kind"] for one in deadlines]


def read(path: Path) -> dict[str, tuple[list[str], list[Any]]]:
    """Key -> leads and the days of its deadlines."""
    return {
        row.key: ([party.name for party in row.leads], last_days(row.deadlines)) for row in reading(path).rows
    }


def days(path: Path) -> dict[str, list[Any]]:
    return {key: found for key, (_, found) in read(path).items()}


@pytest.mark.parametrize("suffix", WRITERS)
def test_one_table_gives_one_plan_whatever_the_file(tmp_path: Path, suffix: str) -> None:
    assert read(WRITERS[suffix](tmp_path / f"kh{suffix}", TABLE)) == READ


@pytest.mark.parametrize("suffix", WRITERS)
def test_all_words_are_the_same_in_every_file(tmp_path: Path, suffix: str) -> None:
    def words(path: Path) -> list[Any]:
        return [
            (row.title, row.products, [one.name for one in row.supports], row.time, row.short, row.tags)
            for row in reading(path).rows
        ]

    first = words(as_docx(tmp_path / "first.docx", TABLE))
    assert words(WRITERS[suffix](tmp_path / f"kh{suffix}", TABLE)) == first


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_csv_of_every_separator_and_alphabet(tmp_path: Path, mark: str, encoding: str) -> None:
    assert read(as_csv(tmp_path / "kh.csv", TABLE, mark, encoding)) == READ


def test_csv_of_windows_1258(tmp_path: Path) -> None:
    """That alphabet has no letter with two marks: tones stand alone."""

    def spelt(char: str) -> str:
        try:
            char.encode("cp1258")
        except UnicodeEncodeError:
            letters = unicodedata.normalize("NFD", char)
            tones = "".join(one for one in letters if one in "\u0300\u0301\u0303\u0309\u0323")
            return unicodedata.normalize("NFC", "".join(one for one in letters if one not in tones)) + tones
        return char

    rows = [["".join(map(spelt, cell)) for cell in row] for row in TABLE]
    path = as_csv(tmp_path / "kh.csv", rows, encoding="cp1258")
    assert read(path) == READ
    assert reading(path).rows[0].title == "Ban hành Kế hoạch CCHC"


def test_decomposed_letters_and_hard_spaces(tmp_path: Path) -> None:
    rows = [[unicodedata.normalize("NFD", cell).replace(" ", "\u00a0") for cell in row] for row in TABLE]
    for name, write in (("kh.docx", as_docx), ("kh.md", as_markdown), ("kh.txt", as_text)):
        path = write(tmp_path / name, rows)
        assert read(path) == READ
        assert reading(path).rows[1].title == "Báo cáo định kỳ"


ORDERS = {
    "time-first": (5, 1, 3, 2, 4, 0),
    "lead-first": (3, 4, 1, 2, 5, 0),
    "number-last": (1, 2, 3, 4, 5, 0),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_columns_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    rows = [[row[place] for place in order] for row in TABLE]
    assert read(as_docx(tmp_path / "kh.docx", rows)) == READ


HEADINGS = (
    ("TT", "Nhiệm vụ", "Kết quả/sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành", ""),
    ("Số TT", "CÔNG VIỆC", "Sản phẩm đầu ra", "Chủ trì", "Phối hợp", "Tiến độ thực hiện", "Ghi chú"),
    ("STT", "Nội dung công việc", "Kết quả", "Đơn vị thực hiện", "Phối hợp", "Thời gian thực hiện", ""),
    ("TT", "Tên nhiệm vụ, đề án", "Dự kiến sản phẩm", "Cơ quan tham mưu", "Cơ quan, đơn vị phối hợp",
     "Thời hạn trình", "Kinh phí"),
    ("STT", "Hoạt động", "Sản phẩm hoàn thành", "Đơn vị\nchủ trì\nthực hiện", "Các đơn vị phối hợp",
     "Hạn hoàn thành", "Trạng thái"),
    ("Stt", "Nội dung, nhiệm vụ", "Hình thức văn bản", "Phân công thực hiện", "Phối hợp", "Thời gian", "KQ"),
)  # fmt: skip


@pytest.mark.parametrize("head", HEADINGS, ids=lambda head: head[1])
def test_headings_in_other_words(tmp_path: Path, head: tuple[str, ...]) -> None:
    path = as_docx(tmp_path / "kh.docx", (head, *TABLE[1:]))
    assert read(path) == READ
    assert reading(path).rows[0].products == ("Kế hoạch;", "Quyết định.")
    assert [one.name for one in reading(path).rows[1].supports] == ["Thanh tra Sở", "Phòng KHTC-TH"]


def test_headings_repeated_after_a_page_and_a_counting_row(tmp_path: Path) -> None:
    counting = ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)")
    rows = (HEAD, counting, *TABLE[1:4], HEAD, counting, *TABLE[4:])
    for name, write in (("kh.docx", as_docx), ("kh.md", as_markdown), ("kh.pdf", as_pdf)):
        assert read(write(tmp_path / name, rows)) == READ


def test_headings_of_two_rows_without_merged_cells(tmp_path: Path) -> None:
    upper = ("STT", "Nhiệm vụ", "Sản phẩm", "Đơn vị thực hiện", "", "Thời hạn", "Ghi chú")
    lower = ("", "", "", "Chủ trì", "Phối hợp", "", "")
    assert read(as_csv(tmp_path / "kh.csv", (upper, lower, *TABLE[1:]))) == READ


def merged_table(
    document: Any, rows: Sequence[Sequence[str]], spans: Sequence[tuple[int, int, int, int]]
) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for index, row in enumerate(rows):
        for place, words in enumerate(row):
            table.cell(index, place).text = words
    for top, left, bottom, right in spans:
        words = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = words


def test_merged_headings_and_merged_group_rows(tmp_path: Path) -> None:
    document = docx.Document()
    upper = ("STT", "Nhiệm vụ", "Sản phẩm", "Đơn vị thực hiện", "", "Thời hạn", "Ghi chú")
    lower = ("", "", "", "Chủ trì", "Phối hợp", "", "")
    rows = (upper, lower, ("I. CÔNG TÁC CHỈ ĐẠO", "", "", "", "", "", ""), *TABLE[2:])
    spans = [(0, place, 1, place) for place in (0, 1, 2, 5, 6)] + [(0, 3, 0, 4), (2, 0, 2, 6), (5, 1, 5, 6)]
    merged_table(document, rows, spans)
    document.save(str(tmp_path / "kh.docx"))
    found = reading(tmp_path / "kh.docx")
    assert read(tmp_path / "kh.docx") == READ
    assert dict(found.groups) == {"I": "CÔNG TÁC CHỈ ĐẠO", "II": "CẢI CÁCH THỂ CHẾ"}


def test_a_lead_and_a_time_merged_over_several_rows(tmp_path: Path) -> None:
    document = docx.Document()
    rows = (
        HEAD,
        ("1", "Việc một", "A", "Văn phòng Sở", "", "Quý II", ""),
        ("2", "Việc hai", "B", "", "", "", ""),
        ("3", "Việc ba", "C", "Thanh tra Sở", "", "", ""),
    )
    merged_table(document, rows, [(1, 3, 2, 3), (1, 5, 3, 5)])
    document.save(str(tmp_path / "kh.docx"))
    assert read(tmp_path / "kh.docx") == {
        "NV.1": (["Văn phòng Sở"], ["2026-06-30"]),
        "NV.2": (["Văn phòng Sở"], ["2026-06-30"]),
        "NV.3": (["Thanh tra Sở"], ["2026-06-30"]),
    }


def test_a_task_merged_over_several_products_has_a_deadline_for_each(tmp_path: Path) -> None:
    document = docx.Document()
    rows = (
        HEAD,
        ("1", "Kiểm tra", "Kế hoạch kiểm tra", "Văn phòng Sở", "", "Quý I", ""),
        ("", "", "Báo cáo kết quả", "", "", "Trước 30/11", ""),
        ("2", "Việc hai", "B", "Thanh tra Sở", "", "Tháng 5", ""),
    )
    merged_table(document, rows, [(1, 0, 2, 0), (1, 1, 2, 1), (1, 3, 2, 3)])
    document.save(str(tmp_path / "kh.docx"))
    found = {row.key: row for row in reading(tmp_path / "kh.docx").rows}
    assert [one["label"] for one in found["NV.1"].deadlines] == ["Kế hoạch kiểm tra", "Báo cáo kết quả"]
    assert days(tmp_path / "kh.docx") == {"NV.1": ["2026-03-31", "2026-11-30"], "NV.2": ["2026-05-31"]}
    blank = [["" if index == 2 and place in {0, 1, 3} else cell for place, cell in enumerate(row)]
             for index, row in enumerate(rows)]  # fmt: skip
    assert days(as_csv(tmp_path / "kh.csv", blank)) == days(tmp_path / "kh.docx")


def test_numbers_that_word_counts_itself(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(HEAD))
    counted = {"1": "List Number", "2": "List Number", "3": "List Number"}
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}").get(qn("w:val"))
    assert numbering is not None
    for row in TABLE:
        cells = table.add_row().cells
        for place, words in enumerate(row):
            cells[place].text = "" if place == 0 and words in counted else words
        if row[0] in counted:
            properties = cells[0].paragraphs[0]._p.get_or_add_pPr()
            xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
            properties.append(parse_xml(xml))
    document.save(str(tmp_path / "kh.docx"))
    assert read(tmp_path / "kh.docx") == READ


def test_a_table_within_a_table_and_words_of_tracked_changes(tmp_path: Path) -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=0, cols=len(HEAD))
    for row in TABLE:
        for place, cell in enumerate(inner.add_row().cells):
            cell.text = row[place]
    time = inner.rows[2].cells[5].paragraphs[0]._p
    text = time.find(qn("w:r"))
    time.remove(text)
    time.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>Quý IV</w:delText></w:r></w:del>"))
    time.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>Quý I</w:t></w:r></w:ins>"))
    document.save(str(tmp_path / "kh.docx"))
    assert read(tmp_path / "kh.docx") == READ


def test_a_table_cut_in_two_without_headings_on_the_second_page(tmp_path: Path) -> None:
    document = docx.Document()
    merged_table(document, TABLE[:4], [])
    document.add_paragraph("2")
    merged_table(document, TABLE[4:], [])
    document.save(str(tmp_path / "kh.docx"))
    assert read(tmp_path / "kh.docx") == READ


class TestExcel:
    moment = dt.datetime(2026, 3, 12, 16, 0)  # noqa: DTZ001 - Excel has no zones

    def made(self, rows: Sequence[Sequence[object]]) -> Any:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        return book, sheet

    def test_dates_typed_as_dates(self, tmp_path: Path) -> None:
        rows = (
            HEAD[:6],
            (1, "Việc một", "A", "Văn phòng Sở", None, dt.date(2026, 9, 15)),
            (2, "Việc hai", "B", "Văn phòng Sở", None, dt.date(2026, 6, 1)),
            (3, "Việc ba", "C", "Văn phòng Sở", None, self.moment),
        )
        book, sheet = self.made(rows)
        sheet["F3"].number_format = "mm/yyyy"
        book.save(tmp_path / "kh.xlsx")
        assert days(tmp_path / "kh.xlsx") == {
            "NV.1": ["2026-09-15"],
            "NV.2": ["2026-06-30"],
            "NV.3": ["2026-03-12"],
        }

    def test_merged_titles_hidden_rows_and_other_sheets(self, tmp_path: Path) -> None:
        title = ("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026", *[None] * 6)
        book, sheet = self.made((title, [None] * 7, *TABLE))
        sheet.merge_cells("A1:G1")
        sheet.merge_cells("A4:G4")
        sheet["A4"] = "I. CÔNG TÁC CHỈ ĐẠO"
        sheet.row_dimensions[6].hidden = True
        other = book.create_sheet("Cũ")
        other.sheet_state = "hidden"
        for row in TABLE:
            other.append(row)
        book.create_sheet("Danh mục").append(["Tên", "Giá trị"])
        book.save(tmp_path / "kh.xlsx")
        found = reading(tmp_path / "kh.xlsx")
        assert read(tmp_path / "kh.xlsx") == READ
        assert any("Dòng ẩn" in one.text for one in found.rows[1].doubts)
        assert any("trang tính ẩn" in one.text for one in found.doubts)
        assert found.rows[0].places == ("Sheet!5",)

    def test_a_formula_without_a_value_is_told(self, tmp_path: Path) -> None:
        book, sheet = self.made(TABLE)
        sheet["F3"] = "=DATE(2026,3,31)"
        book.save(tmp_path / "kh.xlsx")
        found = reading(tmp_path / "kh.xlsx")
        assert any("Sheet!F3: công thức" in one.text for one in found.doubts)
        assert len(found.rows) == 3


def test_crosses_under_quarters_and_months(tmp_path: Path) -> None:
    upper = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian thực hiện", "", "", "")
    lower = ("", "", "", "Quý I", "Quý II", "Quý III", "Quý IV")
    rows = (
        upper,
        lower,
        ("1", "Việc một", "Văn phòng Sở", "x", "", "x", ""),
        ("2", "Việc hai", "Thanh tra Sở", "", "", "", "X"),
    )
    assert days(as_csv(tmp_path / "kh.csv", rows)) == {
        "NV.1": ["2026-03-31", "2026-09-30"], "NV.2": ["2026-12-31"],
    }  # fmt: skip
    document = docx.Document()
    merged_table(document, rows, [(0, 3, 0, 6), *((0, place, 1, place) for place in range(3))])
    document.save(str(tmp_path / "kh.docx"))
    assert days(tmp_path / "kh.docx") == days(tmp_path / "kh.csv")


def test_a_start_and_an_end_in_columns_of_their_own(tmp_path: Path) -> None:
    upper = ("STT", "Nhiệm vụ", "Chủ trì", "Thời gian", "")
    lower = ("", "", "", "Bắt đầu", "Kết thúc")
    rows = (
        upper,
        lower,
        ("1", "Việc một", "Văn phòng Sở", "01/3/2026", "15/4/2026"),
        ("2", "Việc hai", "Thanh tra Sở", "", "Quý III"),
    )
    assert days(as_csv(tmp_path / "kh.csv", rows)) == {"NV.1": ["2026-04-15"], "NV.2": ["2026-09-30"]}


def test_one_column_for_lead_and_support(tmp_path: Path) -> None:
    rows = (
        ("STT", "Nội dung", "Đơn vị chủ trì, phối hợp", "Thời hạn"),
        ("1", "Việc một", "Chủ trì: Văn phòng Sở; Phối hợp: Thanh tra Sở, các phòng", "Quý I"),
        ("2", "Việc hai", "Văn phòng Sở chủ trì, Phòng KHTC-TH phối hợp", "Quý II"),
        ("3", "Việc ba", "Thanh tra Sở", "Quý III"),
    )
    found = {row.key: row for row in reading(as_markdown(tmp_path / "kh.md", rows)).rows}
    named = {
        key: ([one.name for one in row.leads], [one.name for one in row.supports])
        for key, row in found.items()
    }
    assert named == {
        "NV.1": (["Văn phòng Sở"], ["Thanh tra Sở", "các phòng"]),
        "NV.2": (["Văn phòng Sở"], ["Phòng KHTC-TH"]),
        "NV.3": (["Thanh tra Sở"], []),
    }


PARTS = (
    HEAD[:6],
    ("I", "NHÓM MỘT", "", "", "", ""),
    ("1", "Việc lớn", "", "Văn phòng Sở", "", ""),
    ("1.1", "Phần một", "Kế hoạch", "", "", "Quý I"),
    ("1.2", "Phần hai", "Báo cáo", "Thanh tra Sở", "", "Quý II"),
    ("2", "Việc hai", "", "Phòng A", "", "Cả năm"),
    ("a)", "Nội dung a", "", "", "", ""),
    ("b)", "Nội dung b", "Sản phẩm b", "", "", "Tháng 8"),
    ("3", "Việc ba", "Báo cáo", "Phòng B", "", "Trước 01/12"),
)


def test_parts_of_a_task_take_what_they_lack_from_it(tmp_path: Path) -> None:
    assert read(as_docx(tmp_path / "kh.docx", PARTS)) == {
        "I.1.1": (["Văn phòng Sở"], ["2026-03-31"]),
        "I.1.2": (["Thanh tra Sở"], ["2026-06-30"]),
        "I.2": (["Phòng A"], ["2026-12-31"]),
        "I.2.b": (["Phòng A"], ["2026-08-31"]),
        "I.3": (["Phòng B"], ["2026-12-01"]),
    }


def test_groups_numbered_with_digits(tmp_path: Path) -> None:
    rows = (
        HEAD[:6],
        ("1", "Nhóm một", "", "", "", ""),
        ("1.1", "Việc một", "A", "Văn phòng Sở", "", "Quý I"),
        ("1.2", "Việc hai", "B", "Văn phòng Sở", "", "Quý II"),
        ("2", "Nhóm hai", "", "", "", ""),
        ("2.1", "Việc ba", "C", "Thanh tra Sở", "", "Quý III"),
    )
    found = reading(as_markdown(tmp_path / "kh.md", rows))
    assert [row.key for row in found.rows] == ["1.1", "1.2", "2.1"]
    assert dict(found.groups) == {"1": "Nhóm một", "2": "Nhóm hai"}


def test_letters_above_roman_groups_that_begin_anew(tmp_path: Path) -> None:
    def task(number: str) -> tuple[str, ...]:
        return (number, f"Việc {number}", "A", "Văn phòng Sở", "", "Quý I")

    def group(number: str) -> tuple[str, ...]:
        return (number, f"NHÓM {number}", "", "", "", "")

    rows = (
        HEAD[:6],
        group("A"),
        group("I"),
        task("1"),
        group("II"),
        task("1"),
        group("B"),
        group("I"),
        task("1"),
    )
    assert list(days(as_docx(tmp_path / "kh.docx", rows))) == ["A-I.1", "II.1", "B-I.1"]


def test_groups_that_are_only_bold_lines(tmp_path: Path) -> None:
    rows = (
        HEAD,
        ("", "Công tác chỉ đạo", *[""] * 5),
        *TABLE[2:4],
        ("", "Cải cách thể chế", *[""] * 5),
        TABLE[5],
    )
    assert days(as_docx(tmp_path / "kh.docx", rows)) == days(as_csv(tmp_path / "kh.csv", rows))
    assert list(days(tmp_path / "kh.docx")) == ["I.1", "I.2", "II.3"]


def test_tables_of_their_own_under_headings(tmp_path: Path) -> None:
    lines = ["# KẾ HOẠCH CÔNG TÁC NĂM 2026", ""]
    for heading, row in (("## I. Chỉ đạo", TABLE[2]), ("## II. Thể chế", TABLE[5])):
        cells = [cell.replace("\n", "<br>") for cell in row]
        lines += [heading, "", f"| {' | '.join(HEAD)} |", "|" + "---|" * 7, f"| {' | '.join(cells)} |", ""]
    (tmp_path / "kh.md").write_text("\n".join(lines), encoding="utf-8")
    assert days(tmp_path / "kh.md") == {"I.1": ["2026-03-31"], "II.3": ["2026-11-30"]}


def test_tables_of_html_with_spans_in_markdown(tmp_path: Path) -> None:
    text = """# Kế hoạch năm 2026
<table><thead><tr><th rowspan="2">TT</th><th rowspan="2">Nhiệm vụ</th><th colspan="2">Đơn vị</th>
<th rowspan="2">Thời hạn</th></tr><tr><th>Chủ trì</th><th>Phối hợp</th></tr></thead>
<tr><td colspan="5"><b>I. Nhóm một</b></td></tr>
<tr><td>1</td><td>Việc một</td><td rowspan="2">Văn phòng Sở</td><td></td><td>Quý I</td></tr>
<tr><td>2</td><td>Việc hai</td><td>Thanh tra</td><td>Quý II</td></tr></table>
"""
    (tmp_path / "kh.md").write_text(text, encoding="utf-8")
    assert read(tmp_path / "kh.md") == {
        "I.1": (["Văn phòng Sở"], ["2026-03-31"]), "I.2": (["Văn phòng Sở"], ["2026-06-30"]),
    }  # fmt: skip


def test_numbers_missing_or_used_twice_keep_every_row(tmp_path: Path) -> None:
    rows = (
        *TABLE[:3],
        ("", "Việc không số", "Báo cáo", "Thanh tra Sở", "", "Tháng 7", ""),
        ("1", "Việc trùng số", "Báo cáo", "Thanh tra Sở", "", "Tháng 8", ""),
    )
    path = as_docx(tmp_path / "kh.docx", rows)
    assert days(path) == {"I.1": ["2026-03-31"], "I.1-2": ["2026-07-31"], "I.1-3": ["2026-08-31"]}
    told = [one.text for row in reading(path).rows for one in row.doubts]
    assert any("không có số thứ tự" in text for text in told)
    assert any("dùng nhiều lần" in text for text in told)


def test_a_table_without_numbers(tmp_path: Path) -> None:
    rows = [row[1:6] for row in (TABLE[0], TABLE[2], TABLE[3], TABLE[5])]
    assert list(days(as_docx(tmp_path / "kh.docx", rows)).values()) == [
        ["2026-03-31"],
        ["2026-06-15"],
        ["2026-11-30"],
    ]


def test_the_same_as_above(tmp_path: Path) -> None:
    rows = (*TABLE[:3], ("2", "Việc hai", "Báo cáo", "nt", "-nt-", "Như trên", ""))
    found = reading(as_docx(tmp_path / "kh.docx", rows)).rows[1]
    assert ([one.name for one in found.leads], last_days(found.deadlines)) == (
        ["Văn phòng Sở"],
        ["2026-03-31"],
    )
    assert any("dòng trên" in one.text for one in found.doubts)


def test_a_row_split_by_a_page_of_text(tmp_path: Path) -> None:
    text = (
        "\t".join(HEAD[:6]) + "\n1\tBan hành Kế hoạch cải cách hành chính\tKế hoạch\t"
        "Văn phòng Sở\tCác phòng\tTrước\n\n\n"
        "\tcủa cơ quan, đơn vị\t\t\t\t30/11\n2\tViệc hai\tBáo cáo\tThanh tra Sở\t\tQuý II\n"
    )
    (tmp_path / "kh.txt").write_text(text, encoding="utf-8")
    found = reading(tmp_path / "kh.txt").rows
    assert [row.title for row in found] == [
        "Ban hành Kế hoạch cải cách hành chính của cơ quan, đơn vị",
        "Việc hai",
    ]
    assert days(tmp_path / "kh.txt") == {"NV.1": ["2026-11-30"], "NV.2": ["2026-06-30"]}


def test_cells_of_several_lines_in_a_text_copied_from_word(tmp_path: Path) -> None:
    text = (
        "\t".join(HEAD[:6])
        + "\n1\tBan hành Kế hoạch\t- Kế hoạch;\n- Quyết định.\tVăn phòng Sở\tCác phòng\tQuý I\n"
        "2\tViệc hai\tBáo cáo\tThanh tra Sở\t\tQuý II\n"
    )
    (tmp_path / "kh.txt").write_text(text, encoding="utf-8")
    found = reading(tmp_path / "kh.txt").rows
    assert found[0].products == ("Kế hoạch;", "Quyết định.")
    assert days(tmp_path / "kh.txt") == {"NV.1": ["2026-03-31"], "NV.2": ["2026-06-30"]}


def test_totals_and_notes_under_the_table_are_no_tasks(tmp_path: Path) -> None:
    rows = (*TABLE, ("", "Tổng cộng: 3 nhiệm vụ", "", "", "", "", ""))
    assert read(as_docx(tmp_path / "kh.docx", rows)) == READ


@pytest.mark.parametrize("count", [40, 200])
def test_a_long_plan_over_many_pages_of_a_pdf_loses_no_row(tmp_path: Path, count: int) -> None:
    rows = [HEAD] + [
        (str(number), f"Nhiệm vụ thứ {number} có tên dài phải xuống dòng trong ô", "- Kế hoạch;\n- Báo cáo.",
         "Văn phòng Sở", "Thanh tra Sở, các phòng", f"Tháng {number % 12 + 1}/2026", "")
        for number in range(1, count + 1)
    ]  # fmt: skip
    found = reading(as_pdf(tmp_path / "kh.pdf", rows)).rows
    assert [row.number for row in found] == [str(number) for number in range(1, count + 1)]
    assert all(len(row.deadlines) == 1 and len(row.products) == 2 for row in found)
    assert {row.title for row in found} == {row[1] for row in rows[1:]}


def test_the_body_says_what_plan_it_is(tmp_path: Path) -> None:
    body = ("UBND TỈNH X", "Số: 123/KH-SCT", "X, ngày 31 tháng 12 năm 2025", *BODY[1:])
    heading = read_appendix(open_document(as_docx(tmp_path / "kh.docx", TABLE, body)), None, None).heading
    assert (heading.year, heading.number, heading.signed) == (2026, "123/KH-SCT", dt.date(2025, 12, 31))
    assert heading.title == "Kế hoạch Cải cách hành chính năm 2026"


def test_progress_beside_dates_is_no_time(tmp_path: Path) -> None:
    head = (
        "TT",
        "Nhiệm vụ",
        "Kết quả yêu cầu",
        "Thời gian hoàn thành",
        "Cơ quan thực hiện",
        "Tiến độ",
        "Kết quả",
    )
    rows = (head, ("1", "Việc một", "Quyết định", "Tháng 4", "Sở Nội vụ", "Đang thực hiện", "Đã trình"))
    found = reading(as_markdown(tmp_path / "kh.md", rows)).rows[0]
    assert (found.time, found.products) == ("Tháng 4", ("Quyết định",))


def test_two_columns_of_dates_are_two_deadlines_called_by_their_headings(tmp_path: Path) -> None:
    head = ("TT", "Tên đề án", "Cơ quan chủ trì", "Thời gian trình UBND tỉnh", "Thời gian trình HĐND tỉnh")
    rows = (head, ("1", "Đề án một", "Sở Nội vụ", "Tháng 4", "Tháng 7"))
    found = reading(as_markdown(tmp_path / "kh.md", rows)).rows[0]
    labelled = [(one.get("label"), one["end"]) for one in found.deadlines]
    assert labelled == [("Trình UBND tỉnh", "2026-04-30"), ("Trình HĐND tỉnh", "2026-07-31")]


def test_groups_with_codes_and_a_time_of_their_own(tmp_path: Path) -> None:
    head = ("Mã WBS", "Tên công việc", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn")
    rows = (
        head,
        ("WP1", "THỦ TỤC", "", "", "", "Quý I"),
        ("1.1", "Soạn công văn", "Công văn", "Phòng CNTT", "", "Tháng 1"),
        ("1.2", "Ký hợp đồng", "Hợp đồng", "Phòng CNTT", "", "Tháng 2"),
    )
    assert days(as_markdown(tmp_path / "kh.md", rows)) == {
        "WP1.1.1": ["2026-01-31"],
        "WP1.1.2": ["2026-02-28"],
    }
