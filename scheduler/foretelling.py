"""Decides what is told before a digest: to the heads of the units it would name, and as a draft to others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rules.digest import WEEK, digest_day, facts_of, monday_of
from rules.engine import urged
from rules.letter import DigestFacts, Foretold
from rules.recipients import Target, delivered, heads_of, once_each, role_targets
from rules.rule import Digest
from rules.subject import Subject, state_of
from scheduler.inforce import InForce

WEEKS = 5  # Tết never closes more


class Coming(NamedTuple):
    """The next issue of a digest, as things stand now."""

    rule: Digest  # what foretells it
    digest: Digest
    day: dt.date  # of the digest
    today: dt.date
    subjects: tuple[Subject, ...]
    files: InForce

    @property
    def named(self) -> tuple[str, ...]:
        """The units that it would name as overdue."""
        directory, calendar = self.files.world.directory.on(self.today), self.files.world.calendar
        late = (s for s in self.subjects if state_of(s, self.day, calendar) == "overdue")
        return tuple(dict.fromkeys(unit for subject in late for unit in subject.holders(directory)))

    def readers(self) -> list[Target]:
        """Who is told, delegates in place; a head through the units that are named."""
        directory = self.files.world.directory
        return once_each(delivered(one, directory, self.today) for one in self._meant())

    def _meant(self) -> Iterator[Target]:
        for copy, recipients in ((False, self.rule.to), (True, self.rule.cc)):
            for recipient in recipients:
                if recipient.kind == "lead.head":
                    yield from (one._replace(copy=copy) for one in self._heads())
                else:
                    yield from role_targets(self.files.world.directory, (recipient,), copy, self.today)

    def _heads(self) -> list[Target]:
        return list(heads_of(self.files.world.directory.on(self.today), self.named))

    def facts_for(self, address: str) -> DigestFacts | None:
        """What one reader is told; None when those that were to be named have answered."""
        mine = [one for one in self.readers() if one.address.casefold() == address.casefold()]
        if not mine or not self.named:
            return None
        if mine[0].unit is None or mine[0].role not in ("lead", "lead.head"):
            return self.facts()
        directory = self.files.world.directory
        heads = (delivered(one, directory, self.today) for one in self._heads())
        return self.facts(
            tuple(dict.fromkeys(
                one.unit for one in heads if one.unit and one.address.casefold() == address.casefold()
            ))
        )  # fmt: skip

    def facts(self, units: tuple[str, ...] = ()) -> DigestFacts:
        """Its words as a whole, or those that name these units."""
        world = self.files.world
        told = [s for s in self.subjects if not units or self._names(s, units)]
        found = facts_of(self.digest, told, world.directory, self.day, world.calendar)
        names = tuple(unit.name for id in units if (unit := world.directory.unit(id)))
        sections = tuple(s for s in found.sections if not units or s.name != "units")
        return replace(
            found,
            id=self.rule.id,
            title=self.rule.title,
            sections=sections,
            foretold=Foretold(self.digest.title, self.day, self.rule.answer_by, names),
        )

    def _names(self, subject: Subject, units: tuple[str, ...]) -> bool:
        if subject.progress.done:
            return not set(units).isdisjoint(subject.leads)
        return not set(units).isdisjoint(subject.holders(self.files.world.directory.on(self.today)))


def coming_of(rule: Digest, subjects: Sequence[Subject], files: InForce, today: dt.date) -> Coming | None:
    """The issue that `rule` foretells on this day; None when there is none."""
    digest = next((one for one in files.world.rules.digests if one.id == rule.of), None)
    day = _next_day(digest, files, today) if digest else None
    if digest is None or day is None:
        return None
    return Coming(rule, digest, day, today, tuple(_of(digest, subjects, day)), files)


def _next_day(digest: Digest, files: InForce, today: dt.date) -> dt.date | None:
    days = (digest_day(digest, monday_of(today) + n * WEEK, files.world.calendar) for n in range(WEEKS + 1))
    return next((day for day in days if day is not None and day > today), None)


def _of(digest: Digest, subjects: Iterable[Subject], day: dt.date) -> Iterator[Subject]:
    for subject in subjects:
        plan = subject.deadline.task.plan.id
        listed = digest.plans is None or plan in digest.plans
        if listed and urged(subject.deadline.task, day) and subject.deadline.kind != "input":
            yield subject
