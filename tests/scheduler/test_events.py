"""Deadlines that wait for an event or a direction, and those that come back every period."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from rules.action import Action
from tests.small import action, days, lived, rule, said, task

STEPS = """
{id: cho, on: waiting, to: office}
{id: giao, on: start, to: lead}
{id: truoc, before: 1wd, to: lead}
{id: hom, on: last-day, to: lead}
"""
FIVE_DAYS = "{kind: after_event, n: 5, unit: working_day, event: nhận công văn}"
EXTERNAL = "{kind: external, by: chỉ đạo của tỉnh}"
SPRING = "2021-05-31T23:59"


def event(when: str, on: str | None = None, to: str | None = None) -> Action:
    found = action("event", when)
    return replace(found, on=dt.date.fromisoformat(on) if on else found.on, to=to)


def heard(deadline: str, *events: Action, end: str = SPRING) -> list[tuple[str, str, str]]:
    """(end of the deadline's id, when, step)."""
    lines = lived(rule(STEPS), task(deadline), script=events, end=end)
    ends = [line["deadline"].removeprefix("p/I.1").removesuffix("/han") for line in lines]
    return [(end, line["at"][5:16], line["step"]) for end, line in zip(ends, lines, strict=True)]


def test_a_term_from_an_event_does_not_count_the_event_day_and_counts_working_days_only() -> None:
    # Monday 26/4: 27, 28, 29/4, 04/5, 05/5.
    found = [row for row in heard(FIVE_DAYS, event("2021-04-26T07:00")) if row[0]]
    assert found == [
        ("/1", "04-26T08:00", "giao"),
        ("/1", "05-04T08:00", "truoc"),
        ("/1", "05-05T08:00", "hom"),
    ]


def test_the_waiting_one_stays_after_an_event() -> None:
    waits = [
        when for id, when, step in heard(FIVE_DAYS, event("2021-02-08T09:00")) if not id and step == "cho"
    ]
    assert waits == ["01-04T08:00", "02-01T08:00", "03-01T08:00", "04-01T08:00", "05-04T08:00"]


def test_with_once_the_first_event_ends_the_waiting() -> None:
    once = FIVE_DAYS.replace("event:", "once: true, event:")
    waits = [when for id, when, _ in heard(once, event("2021-02-08T09:00")) if not id]
    assert waits == ["01-04T08:00", "02-01T08:00"]


def test_every_event_makes_a_deadline_of_its_own() -> None:
    found = heard(FIVE_DAYS, event("2021-03-01T07:00"), event("2021-03-02T07:00"))
    assert [(id, when) for id, when, step in found if step == "hom"] == [
        ("/1", "03-08T08:00"),
        ("/2", "03-09T08:00"),
    ]


def test_done_is_of_one_event_alone() -> None:
    done = action("done", "2021-03-03T10:00", "p/I.1/1")
    found = heard(FIVE_DAYS, event("2021-03-01T07:00"), event("2021-03-02T07:00"), done)
    assert [(id, when) for id, when, step in found if step == "hom"] == [("/2", "03-09T08:00")]


def test_an_event_recorded_later_is_counted_from_its_own_day_and_told_at_once() -> None:
    # Received on Monday 26/4, recorded on Tuesday 04/5: only the last day is still to come.
    found = [row for row in heard(FIVE_DAYS, event("2021-05-04T10:00", on="2021-04-26")) if row[0]]
    assert found == [("/1", "05-04T10:00", "first"), ("/1", "05-05T08:00", "hom")]


def test_a_direction_from_above_waits_a_line_a_month_until_its_date_is_recorded() -> None:
    found = heard(EXTERNAL, event("2021-03-15T07:00", to="2021-04-15"))
    assert [(when, step) for _, when, step in found] == [
        ("01-04T08:00", "cho"),
        ("02-01T08:00", "cho"),
        ("03-01T08:00", "cho"),
        ("03-15T08:00", "giao"),
        ("04-14T08:00", "truoc"),
        ("04-15T08:00", "hom"),
    ]


def test_a_new_direction_moves_the_date_and_starts_anew() -> None:
    directions = (event("2021-03-15T07:00", to="2021-04-15"), event("2021-04-13T07:00", to="2021-05-16"))
    found = [(when, step) for _, when, step in heard(EXTERNAL, *directions) if step != "cho"]
    # 16/5 is a Sunday, so the last day is Friday 14/5.
    assert found == [
        ("03-15T08:00", "giao"),
        ("04-13T08:00", "giao"),
        ("05-13T08:00", "truoc"),
        ("05-14T08:00", "hom"),
    ]


def test_a_new_direction_replaces_an_extension_granted_before_it() -> None:
    granted = action("extend-grant", "2021-04-01T07:00", to="2021-04-20")
    later = event("2021-04-12T07:00", to="2021-05-20")
    found = heard(EXTERNAL, event("2021-03-15T07:00", to="2021-04-15"), granted, later)
    assert [when for _, when, step in found if step == "hom"] == ["05-20T08:00"]


def test_an_extension_after_a_direction_moves_its_date() -> None:
    granted = action("extend-grant", "2021-04-01T07:00", to="2021-04-20")
    found = heard(EXTERNAL, event("2021-03-15T07:00", to="2021-04-15"), granted)
    assert [when for _, when, step in found if step == "hom"] == ["04-20T08:00"]


def test_a_mark_does_not_outlive_a_new_direction() -> None:
    steps = rule("{id: truoc, before: 1wd, to: lead, unless: submitted}")
    script = [
        event("2021-03-15T07:00", to="2021-04-15"),
        action("submit", "2021-04-01T07:00"),
        event("2021-04-12T07:00", to="2021-05-20"),
    ]
    assert days(lived(steps, task(EXTERNAL), script=script)) == ["05-19"]


def test_a_direction_does_not_revive_what_was_cancelled() -> None:
    script = [action("cancel", "2021-02-10T07:00"), event("2021-03-15T07:00", to="2021-04-15")]
    assert [step for _, _, step in heard(EXTERNAL, *script)] == ["cho", "cho"]


def test_a_quarterly_deadline_is_one_for_each_quarter() -> None:
    lines = lived(rule("{id: hom, on: last-day, to: lead}"), task("{kind: recurring, every: quarter}"))
    assert [(line["deadline"], line["at"][5:10]) for line in lines] == [
        ("p/I.1/2021-q1", "03-31"),
        ("p/I.1/2021-q2", "06-30"),
        ("p/I.1/2021-q3", "09-30"),
        ("p/I.1/2021-q4", "12-31"),
    ]


def test_a_monthly_day_that_is_off_has_its_last_day_before() -> None:
    lines = lived(rule("{id: hom, on: last-day, to: lead}"), task("{kind: recurring, every: month, day: 15}"))
    # 15/02 lies in Tết, 15/5 is a Saturday, 15/8 a Sunday.
    assert days(lines) == [
        "01-15", "02-09", "03-15", "04-15", "05-14", "06-15",
        "07-15", "08-13", "09-15", "10-15", "11-15", "12-15",
    ]  # fmt: skip


def test_a_period_that_is_done_leaves_the_next_ones_open() -> None:
    done = action("done", "2021-03-25T10:00", "p/I.1/2021-q1")
    lines = lived(
        rule("{id: hom, on: last-day, to: lead}"), task("{kind: recurring, every: quarter}"), script=[done]
    )
    assert days(lines) == ["06-30", "09-30", "12-31"]


def test_a_period_that_ends_on_days_off_has_its_last_day_before() -> None:
    # 31/01/2021 is a Sunday.
    january = task("{kind: period, start: 2021-01-01, end: 2021-01-31}")
    lines = lived(rule("{id: hom, on: last-day, to: lead}\n{id: moc, on: stated, to: lead}"), january)
    assert [(at[5:10], step) for at, step, _ in said(lines)] == [("01-29", "hom"), ("02-01", "moc")]
