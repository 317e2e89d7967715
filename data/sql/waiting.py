"""What waits to be handed over, and how it is taken back to be decided anew for other readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from sqlalchemy import bindparam, delete, not_, select

from data.sql.prepared import ask, change
from data.sql.reading import OWN, Reader
from data.sql.rows import NOTICE_COLUMNS, notice_of, occurrence_values
from data.sql.tables import Instant, decision, message, notice
from data.sql.writing import AT_ONCE, Writer
from rules.notice import Notice

Waiting: TypeAlias = tuple[str, Notice]  # base, notice

UNSENT = (
    select(notice.c.base, *NOTICE_COLUMNS)
    .join(
        message,
        (message.c.id == notice.c.message)
        & (message.c.channel == notice.c.channel)
        & (message.c.organization == notice.c.organization),
    )
    .where(
        notice.c.organization == OWN,
        not_(notice.c.dropped),
        message.c.state == "pending",
        message.c.next_at <= bindparam("now", type_=Instant),
    )
)
UNSAY = delete(notice).where(
    notice.c.organization == OWN,
    notice.c.message == bindparam("in_message"),
    notice.c.channel == bindparam("over"),
    notice.c.recipient == bindparam("to"),
    *(notice.c[name] == bindparam(f"of_{name}") for name in ("deadline", "term", "rule", "step", "number")),
)
UNDECIDE = delete(decision).where(
    decision.c.organization == OWN,
    decision.c.base == bindparam("of_base"),
    (decision.c.part == bindparam("of_line")) | (decision.c.part == ""),
    *(decision.c[name] == bindparam(f"of_{name}") for name in ("deadline", "term", "rule", "step", "number")),
)


def unsent(tx: Reader, now: dt.datetime) -> Sequence[Waiting]:
    """The notices of messages that could be handed over at `now`."""
    rows = ask(tx.connection, UNSENT, {"own": tx.organization, "now": now})
    return [(row[0], notice_of(row[1:])) for row in rows]


def take_back(tx: Writer, items: Iterable[Waiting]) -> None:
    """Forget that these were said: their occurrences are decided anew at once.

    Whoever else was told of the same occurrence is not told again: that notice is kept.
    """
    taken = list(items)
    if not taken:
        return
    keys = [
        {f"of_{name}": value for name, value in occurrence_values(notice.occurrence).items()}
        for _, notice in taken
    ]
    change(tx.connection, UNSAY, [
        {"own": tx.organization, "in_message": n.message, "over": n.channel, "to": n.recipient, **key}
        for (_, n), key in zip(taken, keys, strict=True)
    ])  # fmt: skip
    change(tx.connection, UNDECIDE, [
        {"own": tx.organization, "of_base": base, "of_line": n.unit or "", **key}
        for (base, n), key in zip(taken, keys, strict=True)
    ])  # fmt: skip
    tx.reschedule({base: AT_ONCE for base, _ in taken})
