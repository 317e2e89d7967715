"""Which messages of the record were written to somebody, or carry given ids, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import bindparam, func, or_, select

from data.sql.among import among
from data.sql.inspecting import MINE, ROW_COLUMNS, Row, one_of
from data.sql.reading import Reader
from data.sql.tables import Instant, message

SINCE, UNTIL = bindparam("since", type_=Instant), bindparam("until", type_=Instant)
BY_ID = select(*ROW_COLUMNS).where(MINE, among(message.c.id, "ids")).order_by(message.c.id, message.c.channel)
# What is settled says when in next_at.
ALIVE = (
    select(*ROW_COLUMNS)
    .where(
        MINE,
        func.lower(message.c.address) == bindparam("address"),
        message.c.at < UNTIL,
        or_(
            one_of(message.c.state, "held", "pending", "sending"),
            message.c.next_at >= SINCE,
            message.c.at >= SINCE,
        ),
    )
    .order_by(message.c.at, message.c.id, message.c.channel)
)


def posted(tx: Reader, ids: Collection[str]) -> list[Row]:
    """The messages with these ids, one for each channel."""
    if not ids:
        return []
    asked = {"own": tx.organization, "ids": list(ids)}
    return [Row(*row) for row in tx.connection.execute(BY_ID, asked).all()]


def posted_to(tx: Reader, address: str, since: dt.datetime, until: dt.datetime) -> list[Row]:
    """What was decided, waited or was settled for an address from `since` up to but without `until`."""
    asked = {"own": tx.organization, "address": address.lower(), "since": since, "until": until}
    return [Row(*row) for row in tx.connection.execute(ALIVE, asked).all()]
