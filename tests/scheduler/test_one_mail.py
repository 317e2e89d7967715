"""One mail per address per moment, and what stands in it (DESIGN section 3)."""

from __future__ import annotations

from rules.letter import Letter
from tests.small import UNITS, Relay, action, lived, office, rule, said, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
YEAR = ("2021-01-01", "2021-12-31T23:59")


def letters(rules: str, *tasks: str, units: str = UNITS) -> list[Letter]:
    """Every mail of the year, nobody answering."""
    relay = Relay()
    place = office(rules, *tasks, units=units, channel=relay)
    place.open(YEAR[0])
    place.live(*YEAR)
    return relay.letters


def test_steps_of_one_deadline_at_one_moment_are_one_mail_that_shows_the_deadline_once() -> None:
    steps = "{id: a, on: last-day, to: lead}\n{id: b, before: 0wd, to: lead}"
    (letter,) = letters(rule(steps), task(BEFORE_10_3))
    (item,) = letter.items
    assert set(item.steps) == {"a", "b"}
    lines = lived(rule(steps), task(BEFORE_10_3))
    assert len(lines) == 2
    assert lines[0]["messages"] == lines[1]["messages"]


def test_two_deadlines_of_one_address_are_one_mail() -> None:
    both = (task(BEFORE_10_3, key="I.1"), task(BEFORE_10_3, key="I.2"))
    (letter,) = letters(rule("{id: s, on: last-day, to: lead}"), *both)
    assert [item.deadline for item in letter.items] == ["p/I.1/han", "p/I.2/han"]


def test_rules_that_continue_speak_in_the_same_mail() -> None:
    rules = (
        "rules:\n"
        "  - {id: r1, title: Một, match: {}, continue: true, steps: [{id: s, on: last-day, to: lead}]}\n"
        "  - {id: r2, title: Hai, match: {}, steps: [{id: s, on: last-day, to: [lead, lead.head]}]}\n"
    )
    lines = lived(rules, task(BEFORE_10_3))
    assert [(line["rule"], line["recipients"]) for line in lines] == [
        ("r1", ["an@so.example"]),
        ("r2", ["an@so.example", "tpkt@so.example"]),
    ]
    assert lines[0]["messages"]["an@so.example"] == lines[1]["messages"]["an@so.example"]


def test_every_address_of_to_and_cc_gets_a_mail_of_its_own_that_names_the_others() -> None:
    found = letters(rule("{id: s, on: last-day, to: [lead, lead.head], cc: office}"), task(BEFORE_10_3))
    by_address = {letter.address: letter for letter in found}
    assert len(found) == len({letter.message_id for letter in found}) == 3
    assert set(by_address) == {"an@so.example", "tpkt@so.example", "theodoi@so.example"}
    assert set(by_address["an@so.example"].also) == {"Trưởng phòng Kinh tế", "Lê Theo Dõi, Chuyên viên"}
    assert by_address["theodoi@so.example"].items[0].copy
    assert not by_address["tpkt@so.example"].items[0].copy


def test_to_beats_cc_whichever_of_them_is_the_lead() -> None:
    # Văn phòng leads and its assignee is the tracking officer.
    own = task(BEFORE_10_3, lead="[vp]")
    for people in ("to: lead, cc: office", "to: office, cc: lead", "to: 'person:theo-doi', cc: lead"):
        (line,) = lived(rule(f"{{id: s, on: last-day, {people}}}"), own)
        assert (line["recipients"], line["cc"]) == (["theodoi@so.example"], [])
        (letter,) = letters(rule(f"{{id: s, on: last-day, {people}}}"), own)
        assert not letter.items[0].copy


def test_equal_addresses_are_one_person() -> None:
    units = UNITS.replace("address: tpkt@so.example", "address: an@so.example")
    steps = rule("{id: s, on: last-day, to: [lead, lead.head], cc: an@so.example}")
    (line,) = lived(steps, task(BEFORE_10_3), units=units)
    assert (line["recipients"], line["cc"], len(line["messages"])) == (["an@so.example"], [], 1)
    assert len(letters(steps, task(BEFORE_10_3), units=units)) == 1


def test_one_person_assigned_for_two_lead_units_gets_one_mail_with_the_deadline_once() -> None:
    shared = task(BEFORE_10_3, lead="[kt, xd]", assignees="{kt: an, xd: an}")
    (letter,) = letters(rule("{id: s, on: last-day, to: lead}"), shared)
    assert len(letter.items) == 1


