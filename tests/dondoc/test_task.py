"""`dondoc task`: changes by an amending document."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dondoc.terminal import BY, STEPS, Terminal
from tests.dondoc.terminal import terminal as opened
from tests.small import PLAN_HEAD, files_of, rule, task

LATER = "{kind: by, date: 2098-03-10, strict: true}"
HEAD = PLAN_HEAD.replace("year: 2021", "year: 2021, urge_until: 2199-12-31")
DOCUMENT = ("--document", "15/QĐ-SCT", "--by", "vp")


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return opened(tmp_path, capsys, files_of(rule(STEPS), task(LATER), task(BY, key="I.2"), head=HEAD))


def test_a_date_is_changed_by_its_document_and_told(office: Terminal) -> None:
    foretold = office("task change-date p/I.1 --to 2098-04-15 --dry-run", *DOCUMENT)
    assert "từ ngày 10/3/2098 thành ngày 15/4/2098" in foretold.out
    assert office("deadlines --json").objects[0]["stated"] == "2098-03-10"
    answer = office("task change-date p/I.1 --to 2098-04-15", *DOCUMENT)
    assert answer.code == 0
    assert "điều chỉnh thời hạn, đến hết ngày 15/4/2098, văn bản số 15/QĐ-SCT" in answer.out
    row = office("deadlines --json").objects[0]
    assert (row["stated"], row["original"], row["extensions"]) == ("2098-04-15", "2098-03-10", 0)


def test_explain_cites_the_amending_document(office: Terminal) -> None:
    office("task change-date p/I.1 --to 2098-04-15", *DOCUMENT)
    assert "15/QĐ-SCT" in office("explain p/I.1").out


def test_a_task_is_moved_with_its_officer(office: Terminal) -> None:
    foretold = office("task move p/I.1 --to xd --dry-run", *DOCUMENT)
    assert "Sẽ chuyển p/I.1 từ Phòng Kinh tế sang Phòng Xây dựng" in foretold.out
    assert office("deadlines --json").objects[0]["lead"] == ["kt"]
    answer = office("task move p/I.1 --to xd --person binh", *DOCUMENT)
    assert answer.code == 0
    assert office("deadlines --json").objects[0]["lead"] == ["xd"]


@pytest.mark.parametrize(
    "line, code",
    [
        ("task move p/I.1 --to kt", 0),  # it leads already: nothing new
        ("task move p/I.9 --to xd", 1),
        ("task move p/I.1 --to khong-co", 1),
        ("task change-date p/I.9 --to 2098-04-15", 1),
        ("task change-date p/I.1 --to 2098-03-10", 0),
        ("task change-date p/I.1 --to 2098-02-30", 2),
        ("task change-date p/I.1 --to 2098-04-15 --on 2098-01-01", 1),
        ("task move p/I.1 --to xd --on 2098-01-01", 1),
        ("task change-date p/I.1 --to 2020-12-31 --on 2021-01-05", 1),  # before its document
        ("task change-date p/I.1 --to 2020-12-31 --on 2021-01-05 --dry-run", 1),
        ("task change-date p/I.1 --to 2098-04-15 --on 2098-01-01 --dry-run", 1),
        ("task change-date p/I.1 --to 2098-03-10 --dry-run", 0),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(office: Terminal, line: str, code: int) -> None:
    answer = office(line, *DOCUMENT)
    assert answer.code == code
    assert "Traceback" not in answer.err


def test_a_dry_run_refuses_what_recording_would_refuse(office: Terminal) -> None:
    office("done p/I.1 --by vp")
    line = "task change-date p/I.1 --to 2098-04-15"
    foretold, answer = office(line + " --dry-run", *DOCUMENT), office(line, *DOCUMENT)
    assert (foretold.code, foretold.err) == (answer.code, answer.err)
    assert "đã hoàn thành" in foretold.err


def test_what_was_finished_before_is_counted_apart(office: Terminal) -> None:
    plan = office.workspace / "data/plans/p.yaml"
    plan.write_text(plan.read_text("utf-8").replace("year: 2021", "year: 2021, opened: false"), "utf-8")
    foretold = office("plan open p --dry-run --done-before 2026-01-01")
    assert "Sẽ ghi nhận hoàn thành trước khi nạp, không rõ ngày, 1 mốc: p/I.2/han" in foretold.out
    office("plan open p --by gd --done-before 2026-01-01")
    assert "hoàn thành trước khi nạp kế hoạch, không rõ ngày" in office("text p/I.2").out.casefold()
    assert [row["state"] for row in office("deadlines --json").objects] == ["open", "done"]


def test_moving_a_report_moves_its_inputs_along_and_says_until_when(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = LATER.replace("strict: true", "strict: true, inputs: {from: xd, by: 5wd before, what: số liệu}")
    office = opened(tmp_path, capsys, files_of(rule(STEPS), task(report), head=HEAD))
    answer = office("task change-date p/I.1 --to 2098-02-20", *DOCUMENT)
    assert "Hạn gửi số liệu để làm báo cáo này: ngày 13/02/2098 (p/I.1/han/so-lieu)." in answer.out
    assert office("deadlines --json").objects[-1]["stated"] == "2098-02-13"
    office("extend p/I.1 --grant --to 2098-02-27 --by gd --document 9/SCT")
    assert office("deadlines --json").objects[-1]["stated"] == "2098-02-13"  # an extension moves it not
    assert office("task change-date p/I.1/han/so-lieu --to 2098-02-14", *DOCUMENT).code == 0
    assert office("deadlines --json").objects[-1]["stated"] == "2098-02-14"
