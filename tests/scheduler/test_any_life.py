"""Whatever the rules, the plan and the reports: what never happens, however the service ticks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.action import Action, Do
from scheduler.ledger import Line
from tests.small import ZONE, Office, files_of, in_force_from, rule, task

pytestmark = pytest.mark.slow
START = dt.datetime(2021, 1, 1, tzinfo=ZONE)
END = dt.datetime(2021, 6, 30, 23, 59, tzinfo=ZONE)
DATED = (
    "{kind: by, date: 2021-03-10, strict: true}",
    "{kind: by, date: 2021-02-14}",
    "{kind: by, date: 2021-05-02, strict: true}",
    "{kind: period, start: 2021-01-01, end: 2021-03-31}",
)
FLOATING = (
    "{kind: after_event, n: 5, unit: working_day, event: nhận}",
    "{kind: external, by: chỉ đạo}",
    "{kind: continuous}",
)
SPANS = ("0wd", "1wd", "3wd", "10wd", "3d", "11d")
MOMENTS = (
    "last-day",
    "stated",
    "start",
    "month-start",
    "quarter-end",
    "waiting",
    '["25/02", "01/5", "12/02"]',
)
PEOPLE = (
    "lead", "lead.head", "support", "support.named", "support.head", "office", "office.head", "leadership",
    "leadership.in-charge", "unit:xd", "person:an", "role:admin", "ngoai@tinh.example",
)  # fmt: skip
MARKS = ("acknowledged", "submitted", "blocked", "extension-pending", "extended")
CONDITIONS = ("reminders >= 1", "reminders < 2", "days_late > 2", "extensions == 0 and reminders != 1")
DOES: tuple[Do, ...] = ("ack", "submit", "block", "done", "cancel", "reopen", "assign")
EXTENDING: tuple[Do, ...] = ("extend-ask", "extend-grant", "extend-refuse")
OFF = {
    dt.date.fromisoformat(day)
    for day in (
        "2021-01-01", "2021-02-10", "2021-02-11", "2021-02-12", "2021-02-15", "2021-02-16",
        "2021-04-21", "2021-04-30", "2021-05-03",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Life:
    """Files, and what people report on them."""

    rules: str
    tasks: tuple[str, ...]
    script: tuple[Action, ...]

    def office(self) -> Office:
        return Office(in_force_from(files_of(self.rules, *self.tasks)))


def moment(chance: Random) -> dt.datetime:
    """Any minute of the first half of 2021, nights and days off included."""
    return START + dt.timedelta(minutes=chance.randrange(180 * 24 * 60))


def time_of_a_step(chance: Random) -> str:
    kind = chance.choice(("before", "after", "on"))
    if kind == "on":
        return f"on: {chance.choice(MOMENTS)}"
    text = f"{kind}: {chance.choice(SPANS)}"
    if chance.random() < 0.5:
        text += f", every: {chance.choice(SPANS[1:])}"
        text += f", limit: {chance.randint(1, 5)}" if chance.random() < 0.7 else ""
    return text


def people(chance: Random) -> str:
    return "[" + ", ".join(f"'{who}'" for who in chance.sample(PEOPLE, chance.randint(1, 3))) + "]"


def step(chance: Random, number: int) -> str:
    text = f"id: s{number}, {time_of_a_step(chance)}, to: {people(chance)}"
    if chance.random() < 0.5:
        text += f", cc: {people(chance)}"
    if chance.random() < 0.3:
        text += f", unless: {chance.choice(MARKS)}"
    if chance.random() < 0.3:
        text += f', when: "{chance.choice(CONDITIONS)}"'
    return "{" + text + "}"


def rules(chance: Random) -> str:
    steps = "\n".join(step(chance, number) for number in range(chance.randint(2, 6)))
    more = chance.choice(("", "    on_acknowledge: {pause: 3wd}\n"))
    more += chance.choice(("", '    send: {at: "09:30", within: "09:00-11:00"}\n'))
    return rule(steps, more=more)


def report(chance: Random, number: int, kind: str) -> Action:
    at = moment(chance)
    deadline, to = f"p/I.{number}/han", (at.date() + dt.timedelta(days=chance.randint(5, 60))).isoformat()
    choices: tuple[Do, ...] = (*DOES, *EXTENDING) if kind in DATED else (*DOES, "event", "event")
    do = chance.choice(choices if "continuous" not in kind else DOES)
    if do == "assign":
        return Action(do, f"p/I.{number}", "vp", at, at.date(), unit="xd", to="binh")
    dated = do in EXTENDING or "external" in kind
    return Action(do, deadline, "vp", at, at.date(), to=to if dated else None)


def life_of(seed: int) -> Life:
    chance = Random(seed)
    kinds = chance.choices(DATED + FLOATING, k=chance.randint(1, 3))
    tasks = tuple(
        task(
            kind,
            key=f"I.{number}",
            lead=chance.choice(("[kt]", "[vp]", "[kt, xd]", "[tat-ca]", "[]")),
            support=chance.choice(("[]", "[xd]", "[tat-ca]")),
            assignees=chance.choice(("{}", "{kt: an, xd: an}", "{vp: theo-doi}")),
        )
        for number, kind in enumerate(kinds, 1)
    )
    script = [report(chance, n, kind) for n, kind in enumerate(kinds, 1) for _ in range(chance.randint(0, 3))]
    return Life(rules(chance), tasks, tuple(sorted(script, key=lambda action: action.at)))


lives = st.integers(0, 2**32).map(life_of)
minutes = st.integers(0, 2**32).map(lambda seed: moment(Random(seed)))


def lived_at_once(life: Life) -> list[Line]:
    place = life.office()
    place.open(START.strftime("%FT%R"))
    place.live("2021-01-01", END.strftime("%FT%R"), life.script)
    return place.lines()


def moment_of(line: Line) -> dt.datetime:
    return dt.datetime.fromisoformat(line["at"])


@settings(max_examples=20)
@given(lives)
def test_nothing_is_ever_said_on_a_day_off_or_outside_the_hours(life: Life) -> None:
    opens, closes = (dt.time(9), dt.time(11)) if "09:30" in life.rules else (dt.time(7, 30), dt.time(17))
    for line in lived_at_once(life):
        at = moment_of(line)
        assert at.weekday() < 5
        assert at.date() not in OFF
        assert opens <= at.time() <= closes


@settings(max_examples=20)
@given(lives)
def test_no_address_ever_gets_two_mails_at_one_moment_or_one_step_twice(life: Life) -> None:
    mails: dict[tuple[str, str], set[str]] = defaultdict(set)
    heard: set[tuple[object, ...]] = set()
    for line in lived_at_once(life):
        for address, id in line["messages"].items():
            mails[line["at"], address].add(id)
            key = (*(line[name] for name in ("deadline", "term", "rule", "step", "occurrence")), address)
            assert key not in heard
            heard.add(key)
        assert not set(line["recipients"]) & set(line["cc"])
        assert set(line["messages"]) == {*line["recipients"], *line["cc"]}
    assert all(len(ids) == 1 for ids in mails.values())
    ids = [id for found in mails.values() for id in found]
    assert len(ids) == len(set(ids))


@settings(max_examples=20)
@given(lives, st.lists(minutes, max_size=12))
def test_living_tick_by_tick_with_restarts_equals_living_in_one_go(
    life: Life, extra: list[dt.datetime]
) -> None:
    place = life.office()
    before = START - dt.timedelta(minutes=1)
    place.open(START.strftime("%FT%R"))
    here = START
    for stop in [*sorted(extra), END]:
        script = [action for action in life.script if before < action.at <= stop]
        place.open(here.strftime("%FT%R"))
        place.live(here.strftime("%FT%R"), stop.strftime("%FT%R"), script)
        before = here = stop
    assert place.lines() == lived_at_once(life)


@settings(max_examples=20)
@given(lives, minutes, st.integers(1, 40))
def test_after_any_stop_each_address_still_hears_an_occurrence_at_most_once(
    life: Life, down: dt.datetime, for_days: int
) -> None:
    place = life.office()
    back = min(down + dt.timedelta(days=for_days), END)
    place.open(START.strftime("%FT%R"))
    place.live("2021-01-01", down.strftime("%FT%R"), [a for a in life.script if a.at <= down])
    place.report(*(a for a in life.script if down < a.at < back))
    place.live(back.strftime("%FT%R"), END.strftime("%FT%R"), [a for a in life.script if a.at >= back])
    heard: set[tuple[object, ...]] = set()
    for line in place.lines():
        assert not down < moment_of(line) < back
        for address in line["messages"]:
            key = (*(line[name] for name in ("deadline", "term", "rule", "step", "occurrence")), address)
            assert key not in heard
            heard.add(key)
