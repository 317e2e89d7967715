"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Written out, not taken from data/sql/tables.py: a revision must stay what it was.
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    create_organization()
    create_schedule()
    create_birth()
    create_action()
    create_decision()
    create_notice()
    create_message()
    create_content()
    create_digest_week()
    create_revision()
    create_node()


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable, autoincrement=False)


def instant(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """Microseconds since 1970 in UTC."""
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def create_organization() -> None:
    op.create_table(
        "organization",
        text("organization"),
        instant("known_since", nullable=True),
        key("organization", "organization"),
    )


def create_schedule() -> None:
    op.create_table(
        "schedule",
        text("organization"),
        instant("next_at"),
        text("base"),
        key("schedule", "organization", "next_at", "base"),
        sa.UniqueConstraint("organization", "base", name="uq_schedule_organization_base"),
        sqlite_with_rowid=False,
    )


def create_birth() -> None:
    op.create_table(
        "birth",
        text("base"),
        text("organization"),
        text("deadline"),
        number("term"),
        instant("at"),
        key("birth", "base", "organization", "deadline", "term"),
        sqlite_with_rowid=False,
    )


def create_action() -> None:
    op.create_table(
        "action",
        sa.Column("seq", SEQUENCE, autoincrement=True),
        text("organization"),
        text("base"),
        text("do"),
        text("deadline"),
        text("by"),
        instant("at"),
        sa.Column("on", sa.Date, nullable=False),
        text("unit", nullable=True),
        text("document", nullable=True),
        text("to", nullable=True),
        text("note", nullable=True),
        flag("no_output"),
        key("action", "seq"),
        sqlite_autoincrement=True,
    )
    index("action", "base", "organization")


def create_decision() -> None:
    op.create_table(
        "decision",
        text("base"),
        text("organization"),
        text("deadline"),
        number("term"),
        text("rule"),
        text("step"),
        number("number"),
        text("part"),
        text("status"),
        instant("moment"),
        instant("at"),
        key("decision", "base", "organization", "deadline", "term", "rule", "step", "number", "part"),
        sqlite_with_rowid=False,
    )


def create_notice() -> None:
    op.create_table(
        "notice",
        text("deadline"),
        text("organization"),
        number("term"),
        text("rule"),
        text("step"),
        number("number"),
        text("recipient"),
        text("channel"),
        text("base"),
        text("message"),
        text("address"),
        text("role"),
        text("unit", nullable=True),
        flag("copy"),
        text("kind"),
        instant("moment"),
        instant("at"),
        flag("late"),
        text("ask", nullable=True),
        text("why", nullable=True),
        number("nth"),
        number("total", nullable=True),
        sa.Column("told", sa.Date),
        flag("dropped"),
        key("notice", "deadline", "organization", "term", "rule", "step", "number", "recipient", "channel"),
    )
    index("notice", "base", "organization")
    index("notice", "message", "organization")
    index("notice", "organization", "at")


def create_message() -> None:
    op.create_table(
        "message",
        text("id"),
        text("organization"),
        text("channel"),
        text("address"),
        instant("at"),
        text("kind"),
        text("digest", nullable=True),
        instant("expires", nullable=True),
        sa.Column("opens", sa.Time),
        sa.Column("closes", sa.Time),
        text("state"),
        number("attempts"),
        instant("next_at"),
        text("worker", nullable=True),
        instant("lease_until", nullable=True),
        text("reason", nullable=True),
        text("detail", nullable=True),
        instant("sent_at", nullable=True),
        instant("created_at"),
        key("message", "id", "organization", "channel"),
        sqlite_with_rowid=False,
    )
    index("message", "organization", "state", "next_at", "id")


def create_content() -> None:
    op.create_table(
        "content",
        text("message"),
        text("organization"),
        text("channel"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        key("content", "message", "organization", "channel"),
    )


def create_digest_week() -> None:
    op.create_table(
        "digest_week",
        text("organization"),
        text("digest"),
        text("week"),
        instant("at"),
        text("noted"),
        key("digest_week", "organization", "digest", "week"),
        sqlite_with_rowid=False,
    )


def create_revision() -> None:
    op.create_table(
        "revision",
        sa.Column("seq", SEQUENCE, autoincrement=True),
        text("organization"),
        text("hash"),
        instant("at"),
        text("changed", nullable=True),
        sa.Column("files", sa.JSON, nullable=False),
        key("revision", "seq"),
    )
    index("revision", "organization", "seq")


def create_node() -> None:
    op.create_table(
        "node",
        text("organization"),
        text("name"),
        instant("started"),
        instant("seen"),
        text("revision", nullable=True),
        text("note", nullable=True),
        key("node", "organization", "name"),
        sqlite_with_rowid=False,
    )
