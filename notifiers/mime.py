"""Decides the bytes of a mail: headers and parts from a prepared skeleton (RFC 5322, 2045-2047, 3834)."""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from hashlib import sha256
from struct import unpack

LONGEST_REFERENCES = 20
_BASE64 = b"Content-Transfer-Encoding: base64\r\n\r\n"
_CALENDAR_HEAD = (
    b"Content-Type: text/calendar; charset=utf-8; method=PUBLISH\r\n"
    b'Content-Disposition: attachment; filename="thoi-han.ics"\r\n' + _BASE64
)
_BASE64_LINE = 76  # characters
_SHORTEST_WORD = 39  # bytes that an encoded word can hold after the longest of our header names
_MESSAGE_ID = re.compile(r"<[!#$%&'*+\-/=?^_`{|}~.0-9A-Za-z]+@[\-.:\[\]0-9A-Za-z]+>")
_LOCAL = re.compile(r"[!#$%&'*+\-/=?^_`{|}~0-9A-Za-z]+(\.[!#$%&'*+\-/=?^_`{|}~0-9A-Za-z]+)*")
_DOMAIN = re.compile(r"[0-9A-Za-z]([\-0-9A-Za-z]*[0-9A-Za-z])?(\.[0-9A-Za-z]([\-0-9A-Za-z]*[0-9A-Za-z])?)*")
# Controls of C0 and C1, the line separators of Unicode, and halves of surrogate pairs.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_PLAIN = re.compile(r"[ -~]*")


class BadAddress(ValueError):
    """An address that cannot be written into a mail without SMTPUTF8."""


class BadRecipient(BadAddress):
    """It is the recipient's own."""


class BadMessageId(ValueError):
    """A Message-ID that is none: it would break or forge headers."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail before it becomes bytes. Text is any text: what cannot stand in a header is cleaned here."""

    message_id: str
    at: datetime  # aware
    sender: str  # From: a name and an address, or an address
    to_name: str
    to_address: str
    reply_name: str
    reply_address: str | None  # None: no Reply-To
    subject: str
    text: str
    html: str
    calendar: str | None = None  # an iCalendar object (RFC 5545), lines ended by CRLF
    references: tuple[str, ...] = ()
    important: bool = False


def to_bytes(mail: Mail) -> bytes:
    """The whole mail, CRLF line ends, pure ASCII; raises BadAddress, BadMessageId."""
    boundary = "=_" + sha256(mail.message_id.encode("utf-8", "replace")).hexdigest()[:32]
    headers = "\r\n".join(_headers(mail))
    if mail.calendar is None:
        kind, body = "multipart/alternative", _alternative(boundary, mail)
    else:
        kind, body = "multipart/mixed", _mixed(boundary, mail, mail.calendar)
    top = f'{headers}\r\nContent-Type: {kind};\r\n boundary="{boundary}"\r\n\r\n'
    return b"".join((top.encode("ascii"), *body))


def _headers(mail: Mail) -> list[str]:
    lines = [
        f"Date: {format_datetime(mail.at)}",
        f"From: {mailbox_header(*_split(mail.sender), 6)}",
        f"To: {_recipient(mail)}",
        *_reply(mail),
        f"Message-ID: {checked_id(mail.message_id)}",
        f"Subject: {header_text(mail.subject, 9)}",
        *_thread(mail.references),
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "MIME-Version: 1.0",
        "Content-Language: vi",
    ]
    if mail.important:
        lines += ["Importance: high", "X-Priority: 1"]
    return lines


def _recipient(mail: Mail) -> str:
    try:
        return mailbox_header(mail.to_name, mail.to_address, 4)
    except BadAddress as error:
        raise BadRecipient(str(error)) from error


def _reply(mail: Mail) -> list[str]:
    if mail.reply_address is None:
        return []
    return [f"Reply-To: {mailbox_header(mail.reply_name, mail.reply_address, 10)}"]


def _thread(references: Sequence[str]) -> list[str]:
    if not references:
        return []
    kept = references
    if len(references) > LONGEST_REFERENCES:
        kept = [references[0], *references[1 - LONGEST_REFERENCES :]]
    ids = [checked_id(reference) for reference in kept]
    return [f"In-Reply-To: {ids[-1]}", "References: " + "\r\n ".join(ids)]


def checked_id(message_id: str) -> str:
    """The Message-ID itself, when it is one and fits a line."""
    if len(message_id) > 900 or not _MESSAGE_ID.fullmatch(message_id):
        raise BadMessageId(f"Message-ID không hợp lệ: {message_id[:80]!r}")
    return message_id


