"""Private addresses of calendars, and when a token was last used.

Revision ID: 20261130_calendar
Revises: 20261130_deadlines
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "20261130_calendar"
down_revision: str | None = "20261130_deadlines"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "calendar_address",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True, comment="to the hour"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_address_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_address_secret_hash")),
    )
    used = sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True, comment="to the hour")
    op.add_column("api_token", used)


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("api_token", "last_used_at")
    op.drop_table("calendar_address")
