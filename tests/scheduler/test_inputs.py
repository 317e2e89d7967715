"""What other units owe for a report: asked for once, repeated once, counted in the mails on the report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from notifiers.renderer import Renderer, view_of
from rules.letter import Letter
from scheduler.ledger import Line
from tests.dondoc.terminal import terminal as opened
from tests.small import UNITS, Office, Relay, action, days, files_of, in_force_from, readers, task, told

WRITER = Renderer("Hệ thống nhắc việc <nhacviec@example.gov.vn>")
INPUTS = "{from: tat-ca, by: 5wd before, what: số liệu CCHC quý}"
REPORT = f"{{slug: quy-i, label: Báo cáo quý I, kind: by, date: 2021-03-10, strict: true, inputs: {INPUTS}}}"
YEAR = "{kind: period, start: 2021-01-01, end: 2021-12-31}"
RULES = """
rules:
  - id: so-lieu
    title: Số liệu gửi để làm báo cáo
    match: {kind: input}
    steps:
      - {id: de-nghi, before: 5wd, to: lead}
      - {id: nhac-lai, before: 1wd, to: lead}
  - id: r
    title: Báo cáo
    match: {}
    steps:
      - {id: gap, before: 3wd, to: lead}
"""
INPUT = "p/I.1/quy-i/so-lieu"
OFFICER, KT, XD = "theodoi@so.example", "an@so.example", "xd@so.example"


def place(
    report: str = REPORT, *more: str, assignees: str = "{vp: theo-doi, kt: an}"
) -> tuple[Office, Relay]:
    relay = Relay()
    tasks = (
        task(report, lead="[vp]", assignees=assignees),
        task(YEAR, key="I.2", lead="[kt, xd]"),
        task(YEAR, key="I.3", lead="[xd]"),
        *more,
    )
    office = Office(in_force_from(files_of(RULES, *tasks)), relay)
    office.open("2021-01-04")
    return office, relay


def lived(*script: object, report: str = REPORT) -> tuple[list[Line], list[Letter]]:
    office, relay = place(report)
    office.live("2021-01-04", "2021-03-31", script)  # type: ignore[arg-type]
    return office.lines(), relay.letters


def sent(unit: str, when: str, **values: object) -> object:
    return action("done", when, INPUT, unit=unit, **values)


def letter(letters: list[Letter], address: str, day: str) -> Letter:
    (found,) = [one for one in letters if one.address == address and f"{one.at:%m-%d}" == day]
    return found


def test_every_unit_is_asked_once_and_once_more_by_the_days_of_the_input_itself() -> None:
    lines, _ = lived()
    # The report's last day is 09/3; five working days before it is 02/3.
    assert [days(lines, "de-nghi"), days(lines, "nhac-lai")] == [["02-23"], ["03-01"]]
    assert readers(lines, "de-nghi") == readers(lines, "nhac-lai") == ["an", "xd"]


def test_the_unit_that_makes_the_report_does_not_ask_itself_and_no_head_is_written_to() -> None:
    lines, _ = lived()
    assert told(lines, OFFICER) == ["03-04 gap"]
    assert told(lines, "tpxd@so.example") == told(lines, "cvp@so.example") == []


def test_who_answered_is_not_asked_again() -> None:
    lines, _ = lived(sent("kt", "2021-02-24T09:00"))
    assert readers(lines, "nhac-lai") == ["xd"]


def test_a_document_that_moves_the_report_moves_the_day_of_its_inputs() -> None:
    moved = action("amend", "2021-02-24T09:00", "p/I.1/quy-i", to="2021-03-31", document="15/QĐ")
    lines, letters = lived(moved)
    assert [days(lines, "de-nghi"), days(lines, "nhac-lai")] == [["02-23"], ["03-23"]]
    assert letter(letters, KT, "03-23").items[0].last_day == dt.date(2021, 3, 24)
    early = action("amend", "2021-02-01T09:00", "p/I.1/quy-i", to="2021-03-31", document="15/QĐ")
    assert days(lived(early)[0], "de-nghi") == ["03-17"]


def test_nothing_to_report_is_an_answer() -> None:
    lines, _ = lived(sent("kt", "2021-02-24T09:00"), sent("xd", "2021-02-24T09:00", no_output=True))
    assert days(lines, "nhac-lai") == []


def test_the_mail_on_the_report_tells_how_many_sent_and_who_did_not() -> None:
    _, letters = lived(sent("kt", "2021-02-24T09:00"))
    said = WRITER.text(letter(letters, OFFICER, "03-04")).replace(" \n", " ")
    assert (
        "Số liệu CCHC quý (hạn gửi thứ Ba, 02/3/2021): 01/02 đơn vị đã gửi; chưa gửi: Phòng Xây dựng." in said
    )


def test_when_all_have_sent_nobody_is_missing() -> None:
    _, letters = lived(sent("kt", "2021-02-24T09:00"), sent("xd", "2021-03-01T09:00"))
    assert "02/02 đơn vị đã gửi.\n" in WRITER.text(letter(letters, OFFICER, "03-04"))


def test_a_unit_is_asked_with_the_whole_year_tasks_that_it_leads() -> None:
    _, letters = lived()
    asked = letter(letters, XD, "02-23")
    said = WRITER.text(asked).replace(" \n", " ")
    assert "đề nghị Phòng Xây dựng gửi nội dung sau:" in said
    assert "Các nhiệm vụ cả năm cần báo cáo (02):\n1. Việc I.2 (I.2)\n2. Việc I.3 (I.3)" in said
    assert "Đề nghị đơn vị gửi Văn phòng trong thời hạn trên; không có thì báo “Không phát sinh”." in said
    assert view_of(asked).subject == (
        "[Đề nghị gửi] Còn 05 ngày làm việc: Số liệu CCHC quý để làm Việc I.1: Báo cáo quý I (hạn 02/3)"
    )
    assert "Việc I.3" not in WRITER.text(letter(letters, KT, "02-23"))


def test_a_finished_report_asks_nobody_any_more() -> None:
    lines, _ = lived(action("done", "2021-02-26T09:00", "p/I.1/quy-i"))
    assert days(lines, "nhac-lai") == []


def test_each_period_of_a_report_has_inputs_of_its_own() -> None:
    monthly = f"{{slug: thang, kind: recurring, every: month, day: 25, inputs: {INPUTS}}}"
    office, _ = place(monthly)
    january = action("done", "2021-01-11T10:00", "p/I.1/thang/so-lieu/2021-01", unit="kt")
    office.live("2021-01-04", "2021-02-28", [january])
    lines = [line for line in office.lines() if (line["deadline"] or "").count("/so-lieu/")]
    asked = [(line["deadline"][-7:], line["step"], line["recipients"]) for line in lines]
    assert asked == [
        ("2021-01", "de-nghi", [KT, XD]),
        ("2021-01", "nhac-lai", [XD]),
        ("2021-02", "de-nghi", [KT, XD]),
        ("2021-02", "nhac-lai", [KT, XD]),
    ]


def test_an_officer_for_an_input_is_no_officer_of_the_report() -> None:
    office, _ = place()
    office.report(action("assign", "2021-01-05T09:00", "p/I.1/quy-i", unit="xd", to="binh"))
    office.live("2021-01-05T09:01", "2021-03-31")
    lines = office.lines()
    assert readers(lines, "de-nghi") == ["an", "binh"]
    assert readers([line for line in lines if line["deadline"] == "p/I.1/quy-i"], "gap") == ["theodoi"]


def test_inputs_are_not_counted_among_the_deadlines_of_a_digest() -> None:
    office, relay = place()
    digest = RULES + 'digests:\n  - {id: tuan, title: Tuần, every: monday, at: "07:30", to: leadership}\n'
    files = {**office.files.workspace.files, "rules/10.yaml": digest}
    office.change(in_force_from(files), "2021-01-05T10:00")
    office.live("2021-01-05T10:00", "2021-03-08T12:00")
    (facts,) = {one.digest for one in relay.letters if one.digest and f"{one.at:%m-%d}" == "03-08"}
    assert (facts.figures.tasks, facts.figures.deadlines, facts.figures.overdue) == (3, 3, 0)


def test_inputs_are_counted_neither_in_a_summary_for_the_chat_nor_with_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, _ = place()
    typed = opened(tmp_path, capsys, dict(office.files.workspace.files))
    assert "03 mốc thời hạn" in typed("text p --at 2021-03-01").out
    assert "3 nhiệm vụ, 3 mốc thời hạn" in typed("plan list").out
    assert INPUT in typed("deadlines --at 2021-03-01").out


MERGED = "{id: kt, name: Phòng Kinh tế, address: kt@so.example,"
GONE = f"{MERGED} valid: {{to: 2021-02-28}}, successor: [xd],"


def merged_place() -> tuple[Office, Relay]:
    relay = Relay()
    tasks = (
        task(REPORT, lead="[vp]", assignees="{vp: theo-doi}"),
        task(YEAR, key="I.2", lead="[kt]", assignees="{}"),
    )
    office = Office(in_force_from(files_of(RULES, *tasks, units=UNITS.replace(MERGED, GONE))), relay)
    office.open("2021-01-04")
    return office, relay


def test_what_a_unit_owes_and_inherits_of_an_input_is_counted_once() -> None:
    office, relay = merged_place()
    office.live("2021-01-04", "2021-03-31")
    said = WRITER.text(letter(relay.letters, OFFICER, "03-04")).replace(" \n", " ")
    assert "00/01 đơn vị đã gửi; chưa gửi: Phòng Xây dựng." in said


def test_the_heir_of_a_unit_is_asked_with_the_whole_year_tasks_that_it_took_over() -> None:
    office, relay = merged_place()
    office.live("2021-01-04", "2021-03-31")
    said = WRITER.text(letter(relay.letters, XD, "03-01"))
    assert "1. Việc I.2 (I.2)" in said


def test_an_input_goes_to_the_unit_that_the_report_was_moved_to() -> None:
    moved = action("move", "2021-02-25T09:00", "p/I.1", unit="vp", to="xd", document="78/SCT")
    lines, letters = lived(moved)
    said = WRITER.text(letter(letters, KT, "03-01")).replace(" \n", " ")
    assert "Để làm báo cáo theo Kế hoạch thử, Phòng Xây dựng chủ trì" in said
    assert "gửi Phòng Xây dựng trong thời hạn trên" in said
    assert readers(lines, "nhac-lai") == ["an"], "who makes the report by now does not ask himself"


@pytest.mark.parametrize("unit", ["xd", None])
def test_a_report_finished_by_the_unit_that_it_was_moved_to_asks_nobody_any_more(unit: str | None) -> None:
    moved = action("move", "2021-02-24T09:00", "p/I.1", unit="vp", to="xd", document="78/SCT")
    lines, _ = lived(moved, action("done", "2021-02-26T09:00", "p/I.1/quy-i", unit=unit))
    assert days(lines, "nhac-lai") == []


def test_what_comes_after_the_report_is_still_noted_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = REPORT.replace("2021-03-10", "2031-03-10")
    office = opened(tmp_path, capsys, files_of(RULES, task(report, lead="[vp]", assignees="{}")))
    assert office("done p/I.1/quy-i --by vp --on 2021-03-05").code == 0
    assert office(f"done {INPUT} --unit kt --by vp --on 2021-03-08").code == 0
    refused = office(f"ack {INPUT} --unit xd --by vp")
    assert refused.code == 1
    assert "báo cáo cần số liệu này đã kết thúc ngày 05/3/2021" in refused.err
    assert office(f"reopen {INPUT} --unit xd --by vp --note x").code == 1
    assert office(f"reopen {INPUT} --unit kt --by vp --note x").code == 0
    for unit in ("kt", "xd"):
        assert office(f"done {INPUT} --unit {unit} --by vp --on 2021-03-08 --no-output").code == 0
    assert office("deadlines --json").objects[-1]["state"] == "done"


def test_what_one_unit_reported_of_its_input_is_not_said_of_another() -> None:
    script = [
        action("block", "2021-02-24T09:00", INPUT, unit="kt", note="mất tệp"),
        action("extend-ask", "2021-02-24T09:00", INPUT, unit="kt", to="2021-03-04"),
    ]
    _, letters = lived(*script)
    own, other = (WRITER.text(letter(letters, one, "03-01")) for one in (KT, XD))
    assert "Đang vướng mắc: mất tệp." in own
    assert "mất tệp" not in other
    assert "Đã có đề nghị gia hạn đến ngày 04/3/2021, đang chờ ý kiến." in other


def test_an_input_that_presses_most_is_named_in_the_subject() -> None:
    far = "{kind: by, date: 2021-03-05}"
    steps = "      - {id: xa, before: 4wd, to: lead}\n"
    relay = Relay()
    tasks = (task(REPORT, lead="[vp]"), task(far, key="I.2", lead="[kt]"))
    office = Office(in_force_from(files_of(RULES + steps, *tasks)), relay)
    office.open("2021-01-04")
    office.live("2021-01-04", "2021-03-01T12:00")
    assert view_of(letter(relay.letters, KT, "03-01")).subject == (
        "[Đề nghị gửi] Còn 01 ngày làm việc: "
        "Số liệu CCHC quý để làm Việc I.1: Báo cáo quý I (hạn 02/3) và 1 mốc khác"
    )


def test_an_input_of_a_unit_without_an_heir_asks_the_office_who_sends_instead() -> None:
    relay = Relay()
    units = UNITS.replace(MERGED, f"{MERGED} valid: {{to: 2021-02-28}},")
    files = in_force_from(files_of(RULES, task(REPORT, lead="[vp]", assignees="{}"), units=units))
    office = Office(files, relay)
    office.open("2021-01-04")
    office.live("2021-01-04", "2021-03-01T12:00")
    asked = letter(relay.letters, OFFICER, "03-01")
    assert view_of(asked).subject.startswith("[Nhắc việc] Đề nghị cho biết đơn vị gửi thay: Số liệu CCHC quý")
    assert "Đề nghị cho biết đơn vị gửi thay." in WRITER.text(asked)
    assert "phân công đơn vị chủ trì" not in WRITER.text(asked)


def test_explain_of_an_input_quotes_no_words_that_the_plan_has_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, _ = place()
    said = opened(tmp_path, capsys, dict(office.files.workspace.files))(
        f"explain {INPUT} --at 2021-01-05"
    ).out
    assert "Nêu trong tệp kế hoạch (data/plans/p.yaml:" in said
    assert "“”" not in said
