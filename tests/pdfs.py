"""Small PDFs made on the spot: real files, of as many pages and clauses as a test needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

LINE, MARGIN, SIZE, HEADING = 16, 72, 11, 13
ILL = (
    "The Licensee may supply to another library a single copy of an individual article by secure electronic "
    "transmission for the purposes of interlibrary loan."
)
WALK_IN = "Walk-in users may access the Licensed Materials from computers on the premises of the Licensee."
NO_RESALE = "The Licensee shall not sell or resell the Licensed Materials."
CLAUSES = ("1 Permitted uses", f"1.1 {ILL}", f"1.2 {WALK_IN}", "2 Restrictions", f"2.1 {NO_RESALE}")


@cache
def pdf(*clauses: str, title: str = "Site Licence Agreement", pages: int = 1) -> bytes:
    """A PDF with these clauses on its first page, and a numbered one on each further page.

    What does not end in a full stop is set as a heading.
    """
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True)
    _write(canvas, [title, *(clauses or CLAUSES)])
    for number in range(2, pages + 1):
        canvas.showPage()
        _write(canvas, [f"{number}0 Page {number} of the agreement."])
    canvas.save()
    return file.getvalue()


def _write(canvas: Canvas, paragraphs: Sequence[str]) -> None:
    y = A4[1] - MARGIN
    for paragraph in paragraphs:
        font, size = ("Helvetica", SIZE) if paragraph.endswith(".") else ("Helvetica-Bold", HEADING)
        for line in _lines(paragraph):
            canvas.setFont(font, size)
            canvas.drawString(MARGIN, y, line)
            y -= LINE
        y -= LINE


def _lines(paragraph: str, width: int = 80) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
