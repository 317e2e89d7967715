"""Decides what a moment typed at a terminal means, and what had been reported by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dondoc.app import has_record
from dondoc.open import record_of
from dondoc.settings import Settings
from rules.action import Action
from scheduler.inforce import InForce


def local(moment: dt.datetime, settings: Settings) -> dt.datetime:
    """A moment as typed: without an offset it is local."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)
    return aware.astimezone(settings.zone)


def year_start(year: int, settings: Settings) -> dt.datetime:
    return dt.datetime(year, 1, 1, tzinfo=settings.zone)


def effective(actions: Iterable[Action], day: dt.date) -> list[Action]:
    """What had happened by a day: judged by the day it took effect, not by when it was typed."""
    return [action for action in actions if action.on <= day]


def reported_by(settings: Settings, files: InForce, day: dt.date) -> list[Action]:
    """What had happened by a day; nothing without a record."""
    if not has_record(settings):
        return []
    with record_of(settings, files) as store, store.read() as tx:
        return effective(tx.actions(), day)
