"""Who will be named in Monday's digest knows it on the working afternoon before, and may still answer."""

from __future__ import annotations

from pathlib import Path

from dondoc.commands.init import workspace_texts
from notifiers.renderer import Renderer, view_of
from rules.action import Action
from rules.letter import Letter
from scheduler.ledger import Line
from tests.small import UNITS, Office, Relay, action, files_of, in_force_from, task

WRITER = Renderer("Hệ thống nhắc việc <nhacviec@example.gov.vn>")
RULES = """
rules:
  - {id: r, title: Không, match: {}, steps: []}
digests:
  - {id: tuan, title: Tổng hợp tuần gửi Lãnh đạo Sở, every: monday, at: "07:30", to: leadership}
  - {id: truoc, title: Báo trước tổng hợp tuần, of: tuan, every: last-workday, at: "14:00",
     to: [office, lead.head], answer_by: "16:30"}
"""
BY = "{kind: by, date: 2021-03-10}"
OFFICE, KT, XD = "theodoi@so.example", "tpkt@so.example", "tpxd@so.example"


def office(relay: Relay, *tasks: str) -> Office:
    place = Office(
        in_force_from(files_of(RULES, *(tasks or (task(BY), task(BY, key="I.2", lead="[xd]"))))), relay
    )
    place.open("2021-02-26")
    return place


def lived(
    *script: Action, end: str = "2021-03-15T12:00", tasks: tuple[str, ...] = ()
) -> tuple[list[Line], list[Letter]]:
    relay = Relay()
    place = office(relay, *tasks)
    place.live("2021-02-26", end, script)
    return [line for line in place.lines() if line["rule"] == "truoc"], relay.letters


def before(letters: list[Letter], address: str) -> list[Letter]:
    return [one for one in letters if one.address == address and one.digest and one.digest.foretold]


def test_the_heads_of_the_units_to_be_named_and_the_office_are_told_on_the_last_working_afternoon() -> None:
    lines, _ = lived()
    assert [(line["at"][:16], sorted(line["recipients"])) for line in lines] == [
        ("2021-03-12T14:00", [OFFICE, KT, XD])
    ]


def test_a_week_that_names_nobody_tells_nobody_before() -> None:
    lines, _ = lived(end="2021-03-12T13:59")
    assert lines == []


def test_a_head_is_told_only_what_is_said_of_his_own_unit() -> None:
    _, letters = lived()
    (letter,) = before(letters, KT)
    said = WRITER.text(letter).replace(" \n", " ")
    assert "dự kiến nêu Phòng Kinh tế như dưới đây." in said
    assert "trước 16 giờ 30 hôm nay" in said
    assert ["Việc I.1" in said, "Việc I.2" in said, "Theo đơn vị" in said] == [True, False, False]
    assert "Quá hạn 03 ngày làm việc, mốc kế hoạch ngày 10/3/2021" in said
    assert view_of(letter).subject == (
        "[Báo trước tổng hợp tuần 11 (15/3 - 21/3/2021)] 1 quá hạn - đề nghị phản hồi trước 16 giờ 30 hôm nay"
    )


def test_the_office_gets_the_whole_draft_and_it_says_what_monday_says_when_nobody_answers() -> None:
    _, letters = lived()
    (draft,) = before(letters, OFFICE)
    (monday,) = [one for one in letters if one.address == "gd@so.example" and f"{one.at:%m-%d}" == "03-15"]
    assert draft.digest is not None
    assert monday.digest is not None
    assert (draft.digest.figures, draft.digest.sections) == (monday.digest.figures, monday.digest.sections)
    assert "Đây là dự thảo bản “Tổng hợp tuần gửi Lãnh đạo Sở” thứ Hai, ngày 15/3/2021" in WRITER.text(
        draft
    ).replace(" \n", " ")


def test_who_answers_in_time_is_not_named_on_monday() -> None:
    _, letters = lived(action("done", "2021-03-12T16:00", "p/I.1/han"))
    (monday,) = [one for one in letters if one.address == "gd@so.example" and f"{one.at:%m-%d}" == "03-15"]
    assert monday.digest is not None
    (late,) = [section for section in monday.digest.sections if section.name == "overdue"]
    assert [row.deadline for row in late.rows] == ["p/I.2/han"]


def test_what_falls_due_before_monday_is_told_too() -> None:
    friday = "{kind: by, date: 2021-03-12}"
    _, letters = lived(tasks=(task(friday),))
    assert len(before(letters, KT)) == 1


def test_before_a_long_holiday_the_last_working_day_is_earlier_and_the_digest_meant_is_the_next_one() -> None:
    # Tết closes Wednesday 10/02 to Tuesday 16/02; the digest after it is of Wednesday 17/02.
    relay = Relay()
    place = Office(in_force_from(files_of(RULES, task("{kind: by, date: 2021-02-03}"))), relay)
    place.open("2021-02-01")
    place.live("2021-02-01", "2021-02-18")
    told = before(relay.letters, KT)
    days = [
        (f"{one.at:%m-%d}", one.digest.foretold.day.isoformat())
        for one in told
        if one.digest and one.digest.foretold
    ]
    assert days == [("02-05", "2021-02-08"), ("02-09", "2021-02-17")]


def test_when_it_is_too_late_to_answer_nothing_is_told_before() -> None:
    place = office(relay := Relay())
    place.live("2021-02-26", "2021-03-12T12:00")
    place.open("2021-03-12T16:45")
    place.live("2021-03-12T16:45", "2021-03-15T12:00")
    assert before(relay.letters, KT) == []


def test_an_answer_while_the_mail_waits_takes_the_name_off_it() -> None:
    place = office(relay := Relay())
    place.live("2021-02-26", "2021-03-12T13:59")
    place.report(
        action("done", "2021-03-12T13:59", "p/I.1/han"), action("done", "2021-03-12T13:59", "p/I.2/han")
    )
    place.tick("2021-03-12T14:00")
    assert before(relay.letters, KT) + before(relay.letters, OFFICE) == []


def test_a_unit_without_a_head_is_told_itself() -> None:
    headless = UNITS.replace("address: kt@so.example, head: tp-kt,", "address: kt@so.example,")
    relay = Relay()
    place = Office(in_force_from(files_of(RULES, task(BY), units=headless)), relay)
    place.open("2021-02-26")
    place.live("2021-02-26", "2021-03-15T12:00")
    assert len(before(relay.letters, "kt@so.example")) == 1


def test_a_new_workspace_foretells_and_else_sums_up_as_the_shipped_one(root: Path) -> None:
    rules = workspace_texts()["rules/80-tong-hop.yaml"]
    assert "\n  - {id: bao-truoc," in rules
    shipped = (root / "rules/80-tong-hop.yaml").read_text(encoding="utf-8")
    assert shipped.partition("  # Báo trước")[0] == rules.partition("  # Báo trước")[0]
    assert rules.splitlines()[-1].strip() == shipped.splitlines()[-1].strip().removeprefix("#")
