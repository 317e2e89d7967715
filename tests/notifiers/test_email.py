"""The email channel against real SMTP servers."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from notifiers import samples
from notifiers.base import DeliveryFailure, Parcel, PermanentFailure, Reason, TemporaryFailure
from notifiers.email.channel import EmailChannel
from notifiers.email.settings import Security, SmtpSettings
from tests.notifiers.relay import PASSWORD, USER, Certificates, Relay, certificates, running, saying

SENDER = "Hệ thống nhắc việc Sở Công Thương <nhacviec@example.gov.vn>"


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running(Relay()) as started:
        yield started


def channel(port: int, security: Security = "none", **more: object) -> EmailChannel:
    settings = SmtpSettings(host="127.0.0.1", port=port, security=security, own_name="test", timeout=5.0)
    return EmailChannel(replace(settings, **more), SENDER)  # type: ignore[arg-type]


WRITER = channel(25)


def parcel(number: int = 1, address: str = "vanphong@example.gov.vn") -> Parcel:
    letter = replace(samples.one(), message_id=f"<{number}@example.gov.vn>", address=address)
    return Parcel(letter.message_id, address, letter.at, WRITER.render(letter))


def failure(where: EmailChannel) -> DeliveryFailure:
    """What a session with one parcel fails with."""
    with pytest.raises(DeliveryFailure) as caught:
        _send(where)
    return caught.value


def _send(where: EmailChannel) -> None:
    with where.session() as session:
        session.send(parcel())


def test_a_mail_arrives_byte_for_byte(relay: Relay) -> None:
    sent = parcel()
    with channel(relay.port).session() as session:
        session.send(sent)
    assert relay.mails == [("nhacviec@example.gov.vn", "vanphong@example.gov.vn", sent.content)]


def test_lines_that_begin_with_a_dot_arrive_as_they_were(relay: Relay) -> None:
    content = b".one\r\nSubject: x\r\n\r\n.\r\n..\r\n.two\r\n"
    with channel(relay.port).session() as session:
        session.send(replace(parcel(), content=content))
    assert relay.mails[0][2] == content


def test_many_mails_share_one_connection(relay: Relay) -> None:
    with channel(relay.port).session() as session:
        for number in range(20):
            session.send(parcel(number))
    assert (len(relay.mails), relay.connections) == (20, 1)


def test_a_relay_that_takes_two_mails_a_connection_gets_all_five() -> None:
    with running(Relay(per_connection=2)) as relay, channel(relay.port).session() as session:
        for number in range(5):
            session.send(parcel(number))
    assert (len(relay.mails), relay.connections) == (5, 3)


def test_a_connection_that_was_closed_meanwhile_is_opened_once_more() -> None:
    with running(Relay(answers={"MAIL": ["250 OK", "drop", "250 OK"]})) as relay:
        with channel(relay.port).session() as session:
            session.send(parcel(1))
            session.send(parcel(2))
        assert (len(relay.mails), relay.connections) == (2, 2)


def test_a_relay_that_always_hangs_up_is_a_temporary_failure() -> None:
    with running(Relay(answers={"MAIL": ["drop"]})) as relay:
        failed = failure(channel(relay.port))
    assert isinstance(failed, TemporaryFailure)
    assert (failed.reason, failed.unknown) == ("disconnected", False)


def test_a_relay_that_says_421_twice_limits_us() -> None:
    with running(Relay(answers={"MAIL": ["421 4.3.2 closing"]})) as relay:
        failed = failure(channel(relay.port))
    assert isinstance(failed, TemporaryFailure)
    assert (failed.reason, failed.unknown) == ("rate-limited", False)


@pytest.mark.parametrize(
    "command, answer, kind, reason",
    [
        ("RCPT", "550 5.1.1 no such user", PermanentFailure, "recipient-refused"),
        ("RCPT", "450 4.2.0 greylisted", TemporaryFailure, "recipient-refused"),
        ("RCPT", "451 4.7.1 too many recipients today", TemporaryFailure, "rate-limited"),
        ("RCPT", "530 5.7.0 log in first", TemporaryFailure, "auth"),
        ("MAIL", "550 5.7.1 sender not allowed", TemporaryFailure, "sender-refused"),
        ("MAIL", "530 5.7.0 log in first", TemporaryFailure, "auth"),
        ("MAIL", "452 4.3.1 rate limit", TemporaryFailure, "rate-limited"),
        ("DATA", "554 5.6.0 spam", PermanentFailure, "content-refused"),
        ("DATA", "451 4.3.0 no room", TemporaryFailure, "server"),
    ],
)
def test_a_refusal_tells_whether_to_try_again_and_why(
    command: str, answer: str, kind: type[DeliveryFailure], reason: Reason
) -> None:
    with running(Relay(answers={command: [answer]})) as relay:
        failed = failure(channel(relay.port))
    assert (type(failed), failed.reason, failed.unknown) == (kind, reason, False)
    assert failed.detail == answer


def test_a_refused_recipient_does_not_keep_the_next_mail_back() -> None:
    with running(Relay(answers={"RCPT": ["550 no such user", "250 OK"]})) as relay:
        with channel(relay.port).session() as session:
            with pytest.raises(PermanentFailure):
                session.send(parcel(1))
            session.send(parcel(2, "thanhtra@example.gov.vn"))
        assert [mail[1] for mail in relay.mails] == ["thanhtra@example.gov.vn"]
        assert relay.connections == 1


def test_a_line_cut_in_data_leaves_the_outcome_unknown() -> None:
    with running(Relay(answers={"DATA": ["drop", "250 OK"]})) as relay:
        with channel(relay.port).session() as session:
            with pytest.raises(TemporaryFailure) as caught:
                session.send(parcel(1))
            session.send(parcel(2))
        assert len(relay.mails) == 1
    assert (caught.value.reason, caught.value.unknown) == ("disconnected", True)


def test_silence_after_the_text_leaves_the_outcome_unknown() -> None:
    with running(Relay(answers={"DATA": ["hang"]})) as relay:
        failed = failure(channel(relay.port, timeout=0.2))
    assert isinstance(failed, TemporaryFailure)
    assert (failed.reason, failed.unknown) == ("timeout", True)


def test_silence_before_the_text_is_no_doubt() -> None:
    with running(Relay(answers={"RCPT": ["hang"]})) as relay:
        failed = failure(channel(relay.port, timeout=0.2))
    assert isinstance(failed, TemporaryFailure)
    assert (failed.reason, failed.unknown) == ("timeout", False)


def test_nobody_listening_is_a_temporary_failure_of_the_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    failed = failure(channel(port))
    assert isinstance(failed, TemporaryFailure)
    assert failed.reason == "connection"
    assert failed.detail == "không kết nối được máy chủ thư: máy chủ từ chối kết nối"


def test_a_host_name_that_is_none_is_a_temporary_failure_of_the_connection() -> None:
    failed = failure(channel(25, host="a..b"))
    assert isinstance(failed, TemporaryFailure)
    assert failed.reason == "connection"


def test_a_relay_that_refuses_every_connection_kills_no_mail() -> None:
    with saying(b"554 5.7.1 go away\r\n") as port:
        failed = failure(channel(port))
    assert isinstance(failed, TemporaryFailure)
    assert failed.reason == "connection"


def test_mails_go_encrypted_by_starttls_after_a_login(trusted: Certificates) -> None:
    with running(Relay(), starttls=trusted.server, login=True) as relay:
        way = channel(relay.port, "starttls", ca_file=trusted.ca_file, user=USER, password=PASSWORD)
        with way.session() as session:
            session.send(parcel())
    assert [len(relay.mails), relay.encrypted] == [1, [True]]


def test_mails_go_encrypted_from_the_first_byte(trusted: Certificates) -> None:
    with running(Relay(), tls=trusted.server) as relay:
        way = channel(relay.port, "tls", ca_file=trusted.ca_file)
        with way.session() as session:
            session.send(parcel())
    assert [len(relay.mails), relay.encrypted] == [1, [True]]


def test_a_certificate_nobody_vouches_for_is_refused(trusted: Certificates) -> None:
    with running(Relay(), tls=trusted.server) as relay:
        failed = failure(channel(relay.port, "tls"))
    assert isinstance(failed, TemporaryFailure)
    assert (failed.reason, relay.mails) == ("tls", [])


def test_a_certificate_nobody_vouches_for_is_refused_by_starttls_too(trusted: Certificates) -> None:
    with running(Relay(), starttls=trusted.server) as relay:
        failed = failure(channel(relay.port, "starttls"))
    assert isinstance(failed, TemporaryFailure)
    assert (failed.reason, relay.mails) == ("tls", [])


def test_a_certificate_of_another_host_is_refused(tmp_path: Path) -> None:
    other = certificates(tmp_path, "mail.example.gov.vn")
    with running(Relay(), starttls=other.server) as relay:
        failed = failure(channel(relay.port, "starttls", ca_file=other.ca_file))
    assert (failed.reason, relay.mails) == ("tls", [])


def test_without_starttls_nothing_goes_in_plain(relay: Relay) -> None:
    failed = failure(channel(relay.port, "starttls", user=USER, password=PASSWORD))
    assert isinstance(failed, TemporaryFailure)
    assert (failed.reason, relay.mails) == ("tls", [])


def test_a_missing_file_of_authorities_is_a_temporary_failure(relay: Relay, tmp_path: Path) -> None:
    failed = failure(channel(relay.port, "starttls", ca_file=tmp_path / "none.pem"))
    assert isinstance(failed, TemporaryFailure)
    assert failed.reason == "tls"


def test_a_wrong_password_kills_no_mail(trusted: Certificates) -> None:
    with running(Relay(), starttls=trusted.server, login=True) as relay:
        way = channel(relay.port, "starttls", ca_file=trusted.ca_file, user=USER, password="sai")
        failed = failure(way)
    assert isinstance(failed, TemporaryFailure)
    assert failed.reason == "auth"


def test_a_password_that_cannot_be_sent_is_told_as_such(trusted: Certificates) -> None:
    with running(Relay(), starttls=trusted.server, login=True) as relay:
        way = channel(relay.port, "starttls", ca_file=trusted.ca_file, user=USER, password="mật khẩu")
        failed = failure(way)
    assert isinstance(failed, TemporaryFailure)
    assert (failed.reason, "ASCII" in failed.detail) == ("auth", True)


def test_a_relay_without_login_where_one_is_set_kills_no_mail(relay: Relay) -> None:
    failed = failure(channel(relay.port, user=USER, password=PASSWORD))
    assert isinstance(failed, TemporaryFailure)
    assert failed.reason == "auth"


def test_the_password_is_not_shown_where_settings_are_printed() -> None:
    assert PASSWORD not in repr(SmtpSettings(user=USER, password=PASSWORD))


def test_a_domain_with_diacritics_goes_as_punycode(relay: Relay) -> None:
    address = "vanphong@sởcôngthương.vn"
    with channel(relay.port).session() as session:
        session.send(parcel(1, address))
    assert relay.mails[0][1] == "vanphong@" + "sởcôngthương.vn".encode("idna").decode()


@pytest.mark.parametrize(
    "address",
    ["vănphòng@example.gov.vn", "a b@example.gov.vn", "a@b@c", "khong-co", "x@", "a@b.vn>\r\nRCPT TO:<c@d"],
)
def test_an_address_that_smtp_cannot_carry_is_refused_for_good(relay: Relay, address: str) -> None:
    with channel(relay.port).session() as session, pytest.raises(PermanentFailure) as caught:
        session.send(replace(parcel(), address=address))
    assert (caught.value.reason, relay.mails) == ("recipient-refused", [])


def test_a_bad_address_is_told_when_the_mail_is_written() -> None:
    with pytest.raises(PermanentFailure) as caught:
        channel(25).render(replace(samples.one(), address="vănphòng@example.gov.vn"))
    assert caught.value.reason == "recipient-refused"


def test_a_sender_that_is_no_address_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="địa chỉ"):
        EmailChannel(SmtpSettings(), "Sở Công Thương")


def test_the_mail_names_its_only_recipient(relay: Relay) -> None:
    with channel(relay.port).session() as session:
        session.send(parcel())
    mail = email.message_from_bytes(relay.mails[0][2], policy=email.policy.default)
    assert [a.addr_spec for a in mail["to"].addresses] == ["vanphong@example.gov.vn"]
    assert (mail["cc"], mail["bcc"]) == (None, None)
