"""Text that Tesseract passed over because a stamp, a signature or a ruled box made it take the place for a picture."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageDraw

from storage.pdf import scan
from storage.pdf.tesseract import Line, Piece, Recogniser

_MARGIN = 5
_INK_ROW = 3
"""Mean of a row (0 to 255) from which it holds more ink than specks and the sides of a box leave."""
_LEAST_HEIGHT = 0.45
_MOST_HEIGHT = 6.0
"""Bands between these multiples of a line's height can be text; lower ones are rules, higher ones pictures."""
_MOST_BANDS = 8
_SURE_ENOUGH = 0.6
_LEAST_LETTERS = 3

Span = tuple[int, int]


def with_unread(lines: Sequence[Line], picture: Image.Image, dpi: int, recogniser: Recogniser) -> list[Line]:
    """The lines, and among them those found by reading each band of the page that holds unread ink by itself."""
    if not lines:
        return list(lines)
    usual = statistics.median(line.height for line in lines)
    found = list(lines)
    for top, bottom in _bands(_unread_ink(lines, picture), usual):
        upper, lower = max(0, top - _MARGIN), min(picture.height, bottom + _MARGIN)
        for line in recogniser.block(picture.crop((0, upper, picture.width, lower)), dpi):
            new = _new_part(_moved(line, upper), lines)
            if new is not None:
                found.insert(_place(new, found), new)
    return found


def _unread_ink(lines: Sequence[Line], picture: Image.Image) -> Image.Image:
    ink = scan.ink_of(picture)
    draw = ImageDraw.Draw(ink)
    for line in lines:
        for piece in line.pieces:
            box = (piece.x0 - _MARGIN, piece.top - _MARGIN, piece.x1 + _MARGIN, piece.bottom + _MARGIN)
            draw.rectangle(box, fill=0)
    return ink


def _bands(ink: Image.Image, usual: float) -> list[Span]:
    """Runs of rows with ink, the first ones where there are many."""
    rows = ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    high = (band for band in _runs(rows) if usual * _LEAST_HEIGHT <= band[1] - band[0] <= usual * _MOST_HEIGHT)
    return list(high)[:_MOST_BANDS]


def _runs(rows: bytes) -> Iterator[Span]:
    start = None
    for place, ink in enumerate(rows):
        if ink >= _INK_ROW and start is None:
            start = place
        elif ink < _INK_ROW and start is not None:
            yield start, place
            start = None
    if start is not None:
        yield start, len(rows)


def _moved(line: Line, down: int) -> Line:
    pieces = (replace(piece, top=piece.top + down, bottom=piece.bottom + down) for piece in line.pieces)
    return replace(line, pieces=tuple(pieces), baseline=line.baseline + down)


def _new_part(line: Line, known: Sequence[Line]) -> Line | None:
    """The sure words of the line where no word was read before."""
    others = [piece for other in known for piece in other.pieces]
    pieces = tuple(
        piece
        for piece in line.pieces
        if piece.confidence >= _SURE_ENOUGH and not any(_overlap(piece, other) for other in others)
    )
    letters = sum(letter.isalnum() for piece in pieces for letter in piece.text)
    return replace(line, pieces=pieces) if letters >= _LEAST_LETTERS else None


def _overlap(one: Piece, other: Piece) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def _place(line: Line, lines: Sequence[Line]) -> int:
    """Before the first line that stands below it in its column."""
    left, right = line.pieces[0].x0, line.pieces[-1].x1
    for place, other in enumerate(lines):
        if other.baseline > line.baseline and other.pieces[0].x0 < right and left < other.pieces[-1].x1:
            return place
    return len(lines)
