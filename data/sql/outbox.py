"""Which message is handed over next, by whom, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine

from data.sql import claiming, database, inspecting
from data.sql.inspecting import Row
from data.sql.locking import lock
from data.sql.prepared import Answer, Statement, ask, change
from data.sql.rows import content_row, message_of, notice_of, occurrence_values
from data.sql.tables import content
from data.sql.upsert import insert_new, insert_or_update
from rules.notice import Claimed, MessageState, Notice, Occurrence, Settlement
from rules.pace import Pace

__all__ = ["Outbox", "Row"]

Key: TypeAlias = tuple[str, str]  # Message-ID, channel
# Inside the class the word `list` is a method.
Rows: TypeAlias = list[Row]
Taken: TypeAlias = list[Claimed]
Answers: TypeAlias = list[Answer]
Carried: TypeAlias = dict[Key, list[tuple[str, Notice]]]
CONTENT_KEY = ("message", "organization", "channel")


class Outbox:
    """The messages of one organisation.

    Every method is one short transaction and may raise DatabaseUnavailable.
    """

    def __init__(self, engine: Engine, organization: str) -> None:
        self.organization = organization
        self._dialect = engine.dialect.name
        self._reading = database.reading(engine)
        self._writing = database.writing(engine)

    # Handing over: claim, freeze, send, settle.

    def claim(
        self,
        now: dt.datetime,
        worker: str,
        lease: dt.timedelta,
        limit: int = 100,
        paced: Collection[str] = (),
    ) -> Taken:
        """Take pending messages that are due, the oldest first; nobody else gets them during the lease.

        Those of the `paced` channels are left for `claim_paced`.
        """
        values = {"now": now, "by": worker, "until": now + lease, "most": limit}
        with database.transaction(self._writing) as connection:
            if paced:
                return self._take(connection, claiming.CLAIM_OTHERS, paced=paced, **values)
            return self._take(connection, claiming.CLAIM, **values)

    def claim_paced(
        self, now: dt.datetime, worker: str, lease: dt.timedelta, limit: int, channel: str, pace: Pace
    ) -> Taken:
        """The same of one channel, as far as its pace has room: all nodes on this database together."""
        with database.transaction(self._writing) as connection:
            lock(connection, self.organization)  # two nodes must not find the same room

            def handed_over(span: dt.timedelta) -> int:
                asked = self._ask(connection, claiming.HANDED_OVER, over=channel, since=now - span)
                return sum(asked[0])

            room = pace.room(handed_over)
            most = limit if room is None else min(limit, room)
            if most == 0:
                return []
            values = {"now": now, "by": worker, "until": now + lease, "most": most}
            return self._take(connection, claiming.CLAIM_PACED, over=channel, **values)

    def _take(self, connection: Connection, statement: Statement, **values: object) -> Taken:
        taken = self._ask(connection, statement, **values)
        frozen = self._frozen(connection, {row[2] for row in taken})
        taken.sort(key=itemgetter(0, 2, 3))  # when it was due, Message-ID, channel
        return [
            Claimed(message_of(fields), attempts - 1, frozen.get((fields[0], fields[1])))
            for _, attempts, *fields in taken
        ]

    def notices_of(self, claimed: Iterable[Claimed]) -> Carried:
        """(Message-ID, channel) -> the (base, notice) it carries, without dropped ones; none for a digest."""
        found: Carried = {(c.message.id, c.message.channel): [] for c in claimed}
        ids = {message_id for message_id, _ in found}
        for base, *row in self._look(claiming.NOTICES, ids=ids) if ids else ():
            value = notice_of(row)
            if (value.message, value.channel) in found:
                found[value.message, value.channel].append((base, value))
        return found

    def freeze(self, contents: Sequence[tuple[str, str, bytes]]) -> None:
        """(Message-ID, channel, text) before it is handed over: a crash later repeats the very same text.

        A text frozen before stays: it may be the one that arrived.
        """
        rows = [content_row(self.organization, *each) for each in contents]
        if rows:
            with database.transaction(self._writing) as connection:
                change(connection, insert_new(self._dialect, content), rows)

    def thaw(self, ids: Collection[str], channel: str) -> None:
        """Forget texts that were fixed and surely not handed over: they are written anew."""
        if ids:
            with database.transaction(self._writing) as connection:
                change(connection, claiming.CLEAR, [self._own({"ids": ids, "over": channel})])

    def settle(self, settlements: Iterable[Settlement], worker: str) -> int:
        """Record what became of messages this worker still holds; returns how many those were.

        "retry" waits until `next_try`. The stored text stays as it is for "sent" and goes for the others,
        unless the settlement brings one: so an attempt after an unknown one has to bring it again.
        """
        fates = by_fate(settlements)
        if not fates:
            return 0
        with database.transaction(self._writing) as connection:
            return sum(self._settle_alike(connection, alike, worker) for alike in fates)

    def drop(self, items: Iterable[tuple[str, str, Occurrence, str]]) -> None:
        """(Message-ID, channel, occurrence, recipient): notices that lost their sense unsaid."""
        rows = [
            self._own({
                "in_message": message_id,
                "over": channel,
                "to": recipient,
                **{f"of_{name}": value for name, value in occurrence_values(occurrence).items()},
            })
            for message_id, channel, occurrence, recipient in items
        ]  # fmt: skip
        if rows:
            with database.transaction(self._writing) as connection:
                change(connection, claiming.DROP_NOTICE, rows)

    def rescue(self, now: dt.datetime) -> int:
        """Put back what a lost worker held; its text stays frozen. Returns how many."""
        return self._change(claiming.RESCUE, now=now)

    def release(self, worker: str) -> int:
        """Put back what this worker claimed and did not hand over, as if never claimed. Returns how many."""
        return self._change(claiming.RELEASE, by=worker)

    # What there is to do.

    def wake(self) -> dt.datetime | None:
        """When there is something to claim or to rescue next."""
        return min((moment for moment in self._look(inspecting.WAKE)[0] if moment is not None), default=None)

    def undelivered(self, now: dt.datetime) -> int:
        """Messages whose moment has come and that are neither sent nor given up, held ones too."""
        return self.undelivered_since(now)[0]

    def undelivered_since(self, now: dt.datetime) -> tuple[int, dt.datetime | None]:
        """How many, and the moment of the oldest."""
        count, oldest = self._look(inspecting.UNDELIVERED, now=now)[0]
        return count, oldest

    # For the admin.

    def list(self, state: MessageState | None = None, limit: int | None = None) -> Rows:
        """The newest first."""
        most = inspecting.ALL if limit is None else limit
        if state is None:
            return [Row(*row) for row in self._look(inspecting.LIST, most=most)]
        return [Row(*row) for row in self._look(inspecting.LIST_STATE, most=most, which=state)]

    def show(self, message_id: str) -> Sequence[tuple[Row, bytes | None]]:
        """The message in each channel it goes over, with its text if that is stored."""
        return [(Row(*row[:-1]), row[-1]) for row in self._look(inspecting.SHOW, which=message_id)]

    def retry(self, message_id: str, now: dt.datetime) -> int:
        """Send again what is dead, at once what waits; returns in how many channels."""
        return self._change(inspecting.RETRY, which=message_id, now=now)

    def drop_message(self, message_id: str) -> int:
        """Never send it; returns in how many channels. What is being sent cannot be stopped."""
        return self._change(inspecting.CANCEL, which=message_id)

    def counts(self) -> dict[MessageState, int]:
        """How many messages are in each state that has any."""
        return {row[0]: row[1] for row in self._look(inspecting.COUNTS)}

    def prune(self, before: dt.datetime) -> int:
        """Forget the texts of messages finished before that; the messages stay, they count."""
        return self._change(inspecting.PRUNE, before=before)

    def _settle_alike(self, connection: Connection, alike: Sequence[Settlement], worker: str) -> int:
        given = {each.id: each for each in alike}
        channel = alike[0].channel
        held = self._ask(
            connection, claiming.SETTLE, ids=given, over=channel, by=worker, **settled_values(alike[0])
        )
        kept = [given[message_id] for (message_id,) in held]
        gone = [each.id for each in kept if each.content is None and each.result != "sent"]
        if gone:
            change(connection, claiming.CLEAR, [self._own({"ids": gone, "over": channel})])
        texts = [
            content_row(self.organization, each.id, channel, each.content)
            for each in kept
            if each.content is not None
        ]
        if texts:
            change(connection, insert_or_update(self._dialect, content, CONTENT_KEY, "content"), texts)
        return len(kept)

    def _own(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"own": self.organization, **values}

    def _frozen(self, connection: Connection, ids: Collection[str]) -> dict[Key, bytes]:
        found = self._ask(connection, claiming.FROZEN, ids=ids) if ids else ()
        return {(message_id, channel): text for message_id, channel, text in found}

    def _ask(self, connection: Connection, statement: Statement, **values: object) -> Answers:
        return ask(connection, statement, self._own(values))

    def _look(self, statement: Statement, **values: object) -> Answers:
        with database.transaction(self._reading) as connection:
            return self._ask(connection, statement, **values)

    def _change(self, statement: Statement, **values: object) -> int:
        with database.transaction(self._writing) as connection:
            return change(connection, statement, [self._own(values)])


def by_fate(settlements: Iterable[Settlement]) -> Sequence[Sequence[Settlement]]:
    """Settlements that differ only in their message and its text, together: one statement does for them."""
    found: dict[tuple[object, ...], list[Settlement]] = {}
    for each in settlements:
        fate = (each.channel, each.result, each.at, each.next_try, each.reason, each.detail)
        found.setdefault(fate, []).append(each)
    return list(found.values())


def settled_values(value: Settlement) -> dict[str, Any]:
    if value.result == "retry" and value.next_try is None:
        raise ValueError(f"{value.id}: a retry without its moment would never be sent")
    return {
        "result": "pending" if value.result == "retry" else value.result,
        "next_try": value.next_try if value.result == "retry" else value.at,
        "accepted": value.at if value.result == "sent" else None,
        "because": value.reason,
        "words": value.detail,
    }
