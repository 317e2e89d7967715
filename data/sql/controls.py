"""What is kept of an admin's orders, and what they do to the messages: hold, let go, forget a trial."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Executable, Text, bindparam, cast, delete, exists, func, literal, not_, select, update

from data.sql.among import among
from data.sql.reading import OWN, Reader
from data.sql.rows import NOTICE_COLUMNS, notice_of
from data.sql.tables import (
    Instant,
    birth,
    content,
    control,
    decision,
    digest_week,
    held,
    message,
    notice,
    organization,
)
from data.sql.writing import Writer
from rules.notice import FIXED, Notice
from rules.standing import Control, Standing, standing_of

ITSELF = "dondoc"  # who gave an order that no person gave
BATCH: Any = bindparam("batch")
NOW = bindparam("now", type_=Instant)
SINCE = bindparam("since", type_=Instant)
COLUMNS = tuple(control.c[name] for name in ("do", "by", "at", "note", "mails"))
CONTROLS = select(*COLUMNS).where(control.c.organization == OWN).order_by(control.c.seq)
OF_BATCH = (
    (held.c.organization == OWN) & (held.c.batch == BATCH) & (held.c.message == message.c.id)
)  # fmt: skip
STILL_HELD = (message.c.organization == OWN) & (message.c.state == "held")
OF_THIS_PASS = (
    (message.c.organization == OWN)
    & (message.c.state == "pending")
    & (message.c.created_at == NOW)
    & message.c.kind.in_(("mail", "digest"))
)
NAME = held.insert().from_select(
    ["batch", "organization", "message"],
    select(cast(BATCH, Text), message.c.organization, message.c.id).where(OF_THIS_PASS).distinct(),
)
HOLD = update(message).where(OF_THIS_PASS).values(state="held")
HELD = (
    select(held.c.batch, func.count(message.c.id.distinct()))
    .join(message, (message.c.id == held.c.message) & (message.c.organization == held.c.organization))
    .where(held.c.organization == OWN, message.c.state == "held")
    .group_by(held.c.batch)
    .order_by(held.c.batch)
)
MESSAGES = (
    select(message.c.id).where(STILL_HELD, exists(select(literal(1)).where(OF_BATCH))).distinct()
)  # fmt: skip
NOTICES = select(*NOTICE_COLUMNS).where(
    notice.c.organization == OWN, among(notice.c.message, "ids"), not_(notice.c.dropped)
)
DIGESTS = (
    select(message.c.address)
    .where(message.c.organization == OWN, among(message.c.id, "ids"), message.c.kind == "digest")
    .distinct()
    .order_by(message.c.address)
)
RELEASE = update(message).where(STILL_HELD, among(message.c.id, "ids")).values(state="pending", attempts=0)
CANCEL = update(message).where(STILL_HELD, among(message.c.id, "ids")).values(state="cancelled", next_at=NOW)
UNSAY = (
    update(notice).where(notice.c.organization == OWN, among(notice.c.message, "ids")).values(dropped=True)
)

# A trial as if it had never been: nobody heard what was said in it.
MADE_IN_TRIAL = (message.c.organization == OWN) & (message.c.created_at >= SINCE)
TURNED_ASIDE = (
    (message.c.organization == OWN)
    & (message.c.created_at < SINCE)
    & (message.c.sent_at >= SINCE)
    & (message.c.state == "sent")
)
IS_TEXT_OF = (
    (content.c.organization == message.c.organization)
    & (content.c.message == message.c.id)
    & (content.c.channel == message.c.channel)
)
FORGET: tuple[Executable, ...] = (
    delete(content).where(exists(select(literal(1)).where(IS_TEXT_OF, MADE_IN_TRIAL))),
    # Some texts were fixed when they were made; any other is written anew.
    delete(content).where(
        exists(select(literal(1)).where(IS_TEXT_OF, TURNED_ASIDE, message.c.kind.not_in(FIXED)))
    ),
    delete(held).where(
        held.c.organization == OWN,
        exists(select(literal(1)).where(message.c.id == held.c.message, MADE_IN_TRIAL)),
    ),
    delete(message).where(MADE_IN_TRIAL),
    update(message).where(TURNED_ASIDE).values(state="pending", next_at=NOW, attempts=0, sent_at=None),
    delete(notice).where(notice.c.organization == OWN, notice.c.at >= SINCE),
    # What was passed over stays so: it lay in the past already, or a change of the files put it there.
    delete(decision).where(
        decision.c.organization == OWN, decision.c.at >= SINCE, decision.c.status != "passed"
    ),
    delete(birth).where(birth.c.organization == OWN, birth.c.at >= SINCE),
    delete(digest_week).where(digest_week.c.organization == OWN, digest_week.c.at >= SINCE),
    update(organization)
    .where(organization.c.organization == OWN, organization.c.known_since >= SINCE)
    .values(known_since=NOW),
)
SENT_IN_TRIAL = select(func.count(message.c.id.distinct())).where(
    message.c.organization == OWN, message.c.state == "sent", message.c.sent_at >= SINCE
)


def controls(tx: Reader) -> list[Control]:
    """Every order, oldest first."""
    return [Control(*row) for row in _ask(tx, CONTROLS)]


def standing(tx: Reader) -> Standing:
    """What holds the mails back or turns them aside now."""
    return standing_of(controls(tx))


def note(tx: Writer, order: Control) -> None:
    """Keep an order; the last one of its sort is in force."""
    row = {"organization": tx.organization, "do": order.do, "by": order.by, "at": order.at}
    tx.connection.execute(control.insert(), {**row, "note": order.note, "mails": order.mails})


def hold(tx: Writer, batch: str, now: dt.datetime) -> None:
    """Hold every mail and digest that the pass of `now` enqueued."""
    _do(tx, NAME, batch=batch, now=now)
    _do(tx, HOLD, now=now)


def held_batches(tx: Reader) -> dict[str, int]:
    """batch -> how many mails it still holds."""
    return {row[0]: row[1] for row in _ask(tx, HELD)}


def messages_held(tx: Reader, batch: str) -> list[str]:
    """Message-IDs that the batch still holds."""
    return [row[0] for row in _ask(tx, MESSAGES, batch=batch)]


def notices_held(tx: Reader, ids: Collection[str]) -> list[Notice]:
    """What these messages carry, once for each channel."""
    return [notice_of(row) for row in _ask(tx, NOTICES, ids=ids)]


def digests_held(tx: Reader, ids: Collection[str]) -> list[str]:
    """Addresses of the digests among these messages."""
    return [row[0] for row in _ask(tx, DIGESTS, ids=ids)]


def let_go(tx: Writer, ids: Collection[str]) -> None:
    """Held messages go out with the next pass, written anew then."""
    _do(tx, RELEASE, ids=ids)


def give_up(tx: Writer, ids: Collection[str], now: dt.datetime) -> None:
    """Held messages are never sent: nobody was told what they carry."""
    _do(tx, UNSAY, ids=ids)
    _do(tx, CANCEL, ids=ids, now=now)


def sent_since(tx: Reader, since: dt.datetime) -> int:
    """How many mails were handed over since then."""
    count: int = _ask(tx, SENT_IN_TRIAL, since=since)[0][0]
    return count


def forget(tx: Writer, since: dt.datetime, now: dt.datetime) -> None:
    """Take back all that was decided, said and sent since then, as if the service had been down."""
    for statement in FORGET:
        _do(tx, statement, since=since, now=now)


def _ask(tx: Reader, statement: Executable, **values: object) -> list[Any]:
    return list(tx.connection.execute(statement, {"own": tx.organization, **values}).all())


def _do(tx: Writer, statement: Executable, **values: object) -> None:
    tx.connection.execute(statement, {"own": tx.organization, **values})
