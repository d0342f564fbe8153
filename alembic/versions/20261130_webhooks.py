"""Subscriptions to the change feed, and the log of what was posted to them.

Revision ID: 20261130_webhooks
Revises: 20261122_review
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "20261130_webhooks"
down_revision: str | None = "20261122_review"
branch_labels: str | None = None
depends_on: str | None = None

_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_OUTCOMES = (
    "'taken', 'gone', 'redirected', 'busy', 'refused', 'broken', 'timed_out', 'unreachable', 'cut_off', "
    "'not_trusted', 'not_allowed', 'no_secret', 'interrupted'"
)


def upgrade() -> None:
    """Make the tables."""
    _webhook()
    _attempt()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("webhook_attempt")
    op.drop_table("webhook")


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _times(*names: str, nullable: bool = False) -> list[sa.Column[sa.types.TypeEngine[object]]]:
    return [sa.Column(name, _TIME, nullable=nullable) for name in names]


def _numbers(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _webhook() -> None:
    last_known = f"last_outcome IS NULL OR last_outcome IN ({_OUTCOMES})"
    op.create_table(
        "webhook",
        *_texts("id", "name", "name_key", "address"),
        sa.Column("kinds", _JSON, nullable=False),
        *_texts("state", "paused_because"),
        sa.Column("position", _COUNTER, nullable=False),
        sa.Column("through", _COUNTER, nullable=True),
        *_texts("message_id", nullable=True),
        *_numbers("turn", "failures"),
        *_times("failing_since", nullable=True),
        *_times("due_at"),
        *_texts("last_outcome", nullable=True),
        *_numbers("last_status", nullable=True),
        *_times("delivered_at", nullable=True),
        *_texts("sealed_secret"),
        *_texts("sealed_old_secret", nullable=True),
        *_times("old_secret_until", nullable=True),
        *_texts("created_by", "created_by_name"),
        *_times("created_at", "updated_at"),
        *_numbers("revision"),
        sa.CheckConstraint("state IN ('active', 'paused')", name=op.f("ck_webhook_state_known")),
        sa.CheckConstraint(last_known, name=op.f("ck_webhook_last_outcome_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("name_key", name=op.f("uq_webhook_name_key")),
    )


def _attempt() -> None:
    of_webhook = op.f("fk_webhook_attempt_webhook_id_webhook")
    op.create_table(
        "webhook_attempt",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        *_texts("webhook_id", "message_id", "kind"),
        *_times("at"),
        *_texts("outcome"),
        *_numbers("status", nullable=True),
        *_numbers("milliseconds", "changes"),
        sa.Column("first", _COUNTER, nullable=True),
        sa.Column("last", _COUNTER, nullable=True),
        sa.CheckConstraint("kind IN ('changes', 'test')", name=op.f("ck_webhook_attempt_kind_known")),
        sa.CheckConstraint(f"outcome IN ({_OUTCOMES})", name=op.f("ck_webhook_attempt_outcome_known")),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=of_webhook),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_webhook_attempt")),
    )
    op.create_index(op.f("ix_webhook_attempt_webhook_id_seq"), "webhook_attempt", ["webhook_id", "seq"], unique=False)
    op.create_index(op.f("ix_webhook_attempt_at"), "webhook_attempt", ["at"], unique=False)
