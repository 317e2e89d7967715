"""`dondoc task add`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from notifiers.itemview import source
from notifiers.samples import REPORT
from tests.dondoc.terminal import BY, STEPS, Terminal
from tests.dondoc.terminal import terminal as opened
from tests.notifiers.letters import text
from tests.small import files_of, rule, task

WORDS = ("--title", "Báo cáo đột xuất: chợ", "--lead", "Phòng Kinh tế", "--document", "123/UBND-VP")
ON = ("--on", "2021-03-01")
FILE = "data/plans/2021-phat-sinh.yaml"


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return opened(tmp_path, capsys, files_of(rule(STEPS), task(BY)))


def rows(office: Terminal) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in office("deadlines --json").objects}


def text_of(office: Terminal) -> str:
    return (office.workspace / FILE).read_text(encoding="utf-8")


def test_the_first_task_makes_a_plan_of_the_year(office: Terminal) -> None:
    more = ("--limit", "trước ngày 15/12", "--set-by", "tinh", "--person", "an")
    answer = office("task add", *WORDS, *ON, *more)
    assert answer.code == 0
    assert "phat-sinh-2021/PS.1/han" in answer.out
    row = rows(office)["phat-sinh-2021/PS.1/han"]
    assert (row["stated"], row["strict"]) == ("2021-12-15", True)
    assert (row["last_day"], row["lead"]) == ("2021-12-14", ["kt"])
    assert "set_by: tinh" in text_of(office)
    assert office("check").code == 0


def test_a_second_task_leaves_the_file_as_people_wrote_it(office: Terminal) -> None:
    office("task add", *WORDS, *ON, "--limit", "2021-12-15")
    path = office.workspace / FILE
    path.write_text(text_of(office).replace("tasks:", "# việc gấp\ntasks:"), encoding="utf-8")
    before = text_of(office)
    again = ("--title", "Việc khác", "--lead", "xd", "--document", "9/QĐ", "--product", "Tờ trình: 2")
    assert office("task add", *again, *ON, "--limit", "Quý IV").code == 0
    assert text_of(office).startswith(before.rstrip("\n"))
    assert {"phat-sinh-2021/PS.1/han", "phat-sinh-2021/PS.2/han"} < rows(office).keys()


def test_a_dry_run_writes_nothing(office: Terminal) -> None:
    answer = office("task add --dry-run", *WORDS, *ON, "--limit", "15/12/2021")
    assert (answer.code, (office.workspace / FILE).exists()) == (0, False)
    assert "ngày 15/12/2021" in answer.out


def test_the_same_task_of_the_same_document_is_not_added_twice(office: Terminal) -> None:
    office("task add", *WORDS, *ON, "--limit", "15/12/2021")
    before = text_of(office)
    answer = office("task add", *WORDS, *ON, "--limit", "15/12/2021")
    assert (answer.code, text_of(office)) == (1, before)
    assert "phat-sinh-2021/PS.1" in answer.err


def test_a_task_can_join_another_plan(office: Terminal) -> None:
    assert office("task add --plan p", *WORDS, *ON, "--limit", "15/12/2021").code == 0
    assert "p/PS.1/han" in rows(office)


@pytest.mark.parametrize(
    "more, code",
    [
        (("--limit", "như trên"), 1),
        (("--limit", "31/02/2021"), 2),
        (("--limit", "15/12/2021", "--lead", "khong-co"), 1),
        (("--limit", "15/12/2021", "--person", "khong-co"), 1),
        (("--limit", "15/12/2021", "--plan", "khong-co"), 1),
        (("--limit", "15/12/2021", "--set-by", "xa"), 2),
        (("--limit", "15/12/2021", "--on", "2098-01-01"), 1),
        ((), 2),
    ],
)
def test_what_cannot_be_added_is_told_and_leaves_no_file(
    office: Terminal, more: tuple[str, ...], code: int
) -> None:
    answer = office("task add", *WORDS, *ON, *more)
    assert (answer.code, (office.workspace / FILE).exists()) == (code, False)
    assert "Traceback" not in answer.err


def test_a_plan_written_in_one_line_is_refused_and_kept(office: Terminal) -> None:
    path = office.workspace / "data/plans/p.yaml"
    kept = "plan: {id: p, title: K, year: 2021}\ntasks: [{key: I.1, title: Một, lead: [kt], deadlines: []}]\n"
    path.write_text(kept, encoding="utf-8")
    answer = office("task add --plan p", *WORDS, *ON, "--limit", "15/12/2021")
    assert (answer.code, path.read_text(encoding="utf-8")) == (1, kept)


def test_a_date_without_a_year_is_the_first_after_the_document(office: Terminal) -> None:
    answer = office("task add", *WORDS, "--on", "2021-12-20", "--limit", "trước 15/01")
    assert answer.code == 0
    assert "không ghi năm" not in answer.err
    row = rows(office)["phat-sinh-2022/PS.1/han"]
    assert (row["stated"], row["state"]) == ("2022-01-15", "overdue")
    text = (office.workspace / "data/plans/2022-phat-sinh.yaml").read_text(encoding="utf-8")
    assert "ambiguous" not in text


@pytest.mark.parametrize("limit", ["trước 05/01/2021", "05/01/2021", "Quý IV năm 2020"])
def test_a_limit_before_its_document_is_refused(office: Terminal, limit: str) -> None:
    answer = office("task add", *WORDS, *ON, "--limit", limit)
    assert (answer.code, (office.workspace / FILE).exists()) == (1, False)
    assert "trước ngày văn bản (01/3/2021)" in answer.err


def test_adding_tells_of_the_new_task_alone_and_of_the_event_it_waits_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = "{kind: by, date: 2021-03-10, inputs: {from: [xd], by: 5wd before, what: số liệu}}"
    office = opened(tmp_path, capsys, files_of(rule(STEPS), task(report)))
    answer = office("task add", *WORDS, *ON, "--limit", "05 ngày làm việc kể từ ngày nhận được văn bản")
    assert answer.code == 0
    assert "so-lieu" not in answer.out
    assert "dondoc event phat-sinh-2021/PS.1/han --on" in answer.out


def test_its_mails_cite_the_document_and_not_an_appendix() -> None:
    given = REPORT._replace(document="123/UBND-VP", issued=dt.date(2021, 3, 1))
    assert source(given) == "văn bản số 123/UBND-VP ngày 01/3/2021"
    assert "Thời hạn ghi trong văn bản: “" in text(given)
    assert "Thời hạn ghi trong kế hoạch: “" in text(REPORT)
    assert source(REPORT) == "Phụ lục, mục I, STT 5"
