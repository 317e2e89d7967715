"""Opening a plan: one list to each lead unit, said once, in the place of first notices."""

from __future__ import annotations

import datetime as dt

import pytest

from notifiers.base import PermanentFailure
from rules.letter import Letter
from rules.opening import Order
from scheduler.kickoff import Kickoff, open_plan
from tests.small import (
    PLAN_HEAD,
    UNITS,
    Office,
    Relay,
    action,
    at,
    files_of,
    in_force_from,
    office,
    rule,
    said,
    task,
)

BY = "{kind: by, date: 2021-03-10, strict: true}"
STEPS = """
{id: som, before: 10wd, to: lead}
{id: gap, before: 3wd, to: [lead, lead.head, support.named]}
{id: hom, on: last-day, to: lead}
"""
QUIET = PLAN_HEAD.replace("signed: 2020-12-31", "signed: 2020-12-31, opened: false")


def opened(place: Office, when: str, before: dt.date | None = None) -> Kickoff:
    return open_plan(
        place.way, place.post, place.files, Order(place.files.workspace.plans[0], "gd", before), at(when)
    )


def lists(relay: Relay) -> list[Letter]:
    return [letter for letter in relay.letters if letter.lists]


def readers(relay: Relay) -> list[str]:
    return sorted(letter.address.removesuffix("@so.example") for letter in lists(relay))


def place_with(*tasks: str, head: str = QUIET, units: str = UNITS) -> tuple[Office, Relay]:
    relay = Relay()
    place = office(rule(STEPS), *tasks, channel=relay, head=head, units=units)
    place.open("2021-03-05T09:00")
    return place, relay


def open_files(*tasks: str) -> dict[str, str]:
    return files_of(rule(STEPS), *tasks, head=QUIET.replace("opened: false", "opened: true"))


def test_a_plan_that_is_not_open_says_nothing() -> None:
    place, relay = place_with(task(BY))
    place.live("2021-03-05T09:00", "2021-04-30")
    assert (relay.letters, place.lines()) == ([], [])


def test_opening_tells_unit_head_and_officer_once_each() -> None:
    place, relay = place_with(task(BY), task(BY, key="I.2"))
    kickoff = opened(place, "2021-03-05T10:00")
    place.tick("2021-03-05T10:01")
    assert readers(relay) == ["an", "kt", "tpkt"]
    assert len(relay.accepted) == len(kickoff.letters) == 3


def test_the_lead_units_get_no_first_notice_after_it_and_all_later_steps() -> None:
    place, _ = place_with(task(BY))
    opened(place, "2021-03-05T10:00")
    place.change(in_force_from(open_files(task(BY))), "2021-03-05T10:01")
    place.live("2021-03-05T10:01", "2021-03-31")
    assert [(when[5:16], step) for when, step, _ in said(place.lines())] == [("03-09T08:00", "hom")]


def test_a_named_support_still_gets_its_first_notice() -> None:
    supported = task(BY, support="[xd]")
    place, _ = place_with(supported)
    opened(place, "2021-03-05T10:00")
    place.change(in_force_from(open_files(supported)), "2021-03-05T10:01")
    place.tick("2021-03-05T10:01")
    assert [(step, people) for _, step, people in said(place.lines())] == [("first", ("xd@so.example",))]


def test_opening_twice_sends_nothing_more() -> None:
    place, relay = place_with(task(BY))
    first = opened(place, "2021-03-05T10:00")
    again = opened(place, "2021-03-05T11:00")
    place.tick("2021-03-05T11:00")
    assert len(relay.accepted) == len(first.letters)
    assert (again.letters, again.opened) == ((), at("2021-03-05T10:00"))


def test_an_opening_that_fails_on_the_way_keeps_nothing() -> None:
    class Broken(Relay):
        def render(self, letter: Letter) -> bytes:
            if len(self.letters) == 1:
                raise PermanentFailure("render", "hỏng")
            return super().render(letter)

    relay = Broken()
    place = office(rule(STEPS), task(BY), channel=relay, head=QUIET)
    place.open("2021-03-05T09:00")
    with pytest.raises(PermanentFailure):
        opened(place, "2021-03-05T10:00")
    place.tick("2021-03-05T10:01")
    assert relay.accepted == []


