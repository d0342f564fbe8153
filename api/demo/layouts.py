"""How the demo licences look on paper: one column or two, wide or narrow, printed or typed."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import inch  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A layout: faces of the standard 14 fonts, sizes in points, margin in points.

    `hanging` sets the numbers of clauses in the margin; otherwise they run in with the text.
    """

    face: str
    bold: str
    size: float
    leading: float
    margin: float
    columns: int = 1
    hanging: bool = True
    justified: bool = False

    def style(self, name: str, **changes: object) -> ParagraphStyle:
        """The paragraph style of body text, with `changes`."""
        base = {
            "fontName": self.face,
            "fontSize": self.size,
            "leading": self.leading,
            "alignment": TA_JUSTIFY if self.justified else TA_LEFT,
            "spaceAfter": self.leading * 0.5,
        }
        return ParagraphStyle(name, **{**base, **changes})

    def heading(self, name: str, *, size: float, centred: bool = False) -> ParagraphStyle:
        """A style for headings, kept with what follows."""
        return self.style(
            name,
            fontName=self.bold,
            fontSize=size,
            leading=size * 1.3,
            alignment=TA_CENTER if centred else TA_LEFT,
            spaceBefore=self.leading * 0.6,
            keepWithNext=1,
        )


LAYOUTS = {
    "single": Layout(face="Times-Roman", bold="Times-Bold", size=11, leading=14.5, margin=1.1 * inch),
    "narrow": Layout(face="Helvetica", bold="Helvetica-Bold", size=10, leading=14, margin=1.45 * inch, justified=True),
    "two-column": Layout(
        face="Times-Roman", bold="Times-Bold", size=9.5, leading=12, margin=0.8 * inch, columns=2, hanging=False
    ),
    "typed": Layout(face="Courier", bold="Courier-Bold", size=11, leading=15, margin=1.0 * inch, hanging=False),
}
