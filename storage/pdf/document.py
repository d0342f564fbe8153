"""An open PDF: the words of its pages, each by the best way that works for it.

Only the limited child process opens PDFs; see child.py.
"""

from __future__ import annotations

import logging
import statistics
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL.Image import Image
from playa.page import Page as PlayaPage
from pypdfium2 import PdfiumError

from domain.errors import DocumentRejected
from domain.page import Page, PageSource
from storage.pdf import USUAL_SIZE, ocr, scan, sentences, usable, words
from storage.pdf.directions import upright
from storage.pdf.fields import field_words
from storage.pdf.glyphs import TooManyGlyphs, fill
from storage.pdf.limits import Limits
from storage.pdf.opening import FastPages, PlumberPages
from storage.pdf.pictured import is_picture
from storage.pdf.rendering import Renderer
from storage.pdf.tesseract import OcrUnavailable, recogniser

log = logging.getLogger(__name__)

OCR_DPI = 200
"""Tesseract reads best where capitals are some 20 to 30 pixels high; more costs time and gains nothing."""
_POOR_CONFIDENCE = 0.6


class Document:
    """A PDF file opened by pdfplumber and, as its faster core, by playa; by pdfium once a page has to be drawn."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Raises DocumentRejected for a file that cannot be opened, has no pages, or too many."""
        self._limits = limits
        self._renderer = Renderer(path, limits.max_pixels)
        self._pages = PlumberPages(path)
        self._sources = FastPages(path)
        try:
            self.count = self._counted()
        except DocumentRejected:
            self.close()
            raise

    def _counted(self) -> int:
        """The number of pages, of which there is at least one and not too many."""
        count = len(self._pages) if self._pages.opened else self._count_drawn()
        if not count:
            raise DocumentRejected(sentences.NO_PAGES)
        if count > self._limits.max_pages:
            raise DocumentRejected(sentences.too_many_pages(count, self._limits.max_pages))
        return count

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._pages.close()
        self._sources.close()
        self._renderer.close()

    def page(self, number: int) -> Page:
        """Page `number` (from 1). What cannot be read of it is left out and said in its warnings."""
        if not self._pages.opened:
            return self._damaged(number)
        try:
            page = self._pages[number]
        except Exception:
            log.warning("page %d: pdfplumber cannot make sense of it", number, exc_info=True)
            return self._damaged(number)
        try:
            return self._read(page, number)
        finally:
            page.close()

    def _count_drawn(self) -> int:
        try:
            return self._renderer.count
        except PdfiumError as error:
            raise DocumentRejected(sentences.DAMAGED) from error

    def _read(self, page: Any, number: int) -> Page:
        nothing = _empty(page, number)
        source = self._sources.of(page)
        try:
            text = self._text(page, source, nothing)
        except TooManyGlyphs:
            return replace(nothing, warnings=(sentences.page_too_full(number),))
        except MemoryError:
            return replace(nothing, warnings=(sentences.page_too_heavy(number),))
        except Exception:
            log.warning("page %d: its text cannot be read", number, exc_info=True)
            return self._damaged(number)
        return self._recognised(text) if _needs_picture(page, source, text) else text

    def _text(self, page: Any, source: PlayaPage | None, empty: Page) -> Page:
        """The page with its text layer, by the faster core or else the plain way, and what its form fields hold."""
        if source is not None:
            self._fill(page, source)
        found, direction = words.words_of(page)
        if source is not None:
            left, upper, _, _ = words.shown(page)
            found = (*found, *field_words(source, left - page.bbox[0], upper - page.bbox[1], found))
        text = replace(empty, words=found)
        return upright(text, direction) if direction else text

    def _fill(self, page: Any, source: PlayaPage) -> None:
        try:
            fill(page, source, max_glyphs=self._limits.max_glyphs)
        except (TooManyGlyphs, MemoryError):
            raise
        except Exception:
            log.info("page %d is read the plain way", page.page_number, exc_info=True)

    def _damaged(self, number: int) -> Page:
        """A page of which only the picture can be had."""
        try:
            width, height = self._renderer.size(number)
        except PdfiumError:
            width, height = USUAL_SIZE
        page = self._recognised(Page(number=number, width=width, height=height, words=()))
        if page.warnings:
            return page
        return _warned(page, sentences.page_damaged(number) if page.words else sentences.page_unreadable(number))

    def _recognised(self, text: Page) -> Page:
        """The page read by OCR, unless its own text turns out to say more."""
        try:
            picture = self._renderer.grey(text.number, OCR_DPI)
            if scan.is_empty(picture):
                return text
            points = self._renderer.size(text.number)[0] / picture.width
            return _better(text, _ocr(picture, points, text))
        except OcrUnavailable:
            return _warned(text, sentences.page_without_ocr(text.number))
        except (PdfiumError, MemoryError, OSError, RuntimeError, ValueError):
            log.warning("page %d cannot be read as a picture", text.number, exc_info=True)
            return _warned(text, sentences.page_unreadable(text.number))


def _empty(page: Any, number: int) -> Page:
    width, height = words.size_of(page)
    return Page(number=number, width=width, height=height, words=())


def _needs_picture(page: Any, source: PlayaPage | None, text: Page) -> bool:
    try:
        return is_picture(page, source, text.words)
    except MemoryError:
        return False
    except Exception:
        log.info("page %d: what is drawn on it cannot be told", text.number, exc_info=True)
        return not text.words


def _ocr(picture: Image, points: float, text: Page) -> Page:
    found = ocr.read(picture, points, recogniser())
    page = replace(
        text, words=found.words, width=found.width, height=found.height, source=PageSource.OCR, turned=found.turned
    )
    sure = statistics.fmean(word.confidence for word in found.words) if found.words else 1.0
    return page if sure >= _POOR_CONFIDENCE else _warned(page, sentences.page_hard_to_read(page.number))


def _better(text: Page, read: Page) -> Page:
    """What was read from the picture, unless the text layer is sound and says more."""
    says_more = usable.letters_in(text.words) > usable.letters_in(read.words)
    return text if says_more and not usable.is_broken(text.words) else read


def _warned(page: Page, sentence: str) -> Page:
    return replace(page, warnings=(*page.warnings, sentence))
