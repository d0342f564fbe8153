"""Phrases that a library adds to the rules of the reading.

Revision ID: 20261121_own_phrases
Revises: 20261121_append_only
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "20261121_own_phrases"
down_revision: str | None = "20261121_append_only"
branch_labels: str | None = None
depends_on: str | None = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "own_phrase",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column(
            "means",
            sa.Text(),
            nullable=False,
            comment="the value that the wording gives by itself; empty where the sentence says",
        ),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_by_name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_name", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["term"], ["term_definition.key"], name=op.f("fk_own_phrase_term_term_definition")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_own_phrase")),
        sa.UniqueConstraint("id", name=op.f("uq_own_phrase_id")),
    )
    op.create_index(op.f("ix_own_phrase_term"), "own_phrase", ["term"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f("ix_own_phrase_term"), table_name="own_phrase")
    op.drop_table("own_phrase")
