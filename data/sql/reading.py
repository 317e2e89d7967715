"""What can be asked of one organisation's record, inside one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    not_,
    or_,
    select,
)

from data.sql.among import among
from data.sql.prepared import Answer, ask
from data.sql.rows import (
    ACTION_COLUMNS,
    DECISION_COLUMNS,
    NODE_COLUMNS,
    NOTICE_COLUMNS,
    REVISION_COLUMNS,
    TOLD_COLUMNS,
    Node,
    Noted,
    Revision,
    action_of,
    decision_of,
    notice_of,
    revision_of,
    told_of,
)
from data.sql.tables import (
    EPOCH,
    Instant,
    action,
    birth,
    control,
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
from rules.action import Action
from rules.notice import Decision, Notice, Told

FOREVER = dt.datetime.max.replace(tzinfo=dt.UTC)
LEAD_ROLES = ("lead", "lead.head")

OWN: BindParameter[str] = bindparam("own")  # the organisation


class Question(NamedTuple):
    """One question, asked of everything or of some bases."""

    of_all: Select[Any]
    of_some: Select[Any]


def question(statement: Select[Any], base: ColumnElement[str]) -> Question:
    return Question(statement, statement.where(among(base, "bases")))


def _of_state(state: str) -> ColumnElement[bool]:
    return and_(message.c.organization == OWN, message.c.state == state)


WAKE = select(func.min(schedule.c.next_at)).where(schedule.c.organization == OWN)
WAKES = select(
    WAKE.scalar_subquery(),
    select(func.min(message.c.next_at)).where(_of_state("pending")).scalar_subquery(),
    select(func.min(message.c.lease_until)).where(_of_state("sending")).scalar_subquery(),
    select(func.max(control.c.seq)).where(control.c.organization == OWN).scalar_subquery(),
)
DUE = (
    select(schedule.c.base)
    .where(schedule.c.organization == OWN, schedule.c.next_at <= bindparam("now", type_=Instant))
    .order_by(schedule.c.next_at, schedule.c.base)
)
SCHEDULED = select(schedule.c.base, schedule.c.next_at).where(schedule.c.organization == OWN)
ACTIONS = question(select(*ACTION_COLUMNS).where(action.c.organization == OWN), action.c.base)
BIRTHS = question(
    select(birth.c.deadline, birth.c.term, birth.c.at).where(birth.c.organization == OWN), birth.c.base
)
DECISIONS = question(select(*DECISION_COLUMNS).where(decision.c.organization == OWN), decision.c.base)
OWN_NOTICES = select(*NOTICE_COLUMNS).where(
    notice.c.organization == OWN, or_(not_(notice.c.dropped), bindparam("dropped", type_=Boolean))
)
# Of some bases the times are compared here: SQLite would look them up by time instead of by base.
NOTICES = Question(
    OWN_NOTICES.where(
        notice.c.at >= bindparam("since", type_=Instant), notice.c.at < bindparam("until", type_=Instant)
    ),
    OWN_NOTICES.where(among(notice.c.base, "bases")),
)
TOLD = select(*TOLD_COLUMNS).where(
    notice.c.organization == OWN, among(notice.c.base, "bases"), not_(notice.c.dropped)
)
THEIR_MESSAGE = (
    (message.c.organization == notice.c.organization)
    & (message.c.id == notice.c.message)
    & (message.c.channel == notice.c.channel)
)
# Asked for each notice: of a join SQLite would make a walk through all mails that were ever sent.
WAS_SENT = exists().where(THEIR_MESSAGE, message.c.state == "sent")
ACCEPTED = question(
    select(notice.c.deadline, notice.c.term, notice.c.unit, func.count(notice.c.message.distinct()))
    .where(
        notice.c.organization == OWN,
        or_(*(notice.c.role == role for role in LEAD_ROLES)),
        notice.c.unit.is_not(None),
        not_(notice.c.dropped),
        WAS_SENT,
    )
    .group_by(notice.c.deadline, notice.c.term, notice.c.unit),
    notice.c.base,
)
OTHER = notice.alias("other")
THREADS = (
    select(notice.c.deadline, notice.c.address, notice.c.message, func.min(message.c.sent_at))
    .join(message, THEIR_MESSAGE)
    .where(
        notice.c.organization == OWN,
        among(notice.c.deadline, "deadlines"),
        among(notice.c.address, "addresses"),
        not_(notice.c.dropped),
        message.c.state == "sent",
        ~select(OTHER.c.message)
        .where(
            OTHER.c.organization == notice.c.organization,
            OTHER.c.message == notice.c.message,
            OTHER.c.channel == notice.c.channel,
            OTHER.c.deadline != notice.c.deadline,
            not_(OTHER.c.dropped),
        )
        .exists(),
    )
    .group_by(notice.c.deadline, notice.c.address, notice.c.message)
)
WEEKS = select(digest_week.c.week).where(
    digest_week.c.organization == OWN, digest_week.c.digest == bindparam("which")
)
DIGESTS = (
    select(digest_week.c.digest, digest_week.c.week, digest_week.c.at, digest_week.c.noted)
    .where(digest_week.c.organization == OWN)
    .order_by(digest_week.c.at, digest_week.c.digest)
)
REVISIONS = select(*REVISION_COLUMNS).where(revision.c.organization == OWN).order_by(revision.c.seq)
REVISION = REVISIONS.order_by(None).order_by(revision.c.seq.desc()).limit(1)
TEXTS = select(kept_text.c.hash, kept_text.c.text).where(
    kept_text.c.organization == OWN, among(kept_text.c.hash, "hashes")
)
NODES = select(*NODE_COLUMNS).where(node.c.organization == OWN).order_by(node.c.name)
KNOWN_SINCE = select(organization.c.known_since).where(organization.c.organization == OWN)
RELOAD_ASKED = select(organization.c.reload_asked).where(organization.c.organization == OWN)


class Wakes(NamedTuple):
    """When something has to be looked at next; None: nothing of the kind."""

    lines: dt.datetime | None
    tries: dt.datetime | None  # of messages
    leases: dt.datetime | None  # the end of the first one: what a lost worker held is put back then
    controls: int | None = None  # the last order about the mails as a whole; None: never one

    @property
    def moments(self) -> tuple[dt.datetime | None, ...]:
        return (self.lines, self.tries, self.leases)


class Reader:
    """One organisation's record as of the start of the transaction. Bases None: all of them."""

    def __init__(self, connection: Connection, organization: str) -> None:
        self.connection = connection
        self.organization = organization

    def wake(self) -> dt.datetime | None:
        """When something has to be said next."""
        moment: dt.datetime | None = self._ask(WAKE)[0][0]
        return moment

    def wakes(self) -> Wakes:
        """When there is something to do next, as far as it is recorded."""
        return Wakes(*self._ask(WAKES)[0])

    def due(self, now: dt.datetime) -> list[str]:
        """Bases that have something to say by now, the longest due first."""
        return [row[0] for row in self._ask(DUE, now=now)]

    def scheduled(self) -> dict[str, dt.datetime]:
        """When each base has something to say next."""
        return {row[0]: row[1] for row in self._ask(SCHEDULED)}

    def actions(self, bases: Collection[str] | None = None) -> list[Action]:
        """In the order of recording."""
        return sorted(map(action_of, self._of(ACTIONS, bases)), key=attrgetter("seq"))

    def births(self, bases: Collection[str] | None = None) -> dict[tuple[str, int], dt.datetime]:
        """(deadline, term) -> when it became known."""
        return {(row[0], row[1]): row[2] for row in self._of(BIRTHS, bases)}

    def decisions(self, bases: Collection[str] | None = None) -> list[Decision]:
        """In no order."""
        return [decision_of(row) for row in self._of(DECISIONS, bases)]

    def notices(
        self,
        bases: Collection[str] | None = None,
        *,
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
        dropped: bool = False,
    ) -> list[Notice]:
        """By `at`, from `since` up to but without `until`; dropped ones only when asked for."""
        first, end = since or EPOCH, until or FOREVER
        times = {"since": first, "until": end} if bases is None else {}
        found = map(notice_of, self._of(NOTICES, bases, dropped=dropped, **times))
        return sorted((value for value in found if first <= value.at < end), key=attrgetter("at"))

    def told(self, bases: Collection[str]) -> list[Told]:
        """What was said of these bases, dropped notices aside, by `at`."""
        found = self._ask(TOLD, bases=bases) if bases else ()
        return sorted(map(told_of, found), key=attrgetter("at"))

    def accepted(self, bases: Collection[str]) -> dict[tuple[str, int, str], int]:
        """(deadline, term, unit) -> mails to that lead unit or its head that a relay accepted."""
        return {(row[0], row[1], row[2]): row[3] for row in self._of(ACCEPTED, bases)}

    def threads(
        self, deadlines: Collection[str], addresses: Collection[str]
    ) -> dict[tuple[str, str], list[str]]:
        """(deadline, address) -> Message-IDs of the mails sent about that deadline alone, oldest first."""
        found = self._ask(THREADS, deadlines=deadlines, addresses=addresses)
        threads: dict[tuple[str, str], list[str]] = {}
        for deadline, address, message_id, _ in sorted(found, key=lambda row: (row[3], row[2])):
            threads.setdefault((deadline, address), []).append(message_id)
        return threads

    def last_messages(self, deadlines: Collection[str], address: str) -> dict[str, list[str]]:
        """deadline -> Message-IDs of the mails sent to this address about it alone, oldest first."""
        return {deadline: ids for (deadline, _), ids in self.threads(deadlines, [address]).items()}

    def digests(self) -> list[Noted]:
        """Every digest that was made, oldest first."""
        return [Noted(*row) for row in self._ask(DIGESTS)]

    def digest_weeks(self, digest: str) -> set[str]:
        """Weeks ("2021-W05") whose digest was made."""
        return {row[0] for row in self._ask(WEEKS, which=digest)}

    def revision(self) -> Revision | None:
        """The newest one, with its files."""
        newest = self.newest()
        return self.with_files(newest) if newest is not None else None

    def newest(self) -> Revision | None:
        """The newest one, without its files."""
        rows = self._ask(REVISION)
        return revision_of(rows[0]) if rows else None

    def with_files(self, listed: Revision) -> Revision:
        """A revision with the texts of its files."""
        texts = {row[0]: row[1] for row in self._ask(TEXTS, hashes=set(listed.hashes.values()))}
        return replace(listed, files={name: texts[hash] for name, hash in listed.hashes.items()})

    def revisions(self) -> list[Revision]:
        """All, oldest first, without their files."""
        return [revision_of(row) for row in self._ask(REVISIONS)]

    def nodes(self) -> list[Node]:
        """By name."""
        return [Node(*row) for row in self._ask(NODES)]

    def known_since(self) -> dt.datetime | None:
        """When this organisation was first started."""
        rows = self._ask(KNOWN_SINCE)
        moment: dt.datetime | None = rows[0][0] if rows else None
        return moment

    def reload_asked(self) -> dt.datetime | None:
        """When an admin last asked every node to read its files anew."""
        rows = self._ask(RELOAD_ASKED)
        moment: dt.datetime | None = rows[0][0] if rows else None
        return moment

    def _of(self, asked: Question, bases: Collection[str] | None, **values: object) -> list[Answer]:
        if bases is None:
            return self._ask(asked.of_all, **values)
        return self._ask(asked.of_some, bases=bases, **values) if bases else []

    def _ask(self, statement: Select[Any], **values: object) -> list[Answer]:
        return ask(self.connection, statement, {"own": self.organization, **values})
