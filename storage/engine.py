"""An engine for a database URL: SQLite as the embedded default, PostgreSQL through psycopg."""

from __future__ import annotations

import json
import re
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, Dialect, make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from domain.errors import Invalid

BUSY_SECONDS = 15
"""How long somebody who wants to write waits for somebody who is writing."""

NOT_KEPT = "The text holds a character that cannot be kept. Remove it and send it again."
_ESCAPED_NULL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""A null character as JSON writes it."""

FRESH_SECONDS = 1.0
"""How long a connection to PostgreSQL counts as alive after it was used."""

_USED = "desk_used"

READS = "desk_reads"
"""Execution option of a connection that only reads."""


def database_url(raw: str) -> URL:
    """The URL as SQLAlchemy wants it: `postgres://` and `postgresql://` go through psycopg; raises Invalid."""
    try:
        url = make_url(raw)
    except (ArgumentError, ValueError):
        raise Invalid(
            "The database URL cannot be read; write it as sqlite:///FILE or postgresql://HOST/NAME."
        ) from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise Invalid("Licence Desk keeps its data in SQLite or PostgreSQL; choose one of the two in the database URL.")
    return url


def make_engine(raw: str | URL, *, foreign_keys: bool = True, patience: int = BUSY_SECONDS) -> Engine:
    """An engine with the settings this desk relies on.

    `foreign_keys` is turned off for migrations of SQLite alone, where a table is altered by making it anew;
    `patience` is how many seconds SQLite waits for somebody who is writing.
    """
    url = database_url(raw) if isinstance(raw, str) else raw
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, foreign_keys=foreign_keys, patience=patience)
    return _postgresql(url)


def _dumps(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "\\u0000" in text and _ESCAPED_NULL.search(text):
        raise Invalid(NOT_KEPT)
    return text


def _sqlite(url: URL, *, foreign_keys: bool, patience: int) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, json_serializer=_dumps, pool_size=8, max_overflow=32)
    event.listen(engine, "connect", partial(_set_up_sqlite, foreign_keys=foreign_keys, patience=patience))
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "before_cursor_execute", _refuse_null_characters)
    return engine


def _set_up_sqlite(connection: Any, _record: object, *, foreign_keys: bool, patience: int) -> None:
    # The driver must not begin transactions on its own: a reader that turns writer halfway would fail as "locked".
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {patience * 1000}",
        "journal_mode = WAL",
        # NORMAL could lose the last commits when the power fails; these are signed documents' records.
        "synchronous = FULL",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _refuse_null_characters(_conn: object, _cursor: object, _sql: object, parameters: Any, *_rest: object) -> None:
    """PostgreSQL cannot keep them, and what one database takes the other must take too."""
    rows = parameters if isinstance(parameters, list) else [parameters]
    for row in rows:
        for value in row.values() if isinstance(row, dict) else row:
            if isinstance(value, str) and "\0" in value:
                raise Invalid(NOT_KEPT)


def _postgresql(url: URL) -> Engine:
    # The connection used last is taken first: it has the statements of this hour prepared.
    engine = create_engine(url, json_serializer=_dumps, pool_use_lifo=True, pool_size=8, max_overflow=32)
    event.listen(engine, "begin", _begin_postgresql)
    event.listen(engine, "connect", _note_use)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_ask_whether_alive, engine.dialect))
    return engine


def _note_use(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_USED] = time.monotonic()


def _ask_whether_alive(dialect: Dialect, connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """What `pool_pre_ping` does, but not where it has answered a moment ago: every page would pay for that."""
    if time.monotonic() - record.info[_USED] < FRESH_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, connection, None):
            raise InvalidatePoolError from error
        raise


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get(READS, False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
