"""How long PDFs take to read, beside known libraries on the same pages: `python -m tools.bench [FOLDER]`.

Prints the tables of docs/benchmarks.md. CPU seconds, the better of two, so that a busy machine matters little; what
counts are the ratios. Without a folder the PDFs of the demo library are read.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path

import pdfplumber
import pypdfium2

import api.demo
from domain.page import Page
from domain.reading.engine import analyse
from domain.reading.segments import segment
from domain.reading.suggest import suggest
from storage.pdf.document import Document
from storage.pdf.limits import Limits

DEMO = Path(api.demo.__file__).parent / "pdf"
ROUNDS = 2
LENGTHS = (10, 40, 200)
"""Pages of the agreements that are put together of the folder's pages."""
AGREEMENT = 40
LONG_PAGE = 1500
"""Points: no sheet of paper is as high."""
PLAIN = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_words(extra_attrs=["fontname", "size"])
        page.close()
"""


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


def pages_of(path: Path) -> list[Page]:
    """The pages as the reading process reads them, but in this process, so that its time is counted."""
    with Document(path, Limits()) as document:
        return [document.page(number) for number in range(1, document.count + 1)]


def whole_reading(path: Path) -> int:
    """Pages, clauses, suggestions and facts; how many clauses."""
    return len(analyse(pages_of(path)).clauses)


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process in the fastest round."""
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def spent(command: Sequence[str]) -> tuple[float, float]:
    """CPU seconds of a command with the processes it starts, in its fastest round, and the MB of its largest."""
    rounds = []
    for _ in range(ROUNDS):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        rounds.append((usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return min(cpu for cpu, _ in rounds), max(size for _, size in rounds)


def put_together(digital: Sequence[Path], length: int, target: Path) -> Path:
    """An agreement of `length` pages from those of several, over and over, without web pages printed as one."""
    with pypdfium2.PdfDocument.new() as made:
        for path in cycle(digital):
            with pypdfium2.PdfDocument(path) as source:
                usual = [number for number, page in enumerate(source) if page.get_height() < LONG_PAGE]
                if taken := usual[: length - len(made)]:
                    made.import_pages(source, taken)
            if len(made) >= length:
                break
        made.save(target)
    return target


def main() -> None:
    """Print the tables in Markdown."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO
    found = sorted(folder.glob("*.pdf"))
    digital = [path for path in found if text_by_pypdfium2(path)]
    _print_files(digital)
    with tempfile.TemporaryDirectory() as kept:
        made = {length: put_together(digital, length, Path(kept) / f"{length}.pdf") for length in LENGTHS}
        _print_commands(made)
        _print_suggestions(made[AGREEMENT])
    _print_scans([path for path in found if path not in digital])


def _print_files(digital: Sequence[Path]) -> None:
    readers = (words_by_pdfplumber, text_by_pypdfium2, whole_reading)
    total = dict.fromkeys(readers, 0.0)
    print("| PDF | pdfplumber, words (s) | pypdfium2, text (s) | whole reading (s) | reading ÷ pdfplumber |")
    print("|---|---|---|---|---|")
    for path in digital:
        taken = {read: seconds(partial(read, path)) for read in readers}
        total = {read: total[read] + taken[read] for read in readers}
        print(_row(path.name, *taken.values()))
    print(_row("all", *total.values()))


def _row(name: str, words: float, text: float, whole: float) -> str:
    return f"| {name} | {words:.2f} | {text:.3f} | {whole:.2f} | {whole / words:.2f} |"


def _print_commands(made: dict[int, Path]) -> None:
    print("\n| pages | pdfplumber, words (s) | `extract` (s) | extract ÷ pdfplumber | largest process (MB) |")
    print("|---|---|---|---|---|")
    for length, path in made.items():
        plain, _ = spent([sys.executable, "-c", PLAIN, str(path)])
        ours, size = spent([sys.executable, "-m", "api", "extract", str(path), "--json"])
        print(f"| {length} | {plain:.2f} | {ours:.2f} | {ours / plain:.2f} | {size:.0f} |")


def _print_suggestions(path: Path) -> None:
    clauses = segment(pages_of(path))
    print(f"\nSuggestions for {AGREEMENT} pages with {len(clauses)} clauses: {seconds(lambda: suggest(clauses)):.2f} s")


def _print_scans(scans: Sequence[Path]) -> None:
    print("\n| scan | pages | CPU seconds a page | largest process (MB) |\n|---|---|---|---|" if scans else "")
    for path in scans:
        with pypdfium2.PdfDocument(path) as pdf:
            length = len(pdf)
        cpu, size = spent([sys.executable, "-m", "api", "extract", str(path), "--json"])
        print(f"| {path.name} | {length} | {cpu / length:.2f} | {size:.0f} |")


if __name__ == "__main__":
    main()
