"""Words from the picture of a page."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PIL import Image

from domain.page import Word
from storage.pdf import scan
from storage.pdf.tesseract import Line, Piece, Recogniser
from storage.pdf.unread import with_unread
from storage.pdf.words import plain_letters

_DOUBTFUL = 0.6
"""Mean confidence below which a page may stand on its head."""
_SURE = 0.9
_LABEL_LENGTH = 9
_LABEL_CONTEXT = 400
"""Pixels read beside a doubtful clause number: alone it is too little for Tesseract's language model."""
_LABEL = re.compile(r"^[\[(]?(\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})([.:)][0-9A-Za-z]{1,3})*[.:)\]]?$")
_ROMAN = re.compile(r"^M{0,2}(X[CL]|L?X{0,3})(I[XV]|V?I{0,3})$")
_ROMAN_SLIP = re.compile(r"^(\(?)([IVXLil1|]{2,6})([.)]+)$")
_UPRIGHT, _DASHES, _RULE_MARKS = ("|", "¦"), ("-", "–", "—"), "|¦_~—–-=."
_LOWEST_FIGURE, _HIGHEST_FIGURE, _LONGEST_DASH = 0.55, 0.9, 1.5
"""In heights of a line: between which a figure is high, and from which a dash is a ruled line."""
_LONE_I = re.compile(r"^[|!](?=[.)]$)")
_CAPITAL_I = re.compile(r"(?<![A-Za-z])[l|!](?=[A-Z]{2})|(?<=[a-z])l(?=[A-Z]{2})")
_SIZE_OF_HEIGHT = 1.06
"""Font size for the height from tails to tops of a line's letters, measured on Times, Helvetica and Courier."""
_BELOW_BASELINE = 0.2
_SAME_SIZE = 0.09
_BOLDER, _LEAST_BOLDER = 4.5, 0.07
"""How much more of bold letters than of the page's usual ones is left when thinned: median deviations, and a least."""
_TELLING = 2
"""Letters that a word needs at least to show whether it is bold."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read from a picture of a page: words in points of the page as turned, and that page's size."""

    words: tuple[Word, ...]
    width: float
    height: float
    turned: float


def read(picture: Image.Image, points: float, recogniser: Recogniser) -> Scan:
    """Read a grey picture; `points` is the width of a pixel in PDF points."""
    dpi = max(70, round(72 / points))
    turned = float(recogniser.quarter_turn(picture, dpi)) if scan.is_sideways(picture) else 0.0
    straight, skew, lines = _read_straight(scan.turn(picture, turned), dpi, recogniser)
    if not turned and _mean_confidence(lines) < _DOUBTFUL:
        turned = float(recogniser.quarter_turn(picture, dpi))
        if turned:
            straight, skew, lines = _read_straight(scan.turn(picture, turned), dpi, recogniser)
    lines = with_unread(lines, straight, dpi, recogniser)
    lines = [_without_rules(line) for line in _of_usual_height(lines)]
    lines = [_with_sure_label(line, straight, dpi, recogniser) for line in lines if line.pieces]
    strokes = _Strokes(straight, lines)
    words = tuple(word for line in lines for word in _line_words(line, strokes, points))
    return Scan(words, round(straight.width * points, 2), round(straight.height * points, 2), round(turned + skew, 2))


def _read_straight(picture: Image.Image, dpi: int, recogniser: Recogniser) -> tuple[Image.Image, float, list[Line]]:
    skew = scan.skew_of(picture)
    clean = scan.without_specks(scan.turn(picture, skew))
    return clean, skew, recogniser.page(clean, dpi)


def _mean_confidence(lines: Iterable[Line]) -> float:
    found = [piece.confidence for line in lines for piece in line.pieces]
    return statistics.fmean(found) if found else 0.0


def _without_rules(line: Line) -> Line:
    """The line without the marks that ruled lines are taken for; an upright mark as low as a figure is a one."""
    pieces = (
        replace(piece, text="1") if piece.text in _UPRIGHT and _is_figure(piece, line) else piece
        for piece in line.pieces
    )
    return replace(line, pieces=tuple(piece for piece in pieces if not _is_rule(piece, line)))


def _is_figure(piece: Piece, line: Line) -> bool:
    return _LOWEST_FIGURE * line.height < piece.bottom - piece.top < _HIGHEST_FIGURE * line.height


def _is_rule(piece: Piece, line: Line) -> bool:
    if piece.text.strip(_RULE_MARKS):
        return False
    return piece.text not in _DASHES or piece.x1 - piece.x0 > _LONGEST_DASH * line.height


