"""Texts kept once for all revisions, refused files, and which files each message was decided by."""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Written out, not taken from data/sql/tables.py: a revision must stay what it was.
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.add_column("organization", sa.Column("reload_asked", sa.BigInteger))
    op.add_column("message", sa.Column("revision", sa.Text))
    op.add_column("node", sa.Column("passed_at", sa.BigInteger))
    op.add_column("revision", sa.Column("node", sa.Text))
    op.add_column("revision", sa.Column("summary", sa.Text))
    op.add_column("revision", sa.Column("passed", sa.Integer))
    create_kept_text()
    create_refusal()
    move_texts()


def create_kept_text() -> None:
    op.create_table(
        "kept_text",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hash", "organization", name="pk_kept_text"),
    )


def create_refusal() -> None:
    op.create_table(
        "refusal",
        sa.Column("seq", SEQUENCE, nullable=False, autoincrement=True),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("problems", sa.Integer, nullable=False),
        sa.Column("first", sa.Text, nullable=False),
        sa.Column("node", sa.Text, nullable=False),
        sa.Column("told", sa.BigInteger),
        sa.Column("alerts", sa.JSON, nullable=False),
        sa.Column("ended", sa.BigInteger),
        sa.PrimaryKeyConstraint("seq", name="pk_refusal"),
    )
    op.create_index("ix_refusal_organization_seq", "refusal", ["organization", "seq"])


def move_texts() -> None:
    """Until now each revision held the whole text of every file."""
    connection = op.get_bind()
    kept = sa.table("kept_text", sa.column("hash"), sa.column("organization"), sa.column("text"))
    revisions = sa.table("revision", sa.column("seq"), sa.column("organization"), sa.column("files", sa.JSON))
    known: set[tuple[str, str]] = set()
    numbers = connection.execute(sa.select(revisions.c.seq).order_by(revisions.c.seq)).scalars().all()
    for seq in numbers:
        asked = sa.select(revisions.c.organization, revisions.c.files).where(revisions.c.seq == seq)
        organization, files = connection.execute(asked).one()
        texts = json.loads(files) if isinstance(files, str) else files
        hashes = {name: hash_of(text) for name, text in texts.items()}
        for name, digest in hashes.items():
            if (digest, organization) not in known:
                known.add((digest, organization))
                row = {"hash": digest, "organization": organization, "text": texts[name]}
                connection.execute(kept.insert(), row)
        connection.execute(revisions.update().where(revisions.c.seq == seq).values(files=hashes))


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
