"""What the admin is written of edited files: once for each state of them, and not every minute."""

from __future__ import annotations

import datetime as dt

import pytest

from dondoc.alarm import FileAlarm
from rules.problem import BadFiles, Problem
from scheduler.deliver import deliver
from tests.small import Office, Relay, at, office, rule, task

MORNING = "2021-03-08T08:00"
MINUTE = dt.timedelta(minutes=1)


def bad(line: int, *more: int) -> BadFiles:
    """Errors at these lines, and a warning before them."""
    warning = Problem("data/units.yaml", 1, 1, "warning", "W1", "thiếu")
    return BadFiles([warning, *(Problem("rules/10.yaml", n, 1, "error", "R1", "sai") for n in (line, *more))])


@pytest.fixture
def at_work() -> Office:
    """Nothing to say; the admin is theodoi@so.example."""
    place = office(rule("{id: hom, on: last-day, to: lead}"), task("{kind: continuous}"), channel=Relay())
    place.open("2021-03-01")
    return place


def refused(place: Office, error: BadFiles, when: dt.datetime) -> bool:
    return FileAlarm(place.post).refused(place.way, place.files, error, when)


def mended(place: Office, when: dt.datetime) -> None:
    FileAlarm(place.post).mended(place.way, place.files, when)


def states(place: Office) -> list[str]:
    """Of the alerts, oldest first."""
    return [row.state for row in reversed(place.way.outbox.list()) if row.kind == "alert"]


def test_the_same_problems_are_written_of_once(at_work: Office) -> None:
    assert refused(at_work, bad(3), at(MORNING))
    assert refused(at_work, bad(3), at(MORNING) + 60 * MINUTE)
    assert states(at_work) == ["pending"]


def test_other_problems_wait_half_an_hour(at_work: Office) -> None:
    assert refused(at_work, bad(3), at(MORNING))
    assert not refused(at_work, bad(4), at(MORNING) + 5 * MINUTE)
    assert not refused(at_work, bad(4), at(MORNING) + 29 * MINUTE)
    assert states(at_work) == ["pending"]
    assert refused(at_work, bad(4), at(MORNING) + 30 * MINUTE)
    assert states(at_work) == ["pending"] * 2


def test_problems_that_come_back_are_not_written_of_again(at_work: Office) -> None:
    assert refused(at_work, bad(3), at(MORNING))
    refused(at_work, bad(3, 4), at(MORNING) + MINUTE)
    assert refused(at_work, bad(3), at(MORNING) + 2 * MINUTE)
    assert states(at_work) == ["pending"]


def test_a_mail_that_did_not_go_yet_has_no_sense_once_the_files_are_good(at_work: Office) -> None:
    refused(at_work, bad(3), at(MORNING))
    mended(at_work, at(MORNING) + MINUTE)
    assert states(at_work) == ["cancelled"]


def test_a_mail_that_went_is_answered_once(at_work: Office) -> None:
    refused(at_work, bad(3), at(MORNING))
    deliver(at_work.way, at_work.files, at(MORNING))
    for minutes in (1, 2):
        mended(at_work, at(MORNING) + minutes * MINUTE)
    assert states(at_work) == ["sent", "pending"]


def test_bad_files_of_a_holiday_evening_are_told_that_evening(at_work: Office) -> None:
    refused(at_work, bad(3), at("2021-01-01T22:00"))
    deliver(at_work.way, at_work.files, at("2021-01-01T22:00"))
    assert states(at_work) == ["sent"]


def test_good_and_bad_in_turn_are_no_mail_each_time(at_work: Office) -> None:
    told = 0
    for minute in range(0, 60, 2):
        told += refused(at_work, bad(minute + 1), at(MORNING) + minute * MINUTE)
        deliver(at_work.way, at_work.files, at(MORNING) + minute * MINUTE)
        mended(at_work, at(MORNING) + (minute + 1) * MINUTE)
    assert told == 2
    assert len(states(at_work)) == 4


def test_good_files_without_bad_ones_before_say_nothing(at_work: Office) -> None:
    mended(at_work, at(MORNING))
    assert states(at_work) == []
