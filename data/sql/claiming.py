"""The statements of handing over: take, freeze, settle, put back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    bindparam,
    delete,
    func,
    not_,
    select,
    update,
)

from data.sql.among import among
from data.sql.reading import OWN
from data.sql.rows import MESSAGE_COLUMNS, NOTICE_COLUMNS
from data.sql.tables import Instant, content, message, notice

NOW = bindparam("now", type_=Instant)
BY: BindParameter[str] = bindparam("by")  # the worker
OVER: BindParameter[str] = bindparam("over")  # the channel

OLDEST = (message.c.next_at, message.c.id)


def claim(*which: ColumnElement[bool], order: Sequence[ColumnElement[Any]] = OLDEST) -> Any:  # noqa: ANN401
    """Take some of the messages that are due; `which`: only those of which it holds."""
    # SKIP LOCKED means nothing to SQLite: its writers are alone anyway.
    # A common table is asked once; PostgreSQL may run a subquery with LIMIT again for each row.
    picked = (
        select(message.c.id, message.c.channel)
        .where(message.c.organization == OWN, message.c.state == "pending", message.c.next_at <= NOW, *which)
        .order_by(*order)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("picked")
    )
    return (
        update(message)
        .where(
            message.c.organization == OWN, message.c.id == picked.c.id, message.c.channel == picked.c.channel
        )
        .values(
            state="sending",
            worker=BY,
            lease_until=bindparam("until", type_=Instant),
            attempts=message.c.attempts + 1,
        )
        .returning(message.c.next_at, message.c.attempts, *MESSAGE_COLUMNS)
    )


CLAIM = claim()
CLAIM_OTHERS = claim(not_(among(message.c.channel, "paced")))
# Of a channel with a limit: an alert, a digest and a question to the admin wait behind no backlog of mails.
CLAIM_PACED = claim(message.c.channel == OVER, order=(message.c.kind, *OLDEST))
# What went since then, and what is on its way. `next_at` of a sent one is when it went: the index has it.
HANDED_OVER = select(
    select(func.count())
    .where(
        message.c.organization == OWN,
        message.c.channel == OVER,
        message.c.state == "sent",
        message.c.next_at > bindparam("since", type_=Instant),
    )
    .scalar_subquery(),
    select(func.count())
    .where(message.c.organization == OWN, message.c.channel == OVER, message.c.state == "sending")
    .scalar_subquery(),
)
# Texts of which nobody knows whether they arrived. Not asked for in RETURNING: SQLAlchemy leaves the names of
# the tables away there, and SQLite then takes a text of any channel.
FROZEN = select(content.c.message, content.c.channel, content.c.content).where(
    content.c.organization == OWN, among(content.c.message, "ids")
)
NOTICES = select(notice.c.base, *NOTICE_COLUMNS).where(
    notice.c.organization == OWN, among(notice.c.message, "ids"), not_(notice.c.dropped)
)
# Messages that fared alike, as far as the worker still holds them.
SETTLE = (
    update(message)
    .where(
        message.c.organization == OWN,
        among(message.c.id, "ids"),
        message.c.channel == OVER,
        message.c.state == "sending",
        message.c.worker == BY,
    )
    .values(
        state=bindparam("result"),
        next_at=bindparam("next_try", type_=Instant),
        sent_at=bindparam("accepted", type_=Instant),
        reason=bindparam("because"),
        detail=bindparam("words"),
        worker=None,
        lease_until=None,
    )
    .returning(message.c.id)
)
CLEAR = delete(content).where(
    content.c.organization == OWN, among(content.c.message, "ids"), content.c.channel == OVER
)
DROP_NOTICE = (
    update(notice)
    .where(
        notice.c.organization == OWN,
        notice.c.message == bindparam("in_message"),
        notice.c.channel == OVER,
        notice.c.recipient == bindparam("to"),
        *(
            notice.c[name] == bindparam(f"of_{name}")
            for name in ("deadline", "term", "rule", "step", "number")
        ),
    )
    .values(dropped=True)
)


def put_back(*which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - an Update with or without RETURNING
    return (
        update(message)
        .where(message.c.organization == OWN, message.c.state == "sending", *which)
        .values(state="pending", worker=None, lease_until=None)
    )


RESCUE = put_back(message.c.lease_until <= NOW)
RELEASE = put_back(message.c.worker == BY).values(attempts=message.c.attempts - 1)
