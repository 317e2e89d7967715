"""`unless` and `when`: a step that waits, until it is said, overtaken or closed."""

from __future__ import annotations

from notifiers.base import PermanentFailure
from tests.small import Relay, action, days, lived, office, readers, rule, said, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
BLOCKED = action("block", "2021-03-10T15:00", note="chờ ý kiến Sở Tài chính")
ASKED = action("extend-ask", "2021-03-10T15:00", to="2021-04-10")
# 02/3, 04/3 and 09/3, then the escalation of 11/3.
THREE = "{id: a, before: 5wd, to: lead}\n{id: b, before: 3wd, to: lead}\n{id: c, on: last-day, to: lead}\n"
ESCALATION = '{id: len, after: 1wd, to: leadership.in-charge, when: "reminders >= 3"}'


def test_a_mark_named_by_unless_holds_the_step_back_until_it_is_gone() -> None:
    step = rule("{id: s, after: 1wd, to: lead, unless: [submitted, blocked]}")
    assert lived(step, task(BEFORE_10_3), script=[BLOCKED]) == []
    free = action("ack", "2021-03-16T08:00")
    lines = lived(step, task(BEFORE_10_3), script=[BLOCKED, free])
    assert [(line["at"][:16], line["late"]) for line in lines] == [("2021-03-16T08:00", True)]


def test_a_submitted_step_waits_until_the_work_is_done() -> None:
    script = [action("submit", "2021-03-10T15:00"), action("done", "2021-03-16T10:00")]
    step = rule("{id: s, after: 1wd, to: lead, unless: submitted}")
    assert lived(step, task(BEFORE_10_3), script=script) == []


def test_a_refused_extension_sends_what_waited() -> None:
    step = rule("{id: s, after: 1wd, to: [lead, lead.head], unless: extension-pending}")
    refused = action("extend-refuse", "2021-03-15T08:00")
    lines = lived(step, task(BEFORE_10_3), script=[ASKED, refused])
    assert [at for at, _, _ in said(lines)] == ["2021-03-15T08:00"]
    assert readers(lines, "s") == ["an", "tpkt"]


def test_a_step_without_unless_is_said_whatever_the_marks() -> None:
    script = [BLOCKED, action("submit", "2021-03-10T16:00"), ASKED]
    assert days(lived(rule("{id: s, after: 1wd, to: lead}"), task(BEFORE_10_3), script=script)) == ["03-11"]


def test_a_step_unless_extended_is_held_in_the_term_after_an_extension() -> None:
    step = rule("{id: s, on: last-day, to: lead, unless: extended}")
    assert days(lived(step, task(BEFORE_10_3))) == ["03-09"]
    granted = action("extend-grant", "2021-03-08T10:00", to="2021-04-10")
    assert days(lived(step, task(BEFORE_10_3), script=[granted]), "s") == []


def test_a_condition_on_days_late_counts_working_days_and_is_looked_at_each_sending_hour() -> None:
    # 11, 12, 15, 16/3 are the four working days after 10/3.
    step = rule('{id: s, after: 1wd, to: lead, when: "days_late >= 4"}')
    assert [at for at, _, _ in said(lived(step, task(BEFORE_10_3)))] == ["2021-03-16T08:00"]


def test_conditions_joined_by_and_must_all_hold() -> None:
    both = rule(THREE + '{id: s, after: 1wd, to: lead.head, when: "reminders >= 3 and days_late >= 2"}')
    assert days(lived(both, task(BEFORE_10_3)), "s") == ["03-12"]
    never = rule(THREE + '{id: s, after: 1wd, to: lead.head, when: "reminders >= 3 and extensions > 0"}')
    assert days(lived(never, task(BEFORE_10_3)), "s") == []


def test_a_condition_on_extensions_counts_those_granted() -> None:
    step = rule('{id: s, on: last-day, to: lead, when: "extensions == 1"}')
    assert lived(step, task(BEFORE_10_3)) == []
    granted = action("extend-grant", "2021-03-08T10:00", to="2021-04-15")
    assert days(lived(step, task(BEFORE_10_3), script=[granted]), "s") == ["04-15"]


def test_reminders_that_were_accepted_let_an_escalation_go_on_its_day() -> None:
    lines = lived(rule(THREE + ESCALATION), task(BEFORE_10_3))
    assert days(lines, "len") == ["03-11"]
    assert [line["kind"] for line in lines] == ["reminder", "reminder", "reminder", "escalation"]


def test_an_escalation_counts_only_reminders_that_a_relay_accepted() -> None:
    refused = PermanentFailure("recipient-refused", "550 no such user")
    relay = Relay(failures=[refused, refused])
    more = "\n{id: d, after: 2wd, every: 1wd, limit: 3, to: lead}"
    place = office(rule(THREE + ESCALATION + more), task(BEFORE_10_3), channel=relay)
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-12-31")
    # Refused: 02/3, 04/3. Accepted: 09, 12, 15/3; so it is looked at again on 16/3.
    assert days(place.lines(), "len") == ["03-16"]


