"""`dondoc explain --person`: why somebody got, or did not get, mail on one day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dondoc.terminal import DIGEST, STEPS, Terminal
from tests.dondoc.terminal import terminal as opened
from tests.small import UNITS, files_of, rule, task

BY = "{kind: by, date: 2021-03-10, strict: true}"
LEAVE = "{from: 2021-03-03, to: 2021-03-05, delegate: binh}"
AWAY = UNITS.replace("address: an@so.example}", f"address: an@so.example, leave: [{LEAVE}]}}")


def day(terminal: Terminal, person: str, on: str) -> dict[str, Any]:
    return terminal(f"explain --person {person} --on {on} --json").object


def items(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["deadline"], one["step"]) for mail in found["mails"] for one in mail["items"]]


def why(found: dict[str, Any]) -> dict[str, str]:
    return {one["deadline"]: one["why"] for one in found["silent"]}


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    """At work since 01/3/2021; what was due on 04/3 was said."""
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-04T08:00")
    return terminal


# Days gone by.


def test_a_mail_of_the_record_shows_its_items_and_its_delivery(begun: Terminal) -> None:
    found = day(begun, "an@so.example", "2021-03-04")
    (mail,) = found["mails"]
    assert items(found) == [(f"p/I.{n}/han", "som") for n in (1, 2, 6, 7)]
    assert (mail["at"], mail["deliveries"][0]["state"]) == ("2021-03-04T08:00:00+07:00", "sent")
    assert found["assumed"] is False


def test_what_said_nothing_tells_when_it_will(begun: Terminal) -> None:
    found = day(begun, "an@so.example", "2021-03-05")
    (silent,) = (one for one in found["silent"] if one["deadline"] == "p/I.1/han")
    assert found["mails"] == []
    assert silent == {
        "deadline": "p/I.1/han",
        "roles": ["lead"],
        "why": "ngày này không có lần nhắc nào đến lúc",
        "next": {"at": "2021-03-09T08:00:00+07:00", "rule": "r", "step": "hom-nay"},
    }


def test_only_what_concerns_the_person_is_told(begun: Terminal) -> None:
    found = day(begun, "binh@so.example", "2021-03-05")
    assert {one["deadline"] for one in found["silent"]} == {"p/I.2/han"}
    assert {one["deadline"] for one in day(begun, "tpkt@so.example", "2021-03-05")["silent"]} >= {"p/I.1/han"}


def test_what_is_finished_says_so(begun: Terminal) -> None:
    begun("done p/I.1 --by an --on 2021-03-05")
    begun("done p/I.2 --unit kt --by an --on 2021-03-05")
    found = why(day(begun, "an@so.example", "2021-03-09"))
    assert found["p/I.1/han"] == "đã hoàn thành ngày 05/3/2021"
    assert found["p/I.2/han"] == "đơn vị đã hoàn thành phần việc của mình"


def test_the_past_is_told_as_it_was_known_then(begun: Terminal) -> None:
    begun("done p/I.1 --by an --on 2021-03-05")
    assert ("p/I.1/han", "som") in items(day(begun, "an@so.example", "2021-03-04"))


def test_a_day_on_which_the_service_was_down_says_what_was_due(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-09T08:00")
    (silent,) = (one for one in day(terminal, "an", "2021-03-04")["silent"] if one["deadline"] == "p/I.1/han")
    assert silent["why"] == "[som] đã đến lúc, sẽ nhắc ở lượt chạy tới trong giờ gửi"
    assert silent["next"] == {"at": "2021-03-05T08:00:00+07:00", "rule": "r", "step": "som"}


def test_a_mail_that_cannot_go_is_seen_on_each_day_that_it_waits(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_NOTIFIERS", "email")
    monkeypatch.setenv("DONDOC_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("DONDOC_SMTP_PORT", "9")  # nobody listens there
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-04T08:00")
    for on in ("2021-03-04", "2021-03-05"):
        (mail,) = day(terminal, "an@so.example", on)["mails"]
        assert (mail["deliveries"][0]["state"], mail["deliveries"][0]["reason"]) == ("pending", "connection")
    assert "chờ gửi, thử lại từ" in terminal("explain --person an@so.example --on 2021-03-05").out


def test_an_item_taken_out_of_a_waiting_mail_is_told(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_NOTIFIERS", "email")
    monkeypatch.setenv("DONDOC_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("DONDOC_SMTP_PORT", "9")
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-04T08:00")
    terminal("done p/I.1 --by an --on 2021-03-04")
    monkeypatch.setenv("DONDOC_NOTIFIERS", "email,mailbox")
    terminal("tick --at 2021-03-04T10:00")
    found = day(terminal, "an@so.example", "2021-03-04")
    assert ("p/I.1/han", "som") not in items(found)
    assert ("p/I.1/han", "som") in [(one["deadline"], one["step"]) for one in found["dropped"]]
    assert "Đã bỏ khỏi thư trước khi gửi" in terminal("explain --person an@so.example --on 2021-03-04").out


def test_a_pause_is_told(begun: Terminal) -> None:
    begun("pause --by it --reason Tết")
    said = begun("explain --person an").out  # today, which is after the plan
    assert "Đang tạm dừng gửi thư từ " in said
    assert ", do it: Tết." in said


# Delegates.


@pytest.fixture
def away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return opened(tmp_path, capsys, files_of(rule(STEPS) + DIGEST, task(BY), units=AWAY))


def test_who_is_on_leave_sees_to_whom_the_mail_went(away: Terminal) -> None:
    away("tick --at 2021-03-01T08:00")
    away("tick --at 2021-03-04T08:00")
    found = day(away, "an@so.example", "2021-03-04")
    assert found["mails"] == []
    assert found["absence"] == {"from": "2021-03-03", "to": "2021-03-05", "delegate": "binh@so.example"}
    (passed_on,) = found["forwarded"]
    assert (passed_on["deadline"], passed_on["address"]) == ("p/I.1/han", "binh@so.example")
    assert found["silent"] == []
    said = away("explain --person an --on 2021-03-04").out
    assert (
        "Đang nghỉ từ ngày 03/3/2021 đến hết ngày 05/3/2021; thư chuyển cho Vũ Bình (binh@so.example)."
        in said
    )


def test_who_stands_in_sees_for_whom(away: Terminal) -> None:
    away("tick --at 2021-03-01T08:00")
    away("tick --at 2021-03-04T08:00")
    assert items(day(away, "binh@so.example", "2021-03-04")) == [("p/I.1/han", "som")]
    assert "nhận thay Nguyễn An, Chuyên viên" in away("explain --person binh --on 2021-03-04").out


def test_the_delegate_is_foreseen_too(away: Terminal) -> None:
    assert [one["address"] for one in day(away, "an", "2021-03-04")["forwarded"]] == ["binh@so.example"]


# Days to come, and none on record.


def test_without_a_record_it_says_that_it_assumes(terminal: Terminal) -> None:
    answer = terminal("explain --person an@so.example --on 2021-03-04 --json")
    assert answer.object["assumed"] is True
    assert "giả định" in answer.err
    assert items(answer.object) == [(f"p/I.{n}/han", "som") for n in (1, 2, 6, 7)]
    assert not (terminal.workspace / "var").exists()


def test_a_day_to_come_is_foreseen_from_the_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "\nplan: {id: p, title: Xa, year: 2093, number: null, signed: 2020-12-31}\ngroups: {I: MỘT}\n"
    files = files_of(rule(STEPS), task("{kind: by, date: 2093-03-10, strict: true}"), head=head)
    here = opened(tmp_path, capsys, files)
    here("tick --at 2021-03-01T08:00")
    found = day(here, "an", "2093-03-09")
    assert (items(found), found["assumed"]) == ([("p/I.1/han", "hom-nay")], False)
    assert [(mail["message"], mail["deliveries"]) for mail in found["mails"]] == [(None, [])]
    assert "thư nhắc việc: sẽ gửi" in here("explain --person an --on 2093-03-09").out
    here("done p/I.1 --by an")
    assert why(day(here, "an", "2093-03-09"))["p/I.1/han"].startswith("đã hoàn thành ngày ")


def test_a_day_off_says_why_there_is_no_mail(terminal: Terminal) -> None:
    found = terminal("explain --person an@so.example --on 2021-02-11").out
    assert "Ngày nghỉ: " in found
    assert "Trong ngày không có thư nào." in found


def test_a_digest_is_a_mail_of_the_day(terminal: Terminal) -> None:
    assert [mail["digest"] for mail in day(terminal, "gd@so.example", "2021-03-08")["mails"]] == ["tuan"]
    terminal("tick --at 2021-03-01T07:30")
    found = day(terminal, "gd@so.example", "2021-03-01")
    assert [(mail["kind"], mail["digest"]) for mail in found["mails"]] == [("digest", "tuan")]
    assert found["mails"][0]["deliveries"][0]["state"] == "sent"


# Whom somebody means.


@pytest.mark.parametrize("typed", ["an", "AN@so.example", "an@so.example"])
def test_a_person_is_named_by_id_or_address(terminal: Terminal, typed: str) -> None:
    assert items(day(terminal, typed, "2021-03-04"))


def test_a_unit_has_days_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = files_of(rule(STEPS), task(BY, assignees="{}"))
    found = day(opened(tmp_path, capsys, files), "kt", "2021-03-04")
    assert (found["person"], items(found)) == ("kt@so.example", [("p/I.1/han", "som")])


def test_an_unknown_address_names_the_nearest(terminal: Terminal) -> None:
    answer = terminal("explain --person ann@so.example --on 2021-03-04")
    assert answer.code == 1
    assert "gần giống: an@so.example" in answer.err


def test_an_address_that_only_a_rule_names_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = files_of(rule('{id: som, before: 3wd, to: lead, cc: "x@so.example"}'), task(BY))
    assert items(day(opened(tmp_path, capsys, files), "x@so.example", "2021-03-04"))


@pytest.mark.parametrize(
    "words", ["", "p/I.1 --person an", "--person an --at 2021-03-04", "p/I.1 --on 2021-03-04"]
)
def test_words_that_do_not_go_together_are_refused(terminal: Terminal, words: str) -> None:
    assert terminal(f"explain {words}").code == 2


def test_a_plan_with_nothing_for_somebody_is_no_failure(terminal: Terminal) -> None:
    found = day(terminal, "gd", "2021-03-04")
    assert (found["mails"], found["silent"]) == ([], [])


def test_who_left_and_what_was_merged_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = UNITS.replace("address: tpkt@so.example}", "address: tpkt@so.example, valid: {to: 2021-03-05}}")
    units = units.replace("address: kt@so.example,", "address: kt@so.example, valid: {to: 2021-03-05},")
    units = units.replace("officers: [an],", "officers: [], successor: [xd],")
    steps = rule(STEPS.replace("to: lead}", "to: [lead, lead.head]}"))
    office = opened(tmp_path, capsys, files_of(steps, task(BY, assignees="{}"), units=units))
    for moment in ("2021-03-01T08:00", "2021-03-04T08:00", "2021-03-09T08:00"):
        office(f"tick --at {moment}")
    assert why(day(office, "kt@so.example", "2021-03-09")) == {
        "p/I.1/han": "không còn từ ngày 06/3/2021, việc chuyển về Phòng Xây dựng"
    }
    assert why(day(office, "tpkt@so.example", "2021-03-09")) == {
        "p/I.1/han": "thôi công tác từ ngày 06/3/2021"
    }
    assert office("text kt --at 2021-03-09").out == (
        "Phòng Kinh tế – tính đến thứ Ba, ngày 09/3/2021\n"
        "Không còn từ ngày 06/3/2021, việc chuyển về Phòng Xây dựng\n"
    )
