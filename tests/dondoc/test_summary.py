"""`dondoc report`: the plan's table with its results, the same words in every kind of file."""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from rules.classes import NAMES, Class
from tests.dondoc.terminal import Terminal

AT = "--at 2021-03-15"


def results(terminal: Terminal, *options: str) -> dict[str, list[str]]:
    """Task number -> its lines of Kết quả."""
    found: dict[str, list[str]] = {}
    task = ""
    for line in terminal(f"report {AT}", *options).out.splitlines():
        if line[:1].isdigit():
            task = line.split(".")[0]
        elif "Kết quả: " in line:
            found.setdefault(task, []).append(line.partition("Kết quả: ")[2])
    return found


def test_a_result_tells_document_and_day(terminal: Terminal) -> None:
    terminal("done p/I.1 --by an --on 2021-03-05 --document 18/BC")
    terminal("done p/I.8/a --by an --on 2021-03-12 --no-output")
    found = results(terminal)
    assert found["1"] == ["Hoàn thành đúng hạn, văn bản số 18/BC ngày 05/3/2021"]
    assert found["8"] == [
        "Quý I: hoàn thành quá hạn (không phát sinh) ngày 12/3/2021",
        "Thực hiện thường xuyên",
    ]


def test_units_that_stand_apart_have_a_line_each(terminal: Terminal) -> None:
    late = "đang thực hiện quá hạn 03 ngày làm việc"
    assert results(terminal)["2"] == [late.capitalize()]
    terminal("done p/I.2 --by an --on 2021-03-05 --unit kt")
    terminal("block p/I.2 --by binh --on 2021-03-08 --unit xd --note", "Chờ số liệu")
    assert results(terminal)["2"] == [
        "Phòng Kinh tế: hoàn thành đúng hạn ngày 05/3/2021",
        f"Phòng Xây dựng: {late}; vướng mắc: Chờ số liệu",
    ]


def test_an_extension_is_told_with_its_document_and_the_first_date(terminal: Terminal) -> None:
    terminal("extend p/I.1 --grant --to 2021-03-31 --by gd --on 2021-03-09 --document 45/SCT-VP")
    (told,) = results(terminal)["1"]
    assert told == (
        "Đang thực hiện trong hạn; đã gia hạn 01 lần, đến hết ngày 31/3/2021 theo văn bản số 45/SCT-VP, "
        "thời hạn ban đầu ngày 10/3/2021"
    )


def test_the_totals_are_those_of_the_digest(terminal: Terminal) -> None:
    terminal("done p/I.1 --by an --on 2021-03-05")
    terminal("done p/I.5 --by an --on 2021-03-12")
    terminal("extend p/I.2 --grant --to 2021-03-31 --by gd --on 2021-03-09")
    figures = terminal(f"digest {AT} --json").object["figures"]
    said = terminal(f"report {AT}").out
    counts: dict[Class, str] = {
        "done": "done_on_time", "done-late": "done_late", "in-time": "in_time", "overdue": "overdue",
        "undetermined": "undetermined", "cancelled": "cancelled",
    }  # fmt: skip
    for name, figure in counts.items():
        assert f"  {NAMES[name]}: {figures[figure]:02} (" in said
    assert "Đang thực hiện trong hạn: 01 (tỷ lệ 16,7%; được gia hạn 01)" in said
    assert "Trong đó 01 mốc được gia hạn" in said


def test_what_was_finished_before_loading_is_neither_on_time_nor_late(terminal: Terminal) -> None:
    assert terminal("plan open p --by an --done-before 2021-03-20").code == 0
    said = terminal("report --at 2026-01-05").out
    assert "Hoàn thành trước khi nạp kế hoạch (không rõ ngày): 06 (tỷ lệ -; được gia hạn 00)" in said
    assert "   Kết quả: Hoàn thành trước khi nạp kế hoạch (không rõ ngày)" in said


def test_word_excel_and_text_say_the_same(terminal: Terminal) -> None:
    terminal("done p/I.1 --by an --on 2021-03-05 --document 18/BC")
    word, sheet = terminal.workspace / "bc.docx", terminal.workspace / "bc.xlsx"
    for path in (word, sheet):
        assert terminal(f"report {AT} -o", str(path)).code == 0
    paper = docx.Document(str(word))
    texts = [[cell.text for cell in row.cells] for row in paper.tables[2].rows]
    (page,) = openpyxl.load_workbook(sheet).worksheets
    cells = [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]
    for row in texts:
        assert row in cells or row[0] == row[-1]  # a group's title is one cell
    assert [row[0] for row in texts if row[0] == row[-1]] == ["I. NHÓM MỘT"]
    assert texts[2][-1] == "Hoàn thành đúng hạn, văn bản số 18/BC ngày 05/3/2021"


def test_the_paper_has_the_head_that_the_decree_asks_for(terminal: Terminal) -> None:
    path = terminal.workspace / "bc.docx"
    terminal(f"report {AT} -o", str(path))
    paper = docx.Document(str(path))
    left, right = (cell.text for cell in paper.tables[0].rows[0].cells)
    assert left.startswith("SỞ THỬ NGHIỆM\nSố:")
    assert right.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n")
    assert "(Kế hoạch ban hành ngày 31/12/2020; tính đến hết ngày 15/3/2021)" in [
        paragraph.text for paragraph in paper.paragraphs
    ]
    assert paper.tables[-1].rows[0].cells[1].text == "CHÁNH VĂN PHÒNG"


def test_the_format_and_the_name_must_agree(terminal: Terminal) -> None:
    assert terminal("report --format docx").code == 2
    assert terminal("report --format docx -o", str(terminal.workspace / "bc.xlsx")).code == 2
    assert "Không có kế hoạch “q”" in terminal("report --plan q").err
    assert terminal("report -o", "/proc/khong/bc.docx").code == 3


@pytest.mark.parametrize(
    "library, command", [("docx", "report -o bc.docx"), ("openpyxl", "results export -o kq.xlsx")]
)
def test_a_missing_extra_is_named_with_the_command_that_brings_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: str, command: str
) -> None:
    for module in ("dondoc.progress.docxfile", "dondoc.results.book", "dondoc.spreadsheet"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.chdir(tmp_path)
    answer = terminal(command)
    assert (answer.code, "pip install dondoc[office]" in answer.err) == (3, True)