def test_reminders_to_another_lead_unit_do_not_count() -> None:
    refused = PermanentFailure("recipient-refused", "550 no such user")
    relay = Relay(failures=[refused])
    units = task(BEFORE_10_3, lead="[kt, xd]")
    steps = '{id: c, on: last-day, to: lead}\n{id: s, after: 1wd, to: lead.head, when: "reminders >= 1"}'
    place = office(rule(steps), units, channel=relay)
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-12-31")
    one_of_two = {parcel.address for parcel in relay.accepted} & {"an@so.example", "binh@so.example"}
    heads = {"an@so.example": ["tpkt"], "binh@so.example": ["tpxd"]}
    assert [readers(place.lines(), "s")] == [heads[address] for address in one_of_two]


def test_reminders_of_an_earlier_term_do_not_count() -> None:
    granted = action("extend-grant", "2021-03-10T10:00", to="2021-03-19")
    lines = lived(rule(THREE + ESCALATION), task(BEFORE_10_3), script=[granted])
    # The new term reminds on 12, 16 and 19/3, so the escalation of 22/3 may go.
    assert days(lines, "len") == ["03-22"]
    assert days(lived(rule(ESCALATION), task(BEFORE_10_3), script=[granted]), "len") == []


def test_a_waiting_step_is_overtaken_by_a_later_one_to_the_same_people() -> None:
    steps = "{id: a, after: 1wd, to: lead, unless: blocked}\n{id: b, after: 3wd, to: lead}"
    free = action("ack", "2021-03-17T08:00")
    lines = lived(rule(steps), task(BEFORE_10_3), script=[BLOCKED, free])
    assert [(line["at"][:10], line["step"], line["superseded"]) for line in lines] == [
        ("2021-03-15", "a", True),
        ("2021-03-15", "b", False),
    ]


def test_a_waiting_step_is_not_overtaken_by_one_to_other_people() -> None:
    steps = "{id: a, after: 1wd, to: lead.head, unless: blocked}\n{id: b, after: 3wd, to: lead}"
    free = action("ack", "2021-03-17T08:00")
    lines = lived(rule(steps), task(BEFORE_10_3), script=[BLOCKED, free])
    assert [(at[5:10], step) for at, step, _ in said(lines)] == [("03-15", "b"), ("03-17", "a")]


def test_a_waiting_step_stays_for_those_who_heard_nothing_later() -> None:
    steps = "{id: a, after: 1wd, to: [lead, lead.head], unless: blocked}\n{id: b, after: 3wd, to: lead}"
    free = action("ack", "2021-03-17T08:00")
    lines = lived(rule(steps), task(BEFORE_10_3), script=[BLOCKED, free])
    assert days(lines, "a") == ["03-17"]
    assert "tpkt" in readers(lines, "a")


def test_a_waiting_step_before_loses_its_sense_after_the_last_day() -> None:
    step = rule("{id: a, before: 3wd, to: lead, unless: blocked}")
    early = action("block", "2021-03-03T10:00", note="chờ")
    assert lived(step, task(BEFORE_10_3), script=[early, action("ack", "2021-03-10T08:00")]) == []
    # Freed on the last day itself it still goes.
    lines = lived(step, task(BEFORE_10_3), script=[early, action("ack", "2021-03-09T08:00")])
    assert days(lines) == ["03-09"]


def test_a_waiting_step_ends_when_the_deadline_is_closed() -> None:
    step = rule("{id: a, after: 1wd, to: lead, unless: blocked}")
    script = [BLOCKED, action("cancel", "2021-03-15T10:00")]
    assert lived(step, task(BEFORE_10_3), script=script) == []


def test_a_mark_of_one_line_does_not_hold_back_the_other() -> None:
    step = rule("{id: s, after: 1wd, to: lead, unless: submitted}")
    submitted = action("submit", "2021-03-10T15:00", unit="kt")
    lines = lived(step, task(BEFORE_10_3, lead="[kt, xd]"), script=[submitted])
    assert readers(lines, "s") == ["binh"]


def test_a_copy_to_the_office_waits_only_when_every_line_does() -> None:
    step = rule("{id: s, after: 1wd, to: lead, cc: office, unless: submitted}")
    both = task(BEFORE_10_3, lead="[kt, xd]")
    one = action("submit", "2021-03-10T15:00", unit="kt")
    assert readers(lived(step, both, script=[one]), "s") == ["binh", "theodoi"]
    assert lived(step, both, script=[action("submit", "2021-03-10T15:00")]) == []
