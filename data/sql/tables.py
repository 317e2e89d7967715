"""Which tables a database holds; every row belongs to one organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Time,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

SCHEMA = "0003"  # the newest revision in data/migrations/versions

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


@lru_cache(maxsize=4096)  # many rows are of one moment
def microseconds(value: dt.datetime | None) -> int | None:
    return None if value is None else (value - EPOCH) // MICROSECOND


@lru_cache(maxsize=4096)
def instant(value: int | None) -> dt.datetime | None:
    return None if value is None else EPOCH + dt.timedelta(microseconds=value)


class Instant(TypeDecorator[dt.datetime]):
    """An aware datetime as microseconds since 1970 in UTC; a naive one is a TypeError."""

    impl = BigInteger
    cache_ok = True

    # Not process_bind_param and process_result_value: they cost a call more for each value.

    def bind_processor(self, dialect: Dialect) -> Callable[[dt.datetime | None], int | None]:  # noqa: ARG002
        return microseconds

    def result_processor(
        self,
        dialect: Dialect,  # noqa: ARG002
        coltype: object,  # noqa: ARG002
    ) -> Callable[[int | None], dt.datetime | None]:
        return instant


# SQLite counts up only in a column declared exactly INTEGER.
Sequence = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite guesses that ten rows meet the first column of an index. So the organisation stands first only
# where rows are looked up by time, and second where they are looked up by name.

organization = Table(
    "organization",
    metadata,
    Column("organization", Text, primary_key=True),
    Column("known_since", Instant),
    Column("reload_asked", Instant),  # when an admin last asked every node to read its files anew
)

# Narrow: moving a thousand deadlines must not touch a thousand wide rows.
schedule = Table(
    "schedule",
    metadata,
    Column("organization", Text, primary_key=True),
    Column("next_at", Instant, primary_key=True),
    Column("base", Text, primary_key=True),
    UniqueConstraint("organization", "base"),
    sqlite_with_rowid=False,
)

birth = Table(
    "birth",
    metadata,
    Column("base", Text, primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("deadline", Text, primary_key=True),
    Column("term", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

action = Table(
    "action",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("organization", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("do", Text, nullable=False),
    Column("deadline", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("on", Date, nullable=False),
    Column("unit", Text),
    Column("document", Text),
    Column("to", Text),
    Column("note", Text),
    Column("no_output", Boolean, nullable=False),
    Index(None, "base", "organization"),
    sqlite_autoincrement=True,  # a number is never given twice
)

decision = Table(
    "decision",
    metadata,
    Column("base", Text, primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("deadline", Text, primary_key=True),
    Column("term", Integer, primary_key=True, autoincrement=False),
    Column("rule", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("part", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("moment", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

notice = Table(
    "notice",
    metadata,
    Column("deadline", Text, primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("term", Integer, primary_key=True, autoincrement=False),
    Column("rule", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("recipient", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("base", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("unit", Text),
    Column("copy", Boolean, nullable=False),
    Column("kind", Text, nullable=False),
    Column("moment", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("ask", Text),
    Column("why", Text),
    Column("nth", Integer, nullable=False),  # Notice.number: which reminder of the rule
    Column("total", Integer),
    Column("told", Date),
    Column("dropped", Boolean, nullable=False),
    Index(None, "base", "organization"),
    Index(None, "message", "organization"),
    Index(None, "organization", "at"),
)

message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("digest", Text),
    Column("expires", Instant),
    Column("opens", Time),
    Column("closes", Time),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("worker", Text),
    Column("lease_until", Instant),
    Column("reason", Text),
    Column("detail", Text),
    Column("sent_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("revision", Text),  # the files it was decided by
    Index(None, "organization", "state", "next_at", "id"),  # in the order of claiming
    sqlite_with_rowid=False,
)

# Apart from the message: a change of state must not rewrite ten kilobytes of text.
content = Table(
    "content",
    metadata,
    Column("message", Text, primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

digest_week = Table(
    "digest_week",
    metadata,
    Column("organization", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("week", Text, primary_key=True),  # "2021-W05"
    Column("at", Instant, nullable=False),
    Column("noted", Text, nullable=False),
    sqlite_with_rowid=False,
)

revision = Table(
    "revision",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("organization", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("changed", Text),
    Column("files", JSON, nullable=False),  # relative path -> hash of its text
    Column("node", Text),  # who took it into use
    Column("summary", Text),
    Column("passed", Integer),  # how many steps it put into the past
    Index(None, "organization", "seq"),
)

# Once for all revisions that have it: an edit must not keep the whole workspace again.
kept_text = Table(
    "kept_text",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("text", Text, nullable=False),
)

# Files that could not be taken into use, and what the admin was told of them.
refusal = Table(
    "refusal",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("organization", Text, nullable=False),
    Column("hash", Text, nullable=False),  # of the problems
    Column("at", Instant, nullable=False),
    Column("problems", Integer, nullable=False),
    Column("first", Text, nullable=False),
    Column("node", Text, nullable=False),
    Column("told", Instant),
    Column("alerts", JSON, nullable=False),  # Message-IDs
    Column("ended", Instant),
    Index(None, "organization", "seq"),
)

node = Table(
    "node",
    metadata,
    Column("organization", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("started", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("revision", Text),
    Column("note", Text),
    Column("passed_at", Instant),  # its last pass
    sqlite_with_rowid=False,
)

# What an admin ordered of the mails as a whole; the last order of its sort is in force.
control = Table(
    "control",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("organization", Text, nullable=False),
    Column("do", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text),
    Column("mails", Integer),
    Index(None, "organization", "seq"),
)

# Which messages one large pass holds together; they stay listed here when they are let go.
held = Table(
    "held",
    metadata,
    Column("batch", Text, primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    sqlite_with_rowid=False,
)
