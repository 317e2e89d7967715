"""Finds out why somebody got, or did not get, mail on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.app import rebuild
from dondoc.explaining.delivery import Delivery, delivery_at
from dondoc.explaining.outset import Known, known_at
from dondoc.explaining.silence import Asked, Silence, silences
from dondoc.foresight import BLINK, DAY, midnight
from dondoc.open import now_in
from dondoc.settings import Settings
from rules.concern import Concern, Somebody, concern_of
from rules.directory import Leave, Person
from rules.engine import urged
from rules.notice import Notice
from rules.plan import Reason
from rules.recipients import delegate_of
from rules.rule import Digest
from rules.standing import paused_words, standing_of, trial_words
from rules.subject import Subject
from scheduler.inforce import InForce
from scheduler.known import actions_by_line, base_of, subjects_from

if TYPE_CHECKING:
    from data.sql.inspecting import Row
    from rules.explain import Lived


@dataclass(frozen=True, slots=True)
class DayMail:
    """One mail of the day; a digest and an alert carry no notices."""

    at: dt.datetime
    kind: str  # mail, digest, alert
    digest: str | None
    items: tuple[Notice, ...]
    message: str | None  # Message-ID, when it is recorded
    deliveries: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """The person's leave on that day, and who stands in."""

    leave: Leave
    delegate: Person | None  # None: the mail goes to the person all the same


@dataclass(frozen=True, slots=True)
class PersonDay:
    """Everything that is told about somebody's day."""

    who: Somebody
    on: dt.date
    day_off: Reason | None
    absence: Absence | None
    assumed: str | None
    standing: tuple[str, ...]  # what held all mails back or turned them aside (Vietnamese)
    mails: tuple[DayMail, ...]
    forwarded: tuple[Notice, ...]  # meant for this reader, sent to the delegate
    dropped: tuple[Notice, ...]  # taken out of a mail before it went
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """One reader's day as it is looked at."""

    files: InForce
    who: Somebody
    on: dt.date
    since: dt.datetime
    until: dt.datetime
    now: dt.datetime  # local: the end of a day gone by, else the present

    def is_of_day(self, moment: dt.datetime) -> bool:
        return self.since <= moment < self.until


def person_day(settings: Settings, files: InForce, who: Somebody, on: dt.date) -> PersonDay:
    """What happened on a day gone by is taken from the record, what comes is foreseen."""
    since, until = midnight(on, settings), midnight(on + DAY, settings)
    now = min(until - BLINK, now_in(settings))
    look = _Look(files, who, on, since, until, now)
    with known_at(settings, files, files.lines.keys(), now) as known:
        concerned = _concerned(look, known)
        lived = _lived(settings, look, known, concerned)
        standing = tuple(_standing(look, known))
        mails = sorted([*_recorded(look, known), *_foreseen(look, lived)], key=lambda mail: mail.at)
        forwarded = [n for n in _notices(look, known, lived) if not who.reads(n.address)]
        dropped = _dropped(look, known)
    heard = {n.occurrence.deadline for mail in mails for n in mail.items}
    heard |= {n.occurrence.deadline for n in forwarded}
    asked = [Asked(subject, concern) for id_, (subject, concern) in concerned.items() if id_ not in heard]
    calendar = files.world.calendar
    return PersonDay(
        who,
        on,
        None if calendar.is_working(on) else calendar.why_off(on),
        _absence(look),
        known.assumed,
        standing,
        tuple(mails),
        tuple(forwarded),
        tuple(dropped),
        silences(asked, known.actions, lived, files, who, on, now),
    )


def _concerned(look: _Look, known: Known) -> dict[str, tuple[Subject, Concern]]:
    subjects = subjects_from(actions_by_line(known.actions, look.files), look.files)
    start = known.outset.start
    found = ((one, concern_of(one, look.files.world, look.who, start)) for one in subjects)
    return {subject.id: (subject, concern) for subject, concern in found if concern is not None}


def _lived(settings: Settings, look: _Look, known: Known, ids: Iterable[str]) -> Lived:
    from rules.explain import Lived
    from scheduler.outlook import lived_on

    bases = {base_of(id_, look.files) for id_ in ids}
    if not bases:
        return Lived({}, {}, {}, {}, None if known.record is None else frozenset())
    return lived_on(look.files, bases, known.outset, lambda texts: rebuild(texts, settings.zone), look.now)


