"""Commands on PDF files that touch no database: extract and compare."""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

from api.pdf_reports import comparison_report, print_comparison, print_reading, reading_report
from api.settings import Settings
from domain.comparison import compare
from domain.errors import DocumentRejected
from storage.pdf.limits import Limits
from storage.pdf.reader import FullReading, PdfReader


def extract_file(parsed: argparse.Namespace, settings: Settings) -> int:
    """Print what a reading of one PDF finds."""
    reading = read_file(parsed.file, settings)
    if parsed.json:
        print(json.dumps(reading_report(reading), ensure_ascii=False))
    else:
        print_reading(reading)
    return 0


def compare_files(parsed: argparse.Namespace, settings: Settings) -> int:
    """Print what changed from one PDF to another."""
    old, new = read_file(parsed.old, settings), read_file(parsed.new, settings)
    comparison = compare(old.analysis.clauses, new.analysis.clauses)
    if parsed.json:
        print(json.dumps(comparison_report(comparison, old.analysis, new.analysis), ensure_ascii=False))
    else:
        print_comparison(comparison)
    return 0


def read_file(path: Path, settings: Settings) -> FullReading:
    """A whole reading of one file; raises DocumentRejected with its name in the sentence."""
    # What the reading process says of itself is for a service's log; here the sentence is the answer.
    logging.getLogger("storage.pdf").setLevel(logging.CRITICAL)
    if not path.is_file():
        raise DocumentRejected(f"There is no file {path}; check the name and the folder.")
    try:
        return PdfReader(Limits(max_pages=settings.max_pages)).read(path)
    except DocumentRejected as error:
        raise DocumentRejected(f"{path.name}: {error.message}") from None
