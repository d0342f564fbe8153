"""The trail against the record: an honest life of a licence leaves no doubt, and every forgery behind it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from domain.identity import Actor
from domain.licence import Licence
from domain.ports import Services
from domain.usecases.documents import set_document_aside
from domain.usecases.licences import add_licence, change_licence, delete_licence
from domain.usecases.taking_back import reject_suggestion, reopen_term
from domain.usecases.versions import add_version, change_version, move_version
from domain.version import VersionState
from storage.engine import make_engine
from storage.verify import Report, verify
from tests.usecases.test_whole_path import decide, in_force, read_all, suggestions_of, upload

GUARDED = ("document", "decision", "evidence", "version_transition", "audit_entry")


@pytest.fixture
def lived(services: Services, editor: Actor, reviewer: Actor, amendment_pdf: Path) -> Licence:
    """A licence to which everything has been done that can be done."""
    licence = add_licence(services, editor, {"title": "Boreal Journals", "code": "BOREAL", "notes": "Old."})
    licence = change_licence(services, editor, licence.id, {"notes": "Price cap.", "tags": ["x"]}, seen=1)
    version = add_version(services, editor, licence.id, {"label": "Agreement", "effective_from": "2026-01-01"})
    document, _ = upload(services, editor, version, amendment_pdf)
    read_all(services)
    decide(services, reviewer, version, "permitted_explicit", conditions="In Canada.")
    reopen_term(services, reviewer, version.id, "ill_electronic")
    decide(services, reviewer, version, "prohibited_explicit", reason="Read again.")
    reject_suggestion(services, reviewer, suggestions_of(services, version)[0].id, "Not so.")
    in_force(services, reviewer, version)
    change_version(services, reviewer, version.id, {"note": "Signed twice."}, seen=3)
    set_document_aside(services, editor, document.id, "A better scan came.")
    move_version(services, reviewer, version.id, VersionState.ENDED)
    mistaken = add_licence(services, editor, {"title": "Mistaken"})
    delete_licence(services, editor, mistaken.id, seen=1)
    return licence


def forged(database_url: str, folder: Path, *statements: str, head: str | None = None) -> Report:
    """What is told after somebody with the keys to the database took the guards away and wrote into it."""
    engine = make_engine(database_url)
    with engine.begin() as connection:
        for table in GUARDED:
            if engine.dialect.name == "sqlite":
                for event in ("update", "delete", "replace"):
                    connection.execute(text(f"DROP TRIGGER {table}_refuse_{event}"))
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
    return verify(database_url, folder / "documents", head=head)


def test_an_honest_life_leaves_no_doubt(lived: Licence, database_url: str, tmp_path: Path) -> None:
    assert verify(database_url, tmp_path / "documents").problems == ()


FORGERIES = {
    "UPDATE licence SET notes = 'No price cap.'": "“notes” of licence BOREAL",
    "UPDATE version SET effective_from = '2020-01-01'": "“effective_from” of Agreement of licence BOREAL",
    "UPDATE version SET state = 'in_force'": "“state” of Agreement of licence BOREAL",
    "UPDATE document SET filename = 'other.pdf'": "“filename” of other.pdf of licence BOREAL",
    "UPDATE decision SET decided_by_name = 'Nobody'": "Decision 3 on “ill_electronic” of Agreement of licence BOREAL",
    "UPDATE decision SET conditions = 'Everywhere.' WHERE sequence = 1": "Decision 1 on “ill_electronic” of Agreement",
    "DELETE FROM audit_entry WHERE seq > 1": "“entry” of Agreement of licence BOREAL",
    "DELETE FROM audit_entry": "“entry” of licence BOREAL",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_row_written_behind_the_trail_is_told(
    lived: Licence, database_url: str, tmp_path: Path, forgery: str
) -> None:
    problems = forged(database_url, tmp_path, forgery).problems
    assert any(problem.startswith(FORGERIES[forgery]) for problem in problems), problems


def test_a_licence_that_went_without_a_trace_is_told(services: Services, editor: Actor, database_url: str) -> None:
    add_licence(services, editor, {"title": "Vanished", "code": "GONE"})
    removals = [f"DELETE FROM {table}" for table in ("licence_tag", "licence")]
    problems = forged(database_url, Path("nowhere"), *removals).problems
    assert "Licence GONE is gone, and the audit trail does not say who erased it." in problems


def test_an_end_that_was_cut_off_is_told_to_whoever_kept_it(
    services: Services, lived: Licence, editor: Actor, database_url: str, tmp_path: Path
) -> None:
    mistaken = add_licence(services, editor, {"title": "Mistaken again"})
    delete_licence(services, editor, mistaken.id, seen=1)
    kept = verify(database_url, tmp_path / "documents").head
    assert verify(database_url, tmp_path / "documents", head=kept).problems == ()
    cut = f"DELETE FROM audit_entry WHERE subject_id = '{mistaken.id}'"
    problems = forged(database_url, tmp_path, cut, head=kept).problems
    assert f"The audit trail no longer holds its former end {kept}: entries were cut off or written anew." in problems
