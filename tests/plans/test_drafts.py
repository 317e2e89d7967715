"""Documents as people leave them: drafts with traces, tables in boxes, times that stand elsewhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.styles import Font

from data.documents import open_document
from rules.appendix.headings import role_of
from rules.appendix.interpret import read_appendix
from rules.appendix.reading import PlanReading, RowReading
from tests.plans.papers import WRITERS, as_docx, as_xlsx

BODY = ("KẾ HOẠCH CÔNG TÁC NĂM 2026",)
HEAD = ("STT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Sản phẩm")
PLAIN = (
    HEAD,
    ("1", "Rà soát quy chế", "Văn phòng", "", "Quý II", "Báo cáo"),
    ("2", "Kiểm tra", "Thanh tra", "", "20/7/2026", "Kết luận"),
)
READ = {"Rà soát quy chế": ["2026-06-30"], "Kiểm tra": ["2026-07-20"]}


def plan(path: Path) -> PlanReading:
    return read_appendix(open_document(path), 2026, None)


def stated(path: Path) -> dict[str, list[object]]:
    return {
        row.title: [one.get("date") or one.get("end") or one["kind"] for one in row.deadlines]
        for row in plan(path).rows
    }


def row_of(path: Path, title: str) -> RowReading:
    return next(row for row in plan(path).rows if row.title == title)


def told(path: Path) -> str:
    reading = plan(path)
    return "\n".join(
        one.text for one in (*reading.doubts, *(one for row in reading.rows for one in row.doubts))
    )


def test_a_table_within_a_text_box_is_read_once(tmp_path: Path) -> None:
    path = as_docx(tmp_path / "kh.docx", PLAIN, BODY)
    document = docx.Document(str(path))
    table = document.tables[1]._tbl
    box = parse_xml(
        f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">'
        "<v:shape><v:textbox><w:txbxContent/></v:textbox></v:shape></w:pict>"
    )
    paragraph = document.add_paragraph()
    paragraph.add_run()._r.append(box)
    box.find(f".//{qn('w:txbxContent')}").append(table)
    document.save(str(path))
    assert stated(path) == READ


def test_a_row_whose_deletion_is_tracked_is_no_task(tmp_path: Path) -> None:
    path = as_docx(tmp_path / "kh.docx", PLAIN, BODY)
    document = docx.Document(str(path))
    row = document.tables[1].rows[1]._tr
    row.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"/>'))
    document.save(str(path))
    assert list(stated(path)) == ["Kiểm tra"]


def test_what_is_struck_out_in_word_is_told_and_not_read(tmp_path: Path) -> None:
    path = as_docx(tmp_path / "kh.docx", PLAIN, BODY)
    document = docx.Document(str(path))
    paragraph = document.tables[1].rows[1].cells[4].paragraphs[0]
    paragraph.runs[0].font.strike = True
    paragraph.add_run("Quý III")
    document.save(str(path))
    assert stated(path)["Rà soát quy chế"] == ["2026-09-30"]
    assert 'bảng 2, dòng 2: chữ gạch ngang không đọc: "Quý II"' in told(path)


def test_what_is_struck_out_in_excel_is_told_and_not_read(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "kh.xlsx", PLAIN, BODY)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for cell in sheet[sheet.max_row]:
        cell.font = Font(strike=True)
    book.save(path)
    assert list(stated(path)) == ["Rà soát quy chế"]
    assert 'chữ gạch ngang không đọc: "Kiểm tra"' in told(path)


def test_markdown_with_links_code_comments_and_struck_words(tmp_path: Path) -> None:
    path = tmp_path / "kh.md"
    path.write_text(
        "# KẾ HOẠCH công tác năm 2026\n\n"
        "STT | Nội dung | Chủ trì | Thời hạn\n---|---|---|---\n"
        "1 | [Kiểm tra](http://x.vn/a) <!-- hỏi lại --> | `Thanh tra` | ~~30/7/2026~~ 30/8/2026\n"
        "2 | Rà soát | <s>Thanh tra</s> Văn phòng | Quý II\n",
        encoding="utf-8",
    )
    assert stated(path) == {"Kiểm tra": ["2026-08-30"], "Rà soát": ["2026-06-30"]}
    assert [party.name for row in plan(path).rows for party in row.leads] == ["Thanh tra", "Văn phòng"]
    assert 'chữ gạch ngang không đọc: "30/7/2026"; "Thanh tra"' in told(path)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md", ".html", ".txt"])
def test_months_as_rows_over_their_tasks_are_their_time(tmp_path: Path, suffix: str) -> None:
    table = (
        ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm"),
        ("", "THÁNG 1", "", "", ""),
        ("1", "Tổng kết", "Văn phòng", "", "Hội nghị"),
        ("", "CÔNG VIỆC QUÝ II/2026", "", "", ""),
        ("2", "Sơ kết", "Văn phòng", "", "Báo cáo"),
    )
    assert stated(WRITERS[suffix](tmp_path / f"kh{suffix}", table)) == {
        "Tổng kết": ["2026-01-31"],
        "Sơ kết": ["2026-06-30"],
    }


def test_crosses_under_quarters_or_years_in_one_row_of_headings(tmp_path: Path) -> None:
    quarters = (
        ("TT", "Nội dung kiểm tra", "Đơn vị thực hiện", "Quý I", "Quý II", "Quý III", "Quý IV"),
        ("1", "Kiểm tra A", "Thanh tra", "x", "", "+", ""),
        ("2", "Kiểm tra B", "Thanh tra", "-", "Tháng 5", "-", "-"),
    )
    years = (("TT", "Nhiệm vụ", "Cơ quan thực hiện", "Năm 2026", "Năm 2027"), ("1", "Việc A", "VP", "x", "x"))
    assert stated(as_xlsx(tmp_path / "quy.xlsx", quarters)) == {
        "Kiểm tra A": ["2026-03-31", "2026-09-30"],
        "Kiểm tra B": ["2026-05-31"],
    }
    assert stated(as_xlsx(tmp_path / "nam.xlsx", years)) == {"Việc A": ["2026-12-31", "2027-12-31"]}


def test_numbers_under_years_are_no_time(tmp_path: Path) -> None:
    table = (
        ("TT", "Nhiệm vụ", "Cơ quan thực hiện", "Thời hạn", "Năm 2026", "Năm 2027"),
        ("1", "Số hóa", "Văn phòng", "Quý I", "95", "100"),
    )
    assert stated(as_xlsx(tmp_path / "kh.xlsx", table)) == {"Số hóa": ["2026-03-31"]}


def test_parts_numbered_with_dashes_take_the_lead_of_their_task(tmp_path: Path) -> None:
    table = (
        HEAD,
        ("1", "Công tác báo cáo", "Văn phòng", "-", "", "-"),
        ("-", "Báo cáo quý", "", "", "Hằng quý", "BC"),
        ("-", "Báo cáo năm", "", "", "Tháng 12", "BC"),
    )
    path = as_docx(tmp_path / "kh.docx", table)
    assert stated(path) == {"Báo cáo quý": ["recurring"], "Báo cáo năm": ["2026-12-31"]}
    assert {party.name for row in plan(path).rows for party in row.leads} == {"Văn phòng"}


@pytest.mark.parametrize(
    ("title", "limit"),
    [
        ("Rà soát quy chế. Thời gian hoàn thành: trước 30/6/2026.", "2026-06-30"),
        ("Báo cáo tổng kết (trước ngày 15/12/2026)", "2026-12-15"),
        ("Số hóa hồ sơ, hoàn thành trong quý III/2026; báo cáo kết quả", "2026-09-30"),
        ("Gửi báo cáo chậm nhất ngày 20/11/2026", "2026-11-20"),
    ],
)
def test_a_limit_that_only_the_task_states_is_found_and_told(tmp_path: Path, title: str, limit: str) -> None:
    path = as_docx(tmp_path / "kh.docx", (HEAD[:3], ("1", title, "Văn phòng"), ("2", "Khác", "VP")), BODY)
    assert stated(path)[title] == [limit]
    assert "thời hạn lấy trong lời nhiệm vụ" in told(path)


def test_a_date_that_says_which_papers_are_meant_is_no_limit(tmp_path: Path) -> None:
    title = "Rà soát văn bản ban hành trước ngày 01/7/2025"
    path = as_docx(tmp_path / "kh.docx", (HEAD[:3], ("1", title, "Văn phòng")), BODY)
    assert stated(path) == {title: []}


def test_the_same_as_above_twice_is_still_the_row_above(tmp_path: Path) -> None:
    table = (*PLAIN, ("3", "Việc C", '"', "", '"', ""), ("4", "Việc D", "-nt-", "", "-nt-", ""))
    path = as_docx(tmp_path / "kh.docx", table, BODY)
    assert stated(path)["Việc D"] == ["2026-07-20"]
    assert [party.name for party in row_of(path, "Việc D").leads] == ["Thanh tra"]


def test_a_blank_lead_names_the_one_above(tmp_path: Path) -> None:
    path = as_docx(tmp_path / "kh.docx", (*PLAIN, ("3", "Việc C", "", "", "Quý IV", "")), BODY)
    assert 'để trống: cần phân công (dòng trên ghi "Thanh tra")' in told(path)


def test_a_start_without_an_end_is_told(tmp_path: Path) -> None:
    table = (("STT", "Nội dung", "Đơn vị chủ trì", "Từ ngày", "Đến ngày"), ("1", "Việc", "VP", "Quý II", ""))
    assert "không nêu lúc kết thúc" in told(as_docx(tmp_path / "kh.docx", table, BODY))


def test_a_date_that_lost_its_format_in_excel_is_read_and_told(tmp_path: Path) -> None:
    serial = str((dt.date(2026, 6, 30) - dt.date(1899, 12, 30)).days)
    path = as_xlsx(tmp_path / "kh.xlsx", (HEAD, ("1", "Việc", "VP", "", serial, "BC")), BODY)
    assert stated(path) == {"Việc": ["2026-06-30"]}
    assert "đọc là ngày 30/06/2026" in told(path)


def test_sheets_of_tasks_are_groups_by_their_names(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "kh.xlsx", PLAIN, BODY)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Chế độ báo cáo")
    for row in (HEAD, ("1", "Báo cáo quý", "VP", "", "Quý I", "BC")):
        sheet.append(row)
    book.save(path)
    assert "Chế độ báo cáo" in dict(plan(path).groups).values()


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Thời điểm", "time"),
        ("Thời gian, địa điểm", "time"),
        ("Điểm chuẩn", "other"),
        ("% hoàn thành", "other"),
        ("Cấp trình", "other"),
        ("Nội dung phối hợp", "title"),
        ("Nhiệm vụ của cơ quan thực hiện", "title"),
        ("Đơn vị được phân công", "lead"),
        ("Đơn vị báo cáo", "lead"),
        ("Tần suất", "time"),
        ("Lead agency", "lead"),
        ("Supporting agencies", "support"),
        ("Deadline", "time"),
        ("Expected results", "product"),
        ("Activities", "title"),
    ],
)
def test_what_a_heading_says(heading: str, role: str) -> None:
    assert role_of(heading) == role


def test_work_to_be_done_is_a_task_and_no_lead(tmp_path: Path) -> None:
    heading = ("TT", "Nội dung công việc cần thực hiện", "Sản phẩm", "Đơn vị được giao chủ trì", "Tiến độ")
    path = as_docx(tmp_path / "kh.docx", (heading, ("1", "Việc A", "Báo cáo", "Văn phòng", "Quý I")), BODY)
    assert [party.name for party in row_of(path, "Việc A").leads] == ["Văn phòng"]


@pytest.mark.parametrize(
    ("words", "lead", "support"),
    [
        ("Thanh tra Sở chủ trì, phối hợp với Văn phòng Sở", ["Thanh tra Sở"], ["Văn phòng Sở"]),
        ("Văn phòng Sở (chủ trì); các đơn vị", ["Văn phòng Sở"], ["các đơn vị"]),
        ("- Chủ trì: Văn phòng\n- Phối hợp: Thanh tra", ["Văn phòng"], ["Thanh tra"]),
    ],
)
def test_lead_and_support_in_one_cell(
    tmp_path: Path, words: str, lead: list[str], support: list[str]
) -> None:
    table = (("TT", "Nội dung nhiệm vụ", "Phân công", "Thời gian"), ("1", "Việc A", words, "Quý I"))
    row = row_of(as_docx(tmp_path / "kh.docx", table, BODY), "Việc A")
    assert ([one.name for one in row.leads], [one.name for one in row.supports]) == (lead, support)


def test_a_time_before_the_tasks_holds_for_the_rows_below(tmp_path: Path) -> None:
    table = (
        ("Thời gian", "Nội dung công việc", "Người phụ trách"),
        ("Tháng 1", "Tổng kết", "Chánh Văn phòng"),
        ("", "Xây dựng kế hoạch", "Chánh Văn phòng"),
        ("Tháng 2", "Kiểm tra", "Thanh tra"),
    )
    path = as_docx(tmp_path / "kh.docx", table, BODY)
    assert stated(path) == {
        "Tổng kết": ["2026-01-31"],
        "Xây dựng kế hoạch": ["2026-01-31"],
        "Kiểm tra": ["2026-02-28"],
    }
    assert 'lấy thời hạn của dòng trên: "Tháng 1"' in told(path)
    assert {party.name for party in row_of(path, "Kiểm tra").leads} == {"Thanh tra"}


def test_a_group_that_states_lead_and_time_gives_them_to_its_tasks(tmp_path: Path) -> None:
    table = (
        HEAD,
        ("I", "CÔNG TÁC A", "Văn phòng", "", "Trước 30/6/2026", ""),
        ("1", "Việc A1", "", "", "", ""),
        ("2", "Việc A2", "Thanh tra", "", "", ""),
        ("II", "CÔNG TÁC B", "", "", "", ""),
        ("1", "Việc B1", "Thanh tra", "", "Quý IV", ""),
    )
    path = as_docx(tmp_path / "kh.docx", table, BODY)
    assert stated(path) == {"Việc A1": ["2026-06-30"], "Việc A2": ["2026-06-30"], "Việc B1": ["2026-12-31"]}
    assert [party.name for party in row_of(path, "Việc A1").leads] == ["Văn phòng"]


def test_cells_torn_by_a_page_are_put_together(tmp_path: Path) -> None:
    table = (
        HEAD,
        ("1", "Tổ chức hội nghị đánh giá kết quả và", "Văn phòng", "Các", "Tháng", "Báo"),
        ("", "triển khai nhiệm vụ năm sau", "", "phòng", "12/2026", "cáo"),
    )
    path = as_docx(tmp_path / "kh.docx", table, BODY)
    row = row_of(path, "Tổ chức hội nghị đánh giá kết quả và triển khai nhiệm vụ năm sau")
    assert (row.products, row.time, row.confidence) == (("Báo cáo",), "Tháng 12/2026", "high")


def test_several_tasks_in_one_cell_are_told(tmp_path: Path) -> None:
    title = "- Tổng kết năm 2025\n- Xây dựng kế hoạch\n- Họp mặt"
    path = as_docx(tmp_path / "kh.docx", (HEAD, ("1", title, "Văn phòng", "", "Tháng 1", "")), BODY)
    assert "tách thành 3 nhiệm vụ" in told(path)


def test_a_label_that_is_a_later_time_than_the_limit_is_told(tmp_path: Path) -> None:
    time = "Kỳ họp tháng 6 (tháng 7)"
    path = as_docx(tmp_path / "kh.docx", (HEAD, ("1", "Nghị quyết", "Văn phòng", "", time, "")), BODY)
    assert 'Thời hạn đọc là 30/06/2026 nhưng ô còn ghi "tháng 7"' in told(path)


def test_a_row_done_through_its_parts_is_said_with_each_and_loses_no_time(tmp_path: Path) -> None:
    table = (
        HEAD,
        ("I", "NHÓM", "", "", "", ""),
        ("1", "Quyết toán", "", "", "Quý I", "Hồ sơ"),
        ("a", "Phần a", "Văn phòng", "", "Tháng 2", "Báo cáo"),
        ("2", "Chế độ báo cáo", "Văn phòng", "", "", "Các báo cáo"),
        ("-", "Quý", "", "", "Hằng quý", ""),
        ("3", "Tuyên truyền", "Văn phòng", "", "Cả năm", ""),
        ("a", "Trên trang tin", "", "", "", "Bài viết"),
    )
    path = as_docx(tmp_path / "kh.docx", table, BODY)
    assert stated(path) == {
        "Quyết toán": ["2026-03-31"],
        "Phần a": ["2026-02-28"],
        "Chế độ báo cáo: Quý": ["recurring"],
        "Tuyên truyền": ["2026-12-31"],
    }
    assert '"Chế độ báo cáo: Các báo cáo"' in told(path)
    assert row_of(path, "Tuyên truyền").products == ("a) Trên trang tin: Bài viết",)


def test_a_time_of_a_group_that_no_task_takes_is_told(tmp_path: Path) -> None:
    table = (
        HEAD,
        ("I", "NHÓM", "", "", "Quý I", ""),
        ("1", "Việc", "Văn phòng", "", "Tháng 2", "Báo cáo"),
    )
    path = as_docx(tmp_path / "kh.docx", table, BODY)
    assert stated(path) == {"Việc": ["2026-02-28"]}
    assert 'thời hạn của nhóm không dùng cho nhiệm vụ nào: "NHÓM: Quý I"' in told(path)
