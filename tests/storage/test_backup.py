"""A copy of the desk while it runs, and back on either database."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from domain.audit import Action
from domain.errors import Conflict, Invalid
from domain.licence import Organisation, OrganisationRole, Resource
from domain.queries import AuditFilter, LicenceFilter, TermFilter
from domain.record import as_record
from storage import backup as copies
from storage import migrate
from storage.documents import LocalDocuments
from storage.tables import decision
from storage.unit_of_work import Database
from storage.verify import verify
from tests.storage.full_desk import CLAUSE, ENTRIES, contents, fill, tell
from tests.storage.making import TODAY, a_happening, a_job, a_licence, a_version, an_analysis, keep_read


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def desk(database: Database, files: Path) -> Database:
    fill(database, files)
    return database


def test_a_copy_comes_back_whole_on_either_database(
    desk: Database, database_url: str, empty_url: str, files: Path, tmp_path: Path
) -> None:
    made = copies.backup(database_url, files, tmp_path / "copy")
    assert "1 documents" in made.summary
    restored_files = tmp_path / "restored"
    copies.restore(tmp_path / "copy", empty_url, restored_files)
    restored = Database(empty_url)
    assert contents(restored) == contents(desk)
    assert verify(empty_url, restored_files).problems == ()
    with restored.reading_only() as uow:
        assert uow.audit.broken_at() is None
        permitted = (TermFilter(term="remote_access", value="permitted"),)
        found = uow.queries.licences(LicenceFilter(today=TODAY, terms=permitted)).items
        assert [row.fields.title for row in found] == ["Heir", "Master"]
        sha256 = next(uow.documents.digests())[0]
        assert uow.queries.licences(LicenceFilter(today=TODAY, q="anywhere")).items[0].id == "z-master"
    assert LocalDocuments(restored_files).check(sha256)
    restored.dispose()


def test_a_restored_desk_goes_on_counting_and_keeps_its_guards(
    desk: Database, database_url: str, empty_url: str, files: Path, tmp_path: Path
) -> None:
    copies.backup(database_url, files, tmp_path / "copy")
    copies.restore(tmp_path / "copy", empty_url, tmp_path / "restored")
    restored = Database(empty_url)
    with restored.unit_of_work() as uow:
        agent = Organisation(name="N", role=OrganisationRole.AGENT)
        licence = a_licence("New", resources=(Resource(title="S"),), organisations=(agent,))
        version = a_version(licence)
        uow.licences.add(licence)
        uow.versions.add(version)
        keep_read(uow, version, an_analysis([CLAUSE]))
        uow.jobs.add(a_job("another"))
        uow.record(a_happening())
        uow.commit()
    with restored.reading_only() as uow:
        assert uow.audit.entries(AuditFilter()).items[0].seq == ENTRIES + 1
        assert uow.audit.broken_at() is None
    with restored.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(delete(decision))
    restored.dispose()


def test_a_copy_is_of_one_moment_while_others_write(
    desk: Database, database_url: str, files: Path, tmp_path: Path, empty_url: str
) -> None:
    stop = threading.Event()

    def go_on_writing() -> None:
        while not stop.is_set():
            licence = a_licence("Busy")
            version = a_version(licence)
            with desk.unit_of_work() as uow:
                uow.licences.add(licence)
                uow.versions.add(version)
                tell(uow, Action.LICENCE_ADD, licence.id, licence.fields)
                told = {**as_record(version.fields), "state": version.state}
                tell(uow, Action.VERSION_ADD, version.id, told, licence_id=licence.id)
                uow.commit()

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    try:
        copies.backup(database_url, files, tmp_path / "copy")
    finally:
        stop.set()
        writer.join()
    copies.restore(tmp_path / "copy", empty_url, tmp_path / "restored")
    assert verify(empty_url, tmp_path / "restored").problems == ()
    restored = Database(empty_url)
    rows = contents(restored)
    restored.dispose()
    assert len(rows["licence"]) == len(rows["version"]) + 1
    assert len(rows["audit_entry"]) == ENTRIES + 2 * (len(rows["version"]) - 1)


def test_a_copy_goes_only_where_there_is_nothing(
    desk: Database, database_url: str, files: Path, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("years of work")
    with pytest.raises(Invalid, match="new or empty"):
        copies.backup(database_url, files, tmp_path / "full")
    assert (tmp_path / "full" / "thesis.txt").exists()


def test_a_desk_with_something_in_it_is_not_overwritten(
    desk: Database, database_url: str, files: Path, tmp_path: Path
) -> None:
    copies.backup(database_url, files, tmp_path / "copy")
    before = contents(desk)
    with pytest.raises(Conflict, match="something in it"):
        copies.restore(tmp_path / "copy", database_url, files)
    assert contents(desk) == before


def test_a_desk_that_was_only_started_can_be_restored_into(
    desk: Database, database_url: str, files: Path, tmp_path: Path
) -> None:
    copies.backup(database_url, files, tmp_path / "copy")
    target = f"sqlite:///{tmp_path / 'started.db'}"
    migrate.upgrade(target)
    copies.restore(tmp_path / "copy", target, tmp_path / "restored")
    assert verify(target, tmp_path / "restored").problems == ()


@pytest.mark.parametrize("damage", ["no manifest", "manifest", "newer form", "rows", "document", "newer revision"])
def test_a_damaged_copy_is_refused_and_changes_nothing(
    desk: Database, database_url: str, files: Path, tmp_path: Path, damage: str
) -> None:
    copy = tmp_path / "copy"
    made = copies.backup(database_url, files, copy)
    manifest = copy / "manifest.json"
    data = json.loads(manifest.read_text())
    if damage == "no manifest":
        manifest.unlink()
    elif damage == "manifest":
        manifest.write_text('{"format": 1, "tables": []}')
    elif damage == "newer form":
        manifest.write_text(json.dumps(data | {"format": 2}))
    elif damage == "newer revision":
        manifest.write_text(json.dumps(data | {"revision": "29991231_future"}))
    elif damage == "rows":
        path = copy / "tables" / "decision.jsonl"
        path.write_text(path.read_text().replace("permitted", "prohibited"))
    else:
        path = LocalDocuments(copy / "documents").path(next(iter(made.documents)))
        path.chmod(0o644)
        path.write_bytes(b"%PDF-1.7 forged")
    target = f"sqlite:///{tmp_path / 'target.db'}"
    with pytest.raises((Invalid, Conflict), match="copy"):
        copies.restore(copy, target, tmp_path / "restored")
    assert migrate.current(target) is None


def test_a_missing_document_is_told_and_the_rest_is_copied(
    desk: Database, database_url: str, files: Path, tmp_path: Path
) -> None:
    with desk.reading_only() as uow:
        sha256 = next(uow.documents.digests())[0]
    LocalDocuments(files).path(sha256).unlink()
    made = copies.backup(database_url, files, tmp_path / "copy")
    assert made.missing == (sha256,)
    assert "missing" in made.summary
    copies.restore(tmp_path / "copy", f"sqlite:///{tmp_path / 'target.db'}", tmp_path / "restored")
