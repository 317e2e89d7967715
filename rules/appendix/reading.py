"""The reading of a plan's appendix: the plan's heading, its tasks, and every doubt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["problem", "warning", "note"]
Confidence: TypeAlias = Literal["high", "medium", "low"]
Deadline: TypeAlias = dict[str, object]

# Consequence of a doubt, the worst first.
LOST, WHEN, WHO, WORDS, SLIPS = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Something a person should look at."""

    rank: int
    text: str
    level: Level = "warning"
    about: str = ""  # the key of the plan file it stands beside: time, lead, products...
    code: str = ""
    listed: bool = True  # False: the plan's heading sums it up


@dataclass(frozen=True, slots=True)
class Party:
    """One name of a lead or supporting cell, and what it means in the directory."""

    name: str
    id: str | None = None
    exact: bool = True
    nobody: bool = False  # the words leave open who is meant
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class RowReading:
    """One task as the document states it, and what is proposed beside the document's words."""

    key: str
    group: str
    number: str
    title: str
    products: tuple[str, ...]
    leads: tuple[Party, ...]
    supports: tuple[Party, ...]
    lead_text: str
    support_text: str
    time: str
    deadlines: tuple[Deadline, ...]
    places: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    short: str = ""
    shown_products: tuple[str, ...] = ()
    unit_products: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    same_product_as: str | None = None
    texts: tuple[str, ...] = ()  # the words of each deadline where several cells state them

    @property
    def confidence(self) -> Confidence:
        """How sure the reading is: low when something was not read, medium when something is doubtful."""
        if not self.deadlines or any(one.level == "problem" for one in self.doubts):
            return "low"
        return "medium" if any(one.rank <= WHO and one.level == "warning" for one in self.doubts) else "high"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the document says of itself."""

    title: str
    year: int | None
    years: tuple[tuple[int, int], ...] = ()  # year, votes
    number: str | None = None
    signed: dt.date | None = None
    organization: str | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanReading:
    """The whole reading."""

    source: str
    heading: Heading
    year: int
    groups: tuple[tuple[str, str], ...]
    rows: tuple[RowReading, ...]
    doubts: tuple[Doubt, ...] = field(default=())

    @property
    def unknown(self) -> dict[str, str | None]:
        """Names that the directory does not have, with the nearest it has."""
        return {
            party.name: party.nearest
            for row in self.rows
            for party in (*row.leads, *row.supports)
            if party.id is None and not party.nobody
        }
