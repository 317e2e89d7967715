"""The record as of a moment: the real one, or a first start at the beginning of a plan's year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dondoc.app import has_record, rebuild
from dondoc.open import record_of
from dondoc.settings import Settings
from rules.action import Action
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from data.store import Reader


def local(moment: dt.datetime, settings: Settings) -> dt.datetime:
    """A moment as typed: without an offset it is local."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)
    return aware.astimezone(settings.zone)


def year_start(year: int, settings: Settings) -> dt.datetime:
    return dt.datetime(year, 1, 1, tzinfo=settings.zone)


@contextmanager
def known_to(settings: Settings, files: InForce, year: int, moment: dt.datetime) -> Iterator[Reader]:
    """What was recorded; where nothing is, a first start on 1 January of `year`, lived to `moment`."""
    if has_record(settings):
        with record_of(settings, files) as store, store.read() as tx:
            if tx.known_since() is not None:
                yield tx
                return
    from scheduler.rehearsal import rehearse

    start = min(year_start(year, settings), moment)
    way = rehearse(files, settings.domain, start, moment, lambda texts: rebuild(texts, settings.zone))
    with way.store.read() as tx:
        yield tx


def effective(actions: Iterable[Action], day: dt.date) -> list[Action]:
    """What had happened by a day: judged by the day it took effect, not by when it was typed."""
    return [action for action in actions if action.on <= day]


def reported_by(settings: Settings, files: InForce, day: dt.date) -> list[Action]:
    """What had happened by a day; nothing without a record."""
    if not has_record(settings):
        return []
    with record_of(settings, files) as store, store.read() as tx:
        return effective(tx.actions(), day)
