"""`dondoc text`: what is pasted into a chat group."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.dondoc.terminal import Terminal

DAY = "--at 2021-03-15"
MARKUP = re.compile(r"[<>*_`#|]|\x1b")


@pytest.fixture
def shipped(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(ROOT, capsys)


@pytest.mark.parametrize(
    "id_", ["p", "p/I.1", "p/I.1/han", "p/I.2", "p/I.3", "p/I.4", "p/I.8", "p/I.8/a", "kt", "Phòng Xây dựng"]
)
def test_whatever_it_is_of_it_has_ten_plain_lines_at_the_most(terminal: Terminal, id_: str) -> None:
    answer = terminal("text", id_, *DAY.split())
    lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert 2 <= len(lines) <= 10
    assert all(lines)
    assert not MARKUP.search(answer.out)


def test_a_deadline_says_what_by_when_who_and_how_it_stands(terminal: Terminal) -> None:
    lines = terminal(f"text p/I.1/han {DAY}").out.splitlines()
    assert lines == [
        "Việc I.1",
        "Nguồn: Kế hoạch thử, nhiệm vụ I.1",
        "Kế hoạch ghi: “thời hạn”",
        "Ngày làm việc cuối cùng trong hạn: thứ Ba, ngày 09/3/2021",
        "Chủ trì: Phòng Kinh tế (Nguyễn An)",
        "Tình trạng ngày 15/3/2021: quá hạn 03 ngày làm việc, mốc kế hoạch ngày 10/3/2021",
    ]


def test_what_was_reported_shows(terminal: Terminal) -> None:
    terminal("submit p/I.1/han --by an --to gd --on 2021-03-12")
    assert "đã trình Giám đốc ngày 12/3/2021" in terminal(f"text p/I.1/han {DAY}").out
    terminal("done p/I.1/han --by an --document 12/BC-SCT --on 2021-03-09")
    assert "hoàn thành đúng hạn ngày 09/3/2021, 12/BC-SCT" in terminal(f"text p/I.1 {DAY}").out
    terminal("cancel p/I.2/han --by an --on 2021-03-10 --document 1/QĐ")
    assert "dừng thực hiện" in terminal(f"text p/I.2 {DAY}").out


def test_of_a_plan_the_most_pressing_come_first_and_the_rest_is_counted(shipped: Terminal) -> None:
    lines = shipped(f"text cchc-2021 {DAY}").out.splitlines()
    assert lines[0] == "Kế hoạch Cải cách hành chính năm 2021 – tính đến thứ Hai, ngày 15/3/2021"
    assert lines[1].startswith("53 mốc thời hạn: ")
    assert lines[2].startswith("- Báo cáo kết quả đánh giá")
    assert "quá hạn" in lines[2]
    assert "quá hạn" in lines[3]
    assert re.fullmatch(r"… và \d\d mốc khác chưa xong", lines[-1])
    assert len(lines) == 10


def test_a_line_with_several_periods_is_listed(shipped: Terminal) -> None:
    lines = shipped(f"text cchc-2021/I.5 {DAY}").out.splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("Báo cáo CCHC định kỳ – tính đến")


def test_what_a_unit_has_done_of_a_common_deadline_is_not_listed_for_it(terminal: Terminal) -> None:
    terminal("done p/I.2/han --unit kt --by an --on 2021-03-09")
    assert "Việc I.2" not in terminal(f"text kt {DAY}").out
    assert "Việc I.2" in terminal(f"text xd {DAY}").out


@pytest.mark.parametrize(
    "id_, says",
    [
        ("khong-co", "các kế hoạch: p"), ("p/I.99", "gần giống"), ("p/I.8/x", "nhiệm vụ này có: p/I.8/a"),
        ("", "không có đơn vị"), ("/", "không có thời hạn"),
    ],
)  # fmt: skip
def test_a_name_that_is_none_is_answered_with_what_there_is(terminal: Terminal, id_: str, says: str) -> None:
    answer = terminal("text", id_)
    assert (answer.code, answer.out) == (1, "")
    assert says in answer.err
