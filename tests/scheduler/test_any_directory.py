"""Whatever happens to units and people in a year: nobody gone is written to, and nothing due is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifiers.base import TemporaryFailure
from rules.action import Action
from rules.engine import SHARED, parts_of, people_of, plans_of
from rules.subject import Record, subjects_of
from scheduler.inforce import InForce
from scheduler.rehearsal import lines_of, rehearse
from tests.small import ZONE, Office, Relay, files_of, in_force_from, rule, task

pytestmark = pytest.mark.slow
START, END = dt.datetime(2021, 1, 1, tzinfo=ZONE), dt.datetime(2021, 8, 31, 23, 59, tzinfo=ZONE)
UNITS = ("vp", "kt", "xd", "moi", "cu")
PEOPLE = ("theo-doi", "cvp", "tp-kt", "tp-xd", "an", "binh", "gd", "pgd")
RULES = rule(
    """{id: thang, on: ["15/01", "22/02", "15/3", "15/4", "14/5", "15/6", "15/7"], to: lead, cc: support}
    {id: truong, before: 10wd, to: lead.head}
    {id: ngay, on: last-day, to: [lead, lead.head]}
    {id: sau, after: 2wd, every: 5wd, limit: 4, to: [lead.head, leadership.in-charge], cc: office}"""
)
DEADLINES = (
    "{kind: by, date: 2021-05-10, strict: true}",
    "{kind: period, start: 2021-01-01, end: 2021-06-30}",
    "{kind: by, date: 2021-03-31}",
)


def day_of(chance: Random) -> dt.date:
    return dt.date(2021, 1, 2) + dt.timedelta(days=chance.randrange(200))


def span(chance: Random) -> str:
    """Sometimes from a day, sometimes to a day, sometimes both, mostly always."""
    first, last = sorted((day_of(chance), day_of(chance)))
    return chance.choice(
        (
            "", "", f", valid: {{to: {last}}}", f", valid: {{from: {first}}}",
            f", valid: {{from: {first}, to: {last}}}",
        )
    )  # fmt: skip


def unit(chance: Random, id: str) -> str:
    people = chance.sample(PEOPLE, 3)
    text = f"id: {id}, name: Đơn vị {id}, in_charge: pgd, officers: [{', '.join(people[:2])}]"
    text += chance.choice(("", f", address: {id}@so.example"))
    text += chance.choice(("", f", head: {people[2]}", f", head: {people[2]}, acting: {people[0]}"))
    heirs = chance.sample([one for one in UNITS if one != id], chance.randint(0, 2))
    text += f", successor: [{', '.join(heirs)}]" if heirs else ""
    text += f", names: [{{name: Tên cũ {id}, to: {day_of(chance)}}}]" if chance.random() < 0.3 else ""
    return f"  - {{{text}{span(chance)}}}\n"


def person(chance: Random, id: str) -> str:
    text = f"id: {id}, name: Người {id}, title: Chức danh {id}, address: {id}@so.example"
    if chance.random() < 0.3:
        move = (
            f"from: {day_of(chance)}, unit: {chance.choice(UNITS)}, head: {chance.choice(('true', 'false'))}"
        )
        text += f", moves: [{{{move}}}]"
    if chance.random() < 0.3:
        first, last = sorted((day_of(chance), day_of(chance)))
        other = chance.choice([one for one in PEOPLE if one != id])
        text += f", leave: [{{from: {first}, to: {last}, delegate: {other}}}]"
    # Somebody always tracks: what nobody at all can be told has its own test.
    return f"  - {{{text}{'' if id == 'theo-doi' else span(chance)}}}\n"


def directory(chance: Random) -> str:
    return (
        "organization: {id: so, name: Sở Thử nghiệm}\nunits:\n"
        + "".join(unit(chance, id) for id in UNITS)
        + "people:\n"
        + "".join(person(chance, id) for id in PEOPLE)
        + "groups: {tat-ca: {name: Các phòng, members: [vp, kt, xd, moi, cu]}}\n"
        + "roles: {office: [theo-doi], office.head: [cvp], leadership: [gd, pgd], admin: [theo-doi]}\n"
    )


@dataclass(frozen=True)
class Life:
    """Files, and what the office assigns and units report on them."""

    files: dict[str, str]
    script: tuple[Action, ...]

    @property
    def in_force(self) -> InForce:
        return in_force_from(self.files)


def report(chance: Random) -> Action:
    at = dt.datetime.combine(day_of(chance), dt.time(9), ZONE)
    if chance.random() < 0.6:
        who, number = chance.choice(UNITS), chance.randint(1, 2)
        return Action("assign", f"p/I.{number}", "vp", at, at.date(), unit=who, to=chance.choice(PEOPLE))
    return Action("done", "p/I.1/han", "vp", at, at.date(), unit=chance.choice(UNITS))


def life_of(seed: int) -> Life:
    chance = Random(seed)
    tasks = tuple(
        task(
            chance.choice(DEADLINES), key=f"I.{number}",
            lead=chance.choice(("[kt]", "[cu, xd]", "[tat-ca]", "[]")),
            support=chance.choice(("[]", "[moi, cu]", "[tat-ca]")),
            assignees=chance.choice(("{}", "{kt: an, cu: binh}")),
        )
        for number in (1, 2)
    )  # fmt: skip
    script = sorted((report(chance) for _ in range(chance.randint(0, 3))), key=lambda action: action.at)
    return Life(files_of(RULES, *tasks, units=directory(chance)), tuple(script))


lives = st.integers(0, 2**32).map(life_of)


def lived(life: Life, relay: Relay, down: tuple[dt.datetime, dt.datetime] | None = None) -> Office:
    """The year so far; while it is `down` the relay takes nothing."""
    place = Office(life.in_force, relay)
    place.open(START.strftime("%FT%R"))
    stops = [*(down or ()), END]
    here = START
    for stop in stops:
        relay.down = (
            TemporaryFailure("connection", "không kết nối được") if down and here == down[0] else None
        )
        told = [action for action in life.script if here <= action.at < stop]
        place.live(here.strftime("%FT%R"), stop.strftime("%FT%R"), told)
        here = stop
    return place


def strangers(life: Life, relay: Relay) -> list[tuple[dt.datetime, str]]:
    """Mails written to anybody who was not there that day."""
    directory = life.in_force.world.directory
    found = []
    for letter in relay.letters:
        day = letter.at.date()
        there = {p.address for p in directory.people.values() if p.present(day)}
        there |= {u.address for u in directory.units.values() if u.exists(day)}
        found += [] if letter.address in there else [(letter.at, letter.address)]
    return found


@settings(max_examples=40)
@given(lives)
def test_no_mail_ever_goes_to_anybody_who_is_not_there_that_day(life: Life) -> None:
    relay = Relay()
    lived(life, relay)
    assert strangers(life, relay) == []


@settings(max_examples=30)
@given(lives, st.integers(0, 200), st.integers(1, 60))
def test_nor_does_one_that_waited_for_a_relay(life: Life, first: int, days: int) -> None:
    relay, day = Relay(), dt.timedelta(days=1)
    down = START + dt.timedelta(hours=7) + first * day
    place = lived(life, relay, (down, min(down + days * day, END)))
    assert strangers(life, relay) == []
    assert place.way.outbox.counts().get("pending", 0) == 0


@settings(max_examples=60)
@given(lives)
def test_every_due_line_has_a_reader_who_is_there(life: Life) -> None:
    world = life.in_force.world
    for own, spec in life.in_force.lines.values():
        for subject in subjects_of(own, spec, world.calendar, life.script, world.directory):
            for p in plans_of(subject, START, world):
                for part in parts_of(p.step, subject):
                    found = people_of(subject, Record(born=START), world, p, part, p.moment)
                    assert found or part == SHARED
                    assert not {target.address for target in found} & world.directory.on(p.day).gone


@settings(max_examples=15)
@given(lives)
def test_a_preview_says_what_the_service_says(life: Life) -> None:
    place = lived(life, Relay())
    way = rehearse(life.in_force, "so.example", START, END, in_force_from, script=life.script)
    assert lines_of(way, life.in_force, START, END + dt.timedelta(days=1)) == place.lines()
