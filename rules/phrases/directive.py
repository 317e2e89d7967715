"""Decides which days a directive's limit means: a date without a year is the first one after the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from rules.days.vietnam import spoken
from rules.phrases.reading import Reading, read
from rules.phrases.resolve import NO_YEAR

Stated: TypeAlias = Mapping[str, object]


class NoLimit(Exception):
    """Nothing that a document of that day can ask for; the message is Vietnamese."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a directive sets, and the year whose plan it belongs to."""

    deadlines: tuple[Stated, ...]
    year: int
    warnings: tuple[str, ...] = ()


def day_itself(day: dt.date, issued: dt.date) -> Limit:
    """A bare date, inclusive. Raises NoLimit when it lies before the document."""
    return _limit((_first([{"kind": "by", "date": day.isoformat()}], issued),), issued, ())


def limit_of(words: str, issued: dt.date, year: int) -> Limit:
    """The limit in the words of a document of `issued`, read from `year` on. Raises NoLimit."""
    this, following = _reading(words, year), read(words, year + 1)
    same = len(this.deadlines) == len(following.deadlines)  # no 29/02 in the year after a leap year
    pairs = zip(this.deadlines, following.deadlines if same else this.deadlines, strict=True)
    return _limit(tuple(_first(pair, issued) for pair in pairs), issued, this.warnings)


def _reading(words: str, year: int) -> Reading:
    found = read(words, year)
    if found.problems or not found.deadlines:
        raise NoLimit("; ".join(found.problems) or "không nêu thời hạn")
    return found


def _first(readings: tuple[Stated, ...] | list[Stated], issued: dt.date) -> Stated:
    """The first reading that the document can mean; its day settles which January is meant."""
    for reading in readings:
        end = _end(reading)
        if end is None or end >= issued:
            settled = {"ambiguous", "alternative"} if "alternative" in reading else set()
            return {key: value for key, value in reading.items() if key not in settled}
    end = _end(readings[-1])
    raise NoLimit(f"{spoken(end) if end else ''} trước ngày văn bản ({spoken(issued)})")


def _end(reading: Stated) -> dt.date | None:
    """The last day that is on time by the words alone; None: no one day."""
    if reading["kind"] not in ("by", "period"):
        return None
    day = dt.date.fromisoformat(str(reading["date"] if reading["kind"] == "by" else reading["end"]))
    before = reading.get("strict") and "time" not in reading
    return day - dt.timedelta(days=1) if before else day


def _limit(deadlines: tuple[Stated, ...], issued: dt.date, warnings: tuple[str, ...]) -> Limit:
    ends = [end.year for one in deadlines if (end := _end(one))]
    told = tuple(note for note in warnings if not note.startswith(NO_YEAR))
    return Limit(deadlines, max([issued.year, *ends]), told)
