"""`dondoc explain`."""

from __future__ import annotations

from typing import Any

from tests.dondoc.terminal import Terminal


def steps(terminal: Terminal, words: str) -> dict[str, dict[str, Any]]:
    """The steps by id and number."""
    found = terminal(f"explain {words} --json").object["steps"]
    return {f"{one['step']}{one['occurrence']}": one for one in found}


def test_the_fields_others_rely_on_are_there(terminal: Terminal) -> None:
    found = terminal("explain p/I.1/han --at 2021-03-06 --json").object
    assert (found["deadline"], found["last_day"], found["rule"]) == ("p/I.1/han", "2021-03-09", "r")
    assert all({"step", "at", "status", "why"} <= set(step) for step in found["steps"])


def test_the_last_day_is_explained_day_by_day(terminal: Terminal) -> None:
    reasons = terminal("explain p/I.1 --at 2021-03-06 --json").object["reasons"]
    assert [reason["day"] for reason in reasons] == ["2021-03-10", "2021-03-09"]


def test_without_a_record_it_is_a_first_start_on_new_years_day(terminal: Terminal) -> None:
    found = steps(terminal, "p/I.1 --at 2021-03-06")
    assert found["som1"]["status"] == "said"
    assert found["som1"]["recipients"] == ["an@so.example"]
    assert found["hom-nay1"]["status"] == "planned"
    assert not (terminal.workspace / "var").exists()


def test_a_step_to_come_names_its_readers(terminal: Terminal) -> None:
    found = steps(terminal, "p/I.1 --at 2021-01-05")
    assert found["qua-han1"]["recipients"] == ["an@so.example", "tpkt@so.example"]
    assert found["qua-han1"]["cc"] == ["theodoi@so.example"]
    assert found["qua-han1"]["at"] == "2021-03-11T08:00:00+07:00"


def test_what_lay_before_the_birth_is_passed_over(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-08T09:00")
    found = steps(terminal, "p/I.1 --at 2021-03-08T10:00")
    assert found["som1"]["status"] == "passed"
    assert "trước khi hệ thống biết" in found["som1"]["why"]
    assert found["first1"]["status"] == "said"


def test_what_is_finished_is_said_no_more(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-04T08:00")
    terminal("done p/I.1 --by an --on 2021-03-05")
    found = {one["step"]: one for one in terminal("explain p/I.1 --json").object["steps"]}
    assert found["hom-nay"]["status"] == "closed"
    assert found["hom-nay"]["why"] == "đã hoàn thành ngày 05/3/2021"


def test_of_several_missed_the_former_are_superseded(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-09T08:00")
    found = steps(terminal, "p/I.1 --at 2021-03-09T09:00")
    assert found["som1"]["status"] == "superseded"
    assert found["hom-nay1"]["status"] == "said"


def test_the_past_is_told_as_it_was_known_then(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-04T08:00")
    assert steps(terminal, "p/I.1 --at 2021-03-02")["som1"]["status"] == "planned"


def test_a_person_reads_it_in_order(terminal: Terminal) -> None:
    said = terminal("explain p/I.1 --at 2021-03-06").out
    assert "Ngày làm việc cuối cùng trong hạn: thứ Ba, ngày 09/3/2021" in said
    assert "08:00 ngày 04/3/2021  đã nhắc [som] → an@so.example (đến lần nhắc)" in said
    assert "08:00 ngày 09/3/2021  sẽ nhắc [hom-nay] → an@so.example (chưa đến lúc)" in said


def test_what_waits_says_what_it_waits_for(terminal: Terminal) -> None:
    found = terminal("explain p/I.3 --at 2021-03-06 --json").object
    assert (found["last_day"], found["steps"]) == (None, [])
    assert "ngày nhận công văn" in found["reasons"][0]["text"]


def test_an_unknown_deadline_names_the_nearest(terminal: Terminal) -> None:
    answer = terminal("explain p/I.11")
    assert answer.code == 1
    assert "p/I.1" in answer.err
