"""Reads PDF files for the service, in child processes that may fail without harm."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.errors import DocumentRejected, NotFound
from domain.page import Page, PageSource
from domain.reading.analysis import Analysis
from storage.pdf import USUAL_SIZE, intake, sentences, wire
from storage.pdf.limits import Limits
from storage.pdf.process import Child, ChildDied

if TYPE_CHECKING:
    from domain.reading.own_wordings import OwnWording

log = logging.getLogger(__name__)

READER_VERSION = "1"
"""Raised when the words or boxes that a page yields change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullReading:
    """Everything found in one PDF; `bytes` is the size of the file, `warnings` are sentences about its pages."""

    sha256: str
    bytes: int
    pages: int
    ocr_pages: tuple[int, ...]
    reader: str
    analysis: Analysis
    warnings: tuple[str, ...] = ()


class PdfReader:
    """The domain's PageReader. Every call starts a process of its own, bound by `limits`."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self._limits = limits

    @cached_property
    def name(self) -> str:
        """This reader with the versions of what it reads with; kept with each reading."""
        parts = [f"{package} {_version(package)}" for package in ("pdfplumber", "playa-pdf", "pypdfium2", "tesserocr")]
        return f"licence-desk-reader {READER_VERSION} ({', '.join(parts)})"

    def inspect(self, path: Path) -> int:
        """How many pages the file has; raises DocumentRejected with a sentence for a file that cannot be read."""
        intake.check(path, self._limits.max_bytes)
        try:
            return int(self._only_answer("inspect", path)["pages"])
        except ChildDied as error:
            raise DocumentRejected(sentences.TOO_HEAVY) from error

    def pages(self, path: Path, first: int = 1) -> Iterator[Page]:
        """The pages from `first` on, each as soon as it is read; closing the iterator ends the process.

        A page that cannot be read comes without words and with a warning. Raises DocumentRejected for a file that
        cannot be read at all.
        """
        intake.check(path, self._limits.max_bytes)
        progress = _Progress(first)
        while not progress.finished:
            try:
                yield from self._pages_until_crash(path, progress)
            except ChildDied as error:
                if progress.total is None or (progress.crash() >= self._limits.max_crashes and not progress.read):
                    raise DocumentRejected(sentences.TOO_HEAVY) from error
                yield progress.skip(sentences.page_too_heavy)
                while progress.crashes >= self._limits.max_crashes and not progress.finished:
                    yield progress.skip(sentences.page_given_up)

    def analyse(self, pages: Iterable[Page], own: Sequence[OwnWording] = ()) -> Analysis:
        """Clauses, suggestions and facts of the pages; raises DocumentRejected where that takes too much."""
        try:
            with Child("analyse", self._limits, own=[wire.wording_to_json(each) for each in own]) as child:
                for message in child.answers(wire.page_to_json(page) for page in pages):
                    return wire.analysis_from_json(message["analysis"])
        except ChildDied as error:
            raise DocumentRejected(sentences.NO_ANALYSIS) from error
        raise DocumentRejected(sentences.NO_ANALYSIS)

    def picture(self, path: Path, page: int, *, dpi: int = 110, turned: float = 0.0) -> bytes:
        """A PNG of page `page`, turned as a scanned page was to be read (`Page.turned`).

        Raises DocumentRejected, and NotFound for a page that is not there.
        """
        intake.check(path, self._limits.max_bytes)
        try:
            answer = self._only_answer("picture", path, page=page, dpi=dpi, turned=turned)
        except ChildDied as error:
            raise DocumentRejected(sentences.NO_PICTURE) from error
        if "png" not in answer:
            raise NotFound(sentences.NO_SUCH_PAGE)
        return base64.b64decode(answer["png"])

    def read(self, path: Path) -> FullReading:
        """The pages and their analysis in one process; raises DocumentRejected."""
        intake.check(path, self._limits.max_bytes)
        try:
            return self._read_at_once(path)
        except ChildDied:
            log.warning("%s: read page by page, because reading it at once failed", path)
        return self._read_by_page(path)

    def _pages_until_crash(self, path: Path, progress: _Progress) -> Iterator[Page]:
        with Child("pages", self._limits, path=str(path), first=progress.next) as child:
            for message in child.answers():
                if "of" in message:
                    progress.total = message["of"]
                else:
                    progress.next, progress.read = progress.next + 1, progress.read + 1
                    yield wire.page_from_json(message["page"])

    def _read_at_once(self, path: Path) -> FullReading:
        ocr: list[int] = []
        warnings: list[str] = []
        pages, analysis = 0, None
        with Child("read", self._limits, path=str(path)) as child:
            for message in child.answers():
                if "read" in message:
                    pages = message["read"]
                    ocr += [pages] if message["source"] == PageSource.OCR else []
                    warnings += message["warnings"]
                elif "analysis" in message:
                    analysis = wire.analysis_from_json(message["analysis"])
        if analysis is None:
            raise ChildDied
        return self._full(path, pages, ocr, warnings, analysis)

    def _read_by_page(self, path: Path) -> FullReading:
        pages = list(self.pages(path))
        ocr = [page.number for page in pages if page.source is PageSource.OCR]
        warnings = [warning for page in pages for warning in page.warnings]
        return self._full(path, len(pages), ocr, warnings, self.analyse(pages))

    def _full(self, path: Path, pages: int, ocr: list[int], warnings: list[str], analysis: Analysis) -> FullReading:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FullReading(
            sha256=digest, bytes=path.stat().st_size, pages=pages, ocr_pages=tuple(ocr), reader=self.name,
            analysis=analysis, warnings=tuple(warnings),
        )  # fmt: skip

    def _only_answer(self, task: str, path: Path, **details: Any) -> dict[str, Any]:
        with Child(task, self._limits, path=str(path), **details) as child:
            return next(child.answers())


class _Progress:
    """How far reading a document has come over the crashes of the processes that read it."""

    def __init__(self, first: int) -> None:
        self.next = first
        self.read = first - 1
        self.total: int | None = None
        self.crashes = 0

    @property
    def finished(self) -> bool:
        return self.total is not None and self.next > self.total

    def crash(self) -> int:
        """Note a crash; gives how many there were."""
        self.crashes += 1
        return self.crashes

    def skip(self, sentence: Callable[[int], str]) -> Page:
        """The next page, without words, and a warning why."""
        number, self.next = self.next, self.next + 1
        width, height = USUAL_SIZE
        return Page(number=number, width=width, height=height, words=(), warnings=(sentence(number),))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"
