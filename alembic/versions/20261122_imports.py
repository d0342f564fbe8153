"""What comes from spreadsheets: files that wait to be confirmed, and values that wait to be decided.

Revision ID: 20261122_imports
Revises: 20261122_sync
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "20261122_imports"
down_revision: str | None = "20261122_sync"
branch_labels: str | None = None
depends_on: str | None = None

_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_TIME = sa.DateTime(timezone=True)
_SOURCES = "source IN ('spreadsheet', 'licensor')"
_STATES = "state IN ('open', 'accepted', 'changed', 'rejected')"
_TABLE = "imported_suggestion"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "import_upload",
        *_texts("id", "account_id", "filename"),
        sa.Column("sheets", _JSON, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("mapping", _JSON, nullable=False),
        *_texts("source"),
        sa.Column("counts", _JSON, nullable=False),
        *_texts("fingerprint"),
        sa.Column("book", sa.LargeBinary(), nullable=False, comment="compressed JSON of domain.spreadsheets.table"),
        sa.Column("preview", sa.LargeBinary(), nullable=True, comment="compressed JSON of the rows with an effect"),
        sa.CheckConstraint(_SOURCES, name=op.f("ck_import_upload_source_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_upload")),
    )
    op.create_index(op.f("ix_import_upload_account_id"), "import_upload", ["account_id"], unique=False)
    _suggestions()


def downgrade() -> None:
    """Drop them."""
    op.drop_table(_TABLE)
    op.drop_table("import_upload")


def _suggestions() -> None:
    op.create_table(
        _TABLE,
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        *_texts("id", "import_id", "licence_id", "version_id", "term"),
        sa.Column("value", _JSON, nullable=True),
        *_texts("conditions", "public_note", "internal_note", nullable=True),
        *_texts("raw", "source", "origin"),
        sa.Column("made_at", _TIME, nullable=False),
        *_texts("made_by_name", "state"),
        *_texts("settled_by_name", nullable=True),
        sa.Column("settled_at", _TIME, nullable=True),
        *_texts("decision_id", nullable=True),
        sa.CheckConstraint(_SOURCES, name=op.f("ck_imported_suggestion_source_known")),
        sa.CheckConstraint(_STATES, name=op.f("ck_imported_suggestion_state_known")),
        *(_refers(column, to) for column, to in (("licence_id", "licence.id"), ("version_id", "version.id"))),
        *(_refers(column, to) for column, to in (("term", "term_definition.key"), ("decision_id", "decision.id"))),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_imported_suggestion")),
        sa.UniqueConstraint("id", name=op.f("uq_imported_suggestion_id")),
    )
    for columns in (["state", "import_id"], ["licence_id"], ["version_id"], ["decision_id"]):
        op.create_index(op.f(f"ix_{_TABLE}_{'_'.join(columns)}"), _TABLE, columns, unique=False)


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{_TABLE}_{column}_{to.split('.', maxsplit=1)[0]}"))
