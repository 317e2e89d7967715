"""The hour of a step and the hours in which something late may go."""

from __future__ import annotations

import pytest

from tests.small import action, lived, rule, said, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
FIVE_DAYS = "{kind: after_event, n: 5, unit: working_day, event: nhận công văn}"
ON_START = "{id: giao, on: start, to: lead}"


def heard_at(recorded: str, more: str = "") -> list[str]:
    """When the lead hears of an event recorded at this moment."""
    lines = lived(rule(ON_START, more=more), task(FIVE_DAYS), script=[action("event", recorded)])
    return [at for at, _, _ in said(lines)]


def test_the_hour_is_eight_unless_the_rule_says_another() -> None:
    step = "{id: s, on: last-day, to: lead}"
    assert said(lived(rule(step), task(BEFORE_10_3)))[0][0] == "2021-03-09T08:00"
    send = '    send: {at: "09:30"}\n'
    assert said(lived(rule(step, more=send), task(BEFORE_10_3)))[0][0] == "2021-03-09T09:30"


def test_an_unquoted_hour_is_that_hour() -> None:
    lines = lived(rule("{id: s, on: last-day, to: lead}", more="    send: {at: 16:45}\n"), task(BEFORE_10_3))
    assert said(lines)[0][0] == "2021-03-09T16:45"


def test_a_day_off_moves_a_step_to_the_next_working_day_at_the_same_hour() -> None:
    # Ten days before 09/3 is Saturday 27/02.
    lines = lived(rule("{id: s, before: 10d, to: lead}", more="    send: {at: 09:30}\n"), task(BEFORE_10_3))
    assert said(lines)[0][0] == "2021-03-01T09:30"


@pytest.mark.parametrize("recorded", ["2021-04-26T10:15", "2021-04-26T17:00"])
def test_what_becomes_known_within_the_hours_goes_out_at_once(recorded: str) -> None:
    assert heard_at(recorded) == [recorded]


@pytest.mark.parametrize(
    ("recorded", "heard"),
    [
        ("2021-04-26T17:01", "2021-04-27T08:00"),  # Monday evening
        ("2021-04-23T20:00", "2021-04-26T08:00"),  # Friday evening
        ("2021-04-24T10:00", "2021-04-26T08:00"),  # Saturday
        ("2021-04-29T18:00", "2021-05-04T08:00"),  # before 30/4 and its substitute day 03/5
        ("2021-04-26T00:05", "2021-04-26T08:00"),
    ],
)
def test_what_becomes_known_out_of_hours_waits_for_the_next_sending_hour(recorded: str, heard: str) -> None:
    assert heard_at(recorded) == [heard]


def test_the_window_of_the_rule_holds_for_what_is_late() -> None:
    send = '    send: {at: "08:00", within: "08:00-09:00"}\n'
    assert heard_at("2021-04-26T08:30", send) == ["2021-04-26T08:30"]
    assert heard_at("2021-04-26T09:30", send) == ["2021-04-27T08:00"]


def test_an_early_window_lets_a_late_step_go_before_the_usual_hours() -> None:
    send = '    send: {at: "06:00", within: "05:30-17:00"}\n'
    assert heard_at("2021-04-26T05:45", send) == ["2021-04-26T06:00"]
    assert heard_at("2021-04-26T06:30", send) == ["2021-04-26T06:30"]
