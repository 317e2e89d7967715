"""Layouts in which a row once went missing, or words went into the wrong column, without a warning."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from data.documents import UnreadableDocument, open_document
from rules.appendix.interpret import read_appendix
from rules.appendix.reading import PlanReading, RowReading
from tests.plans.paperpdf import drawn_pdf
from tests.plans.papers import as_markdown

BODY = ("KẾ HOẠCH CÔNG TÁC NĂM 2026",)
HEAD = ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành", "Sản phẩm, kết quả")


def plan(path: Path) -> PlanReading:
    return read_appendix(open_document(path), 2026, None)


def rows(path: Path) -> dict[str, RowReading]:
    return {row.title: row for row in plan(path).rows}


def leads(row: RowReading) -> list[str]:
    return [party.name for party in row.leads]


def stated(row: RowReading) -> list[object]:
    return [one.get("date") or one.get("end") or one["kind"] for one in row.deadlines]


def test_in_a_pdf_a_cell_merged_over_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    path = tmp_path / "kh.pdf"
    width, top, height = 150, 560, 30
    texts = (
        HEAD,
        ("1", "Rà soát xe", "Văn phòng", "Quý II/2026", "Báo cáo A"),
        ("2", "Rà soát nhà", "Thanh tra"),
    )
    boxes = [
        (30 + width * place, top - height * row, width, height * (2 if words == "Quý II/2026" else 1), words)
        for row, cells in enumerate(texts)
        for place, words in enumerate(cells)
    ]
    boxes.append((30 + width * 4, top - height * 2, width, height, "Báo cáo B"))
    path.write_bytes(drawn_pdf(boxes))
    found = rows(path)
    assert {title: leads(row) for title, row in found.items()} == {
        "Rà soát xe": ["Văn phòng"],
        "Rà soát nhà": ["Thanh tra"],
    }
    assert [stated(row) for row in found.values()] == [["2026-06-30"], ["2026-06-30"]]


def test_in_a_pdf_headings_merged_down_keep_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "kh.pdf"
    width, top = 120, 560
    upper = ("TT", "Nội dung công việc", "", "", "Kết quả")
    boxes = [(30 + width * i, top, width, 60, words) for i, words in enumerate(upper) if words]
    boxes += [(30 + width * 2, top, width * 2, 30, "Đơn vị thực hiện")]
    boxes += [
        (30 + width * (2 + i), top - 30, width, 30, words) for i, words in enumerate(("Chủ trì", "Phối hợp"))
    ]
    boxes += [(30 + width * 5, top, width, 60, "Thời hạn")]
    for place, words in enumerate(("1", "Nâng cấp mạng", "Văn phòng", "Thanh tra", "Biên bản", "30/6/2026")):
        boxes.append((30 + width * place, top - 60, width, 30, words))
    path.write_bytes(drawn_pdf(boxes))
    row = rows(path)["Nâng cấp mạng"]
    assert (leads(row), [one.name for one in row.supports], row.products) == (
        ["Văn phòng"],
        ["Thanh tra"],
        ("Biên bản",),
    )


ROWS_LIKE_HEADINGS = (
    ("", "Ban hành Chương trình THTK, CLP", "Phòng Quản lý ngân sách", "Trước 15/02/2026", "Chương trình"),
    ("", "Hoạt động của Ban Chỉ đạo", "Cơ quan thực hiện dự án", "Theo tiến độ", "Kết quả hoạt động"),
    (
        "",
        "Nội dung tuyên truyền",
        "Phòng chủ trì soạn thảo",
        "Hoàn thành trong tháng 6",
        "Sản phẩm truyền thông",
    ),
)


@pytest.mark.parametrize("row", ROWS_LIKE_HEADINGS)
def test_a_row_of_words_that_headings_have_too_is_a_task(tmp_path: Path, row: tuple[str, ...]) -> None:
    other = ("", "Rà soát định mức", "Văn phòng", "Quý II/2026", "Báo cáo")
    found = rows(as_markdown(tmp_path / "kh.md", (HEAD, row, other), BODY))
    assert list(found) == [row[1], other[1]]
    assert leads(found[other[1]]) == ["Văn phòng"]


def test_numbers_that_a_style_gives(tmp_path: Path) -> None:
    path = tmp_path / "kh.docx"
    paper = docx.Document()
    paper.add_paragraph(BODY[0])
    table = paper.add_table(0, 4)
    for cells in (
        HEAD[:4],
        ("", "Việc thứ nhất", "Văn phòng", "Quý I"),
        ("", "Việc thứ hai", "Thanh tra", "Quý II"),
    ):
        row = table.add_row().cells
        for cell, words in zip(row, cells, strict=True):
            cell.text = words
        if not cells[0]:
            row[0].paragraphs[0].style = paper.styles["List Number"]
    paper.save(str(path))
    assert [(row.key, row.title) for row in plan(path).rows] == [
        ("NV.1", "Việc thứ nhất"),
        ("NV.2", "Việc thứ hai"),
    ]


@pytest.mark.parametrize(
    ("heading", "words", "ends"),
    [
        ("Thời gian hoàn thành (Tháng)", "3, 6, 9", ["2026-03-31", "2026-06-30", "2026-09-30"]),
        ("Thời gian (tháng)", "4 - 5", ["2026-05-31"]),
        ("Tháng thực hiện", "Thường xuyên", ["continuous"]),
        ("Thời gian (Quý)", "II", ["2026-06-30"]),
        ("Thời gian (Quý)", "3", ["2026-09-30"]),
        ("Thời gian (tháng)", "15/6", ["2026-06-15"]),
    ],
)
def test_bare_numbers_take_their_unit_from_the_heading(
    tmp_path: Path, heading: str, words: str, ends: list[str]
) -> None:
    table = (("TT", "Nội dung", "Chủ trì", heading), ("1", "Họp Ban Chỉ đạo", "Văn phòng", words))
    assert stated(rows(as_markdown(tmp_path / "kh.md", table, BODY))["Họp Ban Chỉ đạo"]) == ends


def test_a_task_beside_its_parts_is_said_with_each(tmp_path: Path) -> None:
    table = (
        ("TT", "Nhiệm vụ", "Nội dung cụ thể", "Đơn vị chủ trì", "Thời gian"),
        ("1", "Quản lý đề tài", "Thẩm định hồ sơ", "Phòng QLKH", "Tháng 3"),
        ("2", "Quản lý đề tài", "Ký hợp đồng", "Văn phòng", "Tháng 4"),
    )
    found = rows(as_markdown(tmp_path / "kh.md", table, BODY))
    assert list(found) == ["Quản lý đề tài: Thẩm định hồ sơ", "Quản lý đề tài: Ký hợp đồng"]


def test_crosses_under_bare_roman_quarters(tmp_path: Path) -> None:
    path = tmp_path / "kh.docx"
    paper = docx.Document()
    paper.add_paragraph(BODY[0])
    table = paper.add_table(0, 7)
    for cells in (
        ("TT", "Đề án", "Đơn vị chủ trì", "Quý thực hiện", "", "", ""),
        ("TT", "Đề án", "Đơn vị chủ trì", "I", "II", "III", "IV"),
        ("1", "Hỗ trợ máy móc", "Trung tâm Khuyến công", "", "x", "", "x"),
    ):
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    table.cell(0, 3).merge(table.cell(0, 6))
    for column, words in enumerate(("TT", "Đề án", "Đơn vị chủ trì")):
        table.cell(0, column).merge(table.cell(1, column)).text = words
    paper.save(str(path))
    assert stated(rows(path)["Hỗ trợ máy móc"]) == ["2026-06-30", "2026-12-31"]


def test_cells_of_several_lines_that_excel_quotes_in_its_text(tmp_path: Path) -> None:
    path = tmp_path / "kh.txt"
    text = (
        "KẾ HOẠCH KIỂM TRA NĂM 2026\nSTT\tNội dung\tĐơn vị chủ trì\tHạn hoàn thành\n"
        '1\t"Kiểm tra ""chéo"" vệ sinh\nan toàn lao động"\tPhòng Kỹ thuật'
        '\t"Đợt 1: tháng 4\nĐợt 2: tháng 10"\n'
        '2\t"Ngày hội" toàn dân\tVăn phòng\tQuý IV\n'
    )
    path.write_text(text, "utf-16")
    found = plan(path).rows
    assert [row.title for row in found] == ['Kiểm tra "chéo" vệ sinh an toàn lao động', '"Ngày hội" toàn dân']
    assert [stated(row) for row in found] == [["2026-04-30", "2026-10-31"], ["2026-12-31"]]
    assert found[1].places == ("dòng 6",)


def test_a_device_is_no_document() -> None:
    with pytest.raises(UnreadableDocument, match="không phải tệp"):
        open_document(Path("/dev/zero"))


def test_lead_and_support_named_in_brackets(tmp_path: Path) -> None:
    table = (
        ("STT", "Nhiệm vụ", "Trách nhiệm thực hiện", "Tiến độ"),
        ("1", "In tờ rơi", "Phòng CCHC (chủ trì), Văn phòng Sở (phối hợp)", "Trước 30/8/2026"),
    )
    row = rows(as_markdown(tmp_path / "kh.md", table, BODY))["In tờ rơi"]
    assert (leads(row), [one.name for one in row.supports]) == (["Phòng CCHC"], ["Văn phòng Sở"])


def test_the_year_of_a_sheet_whose_title_begins_with_its_appendix(tmp_path: Path) -> None:
    path = tmp_path / "kh.xlsx"
    book = openpyxl.Workbook()
    sheet = book.create_sheet()
    del book["Sheet"]
    sheet.append(["SỞ CÔNG THƯƠNG TỈNH X"])
    sheet.append(["PHỤ LỤC TIẾN ĐỘ THỰC HIỆN KẾ HOẠCH NĂM 2026"])
    sheet.append(["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"])
    sheet.append([1, "Tổng kết", "Văn phòng", "Quý IV"])
    book.save(path)
    found = read_appendix(open_document(path), None, None)
    assert (found.heading.year, found.heading.title) == (2026, "Phụ lục tiến độ thực hiện kế hoạch năm 2026")


def test_a_total_under_the_last_task_is_nobody_who_supports_it(tmp_path: Path) -> None:
    table = (
        ("STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn"),
        ("1", "Đối thoại", "UBND phường", "MTTQ phường", "Quý II"),
        ("", "", "", "Tổng", ""),
    )
    row = rows(as_markdown(tmp_path / "kh.md", table, BODY))["Đối thoại"]
    assert [one.name for one in row.supports] == ["MTTQ phường"]
