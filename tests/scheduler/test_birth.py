"""What a deadline says of steps that lie before it was known (DESIGN section 3, Birth)."""

from __future__ import annotations

from tests.small import Relay, action, lived, office, readers, rule, said, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
# Meant for 23/2, 04/3, 09/3, 11/3 and 24/3.
STEPS = """
{id: som, before: 10wd, to: lead, cc: office}
{id: gap, before: 3wd, to: [lead, lead.head]}
{id: hom, on: last-day, to: lead}
{id: qua, after: 1wd, to: [lead, office]}
{id: len, after: 10wd, to: leadership.in-charge}
"""


def heard(start: str, steps: str = STEPS, **of_task: str) -> list[tuple[str, str]]:
    """(when, step) of everything said when the plan is loaded at `start`."""
    lines = lived(rule(steps), task(BEFORE_10_3, **of_task), start=start)
    return [(at[5:], step) for at, step, _ in said(lines)]


def test_a_deadline_known_before_its_first_step_has_no_first_notice() -> None:
    assert heard("2021-02-22T10:00")[0] == ("02-23T08:00", "som")


def test_a_newborn_whose_first_step_is_past_gets_one_first_notice_at_once() -> None:
    assert heard("2021-02-24T10:00") == [
        ("02-24T10:00", "first"),
        ("03-04T08:00", "gap"),
        ("03-09T08:00", "hom"),
        ("03-11T08:00", "qua"),
        ("03-24T08:00", "len"),
    ]


def test_a_first_notice_out_of_hours_waits_for_the_next_sending_hour() -> None:
    assert heard("2021-02-27T10:00")[0] == ("03-01T08:00", "first")
    assert heard("2021-02-24T19:00")[0] == ("02-25T08:00", "first")


def test_steps_before_the_birth_are_neither_said_nor_superseded_nor_late() -> None:
    lines = lived(rule(STEPS), task(BEFORE_10_3), start="2021-03-05T10:00")
    assert {line["step"] for line in lines} == {"first", "hom", "qua", "len"}
    assert not any(line["superseded"] or line["late"] for line in lines)


def test_the_first_notice_goes_once_to_everybody_of_the_units_whom_a_past_step_meant() -> None:
    relay = Relay()
    place = office(rule(STEPS), task(BEFORE_10_3), channel=relay)
    place.open("2021-03-05T10:00")
    place.live("2021-03-05T10:00", "2021-03-05T18:00")
    assert [
        (letter.address, len(letter.items)) for letter in sorted(relay.letters, key=lambda x: x.address)
    ] == [
        ("an@so.example", 1),
        ("tpkt@so.example", 1),
    ]
    (line,) = place.lines()
    assert (line["kind"], line["step"], line["occurrence"], line["late"]) == ("first", "first", 1, False)


def test_nothing_goes_above_the_lead_units_at_birth_however_late_it_is() -> None:
    lines = lived(rule(STEPS), task(BEFORE_10_3), start="2021-04-01T10:00")
    assert [(step, readers(lines, step)) for _, step, _ in said(lines)] == [("first", ["an", "tpkt"])]


def test_a_past_step_to_the_leadership_alone_makes_no_first_notice() -> None:
    assert heard("2021-04-01T10:00", "{id: len, after: 10wd, to: leadership.in-charge}") == []


def test_a_supporting_unit_whose_step_is_past_gets_its_first_notice_too() -> None:
    lines = lived(
        rule("{id: t5, before: 5wd, to: [lead, support.named]}"),
        task(BEFORE_10_3, support="[xd]"),
        start="2021-03-05T10:00",
    )
    assert readers(lines, "first") == ["an", "xd"]


def test_the_first_notice_of_what_nobody_leads_asks_the_owner_to_assign_a_unit() -> None:
    lines = lived(rule(STEPS), task(BEFORE_10_3, lead="[]"), start="2021-03-05T10:00")
    assert readers(lines, "first") == ["theodoi"]


def test_every_line_of_a_collective_deadline_gets_its_first_notice() -> None:
    lines = lived(rule(STEPS), task(BEFORE_10_3, lead="[kt, xd]"), start="2021-03-05T10:00")
    assert readers(lines, "first") == ["an", "binh", "tpkt", "tpxd"]


def test_a_service_that_dies_right_after_a_birth_out_of_hours_still_sends_the_first_notice_once() -> None:
    place = office(rule(STEPS), task(BEFORE_10_3))
    place.open("2021-02-27T10:00")
    place.tick("2021-02-27T10:00")
    for _ in range(3):
        place.open("2021-03-01T08:00")
        place.tick("2021-03-01T08:00")
    assert [(at[5:], step) for at, step, _ in said(place.lines())] == [("03-01T08:00", "first")]


def test_a_first_notice_and_a_step_that_falls_due_meanwhile_are_one_mail() -> None:
    # Born on Saturday 27/02; ten calendar days before the last day is moved to the same Monday.
    steps = "{id: som, before: 10wd, to: lead}\n{id: muoi, before: 10d, to: lead}"
    lines = lived(rule(steps), task(BEFORE_10_3), start="2021-02-27T10:00")
    assert [(at[5:], step) for at, step, _ in said(lines)] == [
        ("03-01T08:00", "first"),
        ("03-01T08:00", "muoi"),
    ]
    assert lines[0]["messages"] == lines[1]["messages"]


def test_a_deadline_done_before_it_could_be_greeted_says_nothing() -> None:
    place = office(rule(STEPS), task(BEFORE_10_3))
    place.open("2021-02-27T10:00")
    place.tick("2021-02-27T10:00")
    place.report(action("done", "2021-02-28T10:00"))
    place.live("2021-03-01T08:00", "2021-12-31")
    assert place.lines() == []