RANKED = """
rules:
  - {id: qua, title: Quá, match: {task: [I.1, I.4]}, steps: [{id: s, after: 6wd, to: lead, cc: office}]}
  - {id: hom, title: Hôm, match: {task: I.2}, steps: [{id: s, on: last-day, to: office}]}
  - {id: sau, title: Sau, match: {task: I.3}, steps: [{id: s, before: 5wd, to: office}]}
  - {id: con, title: Còn, match: {}, steps: []}
"""


def test_overdue_items_come_first_then_by_date_and_copies_last() -> None:
    found = letters(
        RANKED,
        task("{kind: by, date: 2021-03-25}", key="I.3"),  # five working days before: 18/3
        task("{kind: by, date: 2021-03-18}", key="I.2"),
        task(BEFORE_10_3, key="I.1"),  # a copy to the office
        task(BEFORE_10_3, key="I.4", lead="[vp]"),  # the office's own
    )
    mail = next(letter for letter in found if letter.address == "theodoi@so.example")
    assert [item.key for item in mail.items] == ["I.4", "I.2", "I.3", "I.1"]
    assert [item.state for item in mail.items] == ["overdue", "due-today", "due-soon", "overdue"]
    assert [item.copy for item in mail.items] == [False, False, False, True]


def test_a_mail_is_important_only_when_something_of_its_own_is_overdue() -> None:
    times = {"gap": "before: 3wd", "moc": "on: stated", "qua": "after: 1wd"}
    steps = "\n".join(f"{{id: {id}, {time}, to: lead}}" for id, time in times.items())
    found = letters(rule(steps), task(BEFORE_10_3))
    assert [(letter.items[0].state, letter.important) for letter in found] == [
        ("due-soon", False), ("stated-day", False), ("overdue", True),
    ]  # fmt: skip


def test_an_ics_goes_with_the_first_notice_and_when_a_date_moves_and_not_with_reminders() -> None:
    relay = Relay()
    steps = "{id: som, before: 10wd, to: lead}\n{id: gap, before: 3wd, to: lead}"
    place = office(rule(steps), task(BEFORE_10_3), channel=relay)
    place.open(YEAR[0])
    place.live(*YEAR, script=[action("extend-grant", "2021-03-08T09:00", to="2021-04-15")])
    assert [(f"{letter.at:%m-%d}", letter.calendar) for letter in relay.letters] == [
        ("02-23", True), ("03-04", False), ("04-01", True), ("04-12", False),
    ]  # fmt: skip


def test_two_identical_lives_have_the_same_message_ids_and_no_two_mails_share_one() -> None:
    steps = rule("{id: s, after: 1wd, every: 3wd, limit: 6, to: [lead, lead.head], cc: office}")
    tasks = (task(BEFORE_10_3, key="I.1"), task("{kind: by, date: 2021-03-15}", key="I.2", lead="[xd]"))
    first, second = lived(steps, *tasks), lived(steps, *tasks)
    ids = {(line["at"], address, id) for line in first for address, id in line["messages"].items()}
    assert first == second
    assert len({id for _, _, id in ids}) == len(ids) == len({(at, address) for at, address, _ in ids})


def test_a_single_deadline_is_threaded_and_a_mail_of_several_is_not() -> None:
    relay = Relay()
    steps = "{id: a, before: 5wd, to: lead}\n{id: b, before: 3wd, to: lead}"
    other = task("{kind: by, date: 2021-03-12, strict: true}", key="I.2")
    place = office(rule(steps), task(BEFORE_10_3), other, channel=relay)
    place.open(YEAR[0])
    place.live(*YEAR)
    # 02/3 I.1; 04/3 I.1 and I.2; 08/3 I.2, of which no mail was sent alone.
    assert [(f"{letter.at:%m-%d}", len(letter.items), letter.references) for letter in relay.letters] == [
        ("03-02", 1, ()), ("03-04", 2, ()), ("03-08", 1, ()),
    ]  # fmt: skip
    alone = Relay()
    place = office(rule(steps), task(BEFORE_10_3), channel=alone)
    place.open(YEAR[0])
    place.live(*YEAR)
    assert alone.letters[1].references == (alone.letters[0].message_id,)


def test_an_address_without_anything_to_hear_gets_nothing() -> None:
    lines = lived(rule("{id: s, on: last-day, to: [lead, support]}"), task(BEFORE_10_3))
    assert [people for _, _, people in said(lines)] == [("an@so.example",)]