def test_out_of_hours_the_lists_wait_for_the_morning() -> None:
    place, relay = place_with(task(BY))
    opened(place, "2021-03-05T20:00")
    place.tick("2021-03-05T20:01")
    assert relay.accepted == []
    place.tick("2021-03-08T08:00")
    assert {letter.at.isoformat()[:16] for letter in lists(relay)} == {"2021-03-08T08:00"}
    assert len(relay.accepted) == 3


def test_an_unassigned_task_asks_for_an_officer_within_five_working_days() -> None:
    place, relay = place_with(task(BY, assignees="{}"))
    opened(place, "2021-03-05T10:00")
    asked = {one.assign_by for letter in lists(relay) for one in letter.lists}
    assert (readers(relay), asked) == (["kt", "tpkt"], {dt.date(2021, 3, 12)})


def test_the_head_is_not_asked_a_second_time_to_assign() -> None:
    files = in_force_from(open_files(task(BY, assignees="{}")))
    place, _ = place_with(task(BY, assignees="{}"))
    opened(place, "2021-02-01T10:00")
    place.change(files, "2021-02-01T10:01")
    place.live("2021-02-01T10:01", "2021-02-24")
    assert [(step, people) for _, step, people in said(place.lines())] == [("som", ("kt@so.example",))]


def test_an_officer_is_told_only_what_is_assigned_to_him() -> None:
    other = task(BY, key="I.2", assignees="{kt: theo-doi}")
    place, relay = place_with(task(BY), other)
    opened(place, "2021-03-05T10:00")
    told = {letter.address: [row.key for row in letter.lists[0].tasks] for letter in lists(relay)}
    assert told["an@so.example"] == ["I.1"]
    assert told["theodoi@so.example"] == ["I.2"]
    assert told["tpkt@so.example"] == ["I.1", "I.2"]


def test_an_address_that_reads_for_two_units_gets_one_mail_with_two_lists() -> None:
    units = UNITS.replace("head: tp-xd", "head: tp-kt")
    place, relay = place_with(task(BY), task(BY, key="I.2", lead="[xd]"), units=units)
    opened(place, "2021-03-05T10:00")
    both = [letter for letter in lists(relay) if letter.address == "tpkt@so.example"]
    assert [[one.unit for one in letter.lists] for letter in both] == [["Phòng Kinh tế", "Phòng Xây dựng"]]


def test_what_is_finished_is_counted_and_not_listed() -> None:
    place, relay = place_with(task(BY), task(BY, key="I.2"))
    place.report(action("done", "2021-03-05T09:30", unit="kt"))
    opened(place, "2021-03-05T10:00")
    whole = next(letter for letter in lists(relay) if letter.address == "tpkt@so.example")
    assert ([row.key for row in whole.lists[0].tasks], whole.lists[0].finished) == (["I.2"], 1)


def test_a_plan_without_the_key_is_told_by_its_births_as_ever() -> None:
    place, _ = place_with(task(BY), head=PLAN_HEAD)
    place.tick("2021-03-05T09:00")
    assert [step for _, step, _ in said(place.lines())] == ["first"]


def test_a_list_that_waits_for_somebody_who_left_is_never_sent() -> None:
    place, relay = place_with(task(BY))
    opened(place, "2021-03-05T10:00")
    left = UNITS.replace("address: tpkt@so.example}", "address: tpkt@so.example, valid: {to: 2021-03-07}}")
    place.change(in_force_from({**open_files(task(BY)), "data/units.yaml": left}), "2021-03-05T10:01")
    place.tick("2021-03-08T10:00")
    assert sorted(parcel.address for parcel in relay.accepted) == ["an@so.example", "kt@so.example"]
    assert place.way.outbox.counts() == {"sent": 2, "cancelled": 1}
