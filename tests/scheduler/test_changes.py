"""Changed files: what is past is passed over in silence, what is new is born then."""

from __future__ import annotations

from tests.small import (
    CALENDAR,
    PLAN_HEAD,
    Office,
    action,
    files_of,
    in_force_from,
    office,
    readers,
    rule,
    said,
    task,
)

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
# Meant for 04/3, 09/3 and 11/3.
STEPS = "{id: gap, before: 3wd, to: lead}\n{id: hom, on: last-day, to: lead}\n{id: qua, after: 1wd, to: lead}"
FRIDAY = "2021-03-05T10:00"


def at_work(rules: str = STEPS, *tasks: str, head: str = PLAN_HEAD) -> Office:
    """An office that has lived until the morning of Friday 05/3."""
    place = office(rule(rules), *(tasks or (task(BEFORE_10_3),)), head=head)
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-03-05T09:59")
    return place


def after(
    place: Office, rules: str = STEPS, *tasks: str, head: str = PLAN_HEAD, calendar: str = CALENDAR
) -> list[tuple[str, str]]:
    """(when, step) said from Friday 10:00 on, the files being changed then."""
    files = files_of(rule(rules), *(tasks or (task(BEFORE_10_3),)), head=head)
    place.change(in_force_from({**files, "data/calendar.yaml": calendar}), FRIDAY)
    place.live(FRIDAY, "2021-12-31T23:59")
    return [(at[5:], step) for at, step, _ in said(place.lines()) if at >= FRIDAY]


REST = [("03-09T08:00", "hom"), ("03-11T08:00", "qua")]


def test_a_reload_alone_sends_nothing() -> None:
    assert after(at_work()) == REST


def test_a_new_step_in_the_past_is_passed_over_in_silence() -> None:
    assert after(at_work(), "{id: moi, before: 5wd, to: [lead, lead.head]}\n" + STEPS) == REST


def test_a_step_moved_into_the_past_is_passed_over_in_silence() -> None:
    assert after(at_work(), STEPS.replace("on: last-day", "before: 5wd")) == REST[1:]


def test_a_step_moved_into_the_future_is_not_said_again() -> None:
    assert after(at_work(), STEPS.replace("before: 3wd", "before: 1wd")) == REST


def test_a_new_step_in_the_future_is_said() -> None:
    assert after(at_work(), STEPS + "\n{id: moc, on: stated, to: lead}") == [
        ("03-09T08:00", "hom"),
        ("03-10T08:00", "moc"),
        ("03-11T08:00", "qua"),
    ]


def test_a_rule_under_a_new_name_passes_over_what_is_past() -> None:
    place = at_work()
    files = files_of(rule(STEPS).replace("id: r\n", "id: khac\n"), task(BEFORE_10_3))
    place.change(in_force_from(files), FRIDAY)
    place.live(FRIDAY, "2021-12-31T23:59")
    assert [(at[5:], step) for at, step, _ in said(place.lines()) if at >= FRIDAY] == REST


def test_an_earlier_hour_on_the_very_day_sends_nothing_by_itself() -> None:
    place = office(rule(STEPS, more="    send: {at: 16:00}\n"), task(BEFORE_10_3))
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-03-04T09:59")
    place.change(in_force_from(files_of(rule(STEPS), task(BEFORE_10_3))), "2021-03-04T10:00")
    place.live("2021-03-04T10:00", "2021-12-31")
    assert [at[5:] for at, _, _ in said(place.lines())] == ["03-09T08:00", "03-11T08:00"]


def test_a_recipient_added_to_a_step_already_said_gets_nothing_for_it() -> None:
    assert after(at_work(), STEPS.replace("before: 3wd, to: lead", "before: 3wd, to: [lead, office]")) == REST


def test_a_lead_unit_added_by_a_reload_is_not_sent_what_is_past() -> None:
    place = at_work()
    assert after(place, STEPS, task(BEFORE_10_3, lead="[kt, xd]")) == REST
    assert readers(place.lines(), "gap") == ["an"]
    assert readers(place.lines(), "hom") == ["an", "binh"]


def test_what_was_missed_before_a_change_is_still_said_after_it() -> None:
    place = office(rule(STEPS), task(BEFORE_10_3))
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-03-01")
    found = after(place, STEPS + "\n{id: moc, on: stated, to: lead}")
    assert found[0] == ("03-05T10:00", "gap")


