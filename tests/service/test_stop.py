"""SIGTERM in the middle of a slow delivery: what was not handed over goes back, and nothing goes twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from time import sleep

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.notifiers.relay import Relay, running
from tests.service.places import (
    Place,
    by_mail,
    calendar_of_today,
    local_today,
    message_id,
    noon_somewhere,
    place,
    plan_of_today,
    serving,
    until,
)
from tests.small import UNITS, files_of, rule, task

MANY = 12


@dataclass
class Slow(Relay):
    """Takes its time over each mail."""

    seconds: float = 0.15

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        sleep(self.seconds)  # nobody else is served meanwhile: it has one customer
        return await super().handle_DATA(server, session, envelope)


def busy(folder: Path, relay: Relay) -> Place:
    """Twelve units that owe two things each, of which they hear at the first start."""
    units = "".join(f"  - {{id: u{n}, name: Phòng {n}, address: u{n}@so.example}}\n" for n in range(MANY))
    year = local_today().year
    deadlines = f"{{slug: a, kind: by, date: {year}-12-30}}, {{slug: b, kind: by, date: {year}-12-31}}"
    tasks = [task(deadlines, key=f"I.{n}", lead=f"[u{n}]", assignees="{}") for n in range(MANY)]
    files = files_of(
        rule("{id: nhac, on: start, to: lead}"), *tasks,
        units=UNITS.replace("people:\n", units + "people:\n"), head=plan_of_today(),
    )  # fmt: skip
    files["data/calendar.yaml"] = calendar_of_today()
    return place(folder, files, **by_mail(relay), TIMEZONE=noon_somewhere())


def states(office: Place) -> Counter[str]:
    return Counter(row["state"] for row in office.outbox())


def test_what_was_not_handed_over_is_sent_by_the_next_start(tmp_path: Path) -> None:
    with running(relay := Slow()):
        office = busy(tmp_path, relay)
        with serving(office) as service:
            until(lambda: len(relay.mails) >= 4, "the first mails")
            assert service.stop() == 0
            assert service.told("STOPPING=1") == 1
        handed = len(relay.mails)
        assert 4 <= handed < MANY
        assert states(office) == {"sent": handed, "pending": MANY - handed}
        assert {row["attempts"] for row in office.outbox() if row["state"] == "pending"} == {0}
        relay.seconds = 0
        with serving(office) as service:
            until(lambda: len(relay.mails) >= MANY, "the rest")
            assert service.stop() == 0
        ids = [message_id(text) for _, _, text in relay.mails]
        assert (len(ids), len(set(ids))) == (MANY, MANY)
        assert states(office) == {"sent": MANY}
        assert office("status --json").object["nodes"] == []  # a stopped service is not one that died


def test_what_was_done_between_stop_and_start_is_urged_no_more(tmp_path: Path) -> None:
    with running(relay := Slow()):
        office = busy(tmp_path, relay)
        with serving(office) as service:
            until(lambda: len(relay.mails) >= 2, "the first mails")
            assert service.stop() == 0
        heard = {recipient for _, recipient, _ in relay.mails}
        half, all_of_it, *_ = (n for n in range(MANY) if f"u{n}@so.example" not in heard)
        for deadline in (f"p/I.{half}/a", f"p/I.{all_of_it}/a", f"p/I.{all_of_it}/b"):
            assert office(f"done {deadline} --by theo-doi").code == 0
        relay.seconds = 0
        with serving(office) as service:
            until(lambda: states(office)["sent"] == MANY - 1, "the rest")
            assert service.stop() == 0
        assert states(office) == {"sent": MANY - 1, "cancelled": 1}
        (text,) = [text for _, to, text in relay.mails if to == f"u{half}@so.example"]
        words = body(text)
        assert f"31/12/{local_today().year}" in words
        assert f"30/12/{local_today().year}" not in words


def body(content: bytes) -> str:
    mail = message_from_bytes(content, policy=default)
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
