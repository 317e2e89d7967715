"""A relay that is away, refuses or cannot be trusted: what waits, what dies, what is never sent in plain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.notifiers.relay import PASSWORD, USER, Relay, certificates, running
from tests.service.places import Place, by_mail, place
from tests.small import files_of, rule, task

STEPS = "{id: hom, on: last-day, to: [lead, lead.head]}"
FILES = files_of(rule(STEPS), task("{kind: by, date: 2021-03-10}"))
KNOWN, DUE = "2021-03-01T08:00", "2021-03-10T08:00"
READERS = {"an@so.example", "tpkt@so.example"}


def known(folder: Path, **settings: str) -> Place:
    """An office whose two mails fall due on 10/3."""
    office = place(folder, FILES, **settings)
    assert office.tick(KNOWN).code == 0
    return office


def readers(relay: Relay) -> list[str]:
    return sorted(recipient for _, recipient, _ in relay.mails)


def test_while_the_relay_is_down_mails_wait_longer_and_longer_and_then_arrive(tmp_path: Path) -> None:
    with running(Relay()) as relay:
        settings = by_mail(relay)
    office = known(tmp_path, **settings)  # nobody listens there any more
    moment, waits = dt.datetime.fromisoformat(f"{DUE}:00+07:00"), []
    for _ in range(4):
        answer = office.tick(moment.isoformat())
        assert answer.code == 3
        assert "còn 2 thư đến hạn chưa gửi" in answer.out
        rows = office.outbox()
        assert {(row["state"], row["reason"]) for row in rows} == {("pending", "connection")}
        (following,) = {dt.datetime.fromisoformat(row["next_at"]) for row in rows}
        waits.append(following - moment)
        moment = following
    assert waits == sorted(set(waits))
    with running(Relay()) as relay:
        back = Place(tmp_path, by_mail(relay))
        assert back.tick(moment.isoformat()).code == 0
        assert readers(relay) == sorted(READERS)
        assert back.tick("2021-03-10T16:00").code == 0
        assert len(relay.mails) == 2


@dataclass
class Choosy(Relay):
    """Knows everybody but one."""

    unknown: str = ""

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.unknown:
            return "550 5.1.1 no such user"
        return await super().handle_RCPT(server, session, envelope, address, options)


def test_one_refused_recipient_is_given_up_with_a_reason_and_the_others_get_theirs(tmp_path: Path) -> None:
    with running(Choosy(unknown="an@so.example")) as relay:
        office = known(tmp_path, **by_mail(relay))
        answer = office.tick(DUE)
        assert answer.code == 0
        assert "đã gửi 1, hẹn gửi lại 0, không gửi được 1" in answer.out
        rows = {row["address"]: row for row in office.outbox()}
        dead = rows["an@so.example"]
        assert (dead["state"], dead["reason"]) == ("dead", "recipient-refused")
        assert "550 5.1.1 no such user" in dead["detail"]
        assert rows["tpkt@so.example"]["state"] == "sent"
        office.tick("2021-03-10T16:00")
        assert readers(relay) == ["tpkt@so.example"]


def test_mails_go_encrypted_from_the_first_byte(tmp_path: Path) -> None:
    trusted = certificates(tmp_path)
    with running(Relay(), tls=trusted.server) as relay:
        secured = {"SMTP_TLS": "tls", "SMTP_CA_FILE": trusted.ca_file.name}
        office = known(tmp_path, **{**by_mail(relay), **secured})
        assert office.tick(DUE).code == 0
        assert (readers(relay), relay.encrypted) == (sorted(READERS), [True, True])


def test_mails_go_encrypted_and_logged_in_by_the_settings(tmp_path: Path) -> None:
    trusted = certificates(tmp_path)
    (tmp_path / "matkhau").write_text(f"{PASSWORD}\n")
    with running(Relay(), starttls=trusted.server, login=True) as relay:
        secured = {
            "SMTP_TLS": "starttls", "SMTP_CA_FILE": trusted.ca_file.name,
            "SMTP_USER": USER, "SMTP_PASSWORD_FILE": "matkhau",
        }  # fmt: skip
        office = known(tmp_path, **{**by_mail(relay), **secured})
        assert office.tick(DUE).code == 0
        assert readers(relay) == sorted(READERS)
        assert relay.encrypted == [True, True]


def test_the_service_finds_its_password_among_the_credentials_of_systemd(tmp_path: Path) -> None:
    trusted = certificates(tmp_path)
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "smtp-password").write_text(PASSWORD)
    with running(Relay(), starttls=trusted.server, login=True) as relay:
        secured = {"SMTP_TLS": "starttls", "SMTP_CA_FILE": str(trusted.ca_file), "SMTP_USER": USER}
        office = known(tmp_path, **{**by_mail(relay), **secured})
        with office.running(
            "tick", "--at", DUE, CREDENTIALS_DIRECTORY=str(tmp_path / "credentials")
        ) as process:
            assert process.wait() == 0
        assert readers(relay) == sorted(READERS)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_an_unknown_authority_is_refused_and_nothing_goes_in_plain(
    tmp_path: Path, security: str
) -> None:
    theirs = certificates(tmp_path)
    (tmp_path / "ours").mkdir()
    ours = certificates(tmp_path / "ours")
    starttls = theirs.server if security == "starttls" else None
    with running(Relay(), starttls=starttls, tls=None if starttls else theirs.server) as relay:
        secured = {"SMTP_TLS": security, "SMTP_CA_FILE": str(ours.ca_file)}
        office = known(tmp_path, **{**by_mail(relay), **secured})
        assert office.tick(DUE).code == 3
        assert {(row["state"], row["reason"]) for row in office.outbox()} == {("pending", "tls")}
        assert (relay.mails, relay.connections) == ([], 1)


def test_a_relay_that_offers_no_encryption_gets_nothing(tmp_path: Path) -> None:
    with running(Relay()) as relay:
        office = known(tmp_path, **{**by_mail(relay), "SMTP_TLS": "starttls"})
        assert office.tick(DUE).code == 3
        assert {row["reason"] for row in office.outbox()} == {"tls"}
        assert relay.mails == []


def test_a_wrong_password_is_told_and_nothing_is_sent(tmp_path: Path) -> None:
    trusted = certificates(tmp_path)
    (tmp_path / "matkhau").write_text("sai")
    with running(Relay(), starttls=trusted.server, login=True) as relay:
        secured = {
            "SMTP_TLS": "starttls", "SMTP_CA_FILE": str(trusted.ca_file),
            "SMTP_USER": USER, "SMTP_PASSWORD_FILE": "matkhau",
        }  # fmt: skip
        office = known(tmp_path, **{**by_mail(relay), **secured})
        assert office.tick(DUE).code == 3
        assert {(row["state"], row["reason"]) for row in office.outbox()} == {("pending", "auth")}
        assert relay.mails == []
