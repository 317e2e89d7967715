"""Decides how a Maildir is browsed: a calendar of the year, then the mails by day and by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from notifiers.mailbox.calendarview import Month, months
from notifiers.mailbox.entries import Entry, read_entries
from notifiers.mailbox.pages import FOLDER, day_anchor, href, write_pages
from notifiers.templates import Templates
from notifiers.vietnamese import long_day, raised
from rules.days.vietnam import spoken


@dataclass(frozen=True, slots=True)
class Line:
    """One mail, in words."""

    href: str
    when: str
    who: str
    address: str
    subject: str


class Block(NamedTuple):
    """The mails of one day or of one person."""

    anchor: str
    heading: str
    note: str
    lines: tuple[Line, ...]


class IndexView(NamedTuple):
    """Everything the index shows."""

    title: str
    summary: str
    months: tuple[Month, ...]
    days: tuple[Block, ...]
    people: tuple[Block, ...]


def write_index(
    folder: Path,
    out: Path,
    title: str,
    year: int | None,
    days_off: Mapping[dt.date, str] | None = None,
    templates: Path | None = None,
) -> None:
    """Write `out/index.html` and `out/thu/<day>.html` from the Maildir `folder`.

    `year`: the calendar's year; None: every year that has a mail. `days_off`: days greyed besides weekends,
    and what they are called. The pages are static and open from file://. Raises OSError.
    """
    entries = read_entries(folder)
    compiled = Templates(templates)
    write_pages(folder, out, entries, compiled)
    view = _index_view(entries, title, year, days_off or {})
    # Whoever looks at the index meanwhile sees the old one or the new one.
    new = out / ".index.html.new"
    new.write_bytes(compiled.text("index.html.j2", view).encode("utf-8", "replace"))
    new.replace(out / "index.html")


def _index_view(
    entries: list[Entry], title: str, year: int | None, days_off: Mapping[dt.date, str]
) -> IndexView:
    by_day: dict[dt.date, list[Entry]] = {}
    by_person: dict[str, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
        by_person.setdefault(entry.address.casefold(), []).append(entry)
    counts = {day: len(mails) for day, mails in by_day.items()}
    years = [year] if year is not None else sorted({day.year for day in by_day})
    people = sorted(by_person.values(), key=_called)
    return IndexView(
        title=title,
        summary=_summary(entries, len(by_person), len(by_day)),
        months=tuple(month for y in years for month in months(y, counts, days_off)),
        days=tuple(_day_block(day, mails, days_off) for day, mails in by_day.items()),
        people=tuple(_person_block(n, mails) for n, mails in enumerate(people, 1)),
    )


def _called(mails: list[Entry]) -> tuple[str, str]:
    return mails[-1].name.casefold(), mails[-1].address.casefold()


def _summary(entries: list[Entry], people: int, days: int) -> str:
    if not entries:
        return "Chưa có thư nào."
    span = f"từ ngày {spoken(entries[0].day)} đến ngày {spoken(entries[-1].day)}"
    return f"{len(entries)} thư gửi {people} người nhận trong {days} ngày, {span}."


def _day_block(day: dt.date, mails: list[Entry], days_off: Mapping[dt.date, str]) -> Block:
    note = f"{len(mails)} thư" + (f" · {days_off[day]}" if day in days_off else "")
    lines = tuple(_line(entry, f"{entry.at:%H:%M}") for entry in mails)
    return Block(day_anchor(day), raised(long_day(day)), note, lines)


def _person_block(n: int, mails: list[Entry]) -> Block:
    last = mails[-1]
    lines = tuple(_line(entry, spoken(entry.day)) for entry in mails)
    return Block(f"nguoi-{n}", last.name or last.address, f"{last.address} · {len(mails)} thư", lines)


def _line(entry: Entry, when: str) -> Line:
    return Line(f"{FOLDER}/{href(entry)}", when, entry.name or entry.address, entry.address, entry.subject)
