"""Opening a PDF with the two interpreters that read its text."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pdfplumber
import playa
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException
from playa.page import Page as PlayaPage

from domain.errors import DocumentRejected
from storage.pdf import sentences

log = logging.getLogger(__name__)


def plumber_pages(path: Path) -> list[Any]:
    """pdfplumber's pages; none where it cannot open the file. An empty password is tried, as every viewer does.

    Raises DocumentRejected for a file that is locked, or takes too much memory to open.
    """
    try:
        return list(pdfplumber.open(path).pages)
    except MemoryError as error:
        raise DocumentRejected(sentences.TOO_HEAVY) from error
    except Exception as error:
        _refuse_locked(error)
        log.warning("pdfplumber cannot open the file", exc_info=True)
        return []


class FastPages:
    """playa's pages; none where it cannot open the file. Keeps the document that the pages only refer to weakly."""

    def __init__(self, path: Path) -> None:
        self._pages: dict[int, PlayaPage] = {}
        try:
            self._document = playa.open(path)
            self._pages = {page.pageid: page for page in self._document.pages}
        except Exception:
            log.warning("playa cannot open the file; its pages are read the plain way", exc_info=True)

    def get(self, object_number: int) -> PlayaPage | None:
        """The page that is this object of the PDF."""
        return self._pages.get(object_number)


def _refuse_locked(error: Exception) -> None:
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, PDFPasswordIncorrect):
        raise DocumentRejected(sentences.LOCKED) from error
    if isinstance(cause, PDFEncryptionError):
        raise DocumentRejected(sentences.PROTECTED) from error
    if isinstance(cause, MemoryError):
        raise DocumentRejected(sentences.TOO_HEAVY) from error
