"""A trial run: what it says is taken back at its end, and the real start is a start."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notifiers.base import TemporaryFailure
from notifiers.trial import Redirected
from scheduler.rehearsal import SILENT
from scheduler.trial import NoTrial, begin_trial, end_trial
from tests.small import Office, Relay, action, at, days, office, rule, said, task

ADMIN = "it@so.example"
BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
STEPS = """
{id: som, before: 10wd, to: [lead, lead.head]}
{id: hom, on: last-day, to: lead}
{id: qua, after: 1wd, every: 1wd, limit: 8, to: lead}
{id: len, after: 4wd, to: leadership.in-charge, when: "reminders >= 3"}
"""
DIGEST = (
    "digests:\n  - {id: tuan, title: Tổng hợp tuần, every: monday, at: '07:30', to: leadership,"
    " sections: [summary, overdue]}\n"
)


def tried(relay: Relay, since: str = "2021-01-04T07:00", deadline: str = BEFORE_10_3) -> Office:
    """An office whose mails all go to the admin from a moment on."""
    place = office(rule(STEPS) + DIGEST, task(deadline), channel=relay)
    place.open("2021-01-04T07:00")
    if since > "2021-01-04T07:00":
        place.live("2021-01-04T07:00", since)
    begin_trial(place.way.store, ADMIN, at(since))
    place.way = replace(
        place.way, notifiers={SILENT: Redirected(relay, ADMIN)}, redirect_to=ADMIN, obeys=True
    )
    return place


def for_real(place: Office, relay: Relay, when: str) -> None:
    place.way = replace(place.way, notifiers={SILENT: relay}, redirect_to=None)
    end_trial(place.way.store, place.files, "Lê IT", at(when))
    place.post.issued.clear()  # a service that was started anew
    relay.accepted.clear()


def test_in_a_trial_all_is_decided_and_kept_as_in_earnest_and_goes_to_one_address() -> None:
    relay, plain = Relay(), Relay()
    place = tried(relay)
    place.live("2021-01-04T07:00", "2021-12-31")
    earnest = office(rule(STEPS) + DIGEST, task(BEFORE_10_3), channel=plain)
    earnest.open("2021-01-04T07:00")
    earnest.live("2021-01-04T07:00", "2021-12-31")
    assert place.lines() == earnest.lines()
    assert place.way.outbox.list() == earnest.way.outbox.list()
    assert {parcel.address for parcel in relay.accepted} == {ADMIN}
    assert [p.message_id for p in relay.accepted] == [p.message_id for p in plain.accepted]


def test_after_the_end_everybody_gets_the_first_notice_and_the_later_steps() -> None:
    relay = Relay()
    place = tried(relay)
    place.live("2021-01-04T07:00", "2021-02-26T12:00")  # the first step, ten days before, fell into it
    assert days(place.lines(), "som") == ["02-23"]
    for_real(place, relay, "2021-03-01T07:00")
    assert place.lines() == []
    place.live("2021-03-01T08:00", "2021-03-10")
    assert [(when[5:16], step) for when, step, _ in said(place.lines()) if step != "tuan"] == [
        ("03-01T08:00", "first"), ("03-09T08:00", "hom"),
    ]  # fmt: skip
    first = [people for _, step, people in said(place.lines()) if step == "first"]
    assert first == [("an@so.example", "tpkt@so.example")]


def test_reminders_of_the_trial_justify_no_escalation() -> None:
    relay = Relay()
    place = tried(relay)
    place.live("2021-01-04T07:00", "2021-03-15T12:00")
    for_real(place, relay, "2021-03-16T07:00")
    place.live("2021-03-16T07:30", "2021-03-16T12:00")
    assert "len" not in {step for _, step, _ in said(place.lines())}
    assert not any(parcel.address == "pgd@so.example" for parcel in relay.accepted)


def test_what_was_known_before_the_trial_is_said_after_it_as_after_an_outage() -> None:
    relay, down = Relay(), Relay()
    place = tried(relay, since="2021-02-22T18:00")
    place.live("2021-02-22T18:01", "2021-03-15T12:00")
    for_real(place, relay, "2021-03-16T09:00")
    place.live("2021-03-16T09:20", "2021-12-31")
    other = office(rule(STEPS) + DIGEST, task(BEFORE_10_3), channel=down)
    other.open("2021-01-04T07:00")
    other.live("2021-01-04T07:00", "2021-02-22T18:00")
    down.accepted.clear()
    other.live("2021-03-16T09:20", "2021-12-31")
    assert place.lines() == other.lines()
    assert [p.message_id for p in relay.accepted] == [p.message_id for p in down.accepted]


def test_a_mail_that_waited_when_the_trial_began_still_reaches_its_reader_after_it() -> None:
    relay = Relay()
    place = office(rule("{id: hom, on: last-day, to: lead}"), task(BEFORE_10_3), channel=relay)
    place.open("2021-01-04T07:00")
    relay.down = TemporaryFailure("connection", "refused")
    place.live("2021-01-04T07:00", "2021-03-09T08:00")
    relay.down = None
    begin_trial(place.way.store, ADMIN, at("2021-03-09T08:01"))
    place.way = replace(place.way, notifiers={SILENT: Redirected(relay, ADMIN)}, redirect_to=ADMIN)
    place.live("2021-03-09T08:01", "2021-03-09T12:00")
    assert [parcel.address for parcel in relay.accepted] == [ADMIN]
    for_real(place, relay, "2021-03-09T14:00")
    place.live("2021-03-09T14:01", "2021-03-09T16:00")
    assert [parcel.address for parcel in relay.accepted] == ["an@so.example"]


def test_results_told_during_the_trial_stay() -> None:
    relay = Relay()
    place = tried(relay)
    place.report(action("done", "2021-02-01T10:00"))
    for_real(place, relay, "2021-03-01T07:00")
    place.live("2021-03-01T07:30", "2021-12-31")
    assert [line for line in place.lines() if line["deadline"]] == []


def test_without_its_setting_a_process_sends_nothing_while_the_trial_lasts() -> None:
    relay = Relay()
    place = tried(relay)
    place.way = replace(place.way, notifiers={SILENT: relay}, redirect_to=None)
    tally = place.tick("2021-03-09T08:00")
    assert "dondoc trial end" in (tally.still or "")
    assert relay.accepted == []


def test_a_process_that_still_redirects_after_the_end_says_nothing() -> None:
    relay = Relay()
    place = tried(relay)
    end_trial(place.way.store, place.files, "Lê IT", at("2021-03-01T07:00"))
    assert "DONDOC_REDIRECT_TO" in (place.tick("2021-03-09T08:00").still or "")
    assert relay.accepted == []


def test_only_a_trial_can_be_ended() -> None:
    place = office(rule(STEPS), task(BEFORE_10_3))
    place.open("2021-01-04T07:00")
    with pytest.raises(NoTrial):
        end_trial(place.way.store, place.files, "Lê IT", at("2021-03-01T07:00"))
