"""Text that runs up, down or upside down on its page, and pages of which most text does.

A direction is a number of quarter turns: 0 for text set level, 1 for text that runs up the page, 2 for text upside
down, 3 for text that runs down. Boxes are left, top, right, bottom, in points from the top left.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from domain.page import Page, Word

Char = dict[str, Any]
Box = tuple[float, float, float, float]
Size = tuple[float, float]

_SLANTED = 15.0
"""Degrees off every direction from which text is a watermark across the page and no part of what it says."""
_LEVEL = 0


def by_direction(chars: Sequence[Char]) -> dict[int, Sequence[Char]]:
    """The characters of each direction, those of the commonest first; slanted ones left out.

    A character without a `matrix` is level (see glyphs.py); a matrix is pdfminer's, which has y run upwards.
    """
    if not any("matrix" in char for char in chars):
        return {_LEVEL: chars} if chars else {}
    groups: dict[int, list[Char]] = {}
    for char in chars:
        direction = _direction(char.get("matrix"))
        if direction is not None:
            groups.setdefault(direction, []).append(char)
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))


def levelled(chars: Iterable[Char], direction: int, shown: Box) -> list[Char]:
    """Characters of a direction, at the places they have once what is `shown` of the page is turned to level them."""
    size = (shown[2] - shown[0], shown[3] - shown[1])
    return [_levelled(char, direction, shown, size) for char in chars]


def put_back(word: Word, direction: int, size: Size) -> Word:
    """A word found among levelled characters, at its place on the page of that `size`."""
    turned_size = (size[1], size[0]) if direction % 2 else size
    return _with_box(word, turned_box(_box(word), direction, turned_size))


def upright(page: Page, direction: int) -> Page:
    """The page turned so that its text of this direction is level."""
    size = (page.width, page.height)
    width, height = (page.height, page.width) if direction % 2 else size
    words = tuple(_with_box(word, turned_box(_box(word), -direction, size)) for word in page.words)
    return replace(page, words=words, width=width, height=height, turned=(360.0 - 90.0 * direction) % 360)


def turned_box(box: Box, quarters: int, size: Size) -> Box:
    """Where a box lies after its page of this `size` was turned by so many quarters counter-clockwise."""
    (x0, top, x1, bottom), (width, height) = box, size
    match quarters % 4:
        case 1:
            return top, width - x1, bottom, width - x0
        case 2:
            return width - x1, height - bottom, width - x0, height - top
        case 3:
            return height - bottom, x0, height - top, x1
    return box


def _direction(matrix: Sequence[float] | None) -> int | None:
    if matrix is None:
        return _LEVEL
    angle = math.degrees(math.atan2(matrix[1], matrix[0]))
    quarters = round(angle / 90)
    return quarters % 4 if abs(angle - 90 * quarters) < _SLANTED else None


def _levelled(char: Char, direction: int, shown: Box, size: Size) -> Char:
    left, upper = shown[:2]
    box = (char["x0"] - left, char["top"] - upper, char["x1"] - left, char["bottom"] - upper)
    x0, top, x1, bottom = turned_box(box, -direction, size)
    place = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "size": bottom - top}
    return char | place | {"width": x1 - x0, "height": bottom - top, "upright": True}


def _box(word: Word) -> Box:
    return word.x0, word.top, word.x1, word.bottom


def _with_box(word: Word, box: Box) -> Word:
    x0, top, x1, bottom = (round(edge, 2) for edge in box)
    return replace(word, x0=x0, top=top, x1=x1, bottom=bottom)
