"""`dondoc ack`, `submit`, `block`, `done`, `cancel`, `reopen`, `extend`, `event`, `assign`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dondoc.terminal import EVENT, Terminal
from tests.dondoc.terminal import terminal as opened
from tests.small import files_of, rule, task

ON = "--on 2021-03-05 --by an"


def row(terminal: Terminal, id_: str) -> dict[str, Any]:
    (found,) = [one for one in terminal("deadlines --at 2021-03-15 --json").objects if one["id"] == id_]
    return found


def test_what_is_done_is_told_with_the_new_state(terminal: Terminal) -> None:
    answer = terminal(f"done p/I.1/han {ON} --document 18/BC")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "Đã ghi nhận: p/I.1/han: hoàn thành, văn bản số 18/BC, ngày 05/3/2021.",
        "p/I.1/han: hoàn thành đúng hạn.",
    ]
    assert row(terminal, "p/I.1/han")["state"] == "done"


def test_a_task_with_one_deadline_is_named_by_itself(terminal: Terminal) -> None:
    assert terminal(f"ack p/I.1 {ON}").code == 0
    assert row(terminal, "p/I.1/han")["acknowledged"] == "2021-03-05"


def test_a_task_with_several_deadlines_asks_which(terminal: Terminal) -> None:
    answer = terminal(f"done p/I.8 {ON}")
    assert answer.code == 1
    assert "p/I.8/a, p/I.8/b" in answer.err


def test_an_unknown_id_names_the_nearest(terminal: Terminal) -> None:
    answer = terminal(f"done p/I.1/hann {ON}")
    assert answer.code == 1
    assert "p/I.1/han" in answer.err


def test_saying_done_twice_does_no_harm(terminal: Terminal) -> None:
    terminal(f"done p/I.1 {ON}")
    answer = terminal(f"done p/I.1 {ON}")
    assert answer.code == 0
    assert answer.out.startswith("Không có gì mới: đã ghi nhận hoàn thành ngày 05/3/2021")


def test_another_day_is_a_correction_only_when_it_is_called_one(terminal: Terminal) -> None:
    terminal(f"done p/I.1 {ON} --document 18/BC")
    assert terminal("done p/I.1 --by an --on 2021-03-12").out.startswith("Không có gì mới")
    answer = terminal("done p/I.1 --by an --on 2021-03-12 --document 19/BC --correct")
    assert "văn bản số 19/BC, ngày 12/3/2021" in answer.out
    found = row(terminal, "p/I.1/han")
    assert (found["done_on"], found["state"], found["term"]) == ("2021-03-12", "done-late", 1)
    again = terminal("done p/I.1 --by an --on 2021-03-12 --document 19/BC --correct")
    assert again.out.startswith("Không có gì mới")


def test_each_unit_finishes_its_own_line(terminal: Terminal) -> None:
    answer = terminal(f"done p/I.2 {ON} --unit", "Phòng Kinh tế")
    assert "còn chờ: Phòng Xây dựng" in answer.out
    assert row(terminal, "p/I.2/han")["open"] == ["xd"]


def test_closing_the_rest_keeps_the_day_of_what_was_finished(terminal: Terminal) -> None:
    terminal(f"done p/I.2 {ON} --unit kt")
    terminal("done p/I.2 --on 2021-03-12 --by binh")
    assert row(terminal, "p/I.2/han")["done_on"] == "2021-03-12"
    assert terminal(f"done p/I.2 {ON} --unit kt").out.startswith(
        "Không có gì mới: đã ghi nhận hoàn thành ngày 05/3/2021"
    )


def test_a_unit_that_does_not_lead_is_refused(terminal: Terminal) -> None:
    answer = terminal(f"done p/I.1 {ON} --unit xd")
    assert answer.code == 1
    assert "Phòng Xây dựng không chủ trì p/I.1/han" in answer.err


def test_a_day_to_come_is_refused(terminal: Terminal) -> None:
    answer = terminal("done p/I.1 --by an --on 2199-01-01")
    assert answer.code == 1
    assert "chưa đến" in answer.err


def test_a_year_long_ago_is_refused(terminal: Terminal) -> None:
    assert "kiểm tra lại năm" in terminal("done p/I.1 --by an --on 1921-03-05").err


def test_no_output_is_a_result(terminal: Terminal) -> None:
    assert "(không phát sinh)" in terminal(f"done p/I.3 {ON} --no-output").out


def test_one_product_closes_the_twin_row_both_ways(terminal: Terminal) -> None:
    assert "luôn p/I.7/han" in terminal(f"done p/I.6 {ON}").out
    assert row(terminal, "p/I.7/han")["state"] == "done"
    terminal(f"reopen p/I.6 {ON}")
    terminal(f"reopen p/I.7 {ON}")
    assert "luôn p/I.6/han" in terminal(f"done p/I.7 {ON}").out


def test_a_block_says_what_it_waits_for(terminal: Terminal) -> None:
    assert terminal(f"block p/I.1 {ON}").code == 1
    assert terminal(f"block p/I.1 {ON} --note", "Chờ số liệu").code == 0
    assert row(terminal, "p/I.1/han")["blocked"] == "Chờ số liệu"


def test_a_paper_for_signature_names_the_signer(terminal: Terminal) -> None:
    answer = terminal(f"submit p/I.1 {ON} --to", "Hoàng Giám")
    assert "đã trình ký, trình Hoàng Giám" in answer.out
    assert row(terminal, "p/I.1/han")["submitted"] == "2021-03-05"


def test_a_stopped_deadline_takes_no_result_until_it_is_reopened(terminal: Terminal) -> None:
    terminal(f"cancel p/I.1 {ON}")
    refused = terminal(f"done p/I.1 {ON}")
    assert refused.code == 1
    assert "reopen" in refused.err
    terminal(f"reopen p/I.1 {ON}")
    assert terminal(f"done p/I.1 {ON}").code == 0


def test_reopening_what_is_open_does_no_harm(terminal: Terminal) -> None:
    answer = terminal(f"reopen p/I.1 {ON}")
    assert answer.code == 0
    assert "đang mở" in answer.out


def test_an_event_makes_a_deadline_of_its_own(terminal: Terminal) -> None:
    answer = terminal("event p/I.3 --on 2021-03-15 --document 9/CV")
    assert "p/I.3/1: " in answer.out
    assert "thứ Hai, ngày 22/3/2021" in answer.out
    assert terminal("done p/I.3/1 --on 2021-03-19 --by an").code == 0


def test_the_same_event_is_kept_once(terminal: Terminal) -> None:
    terminal("event p/I.3 --on 2021-03-15 --document 9/CV")
    assert "đã được ghi nhận" in terminal("event p/I.3 --on 2021-03-15 --document 9/CV").out
    assert "p/I.3/2: " in terminal("event p/I.3 --on 2021-03-16 --document 10/CV").out


def test_a_result_without_its_event_is_refused(terminal: Terminal) -> None:
    assert "ghi nhận bằng lệnh event" in terminal(f"done p/I.3 {ON}").err


def test_a_dated_deadline_takes_no_event(terminal: Terminal) -> None:
    assert terminal("event p/I.1 --on 2021-03-15").code == 1


def test_a_direction_from_above_brings_the_date(terminal: Terminal) -> None:
    answer = terminal("event p/I.4 --on 2021-03-01 --to 2021-06-30 --document 22/UBND")
    assert "ngày làm việc cuối cùng trong hạn: thứ Tư, ngày 30/6/2021" in answer.out
    assert row(terminal, "p/I.4/han")["stated"] == "2021-06-30"


def test_a_grant_of_what_waits_for_a_date_is_that_date(terminal: Terminal) -> None:
    terminal("extend p/I.4 --to 2021-06-30 --grant --by vp --document 22/UBND --on 2021-03-01")
    found = row(terminal, "p/I.4/han")
    assert (found["stated"], found["extensions"]) == ("2021-06-30", 0)


def test_an_extension_is_asked_refused_and_granted(terminal: Terminal) -> None:
    assert terminal(f"extend p/I.1 --to 2021-03-31 --ask {ON}").code == 0
    assert row(terminal, "p/I.1/han")["extension_asked"] == "2021-03-31"
    assert terminal("extend p/I.1 --refuse --by vp --on 2021-03-06").code == 0
    assert terminal("extend p/I.1 --refuse --by vp --on 2021-03-07").code == 1
    assert terminal("extend p/I.1 --to 2021-04-15 --grant --by vp --on 2021-03-08").code == 0
    assert row(terminal, "p/I.1/han")["last_day"] == "2021-04-15"


def test_an_extension_moves_forward_only(terminal: Terminal) -> None:
    answer = terminal(f"extend p/I.1 --to 2021-03-10 --ask {ON}")
    assert answer.code == 1
    assert "phải sau hạn hiện tại (10/3/2021)" in answer.err


def test_a_date_set_above_is_recorded_with_its_document(terminal: Terminal) -> None:
    terminal("event p/I.4 --on 2021-03-01 --to 2021-06-30 --document 22/UBND")
    grant = "extend p/I.4 --to 2021-07-30 --grant --by vp --on 2021-06-01"
    assert "ghi số văn bản trả lời" in terminal(grant).err
    assert "ngày mới do tỉnh ấn định" in terminal(f"{grant} --document 31/UBND").out


def test_what_the_office_leads_is_granted_by_the_leaders_alone(terminal: Terminal) -> None:
    grant = "extend p/I.5 --to 2021-03-31 --grant --on 2021-03-05"
    assert "chỉ lãnh đạo cơ quan" in terminal(f"{grant} --by theo-doi --document 5/SO").err
    assert "số văn bản" in terminal(f"{grant} --by gd").err
    assert terminal(f"{grant} --by gd --document 5/SO").code == 0


def test_an_assignment_is_kept_for_the_whole_task(terminal: Terminal) -> None:
    answer = terminal("assign p/I.8/a --unit xd --by vp --on 2021-03-01 --person", "Vũ Bình")
    assert "Đã ghi nhận: p/I.8: phân công, Phòng Xây dựng, Vũ Bình" in answer.out
    assert row(terminal, "p/I.8/b")["lead"] == ["kt", "xd"]


def test_an_unknown_person_is_not_assigned(terminal: Terminal) -> None:
    assert "không có cán bộ" in terminal("assign p/I.1 --unit kt --by vp --person nobody").err


@pytest.mark.parametrize(
    "words",
    ["done", "done p/I.1", "extend p/I.1 --to 2021-03-31 --by an", "extend p/I.1 --ask --by an",
     "extend p/I.1 --to 2021-03-31 --ask --grant --by an", "event p/I.3", "assign p/I.1",
     "done p/I.1 --by an --on 2021-02-30"],
)  # fmt: skip
def test_wrong_use_is_two(terminal: Terminal, words: str) -> None:
    answer = terminal(words)
    assert answer.code == 2
    assert "Lỗi:" in answer.err


def test_done_on_the_stated_date_is_told_apart(terminal: Terminal) -> None:
    answer = terminal("done p/I.1 --on 2021-03-10 --by an")
    assert "p/I.1/han: hoàn thành đúng mốc." in answer.out
    assert row(terminal, "p/I.1/han")["state"] == "done"
    assert "hoàn thành đúng mốc" in terminal("deadlines --at 2021-03-15").out


@pytest.mark.parametrize("by", ["an", "Nguyễn An", "tp-kt", "kt", "Phòng Kinh tế"])
def test_an_extension_is_not_granted_by_those_who_work_on_it(terminal: Terminal, by: str) -> None:
    answer = terminal("extend p/I.1 --to 2021-03-31 --grant --on 2021-03-05 --by", by)
    assert answer.code == 1
    assert "không có quyền đồng ý gia hạn" in answer.err


@pytest.mark.parametrize("by", ["theo-doi", "cvp", "Hoàng Giám", "office", "vp", "Phó Giám đốc Sở"])
def test_the_office_and_the_leaders_grant_an_extension(terminal: Terminal, by: str) -> None:
    assert terminal("extend p/I.1 --to 2021-03-31 --grant --on 2021-03-05 --by", by).code == 0


def test_a_second_event_where_one_is_meant_is_refused_with_the_day_of_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = files_of(rule("{id: a, before: 1wd, to: lead}"), task(EVENT.replace("}", ", once: true}")))
    once = opened(tmp_path, capsys, files)
    once("event p/I.1 --on 2021-03-15 --document 9/CV")
    assert "đã được ghi nhận" in once("event p/I.1 --on 2021-03-15 --document 9/CV").out
    answer = once("event p/I.1 --on 2021-03-16")
    assert answer.code == 1
    assert "chỉ ghi một lần (once), đã ghi ngày 15/3/2021" in answer.err


def test_an_odd_assignment_is_kept_with_a_warning(terminal: Terminal) -> None:
    odd = terminal("assign p/I.1 --unit xd --by vp --person an")
    assert odd.code == 0
    assert "không phải chuyên viên hay trưởng đơn vị của Phòng Xây dựng" in odd.err
    assert "chưa chủ trì p/I.1" in odd.err
    assert terminal("assign p/I.2 --unit xd --by vp --person binh").err == ""
