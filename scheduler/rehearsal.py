"""A rehearsal: the very same passes against a database of its own, with nobody told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from data.sql.database import memory_database
from data.sql.outbox import Outbox
from data.sql.store import Reader, Store, copy_state
from notifiers.base import Notifier, Parcel, Session
from rules.action import Action
from rules.letter import Letter
from scheduler.clock import VirtualClock
from scheduler.deliver import Way
from scheduler.inforce import InForce
from scheduler.ledger import Line, ledger
from scheduler.load import Rebuild, bring_into_force
from scheduler.post import Post
from scheduler.virtual import live_through

SILENT = "preview"


class Silent:
    """A channel that accepts everything and tells nobody."""

    name = SILENT

    def render(self, _: Letter) -> bytes:
        return b""

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield self

    def send(self, parcel: Parcel) -> None:
        """Nothing: nobody is told."""


def rehearse(
    files: InForce,
    domain: str,
    start: dt.datetime,
    until: dt.datetime,
    rebuild: Rebuild,
    source: Reader | None = None,
    notifiers: Mapping[str, Notifier] | None = None,
    script: Sequence[Action] = (),
) -> Way:
    """Live from `start` to `until` in memory: as a first start, or onwards from a recorded state."""
    engine = memory_database()
    store = Store(engine, files.organization)
    if source is not None:
        with store.begin() as tx:
            copy_state(source, tx)
    channels = notifiers or {SILENT: Silent()}
    way = Way(store, Outbox(engine, files.organization), channels, "rehearsal", settle_each=False)
    bring_into_force(store, files, rebuild, start)
    live_through(way, Post(tuple(channels), domain), files, VirtualClock(start), until, script)
    return way


def lines_of(way: Way, files: InForce, since: dt.datetime, until: dt.datetime) -> list[Line]:
    """The ledger of a way's store from `since` up to but without `until`."""
    with way.store.read() as tx:
        return ledger(tx, files, since, until)
