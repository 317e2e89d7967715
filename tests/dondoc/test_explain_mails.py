"""`dondoc explain`: the reading, the rules passed over, and what became of each mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.days.lastday import deadlines_of
from rules.readingwords import told_reading
from tests.dondoc.terminal import Terminal
from tests.dondoc.terminal import terminal as opened
from tests.small import PLAN_HEAD, files_of, in_force_from, rule, task

STEPS = "{id: som, before: 3wd, to: [lead, lead.head]}"


def reading(deadline: str, head: str = PLAN_HEAD) -> str:
    files = in_force_from(files_of(rule(STEPS), task(deadline), head=head))
    ((plan_task, spec),) = files.lines.values()
    return told_reading(deadlines_of(plan_task, spec, files.world.calendar)[0])


@pytest.mark.parametrize(
    ("deadline", "told"),
    [
        ("{kind: by, date: 2021-03-10, strict: true}",
         "một ngày: trước ngày 10/3/2021, không tính chính ngày ấy"),
        ("{kind: by, date: 2021-03-10}", "một ngày: đến hết ngày 10/3/2021"),
        ("{kind: by, date: 2021-03-12, strict: true, time: '16:00'}",
         "một thời điểm: trước 16 giờ 00 ngày 12/3/2021"),
        ("{kind: period, start: 2021-01-01, end: 2021-03-31}",
         "một khoảng thời gian: từ ngày 01/01/2021 đến hết ngày 31/3/2021"),
        ("{kind: recurring, every: month, day: 15}", "định kỳ hằng tháng: đến hết ngày 15"),
        ("{kind: recurring, every: quarter}", "định kỳ hằng quý: đến hết ngày cuối kỳ"),
        ("{kind: after_event, n: 5, unit: working_day, event: ngày nhận công văn}",
         "tính từ sự kiện: 05 ngày làm việc kể từ ngày nhận công văn"),
        ("{kind: external, by: theo chỉ đạo của UBND tỉnh}",
         "chờ cấp trên ấn định: theo chỉ đạo của UBND tỉnh"),
        ("{kind: continuous}", "thường xuyên, không có thời hạn"),
        ("{kind: by, date: 2021-01-15, strict: true, ambiguous: true, alternative: 2022-01-15}",
         ("một ngày: trước ngày 15/01/2021, không tính chính ngày ấy;"
          " cách hiểu này cần người xác nhận, có thể là ngày 15/01/2022")),
    ],
)  # fmt: skip
def test_the_reading_is_told_in_words(deadline: str, told: str) -> None:
    assert reading(deadline) == told


def test_a_plan_that_includes_the_date_says_so() -> None:
    told = reading(
        "{kind: by, date: 2021-03-10, strict: true}",
        PLAN_HEAD.replace("year:", "truoc_ngay: inclusive, year:"),
    )
    assert told == "một ngày: trước ngày 10/3/2021; kế hoạch này tính cả chính ngày ấy"


def test_the_plans_words_come_with_their_place_and_their_reading(terminal: Terminal) -> None:
    said = terminal("explain p/I.1 --at 2021-03-06").out.splitlines()
    assert "Kế hoạch ghi: “thời hạn” (data/plans/p.yaml:5)" in said
    assert "Cách hiểu: một ngày: trước ngày 10/3/2021, không tính chính ngày ấy" in said


# Rules that do not apply.

RULES = """
rules:
  - {id: su-kien, match: {kind: [after_event, external]}, steps: [{id: a, on: start, to: lead}]}
  - {id: bao-cao, match: {tags: [bao-cao], lead: xd}, steps: [{id: a, on: start, to: lead}]}
  - {id: phu, match: {group: I}, continue: true, steps: [{id: b, on: last-day, to: office}]}
  - {id: dung, match: {task: p/I.1}, steps: [{id: a, on: last-day, to: lead}]}
  - {id: cuoi, match: {}, steps: [{id: a, on: start, to: lead}]}
"""


@pytest.fixture
def ruled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    by = "{kind: by, date: 2021-03-10, strict: true}"
    return opened(tmp_path, capsys, files_of(RULES, task(by, tags="[bao-cao, quy]")))


def test_each_rule_that_does_not_apply_says_which_key_fails(ruled: Terminal) -> None:
    found = ruled("explain p/I.1 --at 2021-01-01 --json").object
    assert found["rules"] == ["phu", "dung"]
    assert found["passed_over"] == [
        {
            "rule": "su-kien",
            "after": None,
            "unmet": [{"key": "kind", "wanted": ["after_event", "external"], "found": ["by"]}],
        },
        {"rule": "bao-cao", "after": None, "unmet": [{"key": "lead", "wanted": ["xd"], "found": ["kt"]}]},
        {"rule": "cuoi", "after": "dung", "unmet": []},
    ]


def test_a_person_reads_why_a_rule_does_not_apply(ruled: Terminal) -> None:
    said = ruled("explain p/I.1 --at 2021-01-01").out
    assert "loại thời hạn (kind) phải là after_event hoặc external; thời hạn này: by" in said
    assert "cuoi (rules/10.yaml:7): đứng sau quy tắc dung đã khớp và không ghi continue" in said


# What became of the mails.


def test_a_mail_that_was_accepted_says_so(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-04T08:00")
    steps = terminal("explain p/I.1 --at 2021-03-06 --json").object["steps"]
    (step,) = (one for one in steps if one["step"] == "som")
    (delivery,) = step["deliveries"]
    assert step["messages"] == {"an@so.example": delivery["message"]}
    assert (delivery["state"], delivery["at"]) == ("sent", "2021-03-04T08:00:00+07:00")
    said = terminal("explain p/I.1 --at 2021-03-06").out
    assert f"an@so.example: đã gửi lúc 08:00 ngày 04/3/2021 [mailbox] {delivery['message']}" in said


def test_a_mail_that_waits_says_why_and_until_when(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_NOTIFIERS", "email")
    monkeypatch.setenv("DONDOC_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("DONDOC_SMTP_PORT", "9")  # nobody listens there
    terminal("tick --at 2021-03-01T08:00")
    assert terminal("tick --at 2021-03-04T08:00").code == 3
    said = terminal("explain p/I.1 --at 2021-03-04T09:00").out
    assert "an@so.example: chờ gửi, thử lại từ 08:0" in said
    assert "không kết nối được máy chủ thư" in said


def test_what_is_still_to_come_has_no_mail_yet(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    found = terminal("explain p/I.1 --at 2021-03-02 --json").object["steps"]
    assert {one["status"] for one in found} == {"planned"}
    assert [one for one in found if one["messages"] or one["deliveries"]] == []


def test_a_step_said_by_other_files_names_their_revision(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-04T08:00")
    assert "theo bản tệp" not in terminal("explain p/I.1 --at 2021-03-06").out
    path = terminal.workspace / "rules" / "10.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# khác\n", encoding="utf-8")
    said = terminal("explain p/I.1 --at 2021-03-06")
    assert "nạp lúc 08:00 ngày 01/3/2021; nay tệp đã khác" in said.out
    revisions = {one["revision"] for one in terminal("explain p/I.1 --at 2021-03-06 --json").object["steps"]}
    assert len(revisions) == 2  # of what was said, and none of what is to come
