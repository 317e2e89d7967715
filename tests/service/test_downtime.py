"""The service down for ten days: what still matters is said once and as late, the rest is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.notifiers.relay import Relay, running
from tests.service.places import Place, by_mail, place
from tests.small import files_of, rule, task

STEPS = """
{id: gap, before: 3wd, to: lead}
{id: hom, on: last-day, to: lead}
{id: qua, after: 1wd, to: [lead, lead.head]}
{id: don-doc, after: 6wd, every: 1wd, limit: 8, to: lead.head}
"""
ONLY_BEFORE = """rules:
  - id: truoc
    title: Chỉ nhắc trước
    match: {task: I.3}
    steps:
      - {id: som, before: 3wd, to: lead}
"""
DIGEST = (
    "digests:\n  - {id: tuan, title: Tổng hợp tuần, every: monday, at: '07:30', to: leadership,"
    " sections: [summary, overdue]}\n"
)
# I.1 fell overdue meanwhile, I.2 is still ahead, I.3 had nothing but a warning before, I.4 was done.
FILES = files_of(
    rule(STEPS).replace("rules:\n", ONLY_BEFORE) + DIGEST,
    task("{kind: by, date: 2021-03-10, strict: true}"),
    task("{kind: by, date: 2021-03-18}", key="I.2", lead="[xd]"),
    task("{kind: by, date: 2021-03-12}", key="I.3", lead="[vp]"),
    task("{kind: by, date: 2021-03-10}", key="I.4", lead="[xd]"),
)
LAST, BACK = "2021-03-04T18:00", "2021-03-15T09:20"  # a Monday


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running(Relay()) as relay:
        yield relay


@pytest.fixture
def office(tmp_path: Path, relay: Relay) -> Place:
    """Alive until 04/3 in the evening; what was said until then is forgotten here."""
    office = place(tmp_path, FILES, **by_mail(relay))
    for at in ("2021-02-22T08:00", "2021-03-04T08:00", LAST):
        assert office.tick(at).code == 0
    assert office("done p/I.4/han --by binh --on 2021-03-04").code == 0
    relay.mails.clear()
    return office


def told(relay: Relay) -> dict[str, EmailMessage]:
    """The one mail of each address."""
    mails = {to: message_from_bytes(text, policy=default) for _, to, text in relay.mails}
    assert len(mails) == len(relay.mails)
    return mails


def words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def steps(office: Place, deadline: str) -> dict[str, str]:
    found = office(f"explain p/{deadline}/han --json --at {BACK}").object["steps"]
    return {step["step"]: step["status"] for step in found if step["at"] and step["at"][:16] <= BACK}


def test_what_still_matters_is_said_once_and_called_late(office: Place, relay: Relay) -> None:
    assert office.tick(BACK).code == 0
    mails = told(relay)
    leaders = {"gd@so.example", "pgd@so.example"}
    assert set(mails) == leaders | {"an@so.example", "tpkt@so.example", "binh@so.example"}
    for address in ("an@so.example", "tpkt@so.example"):
        assert "gửi muộn" in words(mails[address])
        assert "Việc I.1" in words(mails[address])
    # 15/3 is itself the day of I.2's warning: nothing of it is late.
    assert "gửi muộn" not in words(mails["binh@so.example"])


def test_a_second_pass_says_nothing_more(office: Place, relay: Relay) -> None:
    office.tick(BACK)
    relay.mails.clear()
    for at in (BACK, "2021-03-15T09:21", "2021-03-15T17:00"):
        answer = office.tick(at)
        assert (answer.code, relay.mails) == (0, [])
        assert "quyết định 0 lời nhắc" in answer.out


def test_what_is_past_sense_or_overtaken_is_passed_over_and_the_record_says_so(
    office: Place, relay: Relay
) -> None:
    office.tick(BACK)
    assert "theodoi@so.example" not in told(relay)
    assert steps(office, "I.3") == {"som": "passed"}
    overdue = steps(office, "I.1")
    assert overdue["hom"] == "superseded"
    assert overdue["qua"] == "said"


def test_out_of_hours_it_waits_for_the_next_morning(office: Place, relay: Relay) -> None:
    answer = office.tick("2021-03-13T10:00")  # a Saturday
    assert (answer.code, relay.mails) == (0, [])
    office.tick("2021-03-15T08:00")
    assert "gửi muộn" in words(told(relay)["an@so.example"])


def test_the_digest_of_a_lost_week_is_not_made_up_and_that_of_this_week_comes_late(
    office: Place, relay: Relay
) -> None:
    office.tick(BACK)
    mails = told(relay)
    assert "15/3" in words(mails["gd@so.example"])
    office.tick("2021-03-16T09:00")
    assert sum(to == "gd@so.example" for _, to, _ in relay.mails) == 1
