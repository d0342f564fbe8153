"""PDF files for tests, made by ReportLab, and scans of them."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import pypdfium2
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

A4 = (595.28, 841.89)
CLAUSES = (
    "1. DEFINITIONS",
    "1.1 In this Licence the following terms shall have the following meanings.",
    "1.2 Authorised Users are the students and members of staff of the Licensee,",
    "and the walk-in users whom the Licensee admits to its library premises.",
    "2. PERMITTED USES",
    "2.1 The Licensee may provide single printed copies of an article to another",
    "library in the same country, by post or by fax, for research and study.",
    "2.2 Authorised Users may print and download parts of the Licensed Material.",
    "3. TERM AND RENEWAL",
    "3.1 This Licence begins on 1 January 2026 and ends on 31 December 2028.",
    "3.2 Either party may give notice of sixty (60) days before its end.",
)
"""A page of a licence, written for these tests."""


def set_pages(
    pages: Sequence[Sequence[str]],
    *,
    font: str = "Times-Roman",
    size: float = 11,
    password: str | None = None,
) -> bytes:
    """A PDF of these lines, page by page."""
    data = io.BytesIO()
    lock = None if password is None else StandardEncryption(password, ownerPassword="owner", canPrint=1)
    canvas = Canvas(data, pagesize=A4, encrypt=lock)
    for lines in pages:
        canvas.setFont(font, size)
        for number, line in enumerate(lines):
            canvas.drawString(72, A4[1] - 90 - number * size * 1.6, line)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def set_page(lines: Sequence[str] = CLAUSES, **how: object) -> bytes:
    """A PDF of one page."""
    return set_pages([lines], **how)  # type: ignore[arg-type]


def picture(pdf: bytes, *, dpi: int = 200, page: int = 1) -> Image.Image:
    """A page as a grey picture."""
    return pypdfium2.PdfDocument(pdf)[page - 1].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def scanned(pdf: bytes, *, askew: float = 0.0, quarter_turns: int = 0, specks: int = 0, stamp: str = "") -> bytes:
    """The first page as a scanner makes it: a picture, askew (degrees) or turned, with specks; `stamp` is real text."""
    seen = picture(pdf).rotate(askew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    dirt = random.Random(5)
    for _ in range(specks):
        seen.putpixel((dirt.randrange(seen.width), dirt.randrange(seen.height)), 0)
    return pictured(seen.rotate(90 * quarter_turns, expand=True), stamp=stamp)


def pictured(seen: Image.Image, *, stamp: str = "", dpi: int = 200) -> bytes:
    """A PDF of one page that this picture fills."""
    size = (seen.width * 72 / dpi, seen.height * 72 / dpi)
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=size)
    canvas.drawImage(ImageReader(seen), 0, 0, *size)
    if stamp:
        canvas.setFont("Helvetica", 6)
        canvas.drawString(20, 12, stamp)
    canvas.showPage()
    canvas.save()
    return data.getvalue()
