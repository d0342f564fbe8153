"""Triggers that refuse every change to what is only ever added.

A later migration that makes one of these tables anew (batch mode on SQLite) has to make its triggers again.

Revision ID: 20261121_append_only
Revises: 20261121_full_text
"""

from __future__ import annotations

import sqlalchemy as sa
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
    _refuse_replacing_on_sqlite(table)


def _refuse_replacing_on_sqlite(table: str) -> None:
    """INSERT OR REPLACE takes a row away without asking the trigger on DELETE, unless recursive triggers are on.

    It says what SQLite itself says of a key that is taken, for that is what it comes before.
    """
    inspector = sa.inspect(op.get_bind())
    keys = [inspector.get_pk_constraint(table)["constrained_columns"]]
    keys += [key["column_names"] for key in inspector.get_unique_constraints(table)]
    same = " OR ".join("(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key) + ")" for key in keys)
    taken = f'SELECT 1 FROM "{table}" WHERE {same}'  # noqa: S608 - names of our own tables and columns
    op.execute(
        f'CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON "{table}" WHEN EXISTS ({taken}) '
        f"BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {table}.{keys[0][0]}'); END"
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
        for event in ("update", "delete", "replace") if sqlite else ("update", "delete", "truncate"):
            op.execute(f"DROP TRIGGER {table}_refuse_{event}" + ("" if sqlite else f' ON "{table}"'))
    if not sqlite:
        op.execute("DROP FUNCTION refuse_change()")
