"""`dondoc import` as its user types it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.dondoc.terminal import Terminal
from tests.plans.paperpdf import drawn_pdf, pdf_bytes
from tests.plans.papers import as_csv, as_docx, as_xlsx

ROWS = (
    ("STT", "Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"),
    ("I", "CÔNG TÁC CHỈ ĐẠO", "", "", "", ""),
    ("1", "Ban hành Kế hoạch CCHC", "Kế hoạch", "Văn phòng Sở", "Các phòng thuộc Sở", "Quý I"),
    ("2", "Kiểm tra CCHC", "Báo cáo", "Phòng Quản lý thươg mại", "", "Trước 30/11"),
    ("3", "Tổng kết", "Báo cáo", "Phòng Quản lý hư vô", "Văn phòng Sở", ""),
)


@pytest.fixture
def office(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The units of the project in a workspace of its own."""
    (tmp_path / "data" / "plans").mkdir(parents=True)
    for name in ("data/units.yaml", "data/calendar.yaml"):
        shutil.copy(root / name, tmp_path / name)
    shutil.copytree(root / "rules", tmp_path / "rules", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return Terminal(tmp_path, capsys)


def test_the_written_plan_passes_check_and_gives_the_deadlines(office: Terminal, corpus: Path) -> None:
    out = office.workspace / "data" / "plans" / "cchc-2021.yaml"
    answer = office("import", str(corpus / "plan-2021.txt"), "--year", "2021", "-o", str(out))
    assert answer.code == 0, answer.err
    assert answer.out == ""
    assert "46 nhiệm vụ, 53 mốc thời hạn" in answer.err
    assert office("check").code == 0
    assert len(office("deadlines --at 2021-03-01 --json").objects) == 53


def test_without_an_output_the_plan_goes_to_stdout_and_nothing_is_written(
    office: Terminal, corpus: Path
) -> None:
    before = sorted(office.workspace.rglob("*"))
    answer = office("import", str(corpus / "plan-2021.txt"))
    assert "# Kế hoạch Cải cách hành chính của Sở Công Thương năm 2021: 46 nhiệm vụ" in answer.out
    assert sorted(office.workspace.rglob("*")) == before


def test_json_has_a_line_a_row_with_the_fields_of_the_design(office: Terminal, corpus: Path) -> None:
    objects = office("import", str(corpus / "plan-2021.txt"), "--year", "2021", "--json").objects
    assert len(objects) == 46
    fields = "task group title products lead support time deadlines problems warnings"
    assert all(set(fields.split()) <= set(one) for one in objects)


def test_unknown_and_mistyped_units_are_told_with_the_nearest_name(office: Terminal, tmp_path: Path) -> None:
    paper = as_docx(tmp_path / "kh.docx", ROWS)
    out = tmp_path / "data" / "plans" / "kh.yaml"
    answer = office("import", str(paper), "--year", "2026", "-o", str(out))
    assert answer.code == 0, answer.err
    assert "“Phòng Quản lý hư vô”; gần nhất: “Phòng Quản lý" in answer.err
    text = out.read_text(encoding="utf-8")
    assert "lead: [phong-qltm]" in text
    assert 'CẦN XEM: "Phòng Quản lý thươg mại" được hiểu là "Phòng Quản lý thương mại".' in text
    assert "CẦN XEM: Ô Thời gian để trống: chưa có thời hạn." in text
    assert "# độ chắc chắn: thấp" in text
    assert office("check").code == 0


def test_what_is_worst_is_told_first(office: Terminal, tmp_path: Path) -> None:
    answer = office("import", str(as_docx(tmp_path / "kh.docx", ROWS)), "--year", "2026", "--json")
    table = answer.err
    assert table.index("LỖI: mất") < table.index("LỖI: ai làm") < table.index("cảnh báo")


def test_the_report_holds_everything_in_one_file(office: Terminal, tmp_path: Path) -> None:
    page = tmp_path / "doi-chieu.html"
    office(
        "import", str(as_docx(tmp_path / "kh.docx", ROWS)), "--year", "2026", "--json", "--report", str(page)
    )
    text = page.read_text(encoding="utf-8")
    assert "Trước 30/11" in text
    assert "trước ngày 30/11/2026" in text
    assert "viewport" in text
    assert "http" not in text


class TestASecondRun:
    """People edit the file; the document is imported again."""

    @pytest.fixture
    def out(self, office: Terminal, tmp_path: Path) -> Path:
        out = tmp_path / "data" / "plans" / "kh.yaml"
        answer = office("import", str(as_docx(tmp_path / "kh.docx", ROWS)), "--year", "2026", "-o", str(out))
        assert answer.code == 0, answer.err
        return out

    def test_changes_nothing_when_nothing_changed(self, office: Terminal, tmp_path: Path, out: Path) -> None:
        before = out.read_bytes()
        answer = office("import", str(tmp_path / "kh.docx"), "--year", "2026", "-o", str(out))
        assert out.read_bytes() == before
        assert "không có gì mới" in answer.err

    def test_keeps_every_edit_and_says_so(self, office: Terminal, tmp_path: Path, out: Path) -> None:
        text = out.read_text(encoding="utf-8").replace(
            "lead: [phong-qltm]", "lead: [phong-qltm, van-phong]  # theo giao ban"
        )
        text = text.replace("date: 2026-11-30", "date: 2026-11-20")
        out.write_text(text, encoding="utf-8")
        answer = office("import", str(tmp_path / "kh.docx"), "--year", "2026", "-o", str(out))
        assert out.read_text(encoding="utf-8") == text
        assert "giữ chỗ đã sửa tay: I.2 lead, I.2 deadlines" in answer.err

    def test_proposes_what_the_document_changed(self, office: Terminal, tmp_path: Path, out: Path) -> None:
        changed = [list(row) for row in ROWS]
        changed[2][5] = "Quý II"
        changed.append(["4", "Sơ kết", "Báo cáo", "Văn phòng Sở", "", "Tháng 7"])
        del changed[4]
        paper = as_docx(tmp_path / "moi.docx", changed)
        answer = office("import", str(paper), "--year", "2026", "-o", str(out))
        text = out.read_text(encoding="utf-8")
        assert 'CẦN XEM: văn bản nay ghi time: "Quý II"' in text
        assert "start: 2026-01-01, end: 2026-03-31" in text
        assert "CẦN XEM: không còn trong văn bản vừa nhập" in text
        assert "nhiệm vụ mới, đã thêm: I.4" in answer.err
        assert office("check").code == 0
        keys = {one["task"] for one in office("deadlines --at 2026-01-05 --json").objects}
        assert keys == {"I.1", "I.2", "I.4"}
        office("import", str(paper), "--year", "2026", "-o", str(out))
        assert out.read_text(encoding="utf-8") == text

    def test_force_writes_anew(self, office: Terminal, tmp_path: Path, out: Path) -> None:
        before = out.read_bytes()
        out.write_text("plan: hỏng [", encoding="utf-8")
        refused = office("import", str(tmp_path / "kh.docx"), "--year", "2026", "-o", str(out))
        assert (refused.code, out.read_text(encoding="utf-8")) == (1, "plan: hỏng [")
        assert (
            office("import", str(tmp_path / "kh.docx"), "--year", "2026", "-o", str(out), "--force").code == 0
        )
        assert out.read_bytes() == before


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BROKEN = {
    "cu.doc": (OLE, "đời cũ"),
    "khoa.docx": (OLE, "mật khẩu"),
    "hong.docx": (b"PK\x03\x04 broken", "hỏng"),
    "gia.docx": ("không phải Word".encode(), "sai đuôi"),
    "trong.txt": (b"  \n", "trống"),
    "quet.pdf": (pdf_bytes([], [], pages=2), "không có lớp chữ"),
    "hong.pdf": (b"%PDF-1.4\nbroken", "PDF"),
    "anh.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "ảnh"),
    "nhi-phan.txt": (bytes(range(256)) * 4, "văn bản"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_is_one_clear_line(office: Terminal, tmp_path: Path, name: str) -> None:
    content, words = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    answer = office("import", str(tmp_path / name), "--year", "2026")
    assert answer.code == 3, answer.err
    assert words in answer.err
    assert answer.err.count("\n") == 1
    assert answer.out == ""


def test_a_file_that_unpacks_to_far_too_much_is_refused(office: Terminal, tmp_path: Path) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile

    with ZipFile(tmp_path / "bom.docx", "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (130 * 1024 * 1024))
    answer = office("import", str(tmp_path / "bom.docx"), "--year", "2026")
    assert (answer.code, "quá lớn" in answer.err) == (3, True)


def test_more_tasks_than_a_plan_file_holds_are_refused_in_one_line(office: Terminal, tmp_path: Path) -> None:
    rows = [
        ("STT", "Nội dung", "Chủ trì", "Thời hạn"),
        *((str(n), "Việc", "VP", "Quý I") for n in range(2001)),
    ]
    answer = office("import", str(as_csv(tmp_path / "kh.csv", rows)), "--year", "2026")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "tối đa 2000" in answer.err


def test_a_workbook_is_known_by_its_content_and_not_its_name(office: Terminal, tmp_path: Path) -> None:
    paper = as_xlsx(tmp_path / "kh.xlsx", ROWS).rename(tmp_path / "kh.docx")
    assert office("import", str(paper), "--year", "2026", "--json").objects


def test_a_plan_written_elsewhere_says_that_nobody_reads_it(office: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "khong-co" / "kh.yaml"
    answer = office("import", str(as_csv(tmp_path / "kh.csv", ROWS)), "--year", "2026", "-o", str(out))
    assert out.exists()
    assert f"Đã tạo thư mục {out.parent}" in answer.err
    assert "không nằm trong data/plans" in answer.err


def test_a_document_without_a_table_of_tasks_says_what_is_missing(office: Terminal, tmp_path: Path) -> None:
    paper = as_csv(tmp_path / "khac.csv", [("Tên hàng", "Giá"), ("Bút", "3000")])
    answer = office("import", str(paper), "--year", "2026")
    assert answer.code == 1
    assert "không tìm thấy bảng nhiệm vụ" in answer.err


def test_a_pdf_without_ruled_tables_says_what_to_use_instead(office: Terminal, tmp_path: Path) -> None:
    (tmp_path / "kh.pdf").write_bytes(drawn_pdf([(30, 560, 0, 0, "1 Rà soát quy chế")]))
    answer = office("import", str(tmp_path / "kh.pdf"), "--year", "2026")
    assert (answer.code, "dùng bản Word hoặc Excel" in answer.err) == (1, True)


def test_a_plan_that_names_no_year_asks_for_one(office: Terminal, tmp_path: Path) -> None:
    paper = as_csv(tmp_path / "kh.csv", ROWS)
    answer = office("import", str(paper))
    assert (answer.code, "--year" in answer.err) == (2, True)


def test_a_missing_file_is_one_clear_line(office: Terminal) -> None:
    answer = office("import khong-co.docx --year 2026")
    assert (answer.code, answer.err.count("\n")) == (3, 1)


class TestANewWorkspaceFromAPlan:
    def test_runs_at_once(self, office: Terminal, tmp_path: Path, corpus: Path) -> None:
        answer = office("init", str(tmp_path / "so"), "--from-plan", str(corpus / "plan-2021.txt"))
        assert answer.code == 0, answer.err
        made = Terminal(tmp_path / "so", office.capture)
        assert made("check").code == 0
        assert len(made("deadlines --at 2021-03-01 --json").objects) == 53
        preview = made("preview --from 2021-03-01 --to 2021-03-12 --json")
        assert preview.code == 0
        assert preview.objects

    def test_knows_the_units_by_the_names_in_the_plan(self, office: Terminal, tmp_path: Path) -> None:
        paper = as_docx(tmp_path / "kh.docx", ROWS)
        office("init", str(tmp_path / "so"), "--from-plan", str(paper), "--year", "2026")
        text = (tmp_path / "so" / "data" / "units.yaml").read_text(encoding="utf-8")
        assert 'name: "Phòng Quản lý hư vô"' in text
        assert 'name: "Các phòng thuộc Sở"' in text
        assert "members: [" in text

    def test_leaves_nothing_behind_when_the_plan_cannot_be_read(
        self, office: Terminal, tmp_path: Path
    ) -> None:
        answer = office("init", str(tmp_path / "so"), "--from-plan", str(tmp_path / "khong-co.docx"))
        assert answer.code == 3
        assert not (tmp_path / "so").exists()
