"""`dondoc plan open`."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from notifiers.samples import ALL_YEAR, REPORT
from notifiers.samples import opened as a_list
from notifiers.tasklistview import task_list_view
from tests.dondoc.terminal import BY, STEPS, Terminal
from tests.dondoc.terminal import terminal as opened
from tests.small import PLAN_HEAD, files_of, rule, task

QUIET = PLAN_HEAD.replace("year: 2021", "year: 2021, opened: false, urge_until: 2199-12-31")
LATER = "{kind: by, date: 2098-03-10, strict: true}"


@pytest.fixture
def quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    files = files_of(rule(STEPS), task(LATER), task(BY, key="I.2", lead="[]"), head=QUIET)
    return opened(tmp_path, capsys, files)


def test_a_dry_run_names_each_mail_and_keeps_nothing(quiet: Terminal) -> None:
    answer = quiet("plan open p --dry-run")
    assert answer.code == 0
    assert "kt@so.example: Danh mục nhiệm vụ thử của Phòng Kinh tế" in answer.out
    assert "cần phân công: p/I.2/han" in answer.out
    assert "Sẽ gửi 3 thư" in answer.out
    assert quiet("outbox list --json").out == ""


def test_opening_enqueues_once_and_says_so_in_the_file(quiet: Terminal) -> None:
    assert quiet("plan list --json").object["opened"] is False
    first, again = quiet("plan open p --by gd"), quiet("plan open p --by gd")
    assert "Đã đưa vào hàng đợi 3 thư" in first.out
    assert "không gửi lại" in again.out
    assert len(quiet("outbox list --json").objects) == 3
    assert quiet("plan list --json").object["opened"] is True
    assert "opened: true" in (quiet.workspace / "data/plans/p.yaml").read_text(encoding="utf-8")
    assert quiet("check").code == 0


def test_the_mail_lists_tasks_with_their_dates_and_a_calendar(quiet: Terminal) -> None:
    quiet("plan open p --by gd")
    quiet("tick --at 2097-03-05T08:00")
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (quiet.workspace / "var" / "Maildir" / "new").iterdir()
        if "kt@so.example" in str(path.read_bytes()[:2000])
    ]
    mail = next(mail for mail in mails if "Danh mục" in mail["Subject"])
    body = mail.get_body(("plain",))
    assert body is not None
    assert "ngày 07/3/2098" in body.get_content()
    calendars = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert [text.count("BEGIN:VEVENT") for text in calendars] == [1]


def test_a_list_of_whole_year_tasks_names_no_days_and_no_calendar() -> None:
    dated, undated = (task_list_view(replace(a_list(), items=(item,))).opening for item in (REPORT, ALL_YEAR))
    assert dated.endswith("lịch kèm theo thư có các ngày ấy.")
    assert undated.endswith("hệ thống sẽ nhắc.")


def test_what_is_not_due_yet_is_not_taken_for_finished(quiet: Terminal) -> None:
    answer = quiet("plan open p --by gd --done-before 2199-01-01")
    assert (answer.code, "chưa đến" in answer.err) == (1, True)
    assert quiet("plan list --json").object["opened"] is False


def test_a_second_opening_says_that_it_takes_nothing_for_finished(quiet: Terminal) -> None:
    quiet("plan open p --by gd")
    assert "chỉ ghi khi mở lần đầu" in quiet("plan open p --by gd --done-before 2021-02-01").out


def test_an_unknown_or_closed_plan_is_not_opened(quiet: Terminal) -> None:
    assert quiet("plan open q --by gd").code == 1
    assert quiet("plan open p").code == 2
    quiet("plan close p --by gd")
    assert quiet("plan open p --by gd").code == 1


def test_explain_says_that_the_plan_waits_to_be_opened(quiet: Terminal) -> None:
    assert "chưa mở" in quiet("explain p/I.1/han").out


def test_a_plan_that_waits_into_its_year_is_warned_of(quiet: Terminal) -> None:
    answer = quiet("check")
    assert (answer.code, "W942" in answer.out + answer.err) == (0, True)


def test_an_opening_cut_off_before_its_file_was_written_is_finished_by_a_second_run(quiet: Terminal) -> None:
    plan = quiet.workspace / "data/plans/p.yaml"
    before = plan.read_text("utf-8")
    quiet("plan open p --by gd")
    plan.write_text(before, "utf-8")
    assert quiet("plan open p --by gd").code == 0
    assert len(quiet("outbox list --json").objects) == 3
    assert quiet("plan list --json").object["opened"] is True


def test_results_are_recorded_before_the_lists_are_made(quiet: Terminal) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = quiet.workspace / "kq.xlsx"
    assert quiet("results export -o", str(sheet)).code == 0
    book = openpyxl.load_workbook(sheet)
    page = book.active
    head = next(row for row in page.iter_rows() if any(cell.value == "Không phát sinh" for cell in row))
    names = [str(cell.value) for cell in head]
    place = next(i for i, name in enumerate(names) if name.startswith("Hoàn thành"))
    row = next(row for row in page.iter_rows() if any(str(cell.value) == "p/I.1/han" for cell in row))
    row[place].value = "05/01/2021"
    book.save(sheet)
    answer = quiet("plan open p --by gd --results", str(sheet))
    assert answer.code == 0
    assert "Đã đưa vào hàng đợi 0 thư" in answer.out
    sheet.write_text("hỏng", "utf-8")
    assert quiet("plan open p --by gd --results", str(sheet)).code == 3
