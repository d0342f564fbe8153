"""Whether a page has to be read from its picture because its text layer does not say what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from playa.page import Page as PlayaPage

from domain.page import Word
from storage.pdf import usable

_COVERED_SHARE = 0.4
"""A page of which pictures cover this share is a scan, whatever stamp or envelope number is set over it."""
_OUTLINES = 150
"""So many shapes on a page almost without text are letters drawn as outlines."""
_ALMOST_NO_LETTERS = 40

Box = tuple[float, float, float, float]


def is_picture(page: Any, source: PlayaPage | None, found: tuple[Word, ...]) -> bool:
    """Judge pdfplumber's `page`, of which playa's `source` is the faster view, by the words `found` on it."""
    letters = usable.letters_in(found)
    if usable.is_broken(found):
        return True
    if letters >= usable.ENOUGH_LETTERS:
        return False
    if _covered(page, source) >= _COVERED_SHARE:
        return True
    shapes = _shapes(page, source, _OUTLINES)
    return shapes >= (_OUTLINES if letters else 1) and letters < _ALMOST_NO_LETTERS


def _covered(page: Any, source: PlayaPage | None) -> float:
    """The share of the page that pictures cover; overlaps count twice, which no decision hangs on."""
    area = float(page.width * page.height) or 1.0
    return sum(_area_within(box, float(page.width), float(page.height)) for box in _pictures(page, source)) / area


def _pictures(page: Any, source: PlayaPage | None) -> Iterator[Box]:
    if source is not None:
        yield from (image.bbox for image in source.images if image.bbox)
        return
    left, upper = page.bbox[0], page.bbox[1]
    for image in page.images:
        yield image["x0"] - left, image["top"] - upper, image["x1"] - left, image["bottom"] - upper


def _area_within(box: Box, width: float, height: float) -> float:
    across = min(box[2], width) - max(box[0], 0.0)
    down = min(box[3], height) - max(box[1], 0.0)
    return max(0.0, across) * max(0.0, down)


def _shapes(page: Any, source: PlayaPage | None, most: int) -> int:
    """How many things other than text are drawn on the page, counted up to `most`."""
    if source is not None:
        return sum(1 for item in islice(source.flatten(), most) if item.object_type in ("path", "image"))
    return sum(len(found) for kind, found in page.objects.items() if kind != "char")
