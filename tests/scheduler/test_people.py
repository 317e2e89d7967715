"""Every recipient of DESIGN section 4: whom it means, and who gets what has no recipient."""

from __future__ import annotations

import pytest

from tests.small import UNITS, Relay, lived, office, readers, rule, task, told

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"


def meant(who: str, *, units: str = UNITS, more: str = "", **of_task: str) -> list[str]:
    """Whom one recipient means for a task of Phòng Kinh tế."""
    step = f"{{id: s, on: last-day, to: {who}}}"
    return readers(lived(rule(step, more=more), task(BEFORE_10_3, **of_task), units=units), "s")


@pytest.mark.parametrize(
    ("who", "people"),
    [
        ("lead", ["an"]),
        ("lead.head", ["tpkt"]),
        ("office", ["theodoi"]),
        ("office.head", ["cvp"]),
        ("leadership", ["gd", "pgd"]),
        ("leadership.in-charge", ["pgd"]),
        ("'unit:xd'", ["xd"]),
        ("'person:binh'", ["binh"]),
        ("'role:admin'", ["theodoi"]),
        ("ngoai@tinh.example", ["ngoai@tinh.example"]),
        ("[lead, ngoai@tinh.example]", ["an", "ngoai@tinh.example"]),
    ],
)
def test_a_recipient_means(who: str, people: list[str]) -> None:
    assert meant(who) == people


def test_the_office_is_the_tracking_officer_and_not_the_whole_unit() -> None:
    assert "vp" not in meant("office")


def test_support_means_each_supporting_unit_and_named_support_only_those_named_one_by_one() -> None:
    assert meant("support", support="[xd]") == ["xd"]
    assert meant("support", support="[tat-ca]") == ["vp", "xd"]
    assert meant("support.named", support="[xd, tat-ca]") == ["xd"]
    assert meant("support.named", support="[tat-ca]") == []
    assert meant("support.head", support="[tat-ca]") == ["cvp", "tpxd"]


def test_a_unit_that_leads_is_never_support_of_the_same_deadline() -> None:
    assert meant("support", lead="[kt]", support="[kt, xd]") == ["xd"]


def test_a_unit_named_as_support_leaves_a_collective_lead() -> None:
    assert meant("lead", lead="[tat-ca]", support="[xd]") == ["an", "theodoi"]
    assert meant("support", lead="[tat-ca]", support="[xd]") == ["xd"]


def test_a_task_without_support_has_no_mail_for_it() -> None:
    assert meant("support") == meant("support.named") == meant("support.head") == []


def test_support_that_cannot_be_reached_falls_to_the_owner() -> None:
    units = UNITS.replace(" address: xd@so.example, head: tp-xd, officers: [binh],", "")
    assert meant("support", support="[xd]", units=units) == ["theodoi"]
    assert meant("support.head", support="[xd]", units=units) == ["theodoi"]


def reasons(rules: str, one: str, units: str = UNITS) -> list[tuple[str, str | None]]:
    """(address, why) of each mail of the year."""
    relay = Relay()
    place = office(rules, one, units=units, channel=relay)
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-12-31")
    return [(letter.address, letter.items[0].why) for letter in relay.letters]


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("lead.head", UNITS.replace(" head: tp-kt,", "")),
        ("leadership.in-charge", UNITS.replace("officers: [an], in_charge: pgd", "officers: [an]")),
        ("'role:trong'", UNITS.replace("admin: [theo-doi]", "admin: [theo-doi], trong: []")),
        ("leadership", UNITS.replace("leadership: [gd, pgd]", "leadership: []")),
        ("'person:binh'", UNITS.replace(", address: binh@so.example", "")),
    ],
)
def test_when_nobody_is_found_the_owner_is_told_with_the_reason(who: str, units: str) -> None:
    ((address, why),) = reasons(rule(f"{{id: s, on: last-day, to: {who}}}"), task(BEFORE_10_3), units)
    assert address == "theodoi@so.example"
    assert why


def test_the_owner_of_the_rule_may_be_another() -> None:
    units = UNITS.replace(" head: tp-kt,", "")
    assert meant("lead.head", units=units, more="    owner: person:binh\n") == ["binh"]


