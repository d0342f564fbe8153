"""Migrations on both databases: up, down, up; nothing missing at the end."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, text

from domain.errors import Conflict
from domain.vocabulary import default_vocabulary
from storage import migrate
from storage.engine import make_engine
from storage.tables import APPEND_ONLY, SEARCH_OBJECTS, metadata, term_definition
from storage.unit_of_work import Database


def tables(url: str) -> set[str]:
    engine = make_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return {name for name in found if not name.startswith(SEARCH_OBJECTS)} - {"alembic_version"}


def test_it_goes_up_down_and_up_again(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    migrate.downgrade(empty_url, "base")
    assert tables(empty_url) == set()
    migrate.upgrade(empty_url)
    assert tables(empty_url) == set(metadata.tables)
    assert migrate.current(empty_url) == migrate.newest()


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    migrate.upgrade(database_url)
    migrate.check(database_url)


def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    def ours(_item: object, name: str | None, *_rest: object) -> bool:
        return not (name or "").startswith(SEARCH_OBJECTS)

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_constraint_of_the_tables_is_in_the_database(database: Database) -> None:
    found = inspect(database.engine)
    for table in metadata.sorted_tables:
        in_database = {check["name"] for check in found.get_check_constraints(table.name)}
        wanted = {str(rule.name) for rule in table.constraints if type(rule).__name__ == "CheckConstraint"}
        assert wanted <= in_database, table.name


def test_there_is_one_head_and_every_file_name_begins_with_its_date() -> None:
    assert migrate.newest()
    files = sorted(Path("alembic/versions").glob("*.py"))
    assert files
    assert all(path.name[:8].isdigit() and path.name[8] == "_" for path in files)


def test_a_database_that_is_empty_or_from_a_newer_release_is_refused(empty_url: str) -> None:
    with pytest.raises(Conflict, match="empty"):
        migrate.check(empty_url)
    migrate.upgrade(empty_url)
    engine = make_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '29991231_future'"))
    engine.dispose()
    with pytest.raises(Conflict, match="newer release"):
        migrate.check(empty_url)
    with pytest.raises(Conflict, match="newer release"):
        migrate.upgrade(empty_url)


def test_services_that_start_together_migrate_once(empty_url: str) -> None:
    failures: list[Exception] = []

    def start() -> None:
        try:
            migrate.upgrade(empty_url)
        except Exception as failure:
            failures.append(failure)

    services = [threading.Thread(target=start) for _ in range(4)]
    for service in services:
        service.start()
    for service in services:
        service.join()
    assert failures == []
    assert tables(empty_url) == set(metadata.tables)


def test_the_vocabulary_is_there_and_what_the_library_changed_stays(database: Database, database_url: str) -> None:
    with database.unit_of_work() as uow:
        assert uow.vocabulary.all() == default_vocabulary()
        old = uow.vocabulary.get("remote_access")
        uow.vocabulary.replace(replace(old, label_en="Ours", revision=2), seen=1)
        uow.commit()
    with database.engine.begin() as connection:
        connection.execute(term_definition.delete().where(term_definition.c.key == "walk_in_access"))
    migrate.upgrade(database_url)
    with database.reading_only() as uow:
        assert uow.vocabulary.get("remote_access").label_en == "Ours"
        assert uow.vocabulary.get("walk_in_access") in default_vocabulary()


def triggers(database: Database) -> set[str]:
    on_sqlite = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    on_postgresql = text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    with database.engine.connect() as connection:
        sqlite = database.engine.dialect.name == "sqlite"
        return {row[0] for row in connection.execute(on_sqlite if sqlite else on_postgresql)}


def test_every_table_that_is_only_added_to_has_its_triggers(database: Database) -> None:
    events = {"update", "delete"} | ({"replace"} if database.engine.dialect.name == "sqlite" else {"truncate"})
    wanted = {f"{table}_refuse_{event}" for table in APPEND_ONLY for event in events}
    assert wanted <= triggers(database)


def test_the_full_text_index_is_kept_by_a_trigger_on_sqlite(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    assert "clause_search_add" in triggers(database)
    with database.engine.connect() as connection:
        connection.execute(select(text("count(*)")).select_from(text(SEARCH_OBJECTS)))
    database.dispose()


def test_a_migration_that_is_kept_out_for_too_long_gives_up_in_words(
    empty_postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "LOCK_SECONDS", 1)
    engine = make_engine(empty_postgresql_url)
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(migrate.MIGRATION_LOCK)))
        with pytest.raises(Conflict, match="at the same moment"):
            migrate.upgrade(empty_postgresql_url)
    migrate.upgrade(empty_postgresql_url)
    engine.dispose()
