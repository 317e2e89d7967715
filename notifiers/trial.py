"""Decides how a mail travels during a trial run: to one address, marked, with its true recipient on top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import policy
from email.generator import BytesGenerator
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from html import escape
from io import BytesIO

from notifiers.base import Notifier, Parcel, Session
from notifiers.mime import base64_lines, header_text, mailbox_header
from rules.letter import Letter

MARK = "[CHẠY THỬ]"
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_BOX = (
    '<div style="padding:8px 12px;background-color:#fff3cd;color:#202124;'
    'font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px;">{words}</div>'
)
# As they came: neither headers nor parts that are left alone may change.
_AS_IT_IS = policy.compat32.clone(linesep="\r\n", max_line_length=0)


class Redirected:
    """A channel during a trial run: what it renders is the true mail, what it sends goes to one address.

    The text is changed at the very last: what the record keeps, and what is repeated later, is the true mail.
    """

    def __init__(self, channel: Notifier, address: str) -> None:
        self.name = channel.name
        self._channel = channel
        self._address = address

    def render(self, letter: Letter) -> bytes:
        """The true mail; raises PermanentFailure."""
        return self._channel.render(letter)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The channel's own session, with every parcel turned aside."""
        with self._channel.session() as session:
            yield _Aside(session, self._address)


class _Aside:
    """One open way on which every parcel goes to one address."""

    def __init__(self, session: Session, address: str) -> None:
        self._session = session
        self._address = address

    def send(self, parcel: Parcel) -> None:
        content = marked(parcel.content, parcel.address, self._address)
        self._session.send(replace(parcel, address=self._address, content=content))


def marked(content: bytes, meant_for: str, address: str) -> bytes:
    """The mail as it goes to `address`; what is no mail (a screen's text) gets its first line alone."""
    mail = BytesParser(policy=_AS_IT_IS).parsebytes(content)
    if mail["Message-ID"] is None:
        return f"{MARK} {_meant('', meant_for)}\n".encode() + content
    name, _ = parseaddr(" ".join((mail["To"] or "").split()))
    words = _meant(str(make_header(decode_header(name))), meant_for)
    subject = " ".join((mail["Subject"] or "").split())
    # Encoded words may stand beside plain ones: decoded first, so that the whole is encoded once.
    _set(mail, "Subject", header_text(f"{MARK} {make_header(decode_header(subject))}", 9))
    _set(mail, "To", mailbox_header("", address, 4))
    for part in mail.walk():
        if part.get_content_type() in _FIRST_LINES and part.get_filename() is None:
            _begin_with(part, words)
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=_AS_IT_IS).flatten(mail)
    return out.getvalue()


def _set(mail: Message, name: str, value: str) -> None:
    if name in mail:
        mail.replace_header(name, value)
    else:
        mail[name] = value


def _meant(name: str, address: str) -> str:
    who = f"{name} <{address}>" if name else f"<{address}>"
    return f"Thư chạy thử; người nhận thật: {who}"


def _begin_with(part: Message, words: str) -> None:
    charset = part.get_content_charset() or "utf-8"
    payload = part.get_payload(decode=True)
    text = payload.decode(charset, "replace") if isinstance(payload, bytes) else ""
    begun = _FIRST_LINES[part.get_content_type()](text, words)
    _set(part, "Content-Transfer-Encoding", "base64")
    if charset != "utf-8":
        part.set_param("charset", "utf-8")
    part.set_payload(base64_lines(begun).decode("ascii"))


def _plain(text: str, words: str) -> str:
    ends = "\r\n" if "\r\n" in text else "\n"
    return f"{words}{ends}{ends}{text}"


def _html(text: str, words: str) -> str:
    box = _BOX.format(words=escape(words))
    found = _BODY.search(text)
    return f"{text[: found.end()]}\n{box}{text[found.end() :]}" if found else f"{box}\n{text}"


_FIRST_LINES = {"text/plain": _plain, "text/html": _html}