def test_a_new_deadline_in_a_changed_plan_is_born_then() -> None:
    place = at_work()
    found = after(place, STEPS, task(BEFORE_10_3), task(BEFORE_10_3, key="I.2", lead="[xd]"))
    assert found[0] == ("03-05T10:00", "first")
    assert readers(place.lines(), "first") == ["binh"]
    assert [when for when, step in found if step == "hom"] == ["03-09T08:00", "03-09T08:00"]


def test_a_deadline_that_left_the_plan_says_no_more() -> None:
    place = at_work(STEPS, task(BEFORE_10_3), task(BEFORE_10_3, key="I.2", lead="[xd]"))
    after(place, STEPS, task(BEFORE_10_3))
    assert readers(place.lines(), "hom") == ["an"]


def test_a_calendar_change_moves_dates_but_opens_no_term() -> None:
    place = at_work()
    off = CALENDAR.replace("2021-04-21,", "2021-03-09, 2021-03-11, 2021-04-21,")
    # The last day becomes Monday 08/3, the first working day after 10/3 Friday 12/3.
    assert after(place, calendar=off) == [("03-08T08:00", "hom"), ("03-12T08:00", "qua")]
    assert {line["term"] for line in place.lines()} == {1}


def test_a_new_assignee_is_told_from_the_next_step_on() -> None:
    place = at_work()
    after(place, STEPS, task(BEFORE_10_3, assignees="{kt: binh}"))
    assert [readers(place.lines(), step) for step in ("gap", "hom")] == [["an"], ["binh"]]


def test_a_plan_opened_again_passes_over_what_was_due_while_it_was_closed() -> None:
    closed = PLAN_HEAD.replace("number: null", "closed: true, number: null")
    place = office(rule(STEPS), task(BEFORE_10_3))
    place.open("2021-01-01")
    place.change(in_force_from(files_of(rule(STEPS), task(BEFORE_10_3), head=closed)), "2021-03-01T10:00")
    place.live("2021-03-01T10:00", "2021-03-05T09:59")
    assert after(place) == REST


def test_a_plan_that_was_loaded_closed_sends_nothing_when_it_is_opened() -> None:
    closed = PLAN_HEAD.replace("number: null", "closed: true, number: null")
    place = office(rule(STEPS), task(BEFORE_10_3), head=closed)
    place.open("2021-03-04T12:00")
    place.live("2021-03-04T12:00", "2021-03-05T09:59")
    assert after(place) == REST


def test_a_plan_that_may_be_urged_longer_passes_over_what_was_not_urged() -> None:
    short = PLAN_HEAD.replace("number: null", "urge_until: 2021-02-26, number: null")
    assert after(at_work(head=short)) == REST


def test_a_changed_file_after_a_stop_counts_as_changed_at_the_start() -> None:
    # Stopped on Thursday evening; a new step of Wednesday 03/3 comes with the new files.
    place = office(rule(STEPS), task(BEFORE_10_3))
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-03-04T18:00")
    assert after(place, "{id: moi, before: 4wd, to: lead.head}\n" + STEPS) == REST


def test_a_step_that_waits_is_not_let_go_by_a_reload_but_at_the_next_sending_hour() -> None:
    # At 08:00 on 09/3 nothing is accepted yet; the mail to the lead goes right after.
    steps = '{id: hom, on: last-day, to: lead}\n{id: len, on: last-day, to: office, when: "reminders >= 1"}'
    place = office(rule(steps), task(BEFORE_10_3))
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-03-09T09:59")
    changed = files_of(rule(steps), task(BEFORE_10_3), task("{kind: by, date: 2021-12-01}", key="I.9"))
    place.change(in_force_from(changed), "2021-03-09T10:00")
    place.live("2021-03-09T10:00", "2021-03-12")
    assert [(at[5:], step) for at, step, _ in said(place.lines())] == [
        ("03-09T08:00", "hom"),
        ("03-10T08:00", "len"),
    ]


def test_what_was_reported_just_before_a_reload_is_still_looked_at_at_once() -> None:
    place = at_work()
    place.report(action("extend-grant", "2021-03-05T09:59", to="2021-03-09"))
    assert after(place)[0] == ("03-05T10:00", "first")