# What is recorded.


def _recorded(look: _Look, known: Known) -> Iterator[DayMail]:
    """What was decided that day, went that day, or waited on it."""
    from data.sql.posted import posted_to

    if known.record is None:
        return
    rows: dict[str, list[Row]] = {}
    for row in posted_to(known.record, look.who.address, look.since, look.until):
        if row.at <= look.now:
            rows.setdefault(row.id, []).append(row)
    first = min((row.at for group in rows.values() for row in group), default=look.since)
    notices = known.record.notices(since=first, until=look.until) if rows else []
    for id_, group in rows.items():
        items = {(n.occurrence, n.recipient): n for n in notices if n.message == id_}
        deliveries = tuple(delivery_at(row, look.now) for row in group)
        yield DayMail(group[0].at, group[0].kind, group[0].digest, tuple(items.values()), id_, deliveries)


def _dropped(look: _Look, known: Known) -> list[Notice]:
    if known.record is None:
        return []
    kept = {_key(n) for n in known.record.notices(since=look.since, until=look.until)}
    every = known.record.notices(since=look.since, until=look.until, dropped=True)
    gone = {_key(n): n for n in every if look.who.is_meant(n.recipient, n.address)}
    return [notice for key, notice in gone.items() if key not in kept]


def _key(notice: Notice) -> tuple[object, str]:
    return notice.occurrence, notice.recipient


def _standing(look: _Look, known: Known) -> Iterator[str]:
    from data.sql.controls import controls

    if known.record is None:
        return
    stood = standing_of(order for order in controls(known.record) if order.at <= look.now)
    if stood.pause is not None:
        yield paused_words(stood.pause, look.files.world.zone)
    if stood.trial is not None:
        yield trial_words(stood.trial, look.files.world.zone)


# What is foreseen.


def _foreseen(look: _Look, lived: Lived) -> Iterator[DayMail]:
    moments: dict[dt.datetime, list[Notice]] = {}
    for notice in _planned(look, lived):
        if look.who.reads(notice.address):
            moments.setdefault(notice.at, []).append(notice)
    for at, items in moments.items():
        yield DayMail(at, "mail", None, tuple(items), None)
    for digest in look.files.world.rules.digests:
        at_ = _moment_of(digest, look)
        if at_ is not None and (lived.recorded is None or at_ > look.now):
            yield DayMail(at_, "digest", digest.id, (), None)


def _planned(look: _Look, lived: Lived) -> Iterator[Notice]:
    for notices in lived.notices.values():
        for n in notices:
            if look.is_of_day(n.at) and (n.occurrence, n.at) not in (lived.recorded or ()):
                yield n


def _moment_of(digest: Digest, look: _Look) -> dt.datetime | None:
    """When this reader gets the digest on that day; None: not on it, or not this reader."""
    from scheduler.weekly import issue_of, readers_of

    issue = issue_of(digest, look.on, look.files)
    plans = {task.plan.id: task for task, _ in look.files.lines.values()}
    alive = any(urged(t, look.on) for id_, t in plans.items() if digest.plans is None or id_ in digest.plans)
    if issue is None or issue.moment.date() != look.on or not alive:
        return None
    reads = any(look.who.reads(target.address) for target in readers_of(digest, look.files, look.on))
    return issue.moment if reads else None


def _notices(look: _Look, known: Known, lived: Lived) -> list[Notice]:
    """What was and will be said that day and means this reader, each once."""
    said: Sequence[Notice] = ()
    if known.record is not None:
        said = known.record.notices(since=look.since, until=look.until)
    found: Mapping[tuple[object, str], Notice] = {
        _key(n): n
        for n in (*(n for n in said if n.at <= look.now), *_planned(look, lived))
        if n.recipient in look.who.recipients
    }
    return list(found.values())


def _absence(look: _Look) -> Absence | None:
    directory = look.files.world.directory
    person = directory.person(look.who.person) if look.who.person else None
    if person is None:
        return None
    leaves = [leave for leave in person.leave if leave.start <= look.on <= leave.end]
    return Absence(leaves[0], delegate_of(person, look.on, directory)) if leaves else None
