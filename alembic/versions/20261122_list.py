"""Who looks after a licence, which lines of the list were changed, and lists that somebody saved.

Revision ID: 20261122_list
Revises: 20261121_own_phrases
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "20261122_list"
down_revision: str | None = "20261121_own_phrases"
branch_labels: str | None = None
depends_on: str | None = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns and make the tables."""
    owner = "account of the person who looks after it"
    op.add_column("licence", sa.Column("owner_id", sa.Text(), nullable=True, comment=owner))
    op.add_column("licence", sa.Column("unit", sa.Text(), nullable=True, comment="the team that looks after it"))
    op.add_column("account", sa.Column("unit", sa.Text(), nullable=True, comment="the team this person works in"))
    op.create_table(
        "list_change",
        sa.Column("licence_id", sa.Text(), nullable=False),
        sa.Column("seq", _COUNTER, nullable=False, comment="counted under the lock of the commit"),
        sa.PrimaryKeyConstraint("licence_id", name=op.f("pk_list_change")),
    )
    op.create_index(op.f("ix_list_change_seq"), "list_change", ["seq"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("page IN ('list', 'matrix')", name=op.f("ck_saved_view_page_known")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_saved_view_owner_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(op.f("ix_saved_view_owner_id"), "saved_view", ["owner_id"], unique=False)


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("saved_view")
    op.drop_table("list_change")
    op.drop_column("account", "unit")
    op.drop_column("licence", "unit")
    op.drop_column("licence", "owner_id")
