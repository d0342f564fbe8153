"""How long a large spreadsheet takes: `python -m bench.spreadsheets [--rows N] [--only sqlite|postgresql]`.

An XLSX file of N new licences with sixteen columns, four of them terms, is read, looked at and written, with its terms
as suggestions and, on a fresh database, as decisions; then it is looked at again. Real databases, made by migrations.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from api.settings import Settings
from api.wiring import wire
from bench.pages import postgresql
from domain.identity import SYSTEM
from domain.ports import Services
from domain.spreadsheets.effect import TermsAs
from domain.usecases.spreadsheets.exporting import licences_by_terms
from domain.usecases.spreadsheets.importing import import_file
from storage import migrate
from web.workbook import Cell, Sheet, workbook

HEAD = (
    "Code", "Title", "Other titles", "Licensor", "Start date", "End date", "Renewal", "Notice period", "Resources",
    "Tags", "Notes", "Walk-in users", "Walk-in users: conditions", "Alumni access", "text_data_mining",
    "Electronic course reserves",
)  # fmt: skip
"""Headings as people write them: labels and a key."""


def main() -> None:
    """Print a line for each measurement."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=10_000)
    asked.add_argument("--only", choices=["sqlite", "postgresql"])
    options = asked.parse_args()
    content = workbook([Sheet(name="Licences", rows=rows(options.rows))])
    for terms_as in TermsAs:
        with tempfile.TemporaryDirectory() as folder:
            if options.only != "postgresql":
                measure(content, terms_as, Path(folder), None)
        with tempfile.TemporaryDirectory() as folder:
            if options.only != "sqlite":
                with postgresql() as url:
                    measure(content, terms_as, Path(folder), url)


def rows(number: int) -> Iterator[tuple[Cell, ...]]:
    """The head and so many licences."""
    yield HEAD
    for n in range(number):
        yield (
            f"L-{n:05}", f"Licence number {n}", f"Short name {n}", f"Publisher {n % 300}", dt.date(2026, 1, 1),
            dt.date(2028, 12, 31), "automatic", "60 calendar days",
            f"Resource {n} | https://r{n}.example/ | ISSN {n % 10_000:04}-0000", "journals; science", "Signed by both.",
            "permitted (explicit)", "On site only.", "no", "silent", "permitted (interpreted)",
        )  # fmt: skip


def measure(content: bytes, terms_as: TermsAs, folder: Path, url: str | None) -> None:
    """Import into an empty desk, and look at the same file again."""
    given = {"database_url": url} if url else {}
    settings = Settings(data_dir=folder, worker="none", _env_file=None, **given)  # type: ignore[call-arg, arg-type]
    migrate.upgrade(settings.database)
    wired = wire(settings)
    s, name = wired.services, f"{'PostgreSQL' if url else 'SQLite'}, {terms_as.value}"
    started, used = time.perf_counter(), time.process_time()
    book = s.sheets.read("list.xlsx", io.BytesIO(content))
    done = import_file(s, SYSTEM, book, terms_as=terms_as)
    told(name, "read, looked at, written", started, used)
    print(f"  {dict(done.counts)}")  # noqa: T201
    started, used = time.perf_counter(), time.process_time()
    import_file(s, SYSTEM, book, terms_as=terms_as, only_look=True)
    told(name, "looked at again", started, used)
    exported(s, name)
    wired.database.dispose()


def exported(s: Services, name: str) -> None:
    """Every licence with its terms, written out again."""
    started, used = time.perf_counter(), time.process_time()
    workbook([Sheet(name="Licences", rows=licences_by_terms(s, SYSTEM))])
    told(name, "exported as XLSX", started, used)


def told(name: str, what: str, started: float, used: float) -> None:
    """A line: seconds by the clock, and of the processor."""
    spent, worked = time.perf_counter() - started, time.process_time() - used
    print(f"{name}: {what}: {spent:.1f} s ({worked:.1f} s of processor)", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
