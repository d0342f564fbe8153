"""Pages of PDF files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import playa
import pypdfium2

from domain.page import Page, PageSource
from storage.pdf import glyphs, ocr, scan, tesseract, words


class PdfReader:
    """Reads PDF files page by page."""

    def pages(self, path: Path, first: int = 1) -> Iterator[Page]:
        """The pages from `first` on."""
        with playa.open(path) as source, pdfplumber.open(path) as pdf:
            for page, playa_page in zip(pdf.pages[first - 1 :], source.pages[first - 1 :], strict=True):
                glyphs.fill(page, playa_page, max_glyphs=500_000)
                found, kind = words.words_of(page), PageSource.TEXT
                width, height = words.size_of(page)
                turned = 0.0
                if len(found) < 5:
                    drawn = pypdfium2.PdfDocument(path)[page.page_number - 1]
                    picture = scan.render(drawn, dpi=200, max_pixels=30_000_000)
                    got = ocr.read(picture, width / picture.width, tesseract.recogniser())
                    kind, found, width, height, turned = PageSource.OCR, got.words, got.width, got.height, got.turned
                yield Page(number=page.page_number, width=width, height=height, words=found, source=kind, turned=turned)
                page.close()
