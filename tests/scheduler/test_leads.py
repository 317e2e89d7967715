"""Who a lead is, several leads, and deadlines that no unit leads yet."""

from __future__ import annotations

from tests.small import UNITS, Relay, action, days, lived, office, readers, rule, task, told

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
THREE = "{id: a, before: 5wd, to: lead}\n{id: b, before: 3wd, to: lead}\n{id: c, on: last-day, to: lead}"
NOBODY_ASSIGNED = "{}"


def test_the_lead_is_the_assignee_of_the_unit_for_the_task() -> None:
    lines = lived(rule(THREE), task(BEFORE_10_3))
    assert [readers(lines, step) for step in "abc"] == [["an"], ["an"], ["an"]]


def test_without_an_assignee_the_unit_is_told_and_the_head_once_is_asked_to_assign_one() -> None:
    lines = lived(rule(THREE), task(BEFORE_10_3, assignees=NOBODY_ASSIGNED))
    assert [readers(lines, step) for step in "abc"] == [["kt", "tpkt"], ["kt"], ["kt"]]


def test_the_head_is_asked_once_for_a_task_with_several_deadlines() -> None:
    two = "{slug: mot, kind: by, date: 2021-03-10}, {slug: hai, kind: by, date: 2021-06-10}"
    lines = lived(rule("{id: s, on: last-day, to: lead}"), task(two, assignees=NOBODY_ASSIGNED))
    assert told(lines, "tpkt@so.example") == ["03-10 s"]


def test_the_request_to_assign_says_so_to_the_head_alone() -> None:
    relay = Relay()
    place = office(rule(THREE), task(BEFORE_10_3, assignees=NOBODY_ASSIGNED), channel=relay)
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-12-31")
    assert {(letter.address, letter.items[0].ask) for letter in relay.letters} == {
        ("tpkt@so.example", "assign-officer"),
        ("kt@so.example", None),
    }


def test_a_unit_without_an_address_is_reached_through_its_officers() -> None:
    units = UNITS.replace(" address: kt@so.example,", "")
    lines = lived(rule(THREE), task(BEFORE_10_3, assignees=NOBODY_ASSIGNED), units=units)
    assert [readers(lines, step) for step in "abc"] == [["an", "tpkt"], ["an"], ["an"]]


def test_a_unit_of_which_only_the_head_is_known_falls_to_the_owner_once_the_head_was_asked() -> None:
    units = UNITS.replace(" address: kt@so.example,", "").replace("officers: [an]", "officers: []")
    lines = lived(rule(THREE), task(BEFORE_10_3, assignees=NOBODY_ASSIGNED), units=units)
    assert [readers(lines, step) for step in "abc"] == [["tpkt"], ["theodoi"], ["theodoi"]]


def test_the_officer_assigned_later_takes_over() -> None:
    assigned = action("assign", "2021-03-03T10:00", "p/I.1", unit="kt", to="binh")
    lines = lived(rule(THREE), task(BEFORE_10_3), script=[assigned])
    assert [readers(lines, step) for step in "abc"] == [["an"], ["binh"], ["binh"]]


def test_every_lead_unit_has_a_line_of_its_own() -> None:
    lines = lived(rule("{id: s, on: last-day, to: [lead, lead.head]}"), task(BEFORE_10_3, lead="[kt, xd]"))
    assert readers(lines, "s") == ["an", "binh", "tpkt", "tpxd"]


def test_a_finished_line_is_reminded_no_more_and_the_others_are() -> None:
    done = action("done", "2021-03-03T10:00", unit="kt")
    steps = "{id: a, before: 5wd, to: [lead, lead.head]}\n{id: c, on: last-day, to: [lead, lead.head]}"
    lines = lived(rule(steps), task(BEFORE_10_3, lead="[kt, xd]"), script=[done])
    assert readers(lines, "a") == ["an", "binh", "tpkt", "tpxd"]
    assert readers(lines, "c") == ["binh", "tpxd"]


def test_the_deputy_in_charge_hears_of_open_lines_only() -> None:
    units = UNITS.replace("officers: [binh], in_charge: pgd", "officers: [binh], in_charge: gd")
    step = rule("{id: s, after: 1wd, to: leadership.in-charge}")
    both = task(BEFORE_10_3, lead="[kt, xd]")
    assert readers(lived(step, both, units=units), "s") == ["gd", "pgd"]
    done = action("done", "2021-03-03T10:00", unit="kt")
    assert readers(lived(step, both, units=units, script=[done]), "s") == ["gd"]


def test_a_deadline_is_done_when_every_line_is() -> None:
    steps = rule("{id: s, after: 1wd, every: 1wd, to: office}")
    both = task(BEFORE_10_3, lead="[kt, xd]")
    script = [
        action("done", "2021-03-11T10:00", unit="kt"),
        action("done", "2021-03-15T10:00", unit="xd"),
    ]
    assert days(lived(steps, both, script=script)) == ["03-11", "03-12", "03-15"]


def test_a_report_without_a_unit_is_about_every_line() -> None:
    done = action("done", "2021-03-03T10:00")
    both = task(BEFORE_10_3, lead="[kt, xd]")
    assert lived(rule("{id: s, on: last-day, to: lead}"), both, script=[done]) == []


def test_a_group_that_leads_is_a_line_for_each_of_its_units() -> None:
    lines = lived(rule("{id: s, on: last-day, to: lead}"), task(BEFORE_10_3, lead="[tat-ca]"))
    assert readers(lines, "s") == ["an", "binh", "theodoi"]


def test_until_a_unit_is_assigned_the_mails_go_to_the_owner() -> None:
    steps = "{id: s, before: 3wd, to: [lead, lead.head]}\n{id: c, on: last-day, to: lead}"
    relay = Relay()
    place = office(rule(steps), task(BEFORE_10_3, lead="[]"), channel=relay)
    place.open("2021-01-01")
    assigned = action("assign", "2021-03-08T10:00", "p/I.1", unit="xd", to="binh")
    place.live("2021-01-01", "2021-03-31", [assigned])
    assert relay.letters[0].address == "theodoi@so.example"
    assert relay.letters[0].items[0].ask == "assign-unit"
    assert readers(place.lines(), "c") == ["binh"]
    assert told(place.lines(), "theodoi@so.example") == ["03-04 s"]


def test_when_the_office_leads_its_texts_name_the_deputy_in_charge() -> None:
    relay = Relay()
    place = office(rule("{id: s, on: last-day, to: lead}"), task(BEFORE_10_3, lead="[vp]"), channel=relay)
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-12-31")
    (item,) = relay.letters[0].items
    assert (item.office_leads, item.in_charge) == (True, "Phó Giám đốc")
