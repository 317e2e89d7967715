"""One look at one deadline: pure, told only what the record remembers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.engine import Verdict, World, decide, kind_of
from rules.notice import Occurrence
from rules.rule import Recipient, Span, Step
from rules.subject import Record, Subject, subjects_of
from tests.small import at, files_of, in_force_from, rule, task

STEPS = """
{id: gap, before: 3wd, to: lead}
{id: hom, on: last-day, to: [lead, lead.head]}
{id: qua, after: 1wd, every: 1wd, limit: 3, to: lead.head, cc: office}
"""


def looked_at(rules: str = STEPS, deadline: str = "{kind: by, date: 2021-03-10}") -> tuple[World, Subject]:
    """The world and the only subject of a small workspace, with nothing reported."""
    files = in_force_from(files_of(rule(rules), task(deadline)))
    ((owner, spec),) = files.lines.values()
    (subject,) = subjects_of(owner, spec, files.world.calendar, ())
    return files.world, subject


def remembered(record: Record, verdict: Verdict, now: dt.datetime) -> Record:
    """The record after what one look decided was kept."""
    decided: dict[Occurrence, frozenset[str]] = defaultdict(frozenset, record.decided)
    for decision in verdict.decisions:
        decided[decision.occurrence] |= {decision.part}
    return replace(record, born=record.born or now, decided=decided)


BORN = Record(born=at("2021-01-01"))


def test_a_look_before_the_first_step_says_when_to_look_again() -> None:
    world, subject = looked_at()
    verdict = decide(subject, BORN, world, at("2021-02-01T09:00"))
    # Inclusive: the last day is Wednesday 10/3, three working days before it Friday 05/3.
    assert (verdict.notices, verdict.wake) == ((), at("2021-03-05T08:00"))


def test_the_first_look_of_all_is_a_birth() -> None:
    world, subject = looked_at()
    assert decide(subject, Record(), world, at("2021-02-01T09:00")).newborn
    assert not decide(subject, BORN, world, at("2021-02-01T09:00")).newborn


def test_a_second_look_at_the_same_moment_says_nothing_more() -> None:
    world, subject = looked_at()
    now = at("2021-03-05T08:00")
    first = decide(subject, BORN, world, now)
    second = decide(subject, remembered(BORN, first, now), world, now)
    assert len(first.notices) == 1
    assert (second.notices, second.decisions, second.wake) == ((), (), at("2021-03-10T08:00"))


def test_after_the_last_occurrence_there_is_no_more_to_look_at() -> None:
    world, subject = looked_at()
    now = at("2021-03-15T08:00")
    verdict = decide(subject, BORN, world, now)
    assert decide(subject, remembered(BORN, verdict, now), world, now).wake is None


def test_a_look_out_of_hours_decides_nothing_and_comes_back_at_the_sending_hour() -> None:
    world, subject = looked_at()
    verdict = decide(subject, BORN, world, at("2021-03-05T18:00"))
    assert (verdict.notices, verdict.decisions, verdict.wake) == ((), (), at("2021-03-08T08:00"))


def test_a_look_is_the_same_from_any_time_zone() -> None:
    world, subject = looked_at()
    local = at("2021-03-05T08:00")
    assert decide(subject, BORN, world, local.astimezone(dt.UTC)) == decide(subject, BORN, world, local)


def test_a_notice_tells_which_reminder_of_how_many_it_is_for_its_reader() -> None:
    world, subject = looked_at()
    now = at("2021-03-12T08:00")
    found = decide(subject, BORN, world, now).notices
    # For the lead 05/3 and 10/3; for the head 10, 11, 12 and 15/3.
    assert {(n.recipient, n.occurrence.step, n.number, n.total) for n in found} >= {
        ("person:tp-kt", "qua", 3, 4),
        ("person:an", "hom", 2, 2),
    }


def test_an_endless_step_has_no_last_reminder() -> None:
    world, subject = looked_at("{id: s, after: 1wd, every: 1wd, to: lead}")
    (notice,) = decide(subject, BORN, world, at("2021-03-11T08:00")).notices
    assert (notice.number, notice.total) == (1, None)


LEAD, HEAD, SUPPORT, OFFICE = (Recipient(kind) for kind in ("lead", "lead.head", "support", "office"))


def test_an_after_step_escalates_when_it_goes_beyond_the_units() -> None:
    assert kind_of(Step("s", "after", Span(1, "wd"), to=(LEAD, OFFICE))) == "escalation"
    assert kind_of(Step("s", "after", Span(1, "wd"), to=(LEAD, SUPPORT))) == "reminder"
    assert kind_of(Step("s", "after", Span(1, "wd"), to=(LEAD,), cc=(OFFICE,))) == "reminder"


def test_a_step_that_is_not_after_never_escalates() -> None:
    assert kind_of(Step("s", "before", Span(1, "wd"), to=(OFFICE,))) == "reminder"
    assert kind_of(Step("s", "last-day", to=(OFFICE,))) == "reminder"
    assert kind_of(Step("s", "waiting", to=(OFFICE,))) == "waiting"


@given(st.lists(st.integers(0, 60 * 24 * 40), min_size=1, max_size=25))
def test_whenever_it_is_looked_at_nobody_hears_an_occurrence_twice(minutes: list[int]) -> None:
    world, subject = LOOKED_AT
    record, heard = BORN, set()
    for minute in sorted(minutes):
        now = at("2021-03-01") + dt.timedelta(minutes=minute)
        verdict = decide(subject, record, world, now)
        for notice in verdict.notices:
            assert (notice.occurrence, notice.recipient) not in heard
            heard.add((notice.occurrence, notice.recipient))
        assert verdict.wake is None or verdict.wake > now
        record = remembered(record, verdict, now)


LOOKED_AT = looked_at()
