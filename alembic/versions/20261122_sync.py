"""Other systems: targets, plans and their records, links, what was seen over there, requests, proposals.

Revision ID: 20261122_sync
Revises: 20261122_tasks
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "20261122_sync"
down_revision: str | None = "20261122_tasks"
branch_labels: str | None = None
depends_on: str | None = None

_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_JSON_TEXT = sa.JSON(none_as_null=True)
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_PURPOSES = "'send', 'drift', 'pull_suggestions', 'pull_decisions'"
_PLAN_STATES = "'comparing', 'ready', 'sending', 'paused', 'stopped', 'done', 'failed'"


def upgrade() -> None:
    """Make the tables."""
    _target()
    _plan()
    _item()
    _link()
    _seen()
    _request()
    _proposal()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for table in (
        "sync_proposal",
        "sync_request",
        "sync_pulled",
        "sync_seen",
        "sync_link",
        "sync_item",
        "sync_plan",
        "sync_target",
    ):
        op.drop_table(table)


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _of_target(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["target_id"], ["sync_target.id"], name=op.f(f"fk_{table}_target_id_sync_target"))


def _target() -> None:
    op.create_table(
        "sync_target",
        *_texts("id", "name", "name_key", "system", "address"),
        *(sa.Column(name, _JSON, nullable=False) for name in ("options", "mapping", "vocabulary", "vendors")),
        sa.Column("sealed_key", sa.Text(), nullable=False),
        sa.Column("pulled_on", sa.Date(), nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("closed_at", _TIME, nullable=True),
        *_numbers("revision"),
        sa.CheckConstraint("system IN ('alma')", name=op.f("ck_sync_target_system_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_target")),
        sa.UniqueConstraint("name_key", name=op.f("uq_sync_target_name_key")),
    )


def _plan() -> None:
    op.create_table(
        "sync_plan",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        *_texts("id", "target_id", "purpose", "state", "asked_by", "asked_by_name"),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("compared_at", _TIME, nullable=True),
        *_texts("sent_by", "sent_by_name", nullable=True),
        sa.Column("sending_at", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        *_numbers("looked", "of", "agree", "only_there", "runs"),
        *_texts("error", nullable=True),
        sa.Column("doubts", _JSON, nullable=False),
        sa.Column("progress", _JSON, nullable=False),
        sa.CheckConstraint(f"purpose IN ({_PURPOSES})", name=op.f("ck_sync_plan_purpose_known")),
        sa.CheckConstraint(f"state IN ({_PLAN_STATES})", name=op.f("ck_sync_plan_state_known")),
        _of_target("sync_plan"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sync_plan")),
        sa.UniqueConstraint("id", name=op.f("uq_sync_plan_id")),
    )
    op.create_index(op.f("ix_sync_plan_target_id"), "sync_plan", ["target_id"], unique=False)


def _item() -> None:
    op.create_table(
        "sync_item",
        *_texts("id", "plan_id"),
        *_numbers("position"),
        *_texts("link_kind", "our_id", "licence_id", "kind", "title", "remote_code", "parent_code"),
        sa.Column("lines", _JSON_TEXT, nullable=False),
        sa.Column("alike", _JSON, nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        *_texts("state", "message"),
        *_numbers("written", "to_send", "to_decide", "no_place", "cleared", "held"),
        sa.Column("has_work", sa.Boolean(), nullable=False),
        *_numbers("revision"),
        sa.CheckConstraint("link_kind IN ('licence', 'amendment')", name=op.f("ck_sync_item_link_kind_known")),
        sa.CheckConstraint("kind IN ('create', 'change', 'match', 'gone')", name=op.f("ck_sync_item_kind_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'writing', 'written', 'refused', 'left_out')", name=op.f("ck_sync_item_state_known")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["sync_plan.id"], name=op.f("fk_sync_item_plan_id_sync_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_item")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_sync_item_plan_id_position")),
    )


def _link() -> None:
    op.create_table(
        "sync_link",
        *_texts("target_id", "our_id", "kind", "remote_code", "remote_key", "matched_by"),
        sa.Column("base", _JSON_TEXT, nullable=False),
        sa.Column("written", _JSON, nullable=False),
        sa.Column("files", _JSON, nullable=False),
        sa.Column("held", _JSON_TEXT, nullable=False),
        sa.Column("linked_at", _TIME, nullable=False),
        sa.Column("written_at", _TIME, nullable=True),
        sa.CheckConstraint("kind IN ('licence', 'amendment')", name=op.f("ck_sync_link_kind_known")),
        _of_target("sync_link"),
        sa.PrimaryKeyConstraint("target_id", "our_id", name=op.f("pk_sync_link")),
        sa.UniqueConstraint("target_id", "remote_key", name=op.f("uq_sync_link_target_id_remote_key")),
    )


def _seen() -> None:
    op.create_table(
        "sync_seen",
        *_texts("target_id", "look", "code_key", "code", "name", "name_key"),
        sa.Column("record", _JSON_TEXT, nullable=False),
        _of_target("sync_seen"),
        sa.PrimaryKeyConstraint("target_id", "look", "code_key", name=op.f("pk_sync_seen")),
    )
    columns = ["target_id", "look", "name_key"]
    op.create_index(op.f("ix_sync_seen_target_id_look_name_key"), "sync_seen", columns, unique=False)
    op.create_table(
        "sync_pulled",
        *_texts("target_id", "code_key", "fingerprint"),
        _of_target("sync_pulled"),
        sa.PrimaryKeyConstraint("target_id", "code_key", name=op.f("pk_sync_pulled")),
    )


def _request() -> None:
    op.create_table(
        "sync_request",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        *_texts("target_id"),
        *_texts("plan_id", nullable=True),
        sa.Column("at", _TIME, nullable=False),
        *_texts("method", "path"),
        sa.Column("status", sa.Integer(), nullable=True),
        *_numbers("milliseconds", "sent_bytes", "received_bytes"),
        *_texts("tracking", "error"),
        _of_target("sync_request"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sync_request")),
    )
    op.create_index(op.f("ix_sync_request_target_id_seq"), "sync_request", ["target_id", "seq"], unique=False)


def _proposal() -> None:
    op.create_table(
        "sync_proposal",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        *_texts("id", "target_id", "licence_id", "version_id", "term"),
        sa.Column("value", _JSON, nullable=True),
        *_texts("conditions", nullable=True),
        *_texts("raw", "origin"),
        sa.Column("made_at", _TIME, nullable=False),
        *_texts("state"),
        *_texts("settled_by_name", nullable=True),
        sa.Column("settled_at", _TIME, nullable=True),
        *_texts("decision_id", nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'changed', 'rejected')", name=op.f("ck_sync_proposal_state_known")
        ),
        _of_target("sync_proposal"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sync_proposal")),
        sa.UniqueConstraint("id", name=op.f("uq_sync_proposal_id")),
    )
    op.create_index(op.f("ix_sync_proposal_target_id_state"), "sync_proposal", ["target_id", "state"], unique=False)
    op.create_index(op.f("ix_sync_proposal_version_id_term"), "sync_proposal", ["version_id", "term"], unique=False)
