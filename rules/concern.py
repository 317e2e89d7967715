"""Decides whether a deadline would ever speak to somebody: as what, for which units, and by which steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from rules.engine import World, parts_of, people_of, plans_of
from rules.notice import Role
from rules.progress import progress_of
from rules.recipients import Target
from rules.subject import Record, Subject

StepKey: TypeAlias = tuple[str, str, int]  # rule, step, number


@dataclass(frozen=True, slots=True)
class Somebody:
    """A reader by address, and every recipient of a notice that means this reader."""

    address: str
    recipients: frozenset[str]  # "person:x", "unit:y", an address
    person: str | None = None  # person id

    def reads(self, address: str) -> bool:
        return address.casefold() == self.address.casefold()

    def is_meant(self, recipient: str, address: str) -> bool:
        """Whether a notice is for this reader, or comes to this reader in somebody's place."""
        return recipient in self.recipients or self.reads(address)


@dataclass(frozen=True, slots=True)
class Concern:
    """What a deadline has to do with somebody."""

    roles: tuple[Role, ...]
    units: frozenset[str]  # the lead units it concerns this reader for
    steps: frozenset[StepKey]


def concern_of(subject: Subject, world: World, who: Somebody, born: dt.datetime) -> Concern | None:
    """As if nobody had reported anything; None when no step of any rule would speak to `who`."""
    fresh = replace(subject, progress=progress_of(subject.leads, ()))
    found = [(key, t) for key, t in _targets(fresh, world, born) if who.is_meant(t.recipient, t.address)]
    if not found:
        return None
    roles = dict.fromkeys(target.role for _, target in found)
    units = frozenset(t.unit for _, t in found if t.unit is not None and t.unit in subject.leads)
    return Concern(tuple(roles), units, frozenset(key for key, _ in found))


def _targets(subject: Subject, world: World, born: dt.datetime) -> Iterator[tuple[StepKey, Target]]:
    for p in plans_of(subject, born, world):
        for part in parts_of(p.step, subject):
            for target in people_of(subject, Record(), world, p, part, p.moment):
                yield (p.rule.id, p.step.id, p.number), target
