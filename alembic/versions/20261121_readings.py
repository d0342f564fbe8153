"""Readings and what they found.

Revision ID: 20261121_readings
Revises: 20261121_versions
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "20261121_readings"
down_revision: str | None = "20261121_versions"
branch_labels: str | None = None
depends_on: str | None = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _reading()
    _reading_page()
    _clause()
    _suggestion()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for table in ("suggestion", "clause", "reading_page", "reading"):
        op.drop_table(table)


def _reading() -> None:
    op.create_table(
        "reading",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("pages_done", sa.Integer(), nullable=False),
        sa.Column("ocr_pages", _JSON, nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("engine", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("warnings", _JSON, nullable=False),
        sa.Column("facts", _JSON, nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_reading_state_known")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_reading_document_id_document")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_reading")),
        sa.UniqueConstraint("id", name=op.f("uq_reading_id")),
    )
    op.create_index(op.f("ix_reading_document_id"), "reading", ["document_id"], unique=False)


def _reading_page() -> None:
    op.create_table(
        "reading_page",
        sa.Column("reading_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False, comment="compressed JSON of storage.pdf.wire"),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_reading_page_reading_id_reading")),
        sa.PrimaryKeyConstraint("reading_id", "number", name=op.f("pk_reading_page")),
    )


def _clause() -> None:
    op.create_table(
        "clause",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reading_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("page_start", sa.Integer(), nullable=False),
        sa.Column("page_end", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("fragments", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False, comment="number, heading and text as they are searched"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_clause_document_id_document")),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_clause_reading_id_reading")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_clause")),
        sa.UniqueConstraint("id", name=op.f("uq_clause_id")),
        sa.UniqueConstraint("reading_id", "position", name=op.f("uq_clause_reading_id_position")),
    )
    op.create_index(op.f("ix_clause_document_id"), "clause", ["document_id"], unique=False)


def _suggestion() -> None:
    op.create_table(
        "suggestion",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reading_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("value", _JSON, nullable=False),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("evidence", _JSON, nullable=False),
        sa.Column("cues", _JSON, nullable=False),
        sa.Column("searched", _JSON, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_suggestion_document_id_document")),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_suggestion_reading_id_reading")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_suggestion_version_id_version")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("id", name=op.f("uq_suggestion_id")),
        sa.UniqueConstraint("reading_id", "position", name=op.f("uq_suggestion_reading_id_position")),
    )
    op.create_index(op.f("ix_suggestion_document_id"), "suggestion", ["document_id"], unique=False)
    op.create_index(op.f("ix_suggestion_version_id"), "suggestion", ["version_id"], unique=False)
