"""Who is meant by a recipient on one day, without a store."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.days.calendar import WorkCalendar
from rules.directory import Directory, Leave, Person, Unit
from rules.plan import DeadlineSpec, Plan, Task
from rules.recipients import (
    Cast,
    Target,
    delegate_of,
    delivered,
    line_targets,
    named_targets,
    once_each,
    owner_targets,
    role_targets,
    shared_targets,
)
from rules.rule import Recipient
from rules.subject import subjects_of

DAY = dt.date(2021, 3, 9)
PEOPLE = {
    "an": Person("an", "An", "Chuyên viên", "an@so.example"),
    "binh": Person("binh", "Bình", address="binh@so.example", leave=(Leave(DAY, DAY, "an"),)),
    "mo": Person("mo", "Mơ"),
    "tp": Person("tp", "Trưởng", "Trưởng phòng", "tp@so.example"),
    "gd": Person("gd", "Giám", "Giám đốc", "gd@so.example"),
}
UNITS = {
    "kt": Unit("kt", "Phòng Kinh tế", address="kt@so.example", head="tp", officers=("an",), in_charge="gd"),
    "xd": Unit("xd", "Phòng Xây dựng", officers=("mo", "binh")),
    "ms": Unit("ms", "Phòng Mơ", head="mo"),
}
ROLES = {"office": ("an",), "office.head": ("tp",), "leadership": ("gd",), "admin": ("tp",), "trong": ()}
DIRECTORY = Directory("so", "Sở", UNITS, PEOPLE, roles=ROLES)


def cast(
    *leads: str, assignee: str | None = None, asked: frozenset[str] = frozenset(),
    directory: Directory = DIRECTORY, ambiguous: bool = False, supports: tuple[str, ...] = (),
) -> Cast:  # fmt: skip
    spec = DeadlineSpec("han", "by", date=dt.date(2021, 3, 10), ambiguous=ambiguous)
    task = Task(
        Plan("p", "Kế hoạch", 2021), "I.1", "I", "Việc", "Việc", leads=leads, deadlines=(spec,),
        assignees=tuple((unit, assignee) for unit in leads if assignee), supports=supports,
    )  # fmt: skip
    (subject,) = subjects_of(task, spec, WorkCalendar(), ())
    return Cast(subject.deadline, subject.progress, subject.assignees, directory, DAY, asked)


def addresses(targets: list[Target]) -> list[str]:
    return [target.address for target in targets]


def test_the_assignee_alone_is_the_lead() -> None:
    (only,) = line_targets(cast("kt", assignee="an"), "lead", "kt")
    assert (only.recipient, only.address, only.unit, only.ask) == ("person:an", "an@so.example", "kt", None)


def test_an_assignee_without_an_address_is_like_none() -> None:
    found = line_targets(cast("kt", assignee="mo"), "lead", "kt")
    assert [(t.address, t.ask) for t in found] == [
        ("kt@so.example", None),
        ("tp@so.example", "assign-officer"),
    ]


def test_a_head_who_was_asked_is_not_asked_again() -> None:
    assert addresses(line_targets(cast("kt", asked=frozenset({"kt"})), "lead", "kt")) == ["kt@so.example"]


def test_officers_without_an_address_are_left_out() -> None:
    assert addresses(line_targets(cast("xd"), "lead", "xd")) == ["binh@so.example"]


@pytest.mark.parametrize(
    ("kind", "unit"),
    [("lead", "ms"), ("lead.head", "xd"), ("lead.head", "ms"), ("leadership.in-charge", "xd")],
)
def test_a_line_that_finds_nobody_says_why_and_has_no_address(kind: str, unit: str) -> None:
    (target,) = line_targets(cast(unit), kind, unit)
    assert (target.address, target.role, target.ask) == ("", "owner", "no-recipient")
    assert target.why is not None
    assert UNITS[unit].name in target.why


def test_what_is_in_doubt_does_not_reach_the_deputy_in_charge() -> None:
    assert addresses(line_targets(cast("kt"), "leadership.in-charge", "kt")) == ["gd@so.example"]
    assert addresses(line_targets(cast("kt", ambiguous=True), "leadership.in-charge", "kt")) == [""]
    assert addresses(line_targets(cast("ms", "kt"), "leadership.in-charge", "ms")) == [""]


def test_a_deadline_is_in_doubt_when_ambiguous_unassigned_or_out_of_reach() -> None:
    assert cast("kt").uncertain is None
    assert cast("kt", "ms").uncertain is None
    assert all((cast("kt", ambiguous=True).uncertain, cast().uncertain, cast("ms").uncertain))


@pytest.mark.parametrize(
    ("recipient", "found"),
    [
        (Recipient("office"), ["an@so.example"]),
        (Recipient("office.head"), ["tp@so.example"]),
        (Recipient("leadership"), ["gd@so.example"]),
        (Recipient("unit", "kt"), ["kt@so.example"]),
        (Recipient("unit", "xd"), ["binh@so.example"]),
        (Recipient("unit", "khong-co"), []),
        (Recipient("person", "mo"), []),
        (Recipient("role", "admin"), ["tp@so.example"]),
        (Recipient("role", "trong"), []),
        (Recipient("address", "x@y.example"), ["x@y.example"]),
        (Recipient("lead"), []),
    ],
)
def test_a_selector_that_depends_on_no_deadline(recipient: Recipient, found: list[str]) -> None:
    assert addresses(named_targets(DIRECTORY, recipient)) == found


def test_support_leaves_out_the_leads_and_names_who_cannot_be_reached() -> None:
    found = shared_targets(cast("kt", supports=("kt", "xd", "ms")), Recipient("support"))
    assert [(target.address, target.unit) for target in found] == [("binh@so.example", "xd"), ("", "ms")]


def test_a_lead_of_an_unassigned_deadline_is_a_request_to_assign_one() -> None:
    assert [t.ask for t in shared_targets(cast(), Recipient("lead"))] == ["assign-unit"]
    assert [t.ask for t in shared_targets(cast(), Recipient("leadership.in-charge"))] == ["no-recipient"]


def test_the_owner_falls_back_to_the_office_and_then_to_the_admin() -> None:
    assert addresses(owner_targets(cast("kt"), Recipient("person", "binh"))) == ["binh@so.example"]
    assert addresses(owner_targets(cast("kt"), Recipient("role", "trong"))) == ["an@so.example"]
    no_office = Directory("so", "Sở", UNITS, PEOPLE, roles={"admin": ("tp",)})
    assert addresses(owner_targets(cast("kt", directory=no_office), Recipient("office"))) == ["tp@so.example"]
    nobody = Directory("so", "Sở", UNITS, PEOPLE)
    assert owner_targets(cast("kt", directory=nobody), Recipient("office")) == []


def test_a_delegate_stands_in_on_every_day_of_the_leave_and_on_no_other() -> None:
    leave = Leave(dt.date(2021, 5, 10), dt.date(2021, 5, 14), "tp")
    person = Person("x", "X", address="x@so.example", leave=(leave,))
    days = [dt.date(2021, 5, day) for day in (9, 10, 14, 15)]
    found = [delegate_of(person, day, DIRECTORY) for day in days]
    assert [one.id if one else None for one in found] == [None, "tp", "tp", None]


def test_a_delegate_without_an_address_does_not_stand_in() -> None:
    person = Person("x", "X", address="x@so.example", leave=(Leave(DAY, DAY, "mo"), Leave(DAY, DAY, None)))
    assert delegate_of(person, DAY, DIRECTORY) is None


def test_a_delivered_notice_keeps_whom_the_rule_meant() -> None:
    target = delivered(Target("person:binh", "binh@so.example", "lead"), DIRECTORY, DAY)
    assert (target.recipient, target.address) == ("person:binh", "an@so.example")
    unit = Target("unit:kt", "kt@so.example", "lead")
    assert delivered(unit, DIRECTORY, DAY) == unit


def test_equal_addresses_are_one_person_and_to_beats_cc() -> None:
    copy = Target("person:a", "A@so.example", "office", copy=True)
    main = Target("person:b", "a@so.example", "lead")
    assert once_each([copy, main]) == [main]
    assert once_each([copy]) == [copy]


def test_the_readers_of_a_digest_are_those_of_its_roles() -> None:
    found = list(role_targets(DIRECTORY, (Recipient("leadership"), Recipient("office")), copy=True, day=DAY))
    assert [(target.address, target.copy) for target in found] == [
        ("gd@so.example", True),
        ("an@so.example", True),
    ]
