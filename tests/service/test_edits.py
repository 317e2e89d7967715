"""A workspace edited between two ticks: what changed begins from now, what was due before is still said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notifiers.relay import Relay, running
from tests.service.places import Place, by_mail, place
from tests.small import UNITS, files_of, rule, task

STEPS = "{id: gap, before: 3wd, to: lead}\n{id: hom, on: last-day, to: lead}\n{id: qua, after: 1wd, to: lead}"
OWED = task("{kind: by, date: 2021-03-10}")
NEW = task("{kind: by, date: 2021-03-11}", key="I.2", lead="[xd]")
KNOWN, MORNING, LATER = "2021-03-01T08:00", "2021-03-05T08:00", "2021-03-05T09:30"


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running(Relay()) as relay:
        yield relay


@pytest.fixture
def office(tmp_path: Path, relay: Relay) -> Place:
    """At work since 01/3; its first step falls on Friday 05/3 at 08:00."""
    office = place(tmp_path, files_of(rule(STEPS), OWED), **by_mail(relay))
    assert office.tick(KNOWN).code == 0
    return office


def said(office: Place, relay: Relay, at: str) -> list[str]:
    """Whom a tick mailed, without the domain."""
    relay.mails.clear()
    assert office.tick(at).code == 0
    return sorted(recipient.split("@")[0] for _, recipient, _ in relay.mails)


def test_a_reload_alone_sends_nothing(office: Place, relay: Relay) -> None:
    assert said(office, relay, MORNING) == ["an"]
    more = "\n{id: them, before: 6wd, to: [lead, lead.head, office]}"
    office.write(files_of(rule(STEPS + more).replace("id: r\n", "id: khac\n"), OWED))
    assert said(office, relay, LATER) == []
    assert said(office, relay, "2021-03-10T08:00") == ["an"]


def test_what_was_due_before_the_change_is_still_said(office: Place, relay: Relay) -> None:
    office.write(files_of(rule(STEPS + "\n{id: moc, on: last-day, to: lead.head}"), OWED))
    assert said(office, relay, LATER) == ["an"]
    assert said(office, relay, "2021-03-10T08:00") == ["an", "tpkt"]


def test_a_new_deadline_of_the_plan_is_born_then(office: Place, relay: Relay) -> None:
    assert said(office, relay, MORNING) == ["an"]
    office.write(files_of(rule(STEPS), OWED, NEW.replace("2021-03-11", "2021-03-08")))
    # Its first step is past: whoever leads it hears of it now, and of nothing twice.
    assert said(office, relay, LATER) == ["binh"]
    assert said(office, relay, "2021-03-05T09:31") == []
    assert said(office, relay, "2021-03-08T08:00") == ["binh"]


def test_a_new_deadline_that_is_far_off_waits_for_its_first_step(office: Place, relay: Relay) -> None:
    assert said(office, relay, MORNING) == ["an"]
    office.write(files_of(rule(STEPS), OWED, NEW.replace("2021-03-11", "2021-03-31")))
    assert said(office, relay, LATER) == []
    assert said(office, relay, "2021-03-26T08:00") == ["an", "binh"]  # I.1 is overdue since 11/3


def test_a_person_with_another_name_and_address_gets_the_rest_and_nothing_again(
    office: Place, relay: Relay
) -> None:
    assert said(office, relay, MORNING) == ["an"]
    office.write({"data/units.yaml": UNITS.replace("Nguyễn An", "Nguyễn Văn An").replace("an@so", "nva@so")})
    assert said(office, relay, LATER) == []
    assert said(office, relay, "2021-03-10T08:00") == ["nva"]


def test_a_person_with_another_id_is_the_same_reader_of_what_was_said(office: Place, relay: Relay) -> None:
    assert said(office, relay, MORNING) == ["an"]
    office.write(
        files_of(rule(STEPS), OWED.replace("kt: an", "kt: an-moi"))
        | {"data/units.yaml": UNITS.replace("id: an,", "id: an-moi,").replace("[an]", "[an-moi]")}
    )
    assert said(office, relay, LATER) == []
    assert said(office, relay, "2021-03-10T08:00") == ["an"]


def test_a_deadline_moved_in_the_plan_is_urged_by_its_new_date(office: Place, relay: Relay) -> None:
    assert said(office, relay, MORNING) == ["an"]
    office.write(files_of(rule(STEPS), OWED.replace("2021-03-10", "2021-03-17")))
    assert said(office, relay, "2021-03-11T08:00") == []
    assert said(office, relay, "2021-03-17T08:00") == ["an"]


def test_a_deadline_taken_out_of_the_plan_says_no_more(office: Place, relay: Relay) -> None:
    office.write(files_of(rule(STEPS), NEW))
    assert said(office, relay, MORNING) == []
    assert said(office, relay, "2021-03-11T08:00") == ["binh"]


def test_files_put_back_as_they_were_make_nothing_said_twice(office: Place, relay: Relay) -> None:
    assert said(office, relay, MORNING) == ["an"]
    office.write(files_of(rule(STEPS.replace("gap", "truoc")), OWED))
    assert said(office, relay, LATER) == []
    office.write(files_of(rule(STEPS), OWED))
    assert said(office, relay, "2021-03-05T10:00") == []
    assert said(office, relay, "2021-03-10T08:00") == ["an"]
