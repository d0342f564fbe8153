"""Tasks and notes of licences, and forms that somebody has not finished.

Revision ID: 20261122_tasks
Revises: 20261122_list
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "20261122_tasks"
down_revision: str | None = "20261122_list"
branch_labels: str | None = None
depends_on: str | None = None

_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "task",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("licence_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_name", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('task', 'note')", name=op.f("ck_task_kind_known")),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_task_licence_id_licence")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_task_owner_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    for column in ("licence_id", "owner_id", "due"):
        op.create_index(op.f(f"ix_task_{column}"), "task", [column], unique=False)
    op.create_table(
        "form_draft",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("values", _JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_form_draft_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "form", name=op.f("pk_form_draft")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("form_draft")
    op.drop_table("task")
