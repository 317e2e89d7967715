"""Decides how the mails of one day are shown: one page a day, each mail at its own address in it."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Sequence
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from notifiers.mailbox.content import Content, content_of
from notifiers.mailbox.entries import Entry
from notifiers.templates import Templates
from notifiers.vietnamese import long_day, raised

FOLDER = "thu"

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)


class ShownMail(NamedTuple):
    """One mail of the page."""

    id: str
    subject: str
    sender: str
    who: str
    date: str
    body: Markup
    text: str
    eml: str
    before: str  # address of the mail before it; empty: none
    after: str


class PageView(NamedTuple):
    """The mails of one day."""

    mark: str  # tells whether a page that stands shows just these mails
    title: str
    style: Markup
    back: str
    mails: tuple[ShownMail, ...]


def write_pages(folder: Path, out: Path, entries: Sequence[Entry], templates: Templates) -> None:
    """Write `out/thu/<day>.html` for every day; a page that stands right is left. Raises OSError."""
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    way = quote(os.path.relpath(folder, out / FOLDER).replace(os.sep, "/"))
    for day, places in _by_day(entries).items():
        path = out / FOLDER / f"{day.isoformat()}.html"
        mark = _mark([entries[i] for i in places])
        if not _stands(path, mark):
            page = _page(folder, way, entries, places, mark)
            path.write_bytes(templates.text("page.html.j2", page).encode("utf-8", "replace"))


def href(entry: Entry) -> str:
    """Where a mail is shown, seen from its neighbours."""
    return f"{entry.day.isoformat()}.html#{_id(entry)}"


def day_anchor(day: dt.date) -> str:
    """The place of a day in the index."""
    return f"ngay-{day.isoformat()}"


def _by_day(entries: Sequence[Entry]) -> dict[dt.date, list[int]]:
    found: dict[dt.date, list[int]] = {}
    for i, entry in enumerate(entries):
        found.setdefault(entry.day, []).append(i)
    return found


def _id(entry: Entry) -> str:
    return f"t{entry.hash}"


def _mark(entries: list[Entry]) -> str:
    return sha256("".join(entry.file + entry.hash for entry in entries).encode()).hexdigest()[:24]


def _stands(path: Path, mark: str) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as page:
        return mark.encode() in page.read(80)


def _page(folder: Path, way: str, entries: Sequence[Entry], places: list[int], mark: str) -> PageView:
    day = entries[places[0]].day
    contents = [content_of(_read(f"{folder}/{entries[i].file}")) for i in places]
    styles = dict.fromkeys(_inside(_STYLE, content.html) for content in contents)
    return PageView(
        mark=mark,
        title=f"Thư {long_day(day)}",
        style=Markup("\n".join(styles)),  # noqa: S704  # see _shown
        back=f"../index.html#{day_anchor(day)}",
        mails=tuple(_shown(way, entries, i, content) for i, content in zip(places, contents, strict=True)),
    )


def _read(path: str) -> bytes:
    with FileIO(path) as file:  # a Path costs more than the reading
        return file.readall()


def _shown(way: str, entries: Sequence[Entry], i: int, content: Content) -> ShownMail:
    entry = entries[i]
    return ShownMail(
        id=_id(entry),
        subject=entry.subject,
        sender=entry.sender,
        who=f"{entry.name} <{entry.address}>" if entry.name else entry.address,
        date=f"{raised(long_day(entry.day))}, {entry.at:%H:%M}",
        # The policy of the page forbids scripts and anything from elsewhere: the HTML may stand as it is.
        body=Markup(_inside(_BODY, content.html) or content.html),  # noqa: S704
        text=content.text,
        eml=f"{way}/{quote(entry.file)}",
        before=href(entries[i - 1]) if i else "",
        after=href(entries[i + 1]) if i + 1 < len(entries) else "",
    )


def _inside(element: re.Pattern[str], html: str) -> str:
    found = element.search(html)
    return found[1] if found else ""
