"""Every deadline of the year 2021, explained at several moments: what it says is what the ledger says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import pytest

from rules.action import Action
from rules.engine import rules_of
from rules.explain import Explained, explain
from rules.matching import passed_over
from rules.terms import terms_of
from scheduler.deliver import Way
from scheduler.known import actions_by_line, base_of, subjects_from
from scheduler.ledger import Line
from scheduler.outlook import Outset, lived_on
from scheduler.rehearsal import lines_of, rehearse
from tests.golden.year_2021 import shipped, story
from tests.small import at

pytestmark = pytest.mark.slow

START, END = at("2021-01-01"), at("2022-04-01")
FILES = shipped()
# Before anything is due, in the story's midst (at a moment of mails, and at noon), and after all of it.
MOMENTS = ["2021-01-01T00:00", "2021-03-11T08:00", "2021-06-15T12:00", "2021-11-30T17:30", "2022-01-20T09:00"]

Told: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True)
class Told2021:
    """All steps of all deadlines, explained as of one moment."""

    steps: dict[str, tuple[Explained, ...]]
    now: dt.datetime


def life(script: Collection[Action]) -> Way:
    blink = dt.timedelta(microseconds=1)
    return rehearse(FILES, "so.example", START, END - blink, lambda _: None, script=list(script))


@cache
def whole_story() -> Way:
    return life(story(FILES))


def explained(outset: Outset, actions: list[Action], now: dt.datetime) -> Told2021:
    lived = lived_on(FILES, FILES.lines.keys(), outset, lambda _: None, now)
    by_line, steps = actions_by_line(actions, FILES), {}
    for subject in subjects_from(by_line, FILES):
        base = base_of(subject.id, FILES)
        task, spec = FILES.lines[base]
        own = sorted([*by_line.get(base, ()), *by_line.get(task.id, ())], key=lambda one: one.seq)
        terms = terms_of(task, spec, FILES.world.calendar, subject.id, own)
        steps[subject.id] = explain(terms, lived, FILES.world, now)
    return Told2021(steps, now)


def said(line: Line) -> Told:
    return (
        line["deadline"], line["term"], line["rule"], line["step"], line["occurrence"],
        dt.datetime.fromisoformat(line["at"]), tuple(line["recipients"]), tuple(line["cc"]), line["late"],
    )  # fmt: skip


def rows(told: Told2021, *statuses: str) -> list[Told]:
    return [
        (id_, one.term, one.rule, one.step, one.occurrence, one.at, one.recipients, one.cc, one.late)
        for id_, steps in told.steps.items()
        for one in steps
        if one.status in statuses
    ]


def keys(lines: Collection[Line]) -> set[Told]:
    return {said(line)[:5] for line in lines}


def of_deadlines(way: Way) -> tuple[list[Line], list[Line]]:
    """(said, superseded) lines of the ledger, without digests."""
    lines = [line for line in lines_of(way, FILES, START, END) if line["deadline"]]
    return [one for one in lines if not one["superseded"]], [one for one in lines if one["superseded"]]


@cache
def at_moment(moment: str) -> tuple[Told2021, list[Line], list[Line]]:
    """What is explained from the record cut off at a moment, and what a life of just that much says."""
    now = at(moment)
    script = [action for action in story(FILES) if action.at <= now]
    with whole_story().store.read() as tx:
        actions = [one for one in tx.actions() if one.on <= now.date()]
        told = explained(Outset(now, tx, cut=True), actions, now)
    assert [(one.do, one.deadline, one.on) for one in actions] == [
        (one.do, one.deadline, one.on) for one in sorted(script, key=lambda one: one.at)
    ]
    return told, *of_deadlines(life(script))


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_was_and_will_be_said_is_what_the_ledger_says(moment: str) -> None:
    told, lines, _ = at_moment(moment)
    found = rows(told, "said", "planned")
    assert len(told.steps) >= 53
    assert sorted(found) == sorted(map(said, lines))


@pytest.mark.parametrize("moment", MOMENTS)
def test_it_is_said_up_to_the_moment_and_planned_after_it(moment: str) -> None:
    told, lines, _ = at_moment(moment)
    assert {row[:6] for row in rows(told, "said")} == {
        said(one)[:6] for one in lines if said(one)[5] <= told.now
    }
    assert all(row[5] > told.now for row in rows(told, "planned"))


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_superseded_is_superseded_in_the_ledger(moment: str) -> None:
    told, _, overtaken = at_moment(moment)
    assert {row[:5] for row in rows(told, "superseded")} == keys(overtaken)


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_not_said_has_a_reason_and_no_line_in_the_ledger(moment: str) -> None:
    told, lines, _ = at_moment(moment)
    unsaid = [one for steps in told.steps.values() for one in steps if one.status in ("passed", "closed")]
    assert unsaid
    assert all(one.why for one in unsaid)
    quiet = {row[:5] for row in rows(told, "passed", "closed")}
    assert quiet & keys(lines) == set()


def test_a_mail_that_was_said_names_the_message_of_the_ledger() -> None:
    told = at_moment("2021-11-30T17:30")[0]
    ids = {said(one)[:6]: one["messages"] for one in of_deadlines(whole_story())[0]}
    found = {
        (id_, one.term, one.rule, one.step, one.occurrence, one.at): one.messages
        for id_, steps in told.steps.items()
        for one in steps
        if one.status == "said"
    }
    assert len(found) == 192
    assert found == {key: ids[key] for key in found}


def test_without_a_record_it_is_what_a_preview_says() -> None:
    told = explained(Outset(START), [], START)
    lines, overtaken = of_deadlines(life([]))
    assert sorted(rows(told, "planned")) == sorted(map(said, lines))
    assert {row[:5] for row in rows(told, "superseded")} == keys(overtaken)
    assert len(told.steps) == 53


def verdicts() -> Iterator[tuple[str, list[str], list[str]]]:
    for subject in subjects_from({}, FILES):
        rules = FILES.world.rules.rules
        applying = [rule.id for rule in rules_of(subject, FILES.world)]
        yield (
            subject.id,
            applying,
            [one.rule.id for one in passed_over(rules, subject.deadline, subject.leads)],
        )


def test_each_rule_applies_or_says_why_not() -> None:
    every = sorted(rule.id for rule in FILES.world.rules.rules)
    assert [id_ for id_, applying, not_ in verdicts() if sorted(applying + not_) != every] == []