def _alternative(boundary: str, mail: Mail) -> tuple[bytes, ...]:
    line = f"--{boundary}\r\n".encode("ascii")
    return (
        line,
        b"Content-Type: text/plain; charset=utf-8; format=flowed\r\n" + _BASE64,
        base64_lines(mail.text),
        line,
        b"Content-Type: text/html; charset=utf-8\r\n" + _BASE64,
        base64_lines(mail.html),
        f"--{boundary}--\r\n".encode("ascii"),
    )


def _mixed(boundary: str, mail: Mail, calendar: str) -> tuple[bytes, ...]:
    inner = boundary + "a"
    return (
        f"--{boundary}\r\n".encode("ascii"),
        f'Content-Type: multipart/alternative;\r\n boundary="{inner}"\r\n\r\n'.encode("ascii"),
        *_alternative(inner, mail),
        f"--{boundary}\r\n".encode("ascii"),
        _CALENDAR_HEAD,
        base64_lines(calendar),
        f"--{boundary}--\r\n".encode("ascii"),
    )


def base64_lines(text: str) -> bytes:
    """The UTF-8 text in base64, 76 characters a line."""
    data = b2a_base64(text.encode("utf-8", "replace"), newline=False)
    whole, rest = divmod(len(data), _BASE64_LINE)
    # Three times as fast as slices, of which a mail needs hundreds.
    lines = unpack(f"{_BASE64_LINE}s" * whole + f"{rest}s" * (rest > 0), data)
    return b"\r\n".join([*lines, b""])


def clean(text: str) -> str:
    """One line: what could end a header or hide in it becomes a space."""
    return " ".join(_UNSAFE.sub(" ", text).split())


@lru_cache(maxsize=4096)
def header_text(text: str, used: int) -> str:
    """Unstructured text for a header whose name and colon took `used` characters (RFC 2047)."""
    text = clean(text)
    if len(text) + used <= 76 and _PLAIN.fullmatch(text) and "=?" not in text:
        return text
    return _encoded_words(text, used)


@lru_cache(maxsize=4096)
def mailbox_header(name: str, address: str, used: int) -> str:
    """`"Tên" <address>` for a header; raises BadAddress."""
    wire = wire_address(address)
    name = clean(name)
    if not name:
        return wire
    if len(name) <= 60 and _PLAIN.fullmatch(name) and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"\r\n <{wire}>' if used + len(quoted) + len(wire) > 70 else f'"{quoted}" <{wire}>'
    return f"{_encoded_words(name, used)}\r\n <{wire}>"


def wire_address(address: str) -> str:
    """The address as SMTP without SMTPUTF8 can carry it: the domain in punycode; raises BadAddress."""
    local, at, domain = address.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64:
        raise BadAddress(f"địa chỉ thư không hợp lệ: {address[:120]!r}")
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadAddress(f"tên miền không hợp lệ: {address[:120]!r}") from error
    if len(ascii_domain) > 253 or not _DOMAIN.fullmatch(ascii_domain):
        raise BadAddress(f"tên miền không hợp lệ: {address[:120]!r}")
    return f"{local}@{ascii_domain}"


def sender_address(sender: str) -> str:
    """The bare address of a From value; raises BadAddress."""
    return wire_address(_split(sender)[1])


@lru_cache(maxsize=64)
def _split(sender: str) -> tuple[str, str]:
    return parseaddr(clean(sender))


def _encoded_words(text: str, used: int) -> str:
    # An encoded word has at most 75 characters and its line 76; a letter is never cut in two (RFC 2047).
    # Cut at spaces, since some readers show the join of two encoded words in a name as a space.
    words = []
    room = 76 - used
    chunk = bytearray()
    for piece in _pieces(text):
        if chunk and len(chunk) + len(piece) > _word_bytes(room):
            words.append(_word(chunk))
            chunk, room = bytearray(), 75
        chunk += piece
    return "\r\n ".join([*words, _word(chunk)])


def _pieces(text: str) -> Iterator[bytes]:
    """Words with the space after them; a word too long for a line by letters."""
    for word in re.findall(r"[^ ]+ ?", text):
        data = word.encode("utf-8", "replace")
        if len(data) > _SHORTEST_WORD:
            yield from (letter.encode("utf-8", "replace") for letter in word)
        else:
            yield data


def _word_bytes(room: int) -> int:
    """How many bytes an encoded word may hold on a line with that much room."""
    return (min(room, 75) - 12) // 4 * 3


def _word(chunk: bytes | bytearray) -> str:
    return f"=?utf-8?b?{b2a_base64(chunk, newline=False).decode('ascii')}?="
