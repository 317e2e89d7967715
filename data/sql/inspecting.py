"""What an admin and the alarm clock ask of the outbox, and the admin's answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from data.sql.reading import OWN
from data.sql.rows import MESSAGE_COLUMNS
from data.sql.tables import Instant, content, message
from rules.notice import MessageState

ALL = 2**31 - 1  # the largest limit PostgreSQL takes for an integer
NOW = bindparam("now", type_=Instant)
WHICH: BindParameter[str] = bindparam("which")
MOST = bindparam("most", type_=Integer)
FINAL = ("sent", "dead", "cancelled")


@dataclass(frozen=True, slots=True)
class Row:
    """One message of the outbox and where it stands."""

    id: str
    channel: str
    address: str
    at: dt.datetime
    kind: str
    digest: str | None
    expires: dt.datetime | None
    opens: dt.time | None
    closes: dt.time | None
    revision: str | None  # of the files it was decided by
    state: MessageState
    attempts: int  # begun
    next_at: dt.datetime  # pending: not before; settled: since when
    worker: str | None  # sending: who holds it
    lease_until: dt.datetime | None
    reason: str | None  # of the last failure
    detail: str | None
    sent_at: dt.datetime | None
    created_at: dt.datetime


ROW_COLUMNS = (
    *MESSAGE_COLUMNS,
    message.c.state,
    message.c.attempts,
    message.c.next_at,
    message.c.worker,
    message.c.lease_until,
    message.c.reason,
    message.c.detail,
    message.c.sent_at,
    message.c.created_at,
)


def one_of(column: ColumnElement[str], *values: str) -> ColumnElement[bool]:
    return or_(*(column == value for value in values))


MINE = message.c.organization == OWN
WAITING = and_(MINE, message.c.state == "pending")
HELD = and_(MINE, message.c.state == "sending")

WAKE = select(
    select(func.min(message.c.next_at)).where(WAITING).scalar_subquery(),
    select(func.min(message.c.lease_until)).where(HELD).scalar_subquery(),
)
COUNT_AND_OLDEST: tuple[ColumnElement[Any], ...] = (func.count(), func.min(message.c.at))
UNDELIVERED = select(*COUNT_AND_OLDEST).where(
    MINE, one_of(message.c.state, "held", "pending", "sending"), message.c.at <= NOW
)
LIST = select(*ROW_COLUMNS).where(MINE).order_by(message.c.at.desc(), message.c.id).limit(MOST)
LIST_STATE = LIST.where(message.c.state == WHICH)
SHOW = (
    select(*ROW_COLUMNS, content.c.content)
    .outerjoin(
        content,
        and_(
            content.c.organization == message.c.organization,
            content.c.message == message.c.id,
            content.c.channel == message.c.channel,
        ),
    )
    .where(MINE, message.c.id == WHICH)
    .order_by(message.c.channel)
)
COUNTS = select(message.c.state, func.count()).where(MINE).group_by(message.c.state)
RETRY = (
    update(message)
    .where(MINE, message.c.id == WHICH, one_of(message.c.state, "dead", "pending"))
    .values(state="pending", next_at=NOW, attempts=0)  # the waits begin anew
)
CANCEL = (
    update(message)
    .where(MINE, message.c.id == WHICH, one_of(message.c.state, "dead", "pending", "held"))
    .values(state="cancelled")
)
PRUNE = delete(content).where(
    content.c.organization == OWN,
    exists().where(
        message.c.organization == content.c.organization,
        message.c.id == content.c.message,
        message.c.channel == content.c.channel,
        one_of(message.c.state, *FINAL),
        message.c.next_at < bindparam("before", type_=Instant),
    ),
)
