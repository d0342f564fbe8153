"""Checking what is kept: whatever was changed behind the desk's back is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import Conflict
from storage.documents import LocalDocuments
from storage.unit_of_work import Database
from storage.verify import verify
from tests.storage.full_desk import ENTRIES, fill


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def test_a_sound_desk_has_no_problems(database: Database, database_url: str, files: Path) -> None:
    fill(database, files)
    report = verify(database_url, files)
    assert report.problems == ()
    assert report.summary.startswith(
        f"Checked 1 stored files, {ENTRIES} entries of the trail and all references: all is well."
    )


def test_a_missing_or_damaged_file_is_found(database: Database, database_url: str, files: Path) -> None:
    fill(database, files)
    with database.reading_only() as uow:
        path = LocalDocuments(files).path(next(uow.documents.digests())[0])
    path.chmod(0o644)
    path.write_bytes(b"%PDF-1.7 forged")
    damaged = verify(database_url, files)
    path.unlink()
    for report in (damaged, verify(database_url, files)):
        assert len(report.problems) == 1
        assert "missing or damaged" in report.problems[0]
        assert "1 problems" in report.summary


HARM = {
    "clause": ("UPDATE clause SET text = 'Remote access is forbidden everywhere.'", "evidence of decision"),
    "file": ("UPDATE evidence SET sha256 = 'f00d'", "evidence of decision"),
    "trail": ("UPDATE audit_entry SET actor_name = 'Nobody'", "audit trail was altered: entry 1"),
    "guard": ("DROP TRIGGER decision_refuse_delete", "guard that keeps “decision”"),
    "reference": ("DELETE FROM version", "refer to “version”"),
    "terms": ("UPDATE effective_term_cache SET value_key = 'silent'", "layout of effective terms"),
}


@pytest.mark.parametrize("harm", HARM)
def test_what_was_changed_behind_the_desks_back_is_found(sqlite_url: str, files: Path, harm: str) -> None:
    database = Database(sqlite_url)
    fill(database, files)
    statement, told = HARM[harm]
    database.dispose()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        for table in ("clause", "evidence", "audit_entry"):
            connection.execute(f"DROP TRIGGER {table}_refuse_update")
        connection.execute(statement)
        connection.commit()
    problems = verify(sqlite_url, files).problems
    assert any(told in problem for problem in problems), problems


def test_a_database_of_another_release_is_not_judged(tmp_path: Path, files: Path) -> None:
    with pytest.raises(Conflict, match="empty"):
        verify(f"sqlite:///{tmp_path / 'empty.db'}", files)
