"""The form of a copy of the desk, the same for SQLite and PostgreSQL: what was copied on one is restored on the other.

DIR/manifest.json       written last: a folder without it is no copy
DIR/tables/NAME.jsonl   one row a line
DIR/documents/ab/cd/…   the files, under their SHA-256
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.errors import Invalid
from storage.documents import sync_folder
from storage.tables import effective_term_cache, first_link, import_upload, session, sign_in_attempt

FORMAT = 1
MANIFEST = "manifest.json"
DOCUMENTS = "documents"

LEFT_OUT = (effective_term_cache, first_link, import_upload, session, sign_in_attempt)
"""Tables that are not copied: one is made anew, the others are of the moment; after a restore nobody is signed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCopy:
    """A table in a copy: how many rows, and the SHA-256 of its file."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a copy holds, tables in an order in which they can be filled again.

    `documents` maps the SHA-256 of each file to its size in bytes; `missing` names files that could not be copied
    because they were gone or damaged already.
    """

    revision: str
    made_at: str
    tables: dict[str, TableCopy]
    documents: dict[str, int]
    missing: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """A sentence or two for whoever asked for it."""
        rows = sum(table.rows for table in self.tables.values())
        told = f"{rows} rows of {len(self.tables)} tables and {len(self.documents)} documents."
        return f"{told} {len(self.missing)} documents were missing or damaged." if self.missing else told


def table_file(folder: Path, name: str) -> Path:
    """Where the rows of a table are."""
    return folder / "tables" / f"{name}.jsonl"


def write_lines(path: Path, lines: Iterator[str]) -> TableCopy:
    """Write lines, and have them on disk."""
    digest, rows = hashlib.sha256(), 0
    with path.open("wb") as file:
        for rows, line in enumerate(lines, start=1):  # noqa: B007 - the count is what is kept
            data = line.encode()
            digest.update(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return TableCopy(rows=rows, sha256=digest.hexdigest())


def write_manifest(folder: Path, copy: Copy) -> None:
    """Say that the copy is whole."""
    text = json.dumps({"format": FORMAT} | asdict(copy), indent=1)
    write_lines(folder / MANIFEST, iter([text]))
    sync_folder(folder)


def read_manifest(folder: Path) -> Copy:
    """What the copy in `folder` holds, its tables checked against their hashes; raises Invalid."""
    path = folder / MANIFEST
    if not path.is_file():
        raise Invalid(f"There is no whole copy in {folder}: {MANIFEST} is missing.")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT:
            raise Invalid("This copy was made by a newer release of Licence Desk. Restore it with that release.")
        tables = {name: TableCopy(**table) for name, table in data.pop("tables").items()}
        copy = Copy(**{**data, "tables": tables, "missing": tuple(data["missing"])})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Invalid(f"The manifest of the copy in {folder} cannot be read; the copy is damaged.") from None
    _check_tables(folder, copy)
    return copy


def _check_tables(folder: Path, copy: Copy) -> None:
    for name, table in copy.tables.items():
        path = table_file(folder, name)
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != table.sha256:
            raise Invalid(f"The copy in {folder} is damaged: the rows of “{name}” are not what was written.")