def test_an_unassigned_deadline_goes_to_the_owner_of_its_rule() -> None:
    assert meant("lead", lead="[]", more="    owner: office.head\n") == ["cvp"]


@pytest.mark.parametrize("who", ["leadership", "leadership.in-charge"])
def test_nothing_unassigned_goes_above_the_office(who: str) -> None:
    assert meant(who, lead="[]") == ["theodoi"]


@pytest.mark.parametrize("who", ["leadership", "leadership.in-charge"])
def test_nothing_ambiguous_goes_above_the_office(who: str) -> None:
    unsure = BEFORE_10_3.replace("}", ", ambiguous: true, alternative: 2022-03-10}")
    assert readers(lived(rule(f"{{id: s, on: last-day, to: {who}}}"), task(unsure)), "s") == ["theodoi"]


@pytest.mark.parametrize("who", ["leadership", "leadership.in-charge"])
def test_nothing_undeliverable_goes_above_the_office(who: str) -> None:
    silent = UNITS.replace(" address: kt@so.example, head: tp-kt, officers: [an],", "")
    assert meant(who, units=silent, assignees="{}") == ["theodoi"]


def test_one_reachable_lead_is_enough_for_the_leadership_but_not_for_the_silent_line() -> None:
    silent = UNITS.replace(" address: kt@so.example, head: tp-kt, officers: [an],", "")
    both = {"lead": "[kt, xd]", "assignees": "{}"}
    assert meant("leadership", units=silent, **both) == ["gd", "pgd"]
    assert meant("leadership.in-charge", units=silent, **both) == ["pgd", "theodoi"]


AWAY = "address: an@so.example, leave: [{from: 2021-03-03, to: 2021-03-05, delegate: binh}]}"
ON_LEAVE = UNITS.replace("address: an@so.example}", AWAY)
THREE = "{id: a, before: 5wd, to: lead}\n{id: b, before: 3wd, to: lead}\n{id: c, on: last-day, to: lead}"


def test_a_delegate_gets_the_mail_instead_on_the_days_of_leave() -> None:
    lines = lived(rule(THREE), task(BEFORE_10_3), units=ON_LEAVE)
    # Said on 02/3, 04/3 and 09/3.
    assert [readers(lines, step) for step in "abc"] == [["an"], ["binh"], ["an"]]


def test_delegation_is_one_hop() -> None:
    both = ON_LEAVE.replace(
        "address: binh@so.example}",
        "address: binh@so.example, leave: [{from: 2021-03-01, to: 2021-03-12, delegate: gd}]}",
    )
    assert readers(lived(rule(THREE), task(BEFORE_10_3), units=both), "b") == ["binh"]


def test_without_a_delegate_the_person_on_leave_is_told() -> None:
    alone = ON_LEAVE.replace(", delegate: binh", "")
    assert readers(lived(rule(THREE), task(BEFORE_10_3), units=alone), "b") == ["an"]


def test_a_delegate_who_is_told_anyway_gets_one_mail() -> None:
    step = rule("{id: b, before: 3wd, to: lead, cc: 'person:binh'}")
    lines = lived(step, task(BEFORE_10_3), units=ON_LEAVE)
    assert [(line["recipients"], line["cc"]) for line in lines] == [(["binh@so.example"], [])]


def test_a_delegates_mail_says_for_whom_it_stands_in() -> None:
    relay = Relay()
    place = office(rule("{id: b, before: 3wd, to: lead}"), task(BEFORE_10_3), units=ON_LEAVE, channel=relay)
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-12-31")
    assert [(letter.address, letter.instead_of) for letter in relay.letters] == [
        ("binh@so.example", "Nguyễn An, Chuyên viên")
    ]


def test_the_owner_on_leave_is_represented_too() -> None:
    units = UNITS.replace(
        "address: theodoi@so.example}",
        "address: theodoi@so.example, leave: [{from: 2021-03-01, to: 2021-03-31, delegate: cvp}]}",
    )
    assert meant("lead", lead="[]", units=units) == ["cvp"]
    assert told(lived(rule(THREE), task(BEFORE_10_3, lead="[]"), units=units), "theodoi@so.example") == []
