"""Triggers that refuse every change to what is only ever added.

A later migration that makes one of these tables anew (batch mode on SQLite) has to make its triggers again.

Revision ID: 20261121_append_only
Revises: 20261121_full_text
"""

from __future__ import annotations

from alembic import op

revision: str = "20261121_append_only"
down_revision: str | None = "20261121_full_text"
branch_labels: str | None = None
depends_on: str | None = None

_TABLES = (
    "document",
    "document_set_aside",
    "version_transition",
    "decision",
    "evidence",
    "suggestion_disposition",
    "clause",
    "suggestion",
    "audit_entry",
    "change",
)
_FUNCTION = (
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)


def upgrade() -> None:
    """Make the triggers."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(_FUNCTION)
    for table in _TABLES:
        if sqlite:
            _refuse_on_sqlite(table)
        else:
            _refuse_on_postgresql(table)


def _refuse_on_sqlite(table: str) -> None:
    for event in ("update", "delete"):
        op.execute(
            f'CREATE TRIGGER {table}_refuse_{event} BEFORE {event.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _refuse_on_postgresql(table: str) -> None:
    for event in ("update", "delete", "truncate"):
        each = "STATEMENT" if event == "truncate" else "ROW"
        op.execute(
            f'CREATE TRIGGER {table}_refuse_{event} BEFORE {event.upper()} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Drop the triggers."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _TABLES:
        for event in ("update", "delete") if sqlite else ("update", "delete", "truncate"):
            op.execute(f"DROP TRIGGER {table}_refuse_{event}" + ("" if sqlite else f' ON "{table}"'))
    if not sqlite:
        op.execute("DROP FUNCTION refuse_change()")
