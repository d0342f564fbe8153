"""What is only ever added cannot be changed or erased, whatever the code does."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from domain.approval import Approval
from domain.errors import Conflict
from domain.suggestion import SuggestionState
from domain.version import Transition, VersionState
from storage.failures import in_words
from storage.tables import APPEND_ONLY, metadata
from storage.unit_of_work import Database
from tests.storage.making import (
    NOW,
    a_clause,
    a_decision,
    a_disposition,
    a_happening,
    a_licence,
    a_quote,
    a_suggestion,
    a_version,
    a_word,
    an_analysis,
    evidence_for,
    keep_licence,
    keep_read,
    new_id,
)

CLAUSE = a_clause("1", "Access is permitted.")


@pytest.fixture
def full(database: Database) -> Database:
    """A desk with a row in every table that is only added to."""
    return _filled(database)


def _filled(database: Database) -> Database:
    licence = a_licence()
    version = a_version(licence)
    keep_licence(database, licence, version)
    suggested = a_suggestion("remote_access", "permitted_explicit", a_quote(CLAUSE, "permitted"))
    step = Transition(
        id=new_id(), version_id=version.id, old=VersionState.DRAFT, new=VersionState.IN_REVIEW, reason="", by="x",
        by_name="X", at=NOW,
    )  # fmt: skip
    with database.unit_of_work() as uow:
        uow.deadlines.add(a_word(licence))
        uow.versions.add_transition(step)
        document, reading = keep_read(uow, version, an_analysis([CLAUSE], [suggested]))
        evidence = evidence_for(document, f"{reading.id}.c1", CLAUSE, "permitted")
        made = a_decision(version, "remote_access", "permitted_explicit", evidence=(evidence,))
        uow.decisions.add(made)
        uow.decisions.approve(Approval(decision_id=made.id, by="y", by_name="Y", at=NOW))
        suggestion = uow.readings.suggestions(version.id)[0]
        uow.readings.dispose(a_disposition(suggestion.id, SuggestionState.REJECTED))
        uow.documents.set_aside(document.id, "wrong file", "somebody", NOW)
        uow.record(a_happening())
        uow.announce(licence.id, licence.code, "licence")
        uow.commit()
    return database


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_rows_cannot_be_replaced_behind_the_desks_back(sqlite_url: str, name: str) -> None:
    """SQLite's INSERT OR REPLACE erases a row without its trigger on DELETE; any program with the file may try it."""
    desk = _filled(Database(sqlite_url))
    with desk.engine.connect() as connection:
        before = connection.execute(text(f'SELECT * FROM "{name}"')).all()
        with pytest.raises(DBAPIError, match="UNIQUE constraint"):
            connection.execute(text(f'INSERT OR REPLACE INTO "{name}" SELECT * FROM "{name}"'))
        connection.rollback()
        assert connection.execute(text(f'SELECT * FROM "{name}"')).all() == before
    desk.dispose()


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_rows_can_neither_be_changed_nor_erased(full: Database, name: str) -> None:
    table = metadata.tables[name]
    column = next(c for c in table.columns if str(c.type) == "TEXT" and not c.foreign_keys)
    statements = [update(table).values({column: "x"}), delete(table)]
    if full.engine.dialect.name == "postgresql":
        statements.append(text(f'TRUNCATE TABLE "{name}" CASCADE'))  # type: ignore[arg-type]
    for statement in statements:
        with full.engine.connect() as connection, pytest.raises(DBAPIError) as refused:
            connection.execute(statement)
        told = in_words(refused.value)
        assert isinstance(told, Conflict)
        assert "never changed or erased" in told.message
    with full.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(table)) == 1
