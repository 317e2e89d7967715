"""What an admin ordered of the mails, and which mails are held until somebody confirms them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    create_control()
    create_held()


def create_control() -> None:
    op.create_table(
        "control",
        sa.Column("seq", SEQUENCE, autoincrement=True),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("do", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("mails", sa.Integer),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_control")),
    )
    op.create_index(op.f("ix_control_organization_seq"), "control", ["organization", "seq"])


def create_held() -> None:
    op.create_table(
        "held",
        sa.Column("batch", sa.Text, nullable=False),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("batch", "organization", "message", name=op.f("pk_held")),
        sqlite_with_rowid=False,
    )
