"""What can be added to one organisation's record, inside one transaction that excludes other writers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from sqlalchemy import Select, Table, bindparam, delete, func, select, update

from data.sql.among import among
from data.sql.prepared import Values, ask, change
from data.sql.reading import OWN, Reader
from data.sql.rows import (
    Node,
    Revision,
    action_row,
    content_row,
    decision_row,
    message_row,
    node_row,
    notice_row,
    revision_row,
    text_rows,
)
from data.sql.tables import (
    EPOCH,
    Instant,
    action,
    birth,
    content,
    decision,
    digest_week,
    kept_text,
    message,
    node,
    notice,
    organization,
    revision,
    schedule,
)
from data.sql.upsert import insert_new, insert_or_replace, insert_or_update, plain_insert
from rules.action import Action
from rules.notice import Decision, Message, Notice

Key: TypeAlias = tuple[str, str]  # Message-ID, channel

# Made once: SQLAlchemy finds the compiled form of a statement by the statement itself.
ADD_MESSAGE = message.insert()
RECORD = action.insert().returning(action.c.seq)
AT_ONCE = EPOCH  # earlier than any moment, also of virtual time
UNSCHEDULE = delete(schedule).where(schedule.c.organization == OWN, among(schedule.c.base, "bases"))
THERE = select(message.c.id, message.c.channel).where(
    message.c.organization == OWN, among(message.c.id, "ids")
)
LEFT = delete(node).where(
    node.c.organization == OWN,
    (node.c.name == bindparam("leaving")) | (node.c.seen < bindparam("lost", type_=Instant)),
)
ASK_RELOAD = (
    update(organization)
    .where(organization.c.organization == OWN)
    .values(reload_asked=bindparam("now", type_=Instant))
)
CARRIED = (
    select(notice.c.message, notice.c.channel)
    .where(notice.c.organization == OWN, among(notice.c.message, "ids"))
    .distinct()
)
ADDABLE = (
    select(message.c.id, message.c.channel)
    .outerjoin(
        content,
        (content.c.organization == message.c.organization)
        & (content.c.message == message.c.id)
        & (content.c.channel == message.c.channel),
    )
    .where(
        message.c.organization == OWN,
        among(message.c.id, "ids"),
        message.c.state == "pending",
        content.c.message.is_(None),
    )
    .with_for_update(of=message)  # nobody claims it before the new notices are committed
)


class MessageGone(Exception):
    """New notices were meant for a Message-ID whose text is already fixed: they would never be said."""


class Writer(Reader):
    """The only writer of its organisation while the transaction lasts; it sees what it wrote."""

    def start(self, at: dt.datetime) -> None:
        """Note when the organisation was first started; a later start changes nothing."""
        statement = plain_insert(self._dialect, organization)
        old, new = organization.c.known_since, statement.excluded.known_since
        statement = statement.on_conflict_do_update(
            index_elements=["organization"], set_={"known_since": func.coalesce(old, new)}
        )
        self.connection.execute(statement, {"organization": self.organization, "known_since": at})

    def reschedule(self, moments: Mapping[str, dt.datetime | None]) -> None:
        """base -> when it has something to say next; None: nothing more."""
        if ended := [base for base, moment in moments.items() if moment is None]:
            change(self.connection, UNSCHEDULE, [{"own": self.organization, "bases": ended}])
        self._schedule({base: moment for base, moment in moments.items() if moment is not None})

    def bear(self, births: Iterable[tuple[str, str, int]], at: dt.datetime) -> None:
        """(base, deadline, term) became known; what was known before keeps its time."""
        rows = [
            {"organization": self.organization, "base": base, "deadline": deadline, "term": term, "at": at}
            for base, deadline, term in births
        ]
        self._insert_new(birth, rows)

    def decide(self, decisions: Iterable[tuple[str, Decision]]) -> None:
        """(base, decision); what was decided before stays."""
        rows = [decision_row(self.organization, base, value) for base, value in decisions]
        self._insert_new(decision, rows)

    def enqueue(
        self, messages: Iterable[Message], notices: Iterable[tuple[str, Notice]], now: dt.datetime
    ) -> int:
        """Store (base, notice) unless said before, and the messages that carry a new one.

        What is no mail carries no notices and is stored unless it is there. Returns how many messages were
        stored. Raises MessageGone when a new notice names a message that is handed over or frozen.
        """
        given = {(each.id, each.channel): each for each in messages}
        there = self._found(THERE, {message_id for message_id, _ in given})
        carried = self._say([notice_row(self.organization, base, value) for base, value in notices], there)
        self._refuse_gone(carried & there)
        wanted = [
            message_row(self.organization, each, now)
            for key, each in given.items()
            if key not in there and (each.kind != "mail" or key in carried)
        ]
        if wanted:
            change(self.connection, ADD_MESSAGE, wanted)
        return len(wanted)

    def freeze(self, contents: Iterable[tuple[str, str, bytes]]) -> None:
        """(Message-ID, channel, text) of messages whose text is fixed from the start, such as an alert."""
        self._insert_new(content, [content_row(self.organization, *each) for each in contents])

    def record(self, value: Action, base: str) -> Action:
        """Keep a report for ever and make its base due at once; returns it with its number."""
        (seq,) = ask(self.connection, RECORD, action_row(self.organization, base, value))[0]
        self._schedule({base: AT_ONCE})
        return replace(value, seq=seq)

    def note_digest(self, digest: str, week: str, at: dt.datetime, noted: str = "") -> bool:
        """Keep that it was made, with any text; False: that week's digest was made already."""
        own = {"organization": self.organization}
        row = {**own, "digest": digest, "week": week, "at": at, "noted": noted}
        return bool(ask(self.connection, insert_new(self._dialect, digest_week, "week"), row))

    def set_revision(self, value: Revision) -> None:
        """The workspace in use from now on; a text that an earlier one had is not kept again."""
        texts = text_rows(self.organization, set(value.files.values()))
        self._insert_new(kept_text, texts)
        self.connection.execute(revision.insert(), revision_row(self.organization, value))

    def ask_reload(self, at: dt.datetime) -> None:
        """Every node reads its files anew at its next look."""
        self.connection.execute(ASK_RELOAD, {"own": self.organization, "now": at})

    def beat(self, value: Node) -> None:
        """The node lives."""
        statement = insert_or_replace(self._dialect, node)
        self.connection.execute(statement, node_row(self.organization, value))

    def leave(self, name: str, lost: dt.datetime) -> None:
        """The node stops; those not seen since `lost` died without a word and are forgotten too."""
        self.connection.execute(LEFT, {"own": self.organization, "leaving": name, "lost": lost})

    @property
    def _dialect(self) -> str:
        return self.connection.dialect.name

    def _schedule(self, moments: Mapping[str, dt.datetime]) -> None:
        rows = [
            {"organization": self.organization, "base": base, "next_at": moment}
            for base, moment in moments.items()
        ]
        if rows:
            statement = insert_or_update(self._dialect, schedule, ("organization", "base"), "next_at")
            change(self.connection, statement, rows)

    def _insert_new(self, table: Table, rows: Sequence[Values]) -> int:
        """Insert what is new; returns how many rows that were."""
        return change(self.connection, insert_new(self._dialect, table), rows) if rows else 0

    def _say(self, rows: Sequence[Values], there: Collection[Key]) -> set[Key]:
        """Insert notices; returns the messages that carry a new one.

        The notices of a new message are new if they are there at all, so counting usually does.
        """
        named = {(row["message"], row["channel"]) for row in rows}
        if not named.isdisjoint(there):
            new = self.connection.execute(insert_new(self._dialect, notice, "message", "channel"), rows)
            return {(row[0], row[1]) for row in new}
        if self._insert_new(notice, rows) == len(rows):
            return named
        return self._found(CARRIED, {message_id for message_id, _ in named})

    def _refuse_gone(self, joined: Collection[Key]) -> None:
        """Of the messages that were there before, only an unfrozen pending one can take more notices."""
        gone = set(joined) - self._found(ADDABLE, {message_id for message_id, _ in joined})
        if gone:
            raise MessageGone(", ".join(sorted(message_id for message_id, _ in gone)))

    def _found(self, asked: Select[Any], ids: Collection[str]) -> set[Key]:
        """(Message-ID, channel) of those of the ids that the question finds."""
        if not ids:
            return set()
        found = ask(self.connection, asked, {"own": self.organization, "ids": ids})
        return {(row[0], row[1]) for row in found}
