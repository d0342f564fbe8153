"""Commands on PDF files that touch no database: extract and compare."""

from __future__ import annotations

import argparse
import json
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from api.pdf_reports import comparison_report, print_comparison, print_reading, reading_report
from domain.errors import DocumentRejected
from domain.page import MOST_PAGES
from storage.pdf.limits import Limits
from storage.pdf.reader import FullReading, PdfReader

if TYPE_CHECKING:
    from domain.comparison import Comparison

_MAX_PAGES = "LICENCE_DESK_MAX_PAGES"


def extract_file(parsed: argparse.Namespace) -> int:
    """Print what a reading of one PDF finds."""
    reading = read_file(parsed.file)
    if parsed.json:
        print(json.dumps(reading_report(reading), ensure_ascii=False))
    else:
        print_reading(reading)
    return 0


def compare_files(parsed: argparse.Namespace) -> int:
    """Print what changed from one PDF to another."""
    from domain.comparison import compare  # noqa: PLC0415 - extract does without it

    old, new = read_file(parsed.old), read_file(parsed.new)
    comparison = compare(old.analysis.clauses, new.analysis.clauses)
    notes = _notes((parsed.old.name, old), (parsed.new.name, new), comparison)
    if parsed.json:
        print(json.dumps(comparison_report(comparison, old.analysis, new.analysis, notes), ensure_ascii=False))
    else:
        print_comparison(comparison, notes)
    return 0


def _notes(old: tuple[str, FullReading], new: tuple[str, FullReading], comparison: Comparison) -> list[str]:
    """What to know of the comparison, in sentences."""
    from domain.comparison.remarks import TextFacts, remarks_on, same_text  # noqa: PLC0415 - extract does without it

    before, after = (
        TextFacts(
            name=name,
            clauses=len(reading.analysis.clauses),
            languages=frozenset({reading.analysis.language} - {""}),
            is_scanned=bool(reading.ocr_pages),
        )
        for name, reading in (old, new)
    )
    if old[1].sha256 == new[1].sha256 and before.clauses:
        return [str(same_text(before))]
    return [str(remark) for remark in remarks_on(before, after, comparison)]


def read_file(path: Path) -> FullReading:
    """A whole reading of one file; raises DocumentRejected with its name in the sentence."""
    # What the reading process says of itself is for a service's log; here the sentence is the answer.
    logging.getLogger("storage.pdf").setLevel(logging.CRITICAL)
    if path.is_dir():
        raise DocumentRejected(f"{path} is a folder; name one PDF in it.")
    if not path.is_file():
        raise DocumentRejected(f"There is no file {path}; check the name and the folder.")
    try:
        return PdfReader(Limits(max_pages=_most_pages())).read(path)
    except DocumentRejected as error:
        raise DocumentRejected(f"{path.name}: {error.message}") from None


def _most_pages() -> int:
    """The setting; the settings are loaded only where somebody may have set it."""
    if not Path(".env").exists() and _MAX_PAGES not in {name.upper() for name in os.environ}:
        return MOST_PAGES
    from api.settings import read_settings  # noqa: PLC0415 - takes longer than reading a short PDF

    return read_settings().max_pages
