"""What would be sent over a span of days: the rehearsal that `preview`, `render` and `diff` look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dondoc.app import has_record, rebuild
from dondoc.open import now_in, record_of
from dondoc.settings import Settings
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from data.sql.store import Reader
    from rules.action import Action
    from scheduler.deliver import Way
    from scheduler.ledger import Line
    from scheduler.twolives import Compared, Life

DAY = dt.timedelta(days=1)
BLINK = dt.timedelta(microseconds=1)


def midnight(day: dt.date, settings: Settings) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0), settings.zone)


@contextmanager
def _recorded(settings: Settings, files: InForce, day: dt.date) -> Iterator[Reader | None]:
    """The recorded state a preview from `day` goes on from; None: it acts as a first start."""
    if day < now_in(settings).date() or not has_record(settings):
        yield None
        return
    with record_of(settings, files) as store, store.read() as tx:
        yield tx if tx.known_since() is not None else None


@contextmanager
def _outset(
    settings: Settings, files: InForce, first: dt.date
) -> Iterator[tuple[dt.datetime, Reader | None]]:
    """When a life that foresees from `first` begins, and from which record."""
    with _recorded(settings, files, first) as source:
        yield midnight(first, settings) if source is None else now_in(settings), source


def foresee(settings: Settings, files: InForce, first: dt.date, last: dt.date) -> Way:
    """Everything said to the end of `last`, lived through in memory."""
    from scheduler.rehearsal import rehearse

    until = midnight(last + DAY, settings) - BLINK
    with _outset(settings, files, first) as (start, source):
        return rehearse(
            files, settings.domain, start, until, lambda texts: rebuild(texts, settings.zone), source
        )


def foreseen(settings: Settings, files: InForce, first: dt.date, last: dt.date) -> list[Line]:
    """The ledger's lines of the days from `first` to `last`, both inclusive."""
    from scheduler.rehearsal import lines_of

    way = foresee(settings, files, first, last)
    since = midnight(first, settings)
    if first == now_in(settings).date():  # what was said earlier today is no foresight
        since = max(since, now_in(settings) - DAY)
    return lines_of(way, files, since, midnight(last + DAY, settings))


def foreseen_apart(
    settings: Settings, before: InForce, after: InForce, first: dt.date, last: dt.date
) -> Compared:
    """What differs from `first` to `last`, both inclusive: both live on from the record of `after`."""
    from scheduler.rehearsal import rehearse
    from scheduler.twolives import Life, compare

    # To the end of the week: a digest belongs to a week, on whichever day it goes.
    end = midnight(last + (7 - last.weekday()) * DAY, settings) - BLINK

    def reread(texts: Mapping[str, str]) -> InForce | None:
        return rebuild(texts, settings.zone)

    def lived(files: InForce, start: dt.datetime, source: Reader | None) -> Life:
        way = rehearse(files, settings.domain, start, end, reread, source)
        return Life(way, files, settings.domain, start, end)

    with _outset(settings, after, first) as (start, source):
        lives = lived(before, start, source), lived(after, start, source)
    return compare(*lives, midnight(first, settings), midnight(last + DAY, settings))


def reported_at_outset(settings: Settings, files: InForce, first: dt.date) -> list[Action]:
    """What the record knows when a life that foresees from `first` begins; nothing at a first start."""
    with _outset(settings, files, first) as (_, source):
        return source.actions() if source is not None else []
