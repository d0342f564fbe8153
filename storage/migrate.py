"""Bringing a database to the newest revision, from a checkout or from an installed wheel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select
from sqlalchemy.engine import URL

from domain.errors import Conflict
from storage.engine import READS, make_engine
from storage.failures import told_in_words
from storage.transaction import Transaction
from storage.vocabulary import add_missing_defaults

MIGRATION_LOCK = 0x11CE2CF
LOCK_SECONDS = 60
"""How long one service waits while another one migrates the same database."""

_INSTALLED = Path(__file__).parent / "migrations"
_CHECKED_OUT = Path(__file__).parents[1] / "alembic"
_NEWER = "This database was made by a newer release of Licence Desk. Install that release, or restore a backup."


def upgrade(url: str | URL, revision: str = "head", *, seed: bool = True) -> None:
    """Migrate to `revision`, and add to the vocabulary what the product ships and the desk lacks.

    One transaction: it happens whole or not at all, and of several services that start together one does it.
    Raises Conflict where another one keeps the database for too long, or where it is newer than this release.
    """
    with _alone(url) as connection:
        _refuse_newer(connection)
        command.upgrade(_config(connection), revision)
        if seed:
            add_missing_defaults(Transaction(connection))


def downgrade(url: str | URL, revision: str) -> None:
    """Go back to `revision` (`base` removes everything); for developers."""
    with _alone(url) as connection:
        command.downgrade(_config(connection), revision)


def current(url: str | URL) -> str | None:
    """The revision the database is at; None for an empty one."""
    engine = make_engine(url)
    try:
        with engine.connect().execution_options(**{READS: True}) as connection:
            return _revision(connection)
    finally:
        engine.dispose()


def newest() -> str | None:
    """The newest revision this release knows."""
    return _scripts().get_current_head()


def knows(revision: str) -> bool:
    """Whether this release knows a revision."""
    return revision in _known()


def check(url: str | URL) -> None:
    """Raises Conflict, in a sentence, unless the database is at the newest revision."""
    found = current(url)
    if found is None:
        raise Conflict("The database is empty. Run “licence-desk migrate” first.")
    if found not in _known():
        raise Conflict(_NEWER)
    if found != newest():
        raise Conflict("The database is older than this release. Run “licence-desk migrate” first.")


@contextmanager
def _alone(url: str | URL) -> Iterator[Connection]:
    """A transaction that keeps every other migration of the database out."""
    engine = make_engine(url, foreign_keys=False, patience=LOCK_SECONDS)
    try:
        with told_in_words(), engine.connect() as connection:
            connection.begin()
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
                connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
            yield connection
            _check_references(connection)
            connection.commit()
    finally:
        engine.dispose()


def _check_references(connection: Connection) -> None:
    """On SQLite foreign keys sleep during a migration; look at them before anything is kept."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise Conflict(f"The migration would leave rows of “{broken[0]}” that refer to nothing; nothing was changed.")


def _refuse_newer(connection: Connection) -> None:
    found = _revision(connection)
    if found is not None and found not in _known():
        raise Conflict(_NEWER)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_INSTALLED if _INSTALLED.is_dir() else _CHECKED_OUT))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
