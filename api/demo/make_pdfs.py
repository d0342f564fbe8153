"""Makes the PDFs of the demo library from its texts: `python -m api.demo.make_pdfs [FOLDER]`.

For development only (it needs reportlab). The same texts give the same bytes: no dates, no random identifiers, the
standard fonts, and no compression of pages, whose bytes would depend on the zlib at hand.
"""

from __future__ import annotations

import io
import sys
from functools import partial
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import letter  # type: ignore[import-untyped]
from reportlab.lib.units import inch  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageTemplate,
)

from api.demo.layouts import LAYOUTS, Layout
from api.demo.markup import Text, parse
from api.demo.scan import scanned
from api.demo.story import story

HERE = Path(__file__).parent
TEXTS = HERE / "texts"
PDFS = HERE / "pdf"
SCANNED = frozenset({"limnology-2022"})
"""Texts that reached the library on paper: their PDFs hold pictures of pages and no text."""


def typeset(text: Text) -> bytes:
    """The PDF of `text`, in the layout that it names. Set twice, because a footer says how many pages there are."""
    pages = _set(text, total=0)[1]
    return _set(text, total=pages)[0]


def make(source: Path) -> bytes:
    """The PDF that belongs to one text of the demo library."""
    pdf = typeset(parse(source.read_text(encoding="utf-8")))
    return scanned(pdf, seed=source.stem) if source.stem in SCANNED else pdf


def make_all(folder: Path = PDFS) -> list[Path]:
    """Write every PDF into `folder` and say which files these are."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for source in sorted(TEXTS.glob("*.txt")):
        made.append(folder / f"{source.stem}.pdf")
        made[-1].write_bytes(make(source))
    return made


def _set(text: Text, *, total: int) -> tuple[bytes, int]:
    layout = LAYOUTS[text.facts["layout"]]
    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=letter,
        invariant=1,
        pageCompression=0,
        title=text.facts["title"],
        subject=text.facts.get("subtitle", ""),
        author="Licence Desk demo library",
        lang="en-CA",
    )
    document.addPageTemplates(_templates(text, layout, total))
    document.build([NextPageTemplate("later"), *story(text, layout)])
    return buffer.getvalue(), document.page


def _templates(text: Text, layout: Layout, total: int) -> list[Any]:
    furniture = partial(_furniture, text=text, layout=layout, total=total)
    return [
        PageTemplate(id="first", frames=_frames(layout), onPage=partial(furniture, first=True)),
        PageTemplate(id="later", frames=_frames(layout), onPage=partial(furniture, first=False)),
    ]


def _frames(layout: Layout) -> list[Any]:
    width, height = letter
    gap = 0.3 * inch
    column = (width - 2 * layout.margin - gap * (layout.columns - 1)) / layout.columns
    return [
        Frame(
            layout.margin + n * (column + gap),
            0.9 * inch,
            column,
            height - 1.9 * inch,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        for n in range(layout.columns)
    ]


def _furniture(canvas: Any, _document: Any, *, text: Text, layout: Layout, total: int, first: bool) -> None:
    width, height = letter
    canvas.setFont(layout.face, 8)
    canvas.drawCentredString(width / 2, 0.55 * inch, f"Page {canvas.getPageNumber()} of {total}")
    if header := text.facts.get("header"):
        canvas.drawCentredString(width / 2, height - 0.4 * inch, header)
    if first:
        return
    canvas.drawString(layout.margin, height - 0.65 * inch, text.facts["title"])
    canvas.drawRightString(width - layout.margin, height - 0.65 * inch, text.facts["reference"])
    canvas.setLineWidth(0.4)
    canvas.line(layout.margin, height - 0.72 * inch, width - layout.margin, height - 0.72 * inch)


if __name__ == "__main__":
    make_all(*(Path(name) for name in sys.argv[1:2]))
