"""The blocks of a demo text as things that reportlab can set."""

from __future__ import annotations

import random
import re
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Path  # type: ignore[import-untyped]
from reportlab.lib.colors import HexColor, black  # type: ignore[import-untyped]
from reportlab.platypus import KeepTogether, PageBreak, Paragraph, Spacer, Table  # type: ignore[import-untyped]

from api.demo.layouts import Layout
from api.demo.markup import Block, Kind, Text

PEN = HexColor(0x1A2A6C)
GRID = [
    ("GRID", (0, 0), (-1, -1), 0.4, black),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


def story(text: Text, layout: Layout) -> list[Any]:
    """Everything that stands on the pages of `text`, in order."""
    title = layout.heading("title", size=layout.size + 5, centred=True)
    under = layout.style("under", alignment=1, spaceAfter=layout.leading)
    lines = [text.facts.get("subtitle", ""), text.facts["reference"]]
    head = [
        Paragraph(_marked(text.facts["title"]), title),
        *(Paragraph(_marked(line), under) for line in lines if line),
    ]
    return [*head, *(flowable for block in text.blocks for flowable in _flowables(block, layout))]


def _flowables(block: Block, layout: Layout) -> list[Any]:
    match block.kind:
        case Kind.HEADING | Kind.SCHEDULE:
            larger = 1 if block.kind is Kind.HEADING else 2
            return [Paragraph(_marked(block.text), layout.heading(block.kind, size=layout.size + larger))]
        case Kind.CLAUSE | Kind.ITEM:
            return [_numbered(block, layout)]
        case Kind.PARAGRAPH:
            return [Paragraph(_marked(block.text), layout.style("paragraph"))]
        case Kind.TABLE:
            return [_table(block, layout), Spacer(1, layout.leading)]
        case Kind.SIGNATURES:
            return [KeepTogether(_signatures(block, layout))]
        case Kind.PAGE:
            return [PageBreak()]


def _numbered(block: Block, layout: Layout) -> Any:
    deeper = 22.0 if block.kind is Kind.ITEM else 0.0
    if not layout.hanging:
        return Paragraph(_marked(f"{block.number} {block.text}"), layout.style("run-in", leftIndent=deeper))
    style = layout.style("hanging", leftIndent=34 + deeper, bulletIndent=deeper * 1.5, bulletFontSize=layout.size)
    style.bulletFontName = layout.face
    return Paragraph(_marked(block.text), style, bulletText=block.number)


def _table(block: Block, layout: Layout) -> Any:
    small, strong = (
        layout.style(n, fontName=f, spaceAfter=0) for n, f in (("cell", layout.face), ("top", layout.bold))
    )
    head, *rows = block.rows
    cells = [[Paragraph(_marked(cell), strong) for cell in head]]
    cells += [[Paragraph(_marked(cell), small) for cell in row] for row in rows]
    return Table(cells, style=GRID, repeatRows=1, hAlign="LEFT", spaceBefore=4)


def _signatures(block: Block, layout: Layout) -> list[Any]:
    flowables: list[Any] = [Paragraph("Signed by the parties:", layout.style("signed", spaceBefore=layout.leading))]
    for party, organisation, person, date in block.rows:
        name, _, office = person.partition(", ")
        flowables += [
            Paragraph(_marked(f"{party}: {organisation}"), layout.style("party", spaceAfter=0)),
            _stroke(person) if person else Spacer(1, 30),
            Paragraph(_marked(f"Name: {name or '______________________'}"), layout.style("name", spaceAfter=0)),
            Paragraph(_marked(f"Title: {office or '______________________'}"), layout.style("office", spaceAfter=0)),
            Paragraph(_marked(f"Date: {date or '______________________'}"), layout.style("date")),
        ]
    return flowables


def _stroke(person: str) -> Any:
    """A pen's stroke that is always the same for the same person."""
    pen = random.Random(person)  # noqa: S311 - draws a squiggle, protects nothing
    path = Path(strokeColor=PEN, strokeWidth=1.1, fillColor=None)
    x, y = 6.0, 12.0
    path.moveTo(x, y)
    for _ in range(pen.randint(9, 13)):
        bends = [(x + pen.uniform(-5, 16), pen.uniform(1, 29)) for _ in range(2)]
        x, y = x + pen.uniform(6, 13), pen.uniform(8, 18)
        path.curveTo(*bends[0], *bends[1], x, y)
    drawing = Drawing(170, 30)
    drawing.add(path)
    return drawing


def _marked(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
