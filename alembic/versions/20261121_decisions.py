"""Decisions, their evidence, and what became of suggestions.

Revision ID: 20261121_decisions
Revises: 20261121_readings
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "20261121_decisions"
down_revision: str | None = "20261121_readings"
branch_labels: str | None = None
depends_on: str | None = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _decision()
    _evidence()
    _suggestion_disposition()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for table in ("suggestion_disposition", "evidence", "decision"):
        op.drop_table(table)


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("value", _JSON, nullable=True, comment="NULL where the term was reopened"),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("public_note", sa.Text(), nullable=True),
        sa.Column("internal_note", sa.Text(), nullable=True),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.Column("searched", _JSON, nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("suggestion_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_by_name", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "provenance IN ('evidence', 'search', 'entered', 'imported')", name=op.f("ck_decision_provenance_known")
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_decision_sequence_counted")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_decision_suggestion_id_suggestion")
        ),
        sa.ForeignKeyConstraint(["term"], ["term_definition.key"], name=op.f("fk_decision_term_term_definition")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_decision_version_id_version")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_decision")),
        sa.UniqueConstraint("id", name=op.f("uq_decision_id")),
        sa.UniqueConstraint("version_id", "term", "sequence", name=op.f("uq_decision_version_id_term_sequence")),
    )
    op.create_index(op.f("ix_decision_suggestion_id"), "decision", ["suggestion_id"], unique=False)


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("clause_id", sa.Text(), nullable=False),
        sa.Column("clause_number", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("boxes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_evidence_clause_id_clause")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_evidence_decision_id_decision")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_evidence_document_id_document")),
        sa.PrimaryKeyConstraint("decision_id", "position", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_clause_id"), "evidence", ["clause_id"], unique=False)
    op.create_index(op.f("ix_evidence_document_id"), "evidence", ["document_id"], unique=False)


def _suggestion_disposition() -> None:
    op.create_table(
        "suggestion_disposition",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("suggestion_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'changed', 'rejected')", name=op.f("ck_suggestion_disposition_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_suggestion_disposition_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_disposition_suggestion_id_suggestion")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_suggestion_disposition")),
        sa.UniqueConstraint("id", name=op.f("uq_suggestion_disposition_id")),
    )
    op.create_index(
        op.f("ix_suggestion_disposition_decision_id"), "suggestion_disposition", ["decision_id"], unique=False
    )
    op.create_index(
        op.f("ix_suggestion_disposition_suggestion_id"), "suggestion_disposition", ["suggestion_id"], unique=False
    )
