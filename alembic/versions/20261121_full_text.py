"""The full-text index over clauses: FTS5 with triggers on SQLite, a generated tsvector with GIN on PostgreSQL.

Revision ID: 20261121_full_text
Revises: 20261121_desk
"""

from __future__ import annotations

from alembic import op

revision: str = "20261121_full_text"
down_revision: str | None = "20261121_desk"
branch_labels: str | None = None
depends_on: str | None = None

_SQLITE_UP = (
    # The text itself stays in `clause` (external content); it was folded there, accents and capitals aside.
    """CREATE VIRTUAL TABLE clause_search
    USING fts5(search_text, content='clause', content_rowid='seq', tokenize='porter unicode61')""",
    # Clauses are only ever added, so there is nothing to take out of the index again.
    """CREATE TRIGGER clause_search_add AFTER INSERT ON clause
    BEGIN INSERT INTO clause_search(rowid, search_text) VALUES (new.seq, new.search_text); END""",
)
_SQLITE_DOWN = ("DROP TRIGGER clause_search_add", "DROP TABLE clause_search")
_POSTGRESQL_UP = (
    """ALTER TABLE clause ADD COLUMN clause_search tsvector
    GENERATED ALWAYS AS (to_tsvector('english', search_text)) STORED""",
    "CREATE INDEX clause_search_words ON clause USING gin (clause_search)",
)
_POSTGRESQL_DOWN = ("DROP INDEX clause_search_words", "ALTER TABLE clause DROP COLUMN clause_search")


def upgrade() -> None:
    """Make the index."""
    _run(_SQLITE_UP, _POSTGRESQL_UP)


def downgrade() -> None:
    """Drop the index."""
    _run(_SQLITE_DOWN, _POSTGRESQL_DOWN)


def _run(on_sqlite: tuple[str, ...], on_postgresql: tuple[str, ...]) -> None:
    for statement in on_sqlite if op.get_bind().dialect.name == "sqlite" else on_postgresql:
        op.execute(statement)
