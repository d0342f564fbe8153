"""Opening a PDF with the two interpreters that read its text."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pdfplumber
import playa
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException
from playa.page import Page as PlayaPage

from domain.errors import DocumentRejected
from storage.pdf import sentences

log = logging.getLogger(__name__)


class PlumberPages:
    """pdfplumber's pages; none where it cannot open the file. An empty password is tried, as every viewer does."""

    def __init__(self, path: Path) -> None:
        """Raises DocumentRejected for a file that is locked, or takes too much memory to open."""
        self._pdf: PDF | None = None
        self._found: list[PDFPage] = []
        try:
            self._pdf = pdfplumber.open(path)
            self._found = list(PDFPage.create_pages(self._pdf.doc))
        except Exception as error:
            self.close()
            self._pdf = None
            _refuse(error)
            log.warning("pdfplumber cannot open the file", exc_info=True)

    @property
    def opened(self) -> bool:
        """Whether pdfplumber could make anything of the file."""
        return self._pdf is not None

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, number: int) -> Any:
        """Page `number`, from 1; made anew each time, so that only pages in use take memory.

        Raises whatever pdfplumber makes of a page without sense.
        """
        found = self._found[number - 1]
        found.attrs.setdefault("MediaBox", found.mediabox)  # pdfminer knows a size for a page without; pdfplumber fails
        assert self._pdf is not None  # noqa: S101 - for the type checker; without it there are no pages
        return Page(self._pdf, found, page_number=number)

    def close(self) -> None:
        """Close the file."""
        if self._pdf is not None:
            self._pdf.stream.close()


class FastPages:
    """playa's pages; none where it cannot open the file. Keeps the document that the pages only refer to weakly."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._pages: dict[int, PlayaPage] = {}
        try:
            self._document = playa.Document(self._file)
            self._pages = {page.pageid: page for page in self._document.pages}
        except Exception:
            log.warning("playa cannot open the file; its pages are read the plain way", exc_info=True)

    def of(self, page: Any) -> PlayaPage | None:
        """The page that is the same object of the PDF as pdfplumber's `page`."""
        return self._pages.get(page.page_obj.pageid)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _refuse(error: Exception) -> None:
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, PDFPasswordIncorrect):
        raise DocumentRejected(sentences.LOCKED) from error
    if isinstance(cause, PDFEncryptionError):
        raise DocumentRejected(sentences.PROTECTED) from error
    if isinstance(cause, MemoryError):
        raise DocumentRejected(sentences.TOO_HEAVY) from error
