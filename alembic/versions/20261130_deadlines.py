"""What was decided at deadlines: to keep a licence or to end it.

Revision ID: 20261130_deadlines
Revises: 20261130_webhooks
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "20261130_deadlines"
down_revision: str | None = "20261130_webhooks"
branch_labels: str | None = None
depends_on: str | None = None

_GUARDED = "deadline_decision"
_KEY = ("licence_id", "kind", "day", "number")


def upgrade() -> None:
    """Make the table, and the triggers that keep every word as it was said."""
    op.create_table(
        _GUARDED,
        sa.Column("licence_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("choice", sa.Text(), nullable=True, comment="null where the word before was taken back"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_by_name", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('notice', 'end')", name=op.f("ck_deadline_decision_kind_known")),
        sa.CheckConstraint(
            "choice IS NULL OR choice IN ('keep', 'end')", name=op.f("ck_deadline_decision_choice_known")
        ),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_deadline_decision_licence_id_licence")),
        sa.PrimaryKeyConstraint(*_KEY, name=op.f("pk_deadline_decision")),
    )
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
    same = " AND ".join(f"{column} = NEW.{column}" for column in _KEY)
    taken = f"SELECT 1 FROM {_GUARDED} WHERE {same}"  # noqa: S608 - our own table
    op.execute(
        f"CREATE TRIGGER {_GUARDED}_refuse_replace BEFORE INSERT ON {_GUARDED} WHEN EXISTS ({taken}) "
        f"BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {_GUARDED}.licence_id'); END"
    )


def _refuse_on_postgresql() -> None:
    for event in ("update", "delete", "truncate"):
        each = "STATEMENT" if event == "truncate" else "ROW"
        op.execute(
            f"CREATE TRIGGER {_GUARDED}_refuse_{event} BEFORE {event.upper()} ON {_GUARDED} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Drop the table, and with it its triggers."""
    op.drop_table(_GUARDED)
