"""Versions, their recorded steps and their documents.

Revision ID: 20261121_versions
Revises: 20261121_licences
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "20261121_versions"
down_revision: str | None = "20261121_licences"
branch_labels: str | None = None
depends_on: str | None = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _version()
    _version_transition()
    _document()
    _document_set_aside()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for table in ("document_set_aside", "document", "version_transition", "version"):
        op.drop_table(table)


def _version() -> None:
    op.create_table(
        "version",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("licence_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("signatures", _JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('agreement', 'amendment')", name=op.f("ck_version_kind_known")),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'in_force', 'superseded', 'ended', 'withdrawn')",
            name=op.f("ck_version_state_known"),
        ),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_version_licence_id_licence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
    )
    op.create_index(op.f("ix_version_licence_id"), "version", ["licence_id"], unique=False)


def _version_transition() -> None:
    op.create_table(
        "version_transition",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("old_state", sa.Text(), nullable=False),
        sa.Column("new_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "new_state IN ('draft', 'in_review', 'in_force', 'superseded', 'ended', 'withdrawn')",
            name=op.f("ck_version_transition_new_state_known"),
        ),
        sa.CheckConstraint(
            "old_state IN ('draft', 'in_review', 'in_force', 'superseded', 'ended', 'withdrawn')",
            name=op.f("ck_version_transition_old_state_known"),
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_version_transition_version_id_version")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_version_transition")),
        sa.UniqueConstraint("id", name=op.f("uq_version_transition_id")),
    )
    op.create_index(op.f("ix_version_transition_version_id"), "version_transition", ["version_id"], unique=False)


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_by_name", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('agreement', 'schedule', 'side_letter', 'title_list', 'draft')",
            name=op.f("ck_document_role_known"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_document_sha256_whole")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_document_version_id_version")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_document")),
        sa.UniqueConstraint("id", name=op.f("uq_document_id")),
    )
    op.create_index(op.f("ix_document_sha256"), "document", ["sha256"], unique=False)
    op.create_index(op.f("ix_document_version_id"), "document", ["version_id"], unique=False)


def _document_set_aside() -> None:
    op.create_table(
        "document_set_aside",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_set_aside_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_set_aside")),
    )
