"""One transaction: all of it or nothing, and what the database refuses is told in words."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from domain.errors import Conflict, Invalid
from domain.identity import Role
from domain.queries import AuditFilter, StoredAnswer
from domain.vocabulary import TermDefinition
from storage.engine import database_url
from storage.unit_of_work import Database
from tests.storage.making import a_happening, a_licence, a_version, an_account, keep_licence


def everything(database: Database) -> tuple[int, int, bool]:
    with database.reading_only() as uow:
        trail = uow.audit.entries(AuditFilter()).items
        return len(trail), len(uow.audit.changes(0, 10)), uow.accounts.any()


def test_leaving_without_commit_undoes_everything(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.accounts.add(an_account("a@x.example"))
        uow.record(a_happening())
        uow.announce("licence", "CODE", "licence")
    assert everything(database) == (0, 0, False)


def test_an_error_undoes_everything(database: Database) -> None:
    def fail_halfway() -> None:
        with database.unit_of_work() as uow:
            uow.accounts.add(an_account("a@x.example"))
            uow.record(a_happening())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert everything(database) == (0, 0, False)


def test_commit_keeps_everything_with_its_place_in_trail_and_feed(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.accounts.add(an_account("a@x.example"))
        uow.record(a_happening())
        uow.announce("licence", "CODE", "licence")
        uow.announce("licence", "CODE", "licence")
        uow.commit()
    assert everything(database) == (1, 1, True)


def test_nothing_is_seen_by_others_before_commit(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.accounts.add(an_account("a@x.example"))
        assert everything(database)[2] is False
        uow.commit()
    assert everything(database)[2] is True


def test_a_reader_sees_one_moment_throughout(database: Database) -> None:
    with database.reading_only() as reader:
        assert reader.accounts.any() is False
        with database.unit_of_work() as uow:
            uow.accounts.add(an_account("a@x.example"))
            uow.commit()
        assert reader.accounts.any() is False


@pytest.mark.parametrize("way", ["reading_only", "glance"])
def test_a_reader_saves_nothing(database: Database, way: str) -> None:
    with getattr(database, way)() as reader:
        with pytest.raises(RuntimeError):
            reader.commit()
        with pytest.raises(RuntimeError):
            reader.accounts.add(an_account("a@x.example"))
    assert everything(database)[2] is False


def test_not_even_a_statement_past_the_repositories_is_saved_by_a_reader(database: Database) -> None:
    with contextlib.suppress(DBAPIError), database.snapshot() as connection:
        connection.exec_driver_sql("DELETE FROM term_definition")
    with database.reading_only() as uow:
        assert uow.vocabulary.all()


def test_the_second_writer_waits_for_the_first(database: Database) -> None:
    licence = a_licence()
    done: list[str] = []

    def second() -> None:
        with database.unit_of_work() as uow:
            uow.versions.add(a_version(licence, label="second"))
            uow.commit()
            done.append("second")

    keep_licence(database, licence)
    thread = threading.Thread(target=second)
    with database.unit_of_work() as uow:
        uow.versions.add(a_version(licence, label="first"))
        thread.start()
        uow.commit()
    thread.join()
    assert done == ["second"]
    with database.reading_only() as uow:
        assert {version.label for version in uow.versions.of_licence(licence.id)} == {"first", "second"}


def test_an_answer_is_remembered_once_for_its_actor_and_key(database: Database) -> None:
    answer = StoredAnswer(fingerprint="f", status=201, headers={"Location": "/x"}, body={"id": "1", "n": 1.50})
    with database.unit_of_work() as uow:
        uow.remember("somebody", "key", answer)
        uow.remember("somebody else", "key", answer)
        uow.commit()
    with database.reading_only() as uow:
        assert uow.queries.idempotent("somebody", "key") == answer
        assert uow.queries.idempotent("somebody", "other") is None
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="Idempotency-Key"):
        uow.remember("somebody", "key", answer)


@pytest.mark.parametrize(
    ("raw", "made"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://h:5433/d?sslmode=require", "postgresql+psycopg://h:5433/d?sslmode=require"),
        ("sqlite:///data/desk.db", "sqlite:///data/desk.db"),
    ],
)
def test_a_database_url_may_be_written_as_people_do(raw: str, made: str) -> None:
    assert database_url(raw).render_as_string(hide_password=False) == made


@pytest.mark.parametrize("raw", ["mysql://h/d", "not a url", ""])
def test_other_databases_are_refused_in_words(raw: str) -> None:
    with pytest.raises(Invalid, match="database URL"):
        database_url(raw)


def test_a_term_of_the_librarys_own_can_be_added_once_and_edited_in_turn(database: Database) -> None:
    with database.unit_of_work() as uow:
        known = uow.vocabulary.get("usage_statistics")
        assert known.choices
        own: dict[str, Any] = {name: getattr(known, name) for name in TermDefinition.__slots__}
        uow.vocabulary.add(TermDefinition(**(own | {"key": "our_own", "codes": {"alma": "X"}})))
        assert uow.vocabulary.get("our_own").codes == {"alma": "X"}
        uow.commit()
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="term with this key"):
        uow.vocabulary.add(known)
    with database.unit_of_work() as uow, pytest.raises(Conflict):
        uow.vocabulary.replace(known, seen=7)


def test_an_address_has_one_account_whatever_its_role(database: Database) -> None:
    first = an_account("a@x.example", Role.ADMIN)
    with database.unit_of_work() as uow:
        uow.accounts.add(first)
        uow.commit()
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="e-mail"):
        uow.accounts.add(an_account("a@x.example"))
    with database.reading_only() as uow:
        assert uow.accounts.by_email(" A@x.example") == first
        assert uow.accounts.get(first.id) == first
