"""How long PDFs take to read, beside known libraries on the same pages: `python -m tools.bench [FOLDER]`.

CPU seconds of this process, the best of three, so that a busy machine matters little; what counts are the ratios.
Without a folder the PDFs of the demo library are read. Files without text (scans) are left out: OCR costs far more.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

import api.demo
from domain.reading.engine import analyse
from storage.pdf.reader import PdfReader

DEMO = Path(api.demo.__file__).parent / "pdf"
ROUNDS = 3


def words_by_pdfplumber(path: Path) -> int:
    """The words alone; how many."""
    count = 0
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            count += len(page.extract_words(extra_attrs=["fontname", "size"]))
            page.close()
    return count


def text_by_pypdfium2(path: Path) -> int:
    """The plain text alone; how many words."""
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(len(page.get_textpage().get_text_range().split()) for page in pdf)


def whole_reading(path: Path) -> int:
    """Pages, clauses and suggestions; how many clauses."""
    return len(analyse(tuple(PdfReader().pages(path))).clauses)


def seconds(read: Callable[[Path], int], path: Path) -> float:
    """CPU seconds of the fastest round."""
    return min(_once(read, path) for _ in range(ROUNDS))


def _once(read: Callable[[Path], int], path: Path) -> float:
    started = time.process_time()
    read(path)
    return time.process_time() - started


def main() -> None:
    """Print a table in Markdown, a line for each file and one for all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO
    readers = (words_by_pdfplumber, text_by_pypdfium2, whole_reading)
    total = dict.fromkeys(readers, 0.0)
    print("| PDF | pdfplumber, words (s) | pypdfium2, text (s) | whole reading (s) | reading ÷ pdfplumber |")
    print("|---|---|---|---|---|")
    for path in sorted(folder.glob("*.pdf")):
        if text_by_pypdfium2(path):
            taken = {read: seconds(read, path) for read in readers}
            total = {read: total[read] + taken[read] for read in readers}
            print(_row(path.name, *taken.values()))
    if any(total.values()):
        print(_row("all", *total.values()))


def _row(name: str, words: float, text: float, whole: float) -> str:
    return f"| {name} | {words:.3f} | {text:.3f} | {whole:.3f} | {whole / words:.2f} |"


if __name__ == "__main__":
    main()