def _with_sure_label(line: Line, picture: Image.Image, dpi: int, recogniser: Recogniser) -> Line:
    """The line with its first word read again where it is short and doubtful, as clause numbers in the margin are."""
    first = line.pieces[0]
    alone = len(line.pieces) == 1
    if len(first.text) > _LABEL_LENGTH or first.confidence >= (0.96 if alone else _SURE):
        return line
    left, top = max(0, first.x0 - 8), max(0, first.top - 6)
    box = (left, top, min(picture.width, first.x1 + _LABEL_CONTEXT), min(picture.height, first.bottom + 6))
    again = recogniser.line(_framed(picture.crop(box)), dpi)
    if not again or not _LABEL.match(again[0].text):
        return line
    if again[0].confidence < first.confidence and _LABEL.match(first.text):
        return line
    return replace(line, pieces=(replace(first, text=again[0].text, confidence=again[0].confidence), *line.pieces[1:]))


def _framed(picture: Image.Image) -> Image.Image:
    """The picture with a margin of paper: letters that touch the edge are misread."""
    framed = Image.new("L", (picture.width + 40, picture.height + 30), 230)
    framed.paste(picture, (20, 15))
    return framed


def _of_usual_height(lines: Sequence[Line]) -> list[Line]:
    """The lines with small differences in height, which come from the letters they happen to hold, taken out."""
    usual = statistics.median(line.height for line in lines) if lines else 0.0
    return [replace(line, height=usual) if abs(line.height - usual) <= usual * _SAME_SIZE else line for line in lines]


def _line_words(line: Line, strokes: _Strokes, points: float) -> Iterator[Word]:
    """The words of a line with one common top and bottom, as they have in text that was set."""
    size = line.height * _SIZE_OF_HEIGHT * points
    bottom = line.baseline * points + size * _BELOW_BASELINE
    for place, (piece, bold) in enumerate(zip(line.pieces, strokes.bold(line), strict=True)):
        text = _mended(plain_letters(piece.text), first=place == 0)
        if text:
            yield Word(
                text=text, x0=round(piece.x0 * points, 2), top=round(bottom - size, 2), x1=round(piece.x1 * points, 2),
                bottom=round(bottom, 2), size=round(size, 1), bold=bold, confidence=round(piece.confidence, 3),
            )  # fmt: skip


def _mended(text: str, *, first: bool) -> str:
    """`text` without marks of ruled lines, and with the letter I where only it can stand."""
    if first:
        text = _LONE_I.sub("I", text)
    if len(text) > 1:
        text = text.strip("|¦") or text
    text = _CAPITAL_I.sub("I", text)
    slip = _ROMAN_SLIP.match(text) if first else None
    if slip and any(letter in "IVXL" for letter in slip[2]) and not slip[2].isupper():
        roman = re.sub(r"[il1|]", "I", slip[2])
        if _ROMAN.match(roman):
            return slip[1] + roman + slip[3]
    return text


class _Strokes:
    """Tells bold words by the thickness of their strokes."""

    def __init__(self, picture: Image.Image, lines: Sequence[Line]) -> None:
        self._ink = scan.ink_of(picture)
        self._thin: dict[int, Image.Image] = {}
        self._shares: dict[tuple[int, int, int, int], float] = {}
        shares = [self._share(piece, line.height) for line in lines for piece in line.pieces]
        self._usual = statistics.median(shares) if shares else 0.0
        spread = statistics.median(abs(share - self._usual) for share in shares) if shares else 0.0
        self._bold_from = self._usual + max(_LEAST_BOLDER, _BOLDER * spread)

    def bold(self, line: Line) -> list[bool]:
        """Whether each word of the line is bold; numbers and short words tell little and go with their neighbours."""
        shares = [self._share(piece, line.height) for piece in line.pieces]
        telling = [sum(letter.isalpha() for letter in piece.text) > _TELLING for piece in line.pieces]
        found = [share > self._bold_from for share in shares]
        for place, tells in enumerate(telling):
            neighbours = [
                found[other] for other in (place - 1, place + 1) if 0 <= other < len(found) and telling[other]
            ]
            if neighbours and (not tells or (len(neighbours) == 2 and neighbours[0] == neighbours[1])):
                found[place] = all(neighbours)
        return found

    def _share(self, piece: Piece, height: float) -> float:
        """The share of the word's ink that lies in strokes thicker than a regular letter's of that height."""
        box = (piece.x0, piece.top, piece.x1, piece.bottom)
        if box not in self._shares:
            self._shares[box] = self._measured(box, height)
        return self._shares[box]

    def _measured(self, box: tuple[int, int, int, int], height: float) -> float:
        width = max(2, round(height / 10))
        if width not in self._thin:
            self._thin[width] = scan.thinned(self._ink, width)
        ink = self._ink.crop(box).histogram()[scan.WHITE]
        return self._thin[width].crop(box).histogram()[scan.WHITE] / ink if ink else 0.0
