"""A mail during a trial run, as its one reader gets it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import StringIO
from pathlib import Path

from notifiers import samples
from notifiers.base import Parcel
from notifiers.email.channel import EmailChannel
from notifiers.email.settings import SmtpSettings
from notifiers.registry import ChannelConfig, build
from notifiers.renderer import Renderer
from notifiers.trial import Redirected, marked
from rules.letter import Letter
from tests.notifiers.relay import Relay, running

ADMIN = "quantri@example.gov.vn"
SENDER = '"Sở Công Thương" <nhacviec@example.gov.vn>'


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def letters() -> list[Letter]:
    return [samples.one(), samples.many(), samples.digest(), samples.alert()]


def test_a_real_relay_gets_every_mail_for_the_one_address_marked_and_with_its_true_recipient() -> None:
    with running(Relay()) as relay:
        smtp = SmtpSettings(host=relay.host, port=relay.port, security="none")
        channel = Redirected(EmailChannel(smtp, SENDER), ADMIN)
        with channel.session() as session:
            for letter in letters():
                session.send(Parcel(letter.message_id, letter.address, letter.at, channel.render(letter)))
    assert {to for _, to, _ in relay.mails} == {ADMIN}
    for letter, (_, _, content) in zip(letters(), relay.mails, strict=True):
        mail = parsed(content)
        assert str(mail["To"]) == ADMIN
        assert str(mail["Subject"]).startswith("[CHẠY THỬ] ")
        assert mail["Message-ID"] == letter.message_id
        first = part(mail, "plain").splitlines()[0]
        assert first.startswith("Thư chạy thử; người nhận thật: ")
        assert letter.address in first
        shown = part(mail, "html").split("<body", 1)[1].split(">", 1)[1].strip()
        assert shown.startswith("<div") and letter.address in shown[:400]  # noqa: PT018


def test_nothing_else_of_the_mail_changes() -> None:
    for letter in letters():
        true = Renderer(SENDER).render(letter)
        aside = parsed(marked(true, letter.address, ADMIN))
        before = parsed(true)
        told = {"To", "Subject"}
        assert {k: str(v) for k, v in aside.items() if k not in told} == {
            k: str(v) for k, v in before.items() if k not in told
        }
        assert str(aside["Subject"]) == f"[CHẠY THỬ] {before['Subject']}"
        assert part(aside, "plain").split("\n\n", 1)[1] == part(before, "plain")
        assert [p.get_content_type() for p in aside.walk()] == [p.get_content_type() for p in before.walk()]
        assert calendars(aside) == calendars(before)


def calendars(mail: EmailMessage) -> list[object]:
    return [p.get_content() for p in mail.walk() if p.get_content_type() == "text/calendar"]


def test_the_name_of_the_true_recipient_stands_beside_the_address() -> None:
    letter = replace(letters()[0], to_name="Nguyễn Văn A, Chuyên viên", address="anv@example.gov.vn")
    mail = parsed(marked(Renderer(SENDER).render(letter), letter.address, ADMIN))
    assert part(mail, "plain").startswith(
        "Thư chạy thử; người nhận thật: Nguyễn Văn A, Chuyên viên <anv@example.gov.vn>\n"
    )
    assert "Nguyễn Văn A, Chuyên viên &lt;anv@example.gov.vn&gt;" in part(mail, "html")


def test_what_is_kept_and_repeated_is_the_true_mail() -> None:
    letter = letters()[0]
    channel = EmailChannel(SmtpSettings(), SENDER)
    assert Redirected(channel, ADMIN).render(letter) == channel.render(letter)


def test_a_screen_says_it_in_its_first_line() -> None:
    stream = StringIO()
    config = ChannelConfig(SENDER, Path("unused"), stream=stream)
    channel = Redirected(build("console", config), ADMIN)
    letter = letters()[0]
    with channel.session() as session:
        session.send(Parcel(letter.message_id, letter.address, letter.at, channel.render(letter)))
    assert stream.getvalue().startswith(f"[CHẠY THỬ] Thư chạy thử; người nhận thật: <{letter.address}>\n")


def test_a_mailbox_keeps_it_as_a_mail_to_the_one_address(tmp_path: Path) -> None:
    channel = Redirected(build("mailbox", ChannelConfig(SENDER, tmp_path / "Maildir")), ADMIN)
    letter = letters()[0]
    with channel.session() as session:
        session.send(Parcel(letter.message_id, letter.address, letter.at, channel.render(letter)))
    (file,) = (tmp_path / "Maildir" / "new").iterdir()
    assert str(parsed(file.read_bytes())["To"]) == ADMIN


def test_a_mail_of_another_make_is_marked_too() -> None:
    text = (
        "Message-ID: <x@y>\nTo: an@so.example\nSubject: Xin chao\n"
        "Content-Type: text/plain; charset=iso-8859-1\n\nDòng một\n"
    ).encode("iso-8859-1", "replace")
    mail = parsed(marked(text, "an@so.example", ADMIN))
    assert str(mail["Subject"]) == "[CHẠY THỬ] Xin chao"
    assert part(mail, "plain").startswith("Thư chạy thử; người nhận thật: <an@so.example>")
