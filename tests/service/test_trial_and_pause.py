"""A trial run and a pause as processes live them: over a real relay, with real nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.notifiers.relay import Relay, running
from tests.service.places import (
    Place,
    by_mail,
    calendar_of_today,
    local_today,
    noon_somewhere,
    place,
    plan_of_today,
    serving,
    until,
)
from tests.small import files_of, rule, task

ADMIN = "it@so.example"
STEPS = "{id: hom, on: last-day, to: [lead, lead.head]}"
LAST = "2021-03-09T08:00"


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running(Relay()) as relay:
        yield relay


def of_2021(folder: Path, relay: Relay) -> Place:
    files = files_of(rule(STEPS), task("{kind: by, date: 2021-03-10, strict: true}"))
    return place(folder, files, **by_mail(relay))


def test_a_trial_over_a_real_relay_reaches_one_address_alone(tmp_path: Path, relay: Relay) -> None:
    office = of_2021(tmp_path, relay)
    tried = replace(office, settings={**office.settings, "REDIRECT_TO": ADMIN})
    for at in ("2021-03-01T08:00", LAST):
        assert tried.tick(at).code == 0
    assert {to for _, to, _ in relay.mails} == {ADMIN}
    mails = [message_from_bytes(text, policy=default) for _, _, text in relay.mails]
    assert all(str(mail["Subject"]).startswith("[CHẠY THỬ] ") for mail in mails)
    assert all(str(mail["To"]) == ADMIN for mail in mails)
    relay.mails.clear()
    assert office.tick("2021-03-09T08:01").code == 3  # without the setting nothing goes
    assert office("trial end --by an --at 2021-03-09T08:02").code == 0
    assert office.tick("2021-03-09T08:03").code == 0
    assert {to for _, to, _ in relay.mails} == {"an@so.example", "tpkt@so.example"}


def test_a_running_service_obeys_a_pause_and_goes_on_after_it(tmp_path: Path, relay: Relay) -> None:
    texts = files_of(rule("{id: nay, on: last-day, to: lead}"), task(f"{{kind: by, date: {local_today()}}}"))
    head = texts["data/plans/p.yaml"].partition("tasks:")
    texts["data/plans/p.yaml"] = plan_of_today() + head[1] + head[2]
    texts["data/calendar.yaml"] = calendar_of_today()
    office = place(tmp_path, texts, **by_mail(relay), TIMEZONE=noon_somewhere())
    assert office("pause", "--by", "Lê IT", "--reason", "nghỉ Tết").code == 0
    with serving(office) as service:
        until(lambda: "standing still" in service.logged(), "the pause in the log")
        assert relay.mails == []
        assert office("status --json").object["paused"]["reason"] == "nghỉ Tết"
        assert service.stop() == 0
    assert office("resume --by an").code == 0
    with serving(office) as service:
        until(lambda: relay.mails, "a mail after the pause")
        assert service.stop() == 0
    assert [to for _, to, _ in relay.mails] == ["an@so.example"]
