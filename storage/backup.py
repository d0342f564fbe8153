"""A consistent copy of the desk while it runs, and back into an empty desk."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text, update
from sqlalchemy import types as sqltypes
from sqlalchemy.engine import URL

from domain.errors import Conflict, Invalid, NotFound
from storage import migrate
from storage.copy_form import (
    DOCUMENTS,
    LEFT_OUT,
    Copy,
    TableCopy,
    read_manifest,
    table_file,
    write_lines,
    write_manifest,
)
from storage.documents import LocalDocuments
from storage.effective_cache import rebuild
from storage.rows_as_json import line_to_row, row_to_line
from storage.tables import document, licence, metadata
from storage.tables.base import UtcTime
from storage.transaction import BATCH, Transaction
from storage.unit_of_work import Database


def backup(url: str | URL, documents: Path, folder: Path) -> Copy:
    """Copy the database at `url` and the files under `documents` into `folder`, which is new or empty.

    The tables are of one moment; files are never changed, so those they name can be copied afterwards.
    Raises Invalid (a folder with something in it), Conflict (a database that is not at this release's revision).
    """
    migrate.check(url)
    _make_private(folder)
    database = Database(url)
    try:
        with database.snapshot() as connection:
            tx = Transaction(connection)
            tables = {table.name: _copy_table(tx, table, folder) for table in _copied()}
            named = [row.sha256 for row in tx.rows(select(document.c.sha256).distinct().order_by(document.c.sha256))]
    finally:
        database.dispose()
    copied, missing = _copy_files(LocalDocuments(documents), named, LocalDocuments(folder / DOCUMENTS))
    made_at = dt.datetime.now(dt.UTC).isoformat()
    copy = Copy(
        revision=str(migrate.newest()), made_at=made_at, tables=tables, documents=copied, missing=tuple(missing)
    )
    write_manifest(folder, copy)
    return copy


def restore(folder: Path, url: str | URL, documents: Path) -> Copy:
    """Bring the copy in `folder` back: files first, then all rows in one transaction, then on to the newest revision.

    Raises Invalid (no copy, or a damaged one), Conflict (the database has something in it; a copy of a newer release).
    A restore that was cut off can be done again.
    """
    copy = read_manifest(folder)
    if not migrate.knows(copy.revision):
        raise Conflict("This copy was made by a newer release of Licence Desk. Restore it with that release.")
    _empty(url)
    _put_files(LocalDocuments(folder / DOCUMENTS), copy, LocalDocuments(documents))
    migrate.upgrade(url, copy.revision, seed=False)
    database = Database(url)
    try:
        with database.engine.begin() as connection:
            _fill(connection, copy, folder)
        migrate.upgrade(url)
        with database.engine.begin() as connection:
            _make_anew(Transaction(connection))
    finally:
        database.dispose()
    return copy


def _copied() -> list[Table]:
    return [table for table in metadata.sorted_tables if table not in LEFT_OUT]


def _make_private(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid(f"There is something in {folder} already. Name a folder that is new or empty.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "tables").mkdir()


def _copy_table(tx: Transaction, table: Table, folder: Path) -> TableCopy:
    rows = tx.stream(select(table).order_by(*table.primary_key.columns))
    return write_lines(table_file(folder, table.name), map(row_to_line, rows))


def _copy_files(
    source: LocalDocuments, named: Iterable[str], target: LocalDocuments
) -> tuple[dict[str, int], list[str]]:
    copied, missing = {}, []
    for sha256 in named:
        try:
            copied[sha256] = _copy_file(source, sha256, target)
        except NotFound:
            missing.append(sha256)
    return copied, missing


def _copy_file(source: LocalDocuments, sha256: str, target: LocalDocuments) -> int:
    """Its size in bytes; raises NotFound where it is gone or not what its name says."""
    if not source.check(sha256):
        raise NotFound("The file of this document is missing or damaged.")
    with source.path(sha256).open("rb") as file, target.receive(file, sys.maxsize) as received:
        received.keep()
        return received.bytes


def _put_files(source: LocalDocuments, copy: Copy, target: LocalDocuments) -> None:
    for sha256 in copy.documents:
        try:
            _copy_file(source, sha256, target)
        except NotFound:
            raise Invalid(f"The copy is damaged: the document {sha256} is missing or not what was copied.") from None


def _empty(url: str | URL) -> None:
    """Raises Conflict where anything was entered; takes away the empty tables of a desk that was only started."""
    if migrate.current(url) is None:
        return
    migrate.check(url)
    database = Database(url)
    try:
        with database.snapshot() as connection:
            tx, shipped = Transaction(connection), {"term_definition", *(table.name for table in LEFT_OUT)}
            filled = [t.name for t in _copied() if t.name not in shipped and tx.row(select(t).limit(1))]
    finally:
        database.dispose()
    if filled:
        raise Conflict("This desk has something in it already. Restore into a new database.")
    migrate.downgrade(url, "base")


def _fill(connection: Connection, copy: Copy, folder: Path) -> None:
    for table in _as_it_was(connection, copy):
        with table_file(folder, table.name).open(encoding="utf-8", newline="\n") as lines:
            rows = (line_to_row(table, line) for line in lines)
            _insert(connection, table, rows)
        _count_on(connection, table)


def _as_it_was(connection: Connection, copy: Copy) -> list[Table]:
    """The tables at the copy's revision, which may be older than what this release knows of them."""
    reflected = MetaData()
    reflected.reflect(connection, only=list(copy.tables))
    for table in reflected.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sqltypes.DateTime):
                column.type = UtcTime()
            elif isinstance(column.type, sqltypes.JSON):
                column.type.none_as_null = True
    return reflected.sorted_tables


def _insert(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    masters: list[dict[str, Any]] = []
    while batch := list(islice(rows, BATCH)):
        if table.name == licence.name:
            # A licence may come before the master it names, so masters are named once all are there.
            masters += [{"heir": row["id"], "master": row["master_id"]} for row in batch if row["master_id"]]
            batch = [row | {"master_id": None} for row in batch]
        connection.execute(insert(table), batch)
    for row in masters:
        connection.execute(update(table).where(table.c.id == row["heir"]).values(master_id=row["master"]))


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL go on counting after the rows that came with their numbers; SQLite does so by itself."""
    for column in table.primary_key.columns if connection.dialect.name == "postgresql" else ():
        counter = connection.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', column.name)))
        highest = connection.scalar(select(func.max(column))) if counter else None
        if highest is not None:
            connection.execute(text("SELECT setval(:counter, :highest)"), {"counter": counter, "highest": highest})


def _make_anew(tx: Transaction) -> None:
    rebuild(tx, [row.id for row in tx.rows(select(licence.c.id))])
