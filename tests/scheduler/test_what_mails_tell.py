"""The facts of a mail: which period, how many times, who else, whom to turn to, and what was granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rules.action import Action
from rules.letter import Item, Letter
from tests.small import UNITS, Relay, action, office, rule, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
YEAR = ("2021-01-01", "2021-12-31T23:59")
THREE = (
    "{id: som, before: 10wd, to: lead}\n{id: gap, before: 3wd, to: lead}\n{id: hom, on: last-day, to: lead}"
)


def letters(
    rules: str, *tasks: str, start: str = YEAR[0], script: Sequence[Action] = (), units: str = UNITS
) -> list[Letter]:
    """Every mail from `start` to the end of the year."""
    relay = Relay()
    place = office(rules, *tasks, units=units, channel=relay)
    place.open(start)
    place.live(start, YEAR[1], script)
    return relay.letters


def items(found: Sequence[Letter], address: str = "an@so.example") -> list[Item]:
    return [item for letter in found if letter.address == address for item in letter.items]


def counts(found: Sequence[Letter], address: str = "an@so.example") -> list[tuple[str, int, int | None]]:
    return [("+".join(item.steps), item.number, item.total) for item in items(found, address)]


def test_a_step_that_its_own_gate_held_back_is_not_told_as_late() -> None:
    steps = rule(
        "{id: nhac, after: 1wd, every: 2wd, limit: 3, to: lead}\n"
        '{id: tren, after: 2wd, to: lead.head, when: "reminders >= 3"}'
    )
    relay = Relay()
    place = office(steps, task(BEFORE_10_3), channel=relay)
    place.open(YEAR[0])
    place.live(*YEAR)
    (held,) = [line for line in place.lines() if line["step"] == "tren"]
    assert held["late"]
    assert [item.late_since for item in items(relay.letters, "tpkt@so.example")] == [None]


def test_what_the_service_missed_is_told_as_late() -> None:
    relay = Relay()
    place = office(rule("{id: s, on: last-day, to: lead}\n{id: q, after: 1wd, to: lead}"), task(BEFORE_10_3),
                   channel=relay)  # fmt: skip
    place.open(YEAR[0])
    place.live("2021-01-01", "2021-03-01")
    place.tick("2021-03-15T08:00")
    assert [item.late_since for item in items(relay.letters)] == [dt.date(2021, 3, 11)]


def test_each_period_of_a_recurring_deadline_is_named() -> None:
    monthly = task("{kind: recurring, every: month, day: 15}")
    found = items(letters(rule("{id: s, on: last-day, to: lead}"), monthly))
    assert [item.period for item in found[:3]] == ["tháng 01/2021", "tháng 02/2021", "tháng 3/2021"]
    assert {item.title for item in found} == {"Việc I.1"}


def test_each_event_is_named_by_the_date_of_its_document() -> None:
    five = task("{kind: after_event, n: 5, unit: working_day, event: nhận văn bản}")
    script = [
        action("event", "2021-05-03T09:00", "p/I.1/han"),
        action("event", "2021-06-01T09:00", "p/I.1/han"),
    ]
    found = items(letters(rule("{id: s, on: last-day, to: lead}"), five, script=script))
    assert [item.period for item in found] == ["văn bản ngày 03/5/2021", "văn bản ngày 01/6/2021"]


def test_reminders_are_counted_from_the_first_one_really_said() -> None:
    assert counts(letters(rule(THREE), task(BEFORE_10_3))) == [("som", 1, 3), ("gap", 2, 3), ("hom", 3, 3)]


def test_what_was_passed_over_at_the_birth_and_the_first_notice_are_not_counted() -> None:
    # Known from 26/02: the step of 23/02 is past.
    found = letters(rule(THREE), task(BEFORE_10_3), start="2021-02-26T09:00")
    assert items(found)[0].kind == "first"
    assert counts(found)[1:] == [("gap", 1, 2), ("hom", 2, 2)]


def test_the_reminders_of_another_role_are_not_counted() -> None:
    steps = rule(THREE + "\n{id: dau, before: 2wd, to: lead.head}")
    assert counts(letters(steps, task(BEFORE_10_3)), "tpkt@so.example") == [("dau", 1, 1)]


def test_of_how_many_is_left_out_where_nobody_can_tell() -> None:
    endless = rule("{id: s, after: 1wd, every: 5wd, to: lead}")
    assert {total for _, _, total in counts(letters(endless, task(BEFORE_10_3)))} == {None}
    by_name = rule("{id: a, before: 9wd, to: support}\n{id: b, before: 2wd, to: support.named}")
    through_a_group = task(BEFORE_10_3, support="[tat-ca]")
    assert counts(letters(by_name, through_a_group), "xd@so.example") == [("a", 1, None)]
    named = task(BEFORE_10_3, support="[xd]")
    assert counts(letters(by_name, named), "xd@so.example") == [("a", 1, 2), ("b", 2, 2)]


def test_a_monthly_line_about_what_waits_has_a_number_and_no_end() -> None:
    waiting = task("{kind: external, by: chỉ đạo của UBND tỉnh}")
    found = counts(letters(rule("{id: w, on: waiting, to: office}"), waiting), "theodoi@so.example")
    assert [(number, total) for _, number, total in found[:3]] == [(1, None), (2, None), (3, None)]


def test_a_mail_after_a_reopening_knows_when_and_why() -> None:
    script = [
        action("done", "2021-03-01T09:00"),
        action("reopen", "2021-03-02T09:00", note="Còn thiếu phụ lục"),
    ]
    found = items(letters(rule(THREE), task(BEFORE_10_3), script=script))
    after = [item.marks for item in found if item.new_term]
    assert {(marks.reopened, marks.reopened_why) for marks in after} == {
        (dt.date(2021, 3, 2), "Còn thiếu phụ lục")
    }
    assert all(item.marks.reopened is None for item in found if not item.new_term)


def test_a_line_that_was_not_reopened_is_not_told_of_it() -> None:
    script = [
        action("done", "2021-03-01T09:00", unit="kt"),
        action("reopen", "2021-03-02T09:00", unit="kt", note="Thiếu số liệu"),
    ]
    found = letters(rule(THREE), task(BEFORE_10_3, lead="[kt, xd]"), script=script)
    assert any(item.marks.reopened for item in items(found))
    assert not any(item.marks.reopened for item in items(found, "binh@so.example"))


def test_a_mail_after_an_extension_knows_the_old_date_the_new_one_and_the_document() -> None:
    script = [
        action("extend-grant", "2021-03-01T09:00", to="2021-03-25", document="12/SNV"),
        action("extend-grant", "2021-03-22T09:00", to="2021-04-15", document="15/SNV"),
    ]
    found = items(letters(rule(THREE), task(BEFORE_10_3), script=script))
    told = [(item.marks.replaced, item.marks.granted, item.marks.granted_by) for item in found]
    assert told[0] == (None, None, None)
    assert (dt.date(2021, 3, 10), dt.date(2021, 3, 25), "12/SNV") in told
    assert told[-1] == (dt.date(2021, 3, 25), dt.date(2021, 4, 15), "15/SNV")
    assert found[-1].marks.original == dt.date(2021, 3, 10)


def test_the_first_mail_of_a_new_date_says_that_it_moved() -> None:
    script = [action("extend-grant", "2021-03-01T09:00", to="2021-03-25")]
    found = items(letters(rule(THREE), task(BEFORE_10_3), script=script))
    assert [(item.steps[0], item.moved) for item in found] == [
        ("som", False), ("som", True), ("gap", False), ("hom", False),
    ]  # fmt: skip


PEOPLE = "".join(
    f"  - {{id: n{n}, name: Người {n}, title: Chuyên viên, address: n{n}@so.example}}\n" for n in range(12)
)
MANY = UNITS.replace("groups:\n", PEOPLE + "groups:\n")


def also(count: int) -> tuple[tuple[str, ...], int]:
    """What one of `count` + 1 readers is told of the others."""
    others = ", ".join(f"'person:n{n}'" for n in range(count))
    found = letters(rule(f"{{id: s, on: last-day, to: [lead, {others}]}}"), task(BEFORE_10_3), units=MANY)
    letter = next(letter for letter in found if letter.address == "an@so.example")
    return letter.also, letter.also_more


def test_up_to_eight_others_are_all_named_and_of_more_the_first_six() -> None:
    assert also(8) == (tuple(f"Người {n}, Chuyên viên" for n in range(8)), 0)
    assert also(10) == (tuple(f"Người {n}, Chuyên viên" for n in range(6)), 4)


ELEVEN = [f"u{n}" for n in range(11)]
GROUPED = UNITS.replace(
    "people:\n",
    "".join(f"  - {{id: {u}, name: Phòng {u}, address: {u}@so.example, head: h{u}}}\n" for u in ELEVEN)
    + "people:\n"
    + "".join(
        f"  - {{id: h{u}, name: Trưởng {u}, title: TP {u}, address: h{u}@so.example}}\n" for u in ELEVEN
    ),
).replace("groups:\n", f"groups:\n  moi: {{name: Các phòng mới, members: [{', '.join(ELEVEN)}]}}\n")


def test_more_than_eight_are_named_by_a_group_that_was_told_as_a_whole() -> None:
    steps = rule("{id: s, on: last-day, to: [lead, lead.head], cc: office}")
    all_of_them = task(BEFORE_10_3, lead="[moi]", assignees="{}")
    found = letters(steps, all_of_them, units=GROUPED)
    letter = next(letter for letter in found if letter.address == "u3@so.example")
    assert letter.also == ("Các phòng mới", "lãnh đạo các phòng mới", "Lê Theo Dõi, Chuyên viên")
    assert letter.also_more == 0


def test_a_group_of_which_one_was_not_told_does_not_stand_for_the_others() -> None:
    most = task(BEFORE_10_3, lead=f"[{', '.join(ELEVEN[:10])}]", assignees="{}")
    found = letters(rule("{id: s, on: last-day, to: lead.head}"), most, units=GROUPED)
    letter = next(letter for letter in found if letter.address == "hu3@so.example")
    assert "các phòng mới" not in " ".join(letter.also).casefold()
    assert (len(letter.also), letter.also_more) == (6, 3)


def test_the_office_that_leads_has_its_head_above_the_officer_and_the_deputy_above_the_head() -> None:
    own = task(BEFORE_10_3, lead="[vp]")
    found = letters(rule("{id: s, on: last-day, to: [lead, lead.head]}"), own)
    (officer,), (head,) = items(found, "theodoi@so.example"), items(found, "cvp@so.example")
    assert (officer.office_leads, officer.head) == (True, "Chánh Văn phòng")
    assert (head.office_leads, head.head, head.in_charge) == (True, None, "Phó Giám đốc")


TWO_DEPUTIES = UNITS.replace(
    "groups:\n", "  - {id: pgd2, name: Lý Hai, title: Phó Giám đốc, address: pgd2@so.example}\ngroups:\n"
).replace("leadership: [gd, pgd]", "leadership: [gd, pgd, pgd2]")


def test_people_who_share_a_title_are_told_apart_by_name() -> None:
    found = letters(rule("{id: s, on: last-day, to: leadership}"), task(BEFORE_10_3), units=TWO_DEPUTIES)
    by_address = {letter.address: letter for letter in found}
    assert by_address["pgd2@so.example"].to_name == "Lý Hai, Phó Giám đốc"
    assert by_address["gd@so.example"].to_name == "Giám đốc"
    assert by_address["pgd@so.example"].addressee == "Đồng chí Phó Giám đốc"
    assert set(by_address["gd@so.example"].also) == {"Ngô Phó, Phó Giám đốc", "Lý Hai, Phó Giám đốc"}
