"""Commands for spreadsheets and dumps: import what somebody hands in, export what the desk knows."""

from __future__ import annotations

import argparse
import csv
import json
import os
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from api.settings import Settings
from api.wiring import migrate, wire
from domain.errors import Conflict, Invalid
from domain.identity import SYSTEM
from domain.ports import Services
from domain.spreadsheets.effect import TermsAs
from domain.spreadsheets.table import letters
from domain.usecases.spreadsheets.dumping import dump
from domain.usecases.spreadsheets.exporting import licences_by_terms
from domain.usecases.spreadsheets.importing import ImportedFile, import_file
from domain.usecases.sync.showing import licence_of_code
from web.spreadsheet import plain_cell
from web.workbook import Sheet, workbook

MOST_SHOWN = 50
"""Rows that a dry run tells of one by one."""

_KINDS = (".csv", ".xlsx", ".jsonl")


def take_in(parsed: argparse.Namespace, settings: Settings) -> int:
    """Import a spreadsheet, or tell what it would do. 0: done; 1: nothing in it is new; 2: it cannot be taken in."""
    if not parsed.file.is_file():
        raise Invalid(f"There is no file {parsed.file}; check the name and the folder.")
    migrate(settings)
    s = wire(settings).services
    with parsed.file.open("rb") as file:
        book = s.sheets.read(parsed.file.name, file)
    try:
        done = import_file(
            s,
            SYSTEM,
            book,
            sheet=parsed.sheet,
            targets=_named(parsed.column),
            terms_as=TermsAs(parsed.terms_as),
            only_look=parsed.dry_run,
        )
    except Invalid as error:
        return _refused(error)
    _tell(s, done, looked=parsed.dry_run)
    return 2 if done.preview.counts["wrong"] else 0


def _named(given: Sequence[str]) -> dict[str, str]:
    """`HEADING=TARGET`, each; raises Invalid for anything else."""
    pairs = [one.rpartition("=") for one in given]
    if not all(heading for heading, _, _ in pairs):
        raise Invalid("Give a column as HEADING=TARGET, such as “Shelf=paper_location”.")
    return {heading: target for heading, _, target in pairs}


def _refused(error: Invalid) -> int:
    """Every cell that is wrong, one to a line."""
    print(f"licence-desk: {error.message}", file=sys.stderr)
    told = [f"{one.loc}: {one.message}" for one in error.errors if one.message != error.message]
    for line in told[:MOST_SHOWN]:
        print(f"  {line}", file=sys.stderr)
    if len(told) > MOST_SHOWN:
        print(f"  and {len(told) - MOST_SHOWN} more", file=sys.stderr)
    return 2


def _tell(s: Services, done: ImportedFile, *, looked: bool) -> None:
    counts = done.preview.counts
    if looked:
        for row in done.preview.rows[:MOST_SHOWN]:
            print(*_row_lines(done.mapping.sheet, row), sep="\n")
        if len(done.preview.rows) > MOST_SHOWN:
            print(f"and {len(done.preview.rows) - MOST_SHOWN} rows more")
    said = f"{counts['new']} new, {counts['change']} changed, {counts['same']} without effect, {counts['wrong']} wrong"
    print(f"{said}; {counts['terms']} terms as {done.mapping.terms_as.value}.")
    if looked:
        print("Nothing was written.")
    else:
        print(", ".join(f"{name.replace('_', ' ')}: {number}" for name, number in done.counts.items()))


def _row_lines(sheet: str, row: Mapping[str, Any]) -> Iterator[str]:
    yield f"row {row['row']}: {row['effect']}: {row['code']} {row['title']}".rstrip()
    for column, effect, was, becomes in row["cells"]:
        before = f"{_short(was)} → " if was else ""
        yield f"  {letters(column)}: {effect}: {before}{_short(becomes)}"
    for column, message in row["errors"]:
        place = f"{sheet}, row {row['row']}" + (f", column {letters(column)}" if column is not None else "")
        yield f"  {place}: {message}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def give_out(parsed: argparse.Namespace, settings: Settings) -> int:
    """Write a spreadsheet of licences by terms, or a dump of everything, by the ending of the file's name.

    With --as and --licence one licence is written in the form of another system, whatever the name ends in.
    """
    kind, one = parsed.file.suffix.lower(), parsed.form or parsed.licence
    if one and not (parsed.form and parsed.licence):
        raise Invalid("Say both --as and --licence, such as --as folio --licence L-0112.")
    if not one and kind not in _KINDS:
        raise Invalid(f"Name a file that ends in {', '.join(_KINDS)}.")
    if parsed.file.exists() and not parsed.force:
        raise Conflict(f"{parsed.file} is there already. Name another file, or say --force.")
    migrate(settings)
    s = wire(settings).services
    if one:
        return _one_licence(s, parsed)
    with _whole_or_not(parsed.file) as file:
        number = _DO[kind](s, file)
    print(f"{number} lines are in {parsed.file}.")
    return 0


def _one_licence(s: Services, parsed: argparse.Namespace) -> int:
    given = licence_of_code(s, parsed.licence, parsed.form)
    with _whole_or_not(parsed.file) as file:
        file.write(given.content)
    print(f"{parsed.licence} is in {parsed.file}.")
    if given.losses:
        print("Not carried:", ", ".join(sorted({loss.what for loss in given.losses})))
    return 0


def _csv(s: Services, file: IO[bytes]) -> int:
    return _written(file, _csv_lines(licences_by_terms(s, SYSTEM)))


def _csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line)
    yield "\ufeff"
    for row in rows:
        writer.writerow(map(plain_cell, row))
        yield line.text


class _Line:
    """A file for the writer of CSV that holds one line."""

    text = ""

    def write(self, text: str) -> None:
        """The line."""
        self.text = text


def _xlsx(s: Services, file: IO[bytes]) -> int:
    rows = list(licences_by_terms(s, SYSTEM))
    file.write(workbook([Sheet(name="Licences", rows=rows, widths=(18, 42, *[18] * 40))]))
    return len(rows)


def _jsonl(s: Services, file: IO[bytes]) -> int:
    lines = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in dump(s, SYSTEM))
    return _written(file, lines)


def _written(file: IO[bytes], lines: Iterable[str]) -> int:
    number = 0
    for line in lines:
        file.write(line.encode())
        number += line != "\ufeff"
    return number


_DO = {".csv": _csv, ".xlsx": _xlsx, ".jsonl": _jsonl}


@contextmanager
def _whole_or_not(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there once it is whole, readable by its owner only: it holds internal notes."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
