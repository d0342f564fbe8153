"""Commands on files: extract, compare, verify, backup, restore."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from api.commands import Commands
from api.pdf_reports import comparison_report, print_comparison, print_reading, reading_report
from api.settings import Settings
from domain.comparison import compare
from domain.errors import DocumentRejected
from storage.backup import backup, restore
from storage.pdf.reader import FullReading, PdfReader
from storage.verify import verify


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    extract = commands.add_parser("extract", help="read one PDF, touching no database")
    extract.add_argument("file", metavar="FILE.pdf", type=Path)
    extract.add_argument("--json", action="store_true", help="print JSON")
    extract.set_defaults(command=extract_file)
    comparing = commands.add_parser("compare", help="compare two PDFs, touching no database")
    comparing.add_argument("old", metavar="OLD.pdf", type=Path)
    comparing.add_argument("new", metavar="NEW.pdf", type=Path)
    comparing.add_argument("--json", action="store_true", help="print JSON")
    comparing.set_defaults(command=compare_files)
    commands.add_parser("verify", help="check files, trail and references").set_defaults(command=check)
    for name, does, run in (("backup", "copy everything to a folder", copy_out), ("restore", "bring it back", copy_in)):
        parser = commands.add_parser(name, help=does)
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.set_defaults(command=run)


def extract_file(parsed: argparse.Namespace, _settings: Settings) -> int:
    """Print what a reading of one PDF finds."""
    reading = read_file(parsed.file)
    if parsed.json:
        print(json.dumps(reading_report(reading), ensure_ascii=False))
    else:
        print_reading(reading)
    return 0


def compare_files(parsed: argparse.Namespace, _settings: Settings) -> int:
    """Print what changed from one PDF to another."""
    old, new = read_file(parsed.old), read_file(parsed.new)
    comparison = compare(old.analysis.clauses, new.analysis.clauses)
    if parsed.json:
        print(json.dumps(comparison_report(comparison, old.analysis, new.analysis), ensure_ascii=False))
    else:
        print_comparison(comparison)
    return 0


def read_file(path: Path) -> FullReading:
    """A whole reading of one file; raises DocumentRejected with its name in the sentence."""
    if not path.is_file():
        raise DocumentRejected(f"There is no file {path}; check the name and the folder.")
    try:
        return PdfReader().read(path)
    except DocumentRejected as error:
        raise DocumentRejected(f"{path.name}: {error.message}") from None


def check(_parsed: argparse.Namespace, settings: Settings) -> int:
    """Check every stored file against its hash, the trail's chain and the database's references."""
    report = verify(settings.database, settings.documents_dir)
    for line in report.problems:
        print(line)
    print(report.summary)
    return 1 if report.problems else 0


def copy_out(parsed: argparse.Namespace, settings: Settings) -> int:
    """A consistent copy while the service runs."""
    made = backup(settings.database, settings.documents_dir, parsed.folder)
    print(made.summary)
    return 0


def copy_in(parsed: argparse.Namespace, settings: Settings) -> int:
    """Bring a copy back into an empty desk."""
    made = restore(parsed.folder, settings.database, settings.documents_dir)
    print(made.summary)
    return 0
