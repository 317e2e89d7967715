"""Which edited files were refused since the last good ones, and what the admin was told of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BindParameter, bindparam, func, select, update

from data.sql.reading import OWN, Reader
from data.sql.tables import Instant, refusal
from data.sql.writing import Writer

NOW = bindparam("now", type_=Instant)
WHICH: BindParameter[str] = bindparam("which")
COLUMNS = tuple(refusal.c[name] for name in ("hash", "at", "problems", "first", "node", "told", "alerts"))
STANDING = refusal.c.ended.is_(None)
OPEN = select(*COLUMNS).where(refusal.c.organization == OWN, STANDING).order_by(refusal.c.seq)
LAST_TOLD = select(func.max(refusal.c.told)).where(refusal.c.organization == OWN)
TELL = (
    update(refusal)
    .where(refusal.c.organization == OWN, STANDING, refusal.c.hash == WHICH)
    .values(told=NOW, alerts=bindparam("ids", type_=refusal.c.alerts.type))
)
END = update(refusal).where(refusal.c.organization == OWN, STANDING).values(ended=NOW)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Files with errors that one node met; the same problems are one refusal, however often they are met."""

    hash: str  # of the problems
    at: dt.datetime
    problems: int  # errors
    first: str  # the first one, as it is told
    node: str
    told: dt.datetime | None = None  # when the admin was written to
    alerts: Sequence[str] = ()  # Message-IDs


def refused(tx: Reader) -> list[Refusal]:
    """Since files were taken into use last, oldest first: the last one says how the files are now."""
    answer = tx.connection.execute(OPEN, {"own": tx.organization})
    return [Refusal(*row) for row in answer]


def refuse(tx: Writer, value: Refusal) -> list[Refusal]:
    """Keep a refusal unless it is the newest one already; returns what now stands."""
    standing = refused(tx)
    if standing and standing[-1].hash == value.hash:
        return standing
    row = {
        "organization": tx.organization,
        "hash": value.hash,
        "at": value.at,
        "problems": value.problems,
        "first": value.first,
        "node": value.node,
        "told": value.told,
        "alerts": list(value.alerts),
    }
    tx.connection.execute(refusal.insert(), row)
    return [*standing, value]


def last_told(tx: Reader) -> dt.datetime | None:
    """When the admin was last written to, of refusals that ended too."""
    moment: dt.datetime | None = tx.connection.execute(LAST_TOLD, {"own": tx.organization}).scalar()
    return moment


def note_told(tx: Writer, hash: str, at: dt.datetime, alerts: Sequence[str]) -> None:
    """The admin was written to of these problems."""
    values = {"own": tx.organization, "which": hash, "now": at, "ids": list(alerts)}
    tx.connection.execute(TELL, values)


def end_refusals(tx: Writer, at: dt.datetime) -> list[Refusal]:
    """Files are good again; returns what had stood until now."""
    standing = refused(tx)
    if standing:
        tx.connection.execute(END, {"own": tx.organization, "now": at})
    return standing
