"""Fills pdfplumber's pages with the objects that playa-pdf, a faster interpreter, finds on them.

pdfplumber reads a page through `page._objects`, a dictionary that it fills on first use. Filling it beforehand keeps
the whole of pdfplumber's interface (words, tables, crops) and saves most of its time. The attribute is private, so
pdfplumber is pinned below its next minor version, and a test compares words and tables with the plain way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playa.content import GlyphObject, TextObject
from playa.page import TEXT_OPERATORS
from playa.page import Page as PlayaPage

from storage.pdf.strokes import strokes

Objects = dict[str, list[dict[str, Any]]]
Matrix = tuple[float, float, float, float, float, float]


class TooManyGlyphs(Exception):
    """A page draws more glyphs than the limit."""


def fill(page: Any, source: PlayaPage, *, max_glyphs: int, paths: bool = False) -> None:
    """Put the characters of `source` into pdfplumber's `page`; lines and rectangles (for tables) with `paths`.

    Raises TooManyGlyphs, and whatever playa raises for a broken page: the caller then reads `page` the plain way.
    """
    objects: Objects = {"char": list(_chars(source, page, max_glyphs))}
    if paths:
        for item in strokes(source, page):
            objects.setdefault(item["object_type"], []).append(item)
    page._objects = objects  # noqa: SLF001 - the one seam that pdfplumber has; see above


def _chars(source: PlayaPage, page: Any, max_glyphs: int) -> Iterator[dict[str, Any]]:
    count = 0
    for text in source.flatten(TextObject, TEXT_OPERATORS):
        if text.gstate.font is None:
            continue
        for char in _text_chars(text, page):
            count += 1
            if count > max_glyphs:
                raise TooManyGlyphs
            yield char


def _text_chars(text: TextObject, page: Any) -> Iterator[dict[str, Any]]:
    """The glyphs of one text object as pdfplumber's characters, with the boxes that pdfminer gives them."""
    font = text.font
    name, number, doctop = font.fontname, page.page_number, page.initial_doctop
    left, upper = page.bbox[0], page.bbox[1]
    for glyph in text:
        x0, top, x1, bottom, size, upright = _box(glyph)
        yield {
            "object_type": "char", "page_number": number, "text": glyph.text or "", "fontname": name, "size": size,
            "x0": x0 + left, "x1": x1 + left, "top": top + upper, "bottom": bottom + upper, "doctop": doctop + top,
            "width": x1 - x0, "height": bottom - top, "upright": upright,
        }  # fmt: skip


def _box(glyph: GlyphObject) -> tuple[float, float, float, float, float, bool]:
    """x0, top, x1, bottom, size and uprightness; a box is as wide as the advance and as high as the font size."""
    a, b, c, d, e, f = glyph.matrix
    x0, low, x1, _ = glyph.font.char_bbox(glyph.cid)
    if b == 0 == c and not glyph.font.vertical:
        left, right, bottom, top = e + a * x0, e + a * x1, f + d * low, f + d * (low + 1)
    else:
        left, top, right, bottom = _turned((a, b, c, d, e, f), (x0, low, x1, low + 1))
    if right < left:
        left, right = right, left
    if bottom < top:
        top, bottom = bottom, top
    return left, top, right, bottom, bottom - top, a * d < 0 and b * c >= 0


def _turned(m: Matrix, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = m
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)
