"""The bytes of a mail, read back by the standard library."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.mime import BadAddress, BadMessageId, Mail, clean, to_bytes, wire_address
from notifiers.samples import ZONE

MAIL = Mail(
    message_id="<abc.1@example.gov.vn>",
    at=dt.datetime(2021, 3, 2, 8, 0, tzinfo=ZONE),
    sender="Hệ thống nhắc việc <nhacviec@example.gov.vn>",
    to_name="Đồng chí Chánh Văn phòng Sở",
    to_address="vanphong@example.gov.vn",
    reply_name="Nguyễn Văn A",
    reply_address="anv@example.gov.vn",
    subject="[Nhắc việc] Còn 05 ngày làm việc: Báo cáo CCHC quý I (trước ngày 10/3)",
    text="Kính gửi: Đồng chí\nTrân trọng.\n",
    html="<p>Kính gửi: Đồng chí</p>\n",
)
# Letters with diacritics, quotes, emoji, and everything that might end a header.
TRICKY = st.text(
    st.sampled_from("aZ ếẵờđĐ\"'\\<>@,;:()[]=?_\r\n\t\x00\x0b\x0c\x85\u2028😀\u200b\ud800"), max_size=120
)
LONG = st.text(min_size=0, max_size=300)


def parsed(mail: Mail) -> EmailMessage:
    return email.message_from_bytes(to_bytes(mail), _class=EmailMessage, policy=email.policy.default)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    content = found.get_content()
    assert isinstance(content, str)
    return content


def readable(text: str) -> str:
    """What must come out of a header: one line, halves of surrogate pairs gone."""
    return clean(text)


def test_a_reader_gets_back_what_was_written() -> None:
    message = parsed(MAIL)
    assert message["subject"] == MAIL.subject
    assert message["to"] == "Đồng chí Chánh Văn phòng Sở <vanphong@example.gov.vn>"
    assert message["from"] == MAIL.sender
    assert message["reply-to"] == "Nguyễn Văn A <anv@example.gov.vn>"
    assert message["message-id"] == MAIL.message_id
    assert message["date"].datetime == MAIL.at
    assert (part(message, "plain"), part(message, "html")) == (MAIL.text, MAIL.html)


def test_a_machine_is_named_as_the_writer() -> None:
    message = parsed(MAIL)
    assert (message["auto-submitted"], message["x-auto-response-suppress"]) == ("auto-generated", "All")
    assert (message["cc"], message["bcc"], message["precedence"]) == (None, None, None)


def test_importance_is_only_said_when_it_is_high() -> None:
    assert parsed(MAIL)["importance"] is None
    assert parsed(replace(MAIL, important=True))["importance"] == "high"


def test_a_calendar_goes_along_as_an_attachment_with_a_method() -> None:
    message = parsed(replace(MAIL, calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))
    assert message.get_content_type() == "multipart/mixed"
    found = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    assert [p.get_param("method") for p in found] == ["PUBLISH"]
    assert found[0].get_payload(decode=True) == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert (part(message, "plain"), part(message, "html")) == (MAIL.text, MAIL.html)


def test_a_thread_names_its_mails_oldest_first() -> None:
    message = parsed(replace(MAIL, references=("<1@x.vn>", "<2@x.vn>")))
    assert (message["references"].split(), message["in-reply-to"]) == (["<1@x.vn>", "<2@x.vn>"], "<2@x.vn>")


def test_a_long_thread_keeps_its_first_mail_and_the_newest() -> None:
    references = tuple(f"<{n}@example.gov.vn>" for n in range(60))
    kept = parsed(replace(MAIL, references=references))["references"].split()
    assert (len(kept), kept[0], kept[-1]) == (20, "<0@example.gov.vn>", "<59@example.gov.vn>")


def test_the_same_mail_is_the_same_bytes() -> None:
    assert to_bytes(MAIL) == to_bytes(replace(MAIL))


def test_no_address_of_the_office_means_no_reply_to() -> None:
    assert parsed(replace(MAIL, reply_address=None))["reply-to"] is None


@pytest.mark.parametrize(
    "id", ["", "abc", "<a b@c>", "<a@b>\r\nBcc: <x@y.vn>", "<a@b", "<ă@b>", f"<{'a' * 999}@b>"]
)
def test_a_message_id_that_is_none_is_refused(id: str) -> None:
    with pytest.raises(BadMessageId):
        to_bytes(replace(MAIL, message_id=id))
    with pytest.raises(BadMessageId):
        to_bytes(replace(MAIL, references=(id,)))


@pytest.mark.parametrize(
    "address",
    ["a@b\r\nBcc: x@y.vn", "a@b>", "<a@b", "a,b@c.vn", "@b.vn", "a@", "a..b@c.vn", "a@-b.vn", "ă@b.vn"],
)
def test_an_address_that_could_forge_a_header_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        to_bytes(replace(MAIL, to_address=address))


def test_a_domain_in_vietnamese_is_written_in_punycode() -> None:
    assert wire_address("a@sở.vn").startswith("a@xn--")


@given(subject=TRICKY | LONG, name=TRICKY | LONG, text=LONG, html=LONG)
def test_whatever_is_written_no_header_is_forged_and_nothing_is_lost(
    subject: str, name: str, text: str, html: str
) -> None:
    mail = replace(MAIL, subject=subject, to_name=name, reply_name=name, text=text, html=html)
    content = to_bytes(mail)
    message = email.message_from_bytes(content)
    assert [header.lower() for header in message].count("subject") == 1
    assert sorted(message.keys()) == sorted(parsed(MAIL).keys())
    assert str(make_header(decode_header(message["subject"].replace("\r\n", "")))) == readable(subject)
    parts = [p.get_payload(decode=True) for p in message.walk() if not p.is_multipart()]
    assert parts == [text.encode("utf-8", "replace"), html.encode("utf-8", "replace")]


@given(subject=TRICKY | LONG, name=TRICKY | LONG, text=LONG)
def test_every_line_is_short_and_ends_in_crlf(subject: str, name: str, text: str) -> None:
    content = to_bytes(replace(MAIL, subject=subject, to_name=name, text=text, references=("<1@x.vn>",) * 30))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert content.isascii()
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)


@given(name=TRICKY | LONG)
def test_a_name_never_changes_the_address_it_stands_before(name: str) -> None:
    message = parsed(replace(MAIL, to_name=name))
    assert [address.addr_spec for address in message["to"].addresses] == ["vanphong@example.gov.vn"]


@given(name=st.text(st.sampled_from('abc "\\<>()@,.;:'), max_size=50))
def test_a_plain_name_is_quoted_and_read_back(name: str) -> None:
    message = parsed(replace(MAIL, to_name=name))
    assert message["to"].addresses[0].display_name == readable(name)


@given(sender=TRICKY)
def test_a_sender_is_written_safely_or_refused(sender: str) -> None:
    try:
        content = to_bytes(replace(MAIL, sender=sender))
    except BadAddress:
        content = to_bytes(MAIL)
    assert sorted(email.message_from_bytes(content).keys()) == sorted(parsed(MAIL).keys())
