"""A second reviewer's approval of a decision, and where each person is in the review of a version.

Revision ID: 20261122_review
Revises: 20261122_imports
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "20261122_review"
down_revision: str | None = "20261122_imports"
branch_labels: str | None = None
depends_on: str | None = None

_GUARDED = "decision_approval"


def upgrade() -> None:
    """Make the tables, and the triggers that keep approvals as they are."""
    op.create_table(
        "decision_approval",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_approval_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision_approval")),
    )
    op.create_table(
        "review_place",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_place_account_id_account")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_review_place_version_id_version")),
        sa.PrimaryKeyConstraint("account_id", "version_id", name=op.f("pk_review_place")),
    )
    op.create_index(op.f("ix_review_place_version_id"), "review_place", ["version_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _refuse_on_sqlite()
    else:
        _refuse_on_postgresql()


def _refuse_on_sqlite() -> None:
    for event in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {_GUARDED}_refuse_{event} BEFORE {event.upper()} ON {_GUARDED} "
            f"BEGIN SELECT RAISE(ABORT, '{_GUARDED} is append-only'); END"
        )
    taken = f"SELECT 1 FROM {_GUARDED} WHERE decision_id = NEW.decision_id"  # noqa: S608 - our own table
    op.execute(
        f"CREATE TRIGGER {_GUARDED}_refuse_replace BEFORE INSERT ON {_GUARDED} WHEN EXISTS ({taken}) "
        f"BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {_GUARDED}.decision_id'); END"
    )


def _refuse_on_postgresql() -> None:
    for event in ("update", "delete", "truncate"):
        each = "STATEMENT" if event == "truncate" else "ROW"
        op.execute(
            f"CREATE TRIGGER {_GUARDED}_refuse_{event} BEFORE {event.upper()} ON {_GUARDED} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Drop the tables, and with them their triggers."""
    op.drop_table("review_place")
    op.drop_table(_GUARDED)
