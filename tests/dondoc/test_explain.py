"""`dondoc explain`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dondoc.terminal import Terminal
from tests.dondoc.terminal import terminal as opened
from tests.small import UNITS, files_of, rule, task


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
    assert found["som1"]["recipients"] == ["an@so.example"]
    assert [one["status"] for one in found.values()] == ["planned"] * 3
    assert all(one["assumed"] for one in found.values())
    assert not (terminal.workspace / "var").exists()


def test_what_is_assumed_is_never_told_as_a_fact(terminal: Terminal) -> None:
    told = terminal("explain p/I.1 --at 2021-03-06")
    assert "giả định, như thể dịch vụ chạy lần đầu từ ngày 01/01/2021" in told.out.splitlines()[0]
    assert "08:00 ngày 04/3/2021  giả định nhắc [som]" in told.out
    assert "đã nhắc" not in told.out
    assert "giả định" in terminal("explain p/I.1 --at 2021-03-06 --json").err


def test_what_is_recorded_is_no_assumption(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-04T08:00")
    answer = terminal("explain p/I.1 --at 2021-03-06 --json")
    assert (answer.object["assumed"], answer.err) == (False, "")
    assert {one["status"] for one in answer.object["steps"]} == {"said", "planned"}
    assert not any(one["assumed"] for one in answer.object["steps"])


def test_reports_before_the_first_start_count(terminal: Terminal) -> None:
    terminal("done p/I.1 --by an --on 2021-03-02")
    found = terminal("explain p/I.1 --json").object
    assert found["state"] == "done"
    assert {one["status"] for one in found["steps"]} == {"closed"}


def test_late_notices_are_told_in_local_time(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-05T10:00")
    assert "nhắc muộn, lẽ ra 08:00 ngày 04/3/2021" in terminal("explain p/I.1 --at 2021-03-06").out


def told(rows: list[dict[str, Any]]) -> set[tuple[object, ...]]:
    keys = ("at", "rule", "step", "occurrence", "late")
    return {(*(row[key] for key in keys), *row["recipients"], "cc", *row["cc"]) for row in rows}


RULES = """
{id: som, before: 10wd, to: [lead, support.named]}
{id: nua, before: 5wd, to: [lead, lead.head], cc: office}
{id: qua-han, after: 1wd, to: [lead, leadership.in-charge], cc: [lead.head, "x@so.example"]}
{id: lap, after: 3wd, every: 5wd, limit: 4, to: lead.head, when: days_late > 6}
{id: xin, after: 8wd, to: leadership, when: reminders >= 3}
"""


@pytest.fixture
def odd(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Heads to be asked, units that nobody answers for, conditions, a delegate."""
    by = "{kind: by, date: 2021-03-10, strict: true}"
    units = UNITS.replace(", address: xd@so.example, head: tp-xd, officers: [binh]", "")
    away = "address: tpkt@so.example, leave: [{from: 2021-03-01, to: 2021-03-12, delegate: an}]"
    units = units.replace("address: tpkt@so.example", away)
    plain = "{}"
    files = files_of(
        rule(RULES),
        task(by, assignees=plain),
        task(by, key="I.2", lead="[kt, xd]", assignees=plain, support="[vp]"),
        task(by, key="I.3", lead="[]", assignees=plain),
        task(by, key="I.4", lead="[xd]"),
        units=units,
    )
    return opened(tmp_path, capsys, files)


@pytest.mark.parametrize("id_", ["p/I.1/han", "p/I.2/han", "p/I.3/han", "p/I.4/han"])
def test_it_names_the_readers_and_moments_of_the_preview(odd: Terminal, id_: str) -> None:
    lines = odd("preview --from 2021-01-01 --to 2022-03-31 --json").objects
    expected = [line for line in lines if line["deadline"] == id_ and not line["superseded"]]
    found = odd(f"explain {id_} --at 2021-01-01T00:00 --json").object["steps"]
    assert expected
    assert told([one for one in found if one["status"] in ("said", "planned")]) == told(expected)


def test_the_steps_of_an_ended_term_stay_in_sight(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-04T08:00")
    terminal("extend p/I.1 --to 2021-04-15 --grant --by theo-doi --on 2021-03-08")
    terminal("tick --at 2021-03-08T09:00")
    found = terminal("explain p/I.1 --at 2021-03-09 --json").object["steps"]
    former = {one["step"]: (one["status"], one["why"]) for one in found if one["term"] == 1}
    assert former["som"][0] == "said"
    assert former["hom-nay"] == (
        "closed",
        "kỳ hạn này đã kết thúc: thời hạn được gia hạn đến hết ngày 15/4/2021, ghi nhận ngày 08/3/2021",
    )
    assert {one["step"] for one in found if one["term"] == 2} == {"som", "hom-nay", "qua-han"}
    assert "Kỳ hạn thứ 1 (đã kết thúc):" in terminal("explain p/I.1 --at 2021-03-09").out


def test_what_was_done_before_a_reopening_says_so(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("done p/I.1 --by an --on 2021-03-03")
    terminal("reopen p/I.1 --by an --on 2021-03-05")
    found = terminal("explain p/I.1 --at 2021-03-06 --json").object["steps"]
    assert {one["why"] for one in found if one["term"] == 1} == {"đã hoàn thành ngày 03/3/2021"}


def test_no_reason_leaves_the_reader_a_choice(odd: Terminal) -> None:
    odd("tick --at 2021-02-01T08:00")
    steps = [one for id_ in ("p/I.1", "p/I.2", "p/I.3")
             for one in odd(f"explain {id_} --at 2021-03-20 --json").object["steps"]]  # fmt: skip
    assert steps
    assert [one["why"] for one in steps if " hoặc " in one["why"]] == []


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
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-04T08:00")
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


def test_what_people_reported_stands_on_top(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    assert "Đã ghi nhận" not in terminal("explain p/I.1 --at 2021-03-06").out
    terminal("ack p/I.1 --by an --on 2021-03-02")
    terminal("block p/I.1 --by an --on 2021-03-03 --note", "chờ số liệu")
    told = terminal("explain p/I.1 --at 2021-03-06").out.splitlines()
    assert "Đã ghi nhận: tiếp nhận ngày 02/3/2021; vướng mắc: chờ số liệu" in told[:4]
