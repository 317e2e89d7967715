"""Decides what a stored mail holds: quickly where it is ours, by the standard library where it is not."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from email.message import EmailMessage

_WORD = re.compile(r"=\?utf-8\?b\?([A-Za-z0-9+/=]*)\?=")
_TO = re.compile(r"(?P<name>.*?)\s*<(?P<address>[^<>]*)>\s*")
_BOUNDARY = re.compile(rb'boundary="(=_[0-9a-f]{32})"')


class Head(NamedTuple):
    """What an index shows of a mail."""

    subject: str
    to_name: str
    to_address: str
    date: str  # as the header has it
    sender: str


class Content(NamedTuple):
    """The parts of a mail as text; empty where it has none."""

    text: str
    html: str


def head_of(content: bytes) -> Head:
    """The head of a mail that our skeleton wrote; of another, as far as it has the same headers."""
    block = content[: content.find(b"\r\n\r\n")] if b"\r\n\r\n" in content else content.partition(b"\n\n")[0]
    lines = block.decode("utf-8", "replace").replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ")
    found: dict[str, str] = {}
    for line in lines.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.lower(), value.strip())
    name, address = _address(found.get("to", ""))
    sender = _address(found.get("from", ""))
    return Head(
        decoded(found.get("subject", "")), name, address, found.get("date", ""), sender[0] or sender[1]
    )


@lru_cache(maxsize=1024)  # the same people get mail again and again
def _address(value: str) -> tuple[str, str]:
    match = _TO.fullmatch(value)
    if match is None:
        return "", value
    name = match["name"]
    if name.startswith('"') and name.endswith('"'):
        return re.sub(r"\\(.)", r"\1", name[1:-1]), match["address"]
    return decoded(name), match["address"]


def decoded(value: str) -> str:
    """The encoded words of a header as text; space between two of them is not part of it (RFC 2047)."""
    if "=?" not in value:
        return value
    pieces = value.split(" ")
    found: list[str] = []
    run = bytearray()
    for piece in pieces:
        match = _WORD.fullmatch(piece)
        if match is not None:
            run += a2b_base64(match[1])
            continue
        if run:
            found.append(run.decode("utf-8", "replace"))
            run = bytearray()
        found.append(piece)
    if run:
        found.append(run.decode("utf-8", "replace"))
    return " ".join(found)


def content_of(content: bytes) -> Content:
    """The text and HTML parts."""
    quick = _ours(content)
    return quick if quick is not None else _by_library(content)


def _ours(content: bytes) -> Content | None:
    match = _BOUNDARY.search(content, 0, 8192)
    if match is None:
        return None
    # Split at the common start of the outer and the inner boundary: parts are told apart by their types.
    text = html = None
    for part in content.split(b"--" + match[1]):
        head, blank, body = part.partition(b"\r\n\r\n")
        if not blank:
            continue
        if b"text/plain" in head:
            text = _from_base64(head, body)
        elif b"text/html" in head:
            html = _from_base64(head, body)
    return Content(text, html) if text is not None and html is not None else None


def _from_base64(head: bytes, body: bytes) -> str | None:
    if b"base64" not in head:
        return None
    try:
        return a2b_base64(body).decode("utf-8", "replace")
    except Base64Error:
        return None


def _by_library(content: bytes) -> Content:
    from email.parser import BytesParser  # slow to import, and our own mails need none of it
    from email.policy import default

    message = BytesParser(policy=default).parsebytes(content)
    return Content(_library_part(message, "plain"), _library_part(message, "html"))


def _library_part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        text = part.get_content()
    except (LookupError, UnicodeError):
        return ""
    return text if isinstance(text, str) else ""
