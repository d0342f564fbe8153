"""Fills pdfplumber's pages with the objects that playa-pdf, a faster interpreter, finds on them.

pdfplumber reads a page through `page._objects`, a dictionary that it fills on first use. Filling it beforehand keeps
the whole of pdfplumber's interface (words, tables, crops) and saves most of its time. The attribute is private, so
pdfplumber is pinned below its next minor version, and a test compares words and tables with the plain way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from playa.content import TextObject
from playa.font import Font
from playa.page import TEXT_OPERATORS
from playa.page import Page as PlayaPage
from playa.utils import mult_matrix

from storage.pdf.strokes import strokes

Char = dict[str, Any]
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]


class TooManyGlyphs(Exception):
    """A page draws more glyphs than the limit."""


def fill(page: Any, source: PlayaPage, *, max_glyphs: int, paths: bool = False) -> None:
    """Put the characters of `source` into pdfplumber's `page`; lines and rectangles (for tables) with `paths`.

    Raises TooManyGlyphs, and whatever playa raises for a broken page: the caller then reads `page` the plain way.
    """
    objects: dict[str, list[dict[str, Any]]] = {"char": _chars(source, page, max_glyphs)}
    if paths:
        for item in strokes(source, page):
            objects.setdefault(item["object_type"], []).append(item)
    page._objects = objects  # noqa: SLF001 - the one seam that pdfplumber has; see above


def _chars(source: PlayaPage, page: Any, max_glyphs: int) -> list[Char]:
    found: list[Char] = []
    boxes: dict[int, dict[int, Box]] = {}
    for text in source.flatten(TextObject, TEXT_OPERATORS):
        if text.gstate.font is not None:
            known = boxes.setdefault(id(text.gstate.font), {})
            chars = _set_level(text, page, known) if _is_level(text) else _turned(text, page)
            found += islice(chars, max_glyphs + 1 - len(found))
        if len(found) > max_glyphs:
            raise TooManyGlyphs
    return found


def _is_level(text: TextObject) -> bool:
    """Whether the text runs along the page's edge from left to right, as nearly all does."""
    a, b, c, d = mult_matrix(text.line_matrix, text.ctm)[:4]
    return b == 0 == c and a > 0 > d and text.gstate.scaling > 0 and text.gstate.fontsize > 0 and not text.font.vertical


def _set_level(text: TextObject, page: Any, boxes: dict[int, Box]) -> Iterator[Char]:
    """The characters of level text. As `TextObject.__iter__`, but only their left edges are reckoned one by one.

    A box is as wide as the advance and as high as the font size, as pdfminer has it (PDF 2.0, 9.4.4).
    """
    state, font = text.gstate, text.font
    a, _, _, d, e, f = mult_matrix(text.line_matrix, text.ctm)
    x, y = text._glyph_offset  # noqa: SLF001 - where the string starts; without it every glyph costs a matrix product
    across = state.fontsize * state.scaling * 0.01
    left, height = e + page.bbox[0], -d * state.fontsize
    baseline = f + d * (y + state.rise) + page.bbox[1]
    for cid, shown, at in _placed(text, font, x, across):
        box = boxes.get(cid)
        if box is None:
            box = boxes[cid] = font.char_bbox(cid)
        bottom = baseline - height * box[1]
        x0 = left + a * at + a * across * box[0]
        x1 = left + a * at + a * across * box[2]
        yield {
            "object_type": "char", "page_number": page.page_number, "text": shown or "", "fontname": font.fontname,
            "size": height, "x0": x0, "x1": x1, "top": bottom - height, "bottom": bottom,
            "doctop": page.initial_doctop + bottom - height, "width": x1 - x0, "height": height, "upright": True,
        }  # fmt: skip


def _placed(text: TextObject, font: Font, x: float, across: float) -> Iterator[tuple[int, str, float]]:
    """Each glyph's number and letters, and how far along the line it stands, in units of text space."""
    state = text.gstate
    gap = state.charspace / state.fontsize
    word_gap = 0.0 if font.multibyte else state.wordspace / state.fontsize
    for item in text.args:
        if isinstance(item, bytes):
            for cid, shown in font.decode(item):
                yield cid, shown, x
                x += (font.hdisp(cid) + gap + (word_gap if cid == ord(" ") else 0.0)) * across
        else:
            x -= item * 0.001 * across


def _turned(text: TextObject, page: Any) -> Iterator[Char]:
    """The characters of text that runs in any other direction."""
    left, upper = page.bbox[0], page.bbox[1]
    for glyph in text:
        a, b, c, d, e, f = glyph.matrix
        x0, low, x1, _ = glyph.font.char_bbox(glyph.cid)
        x0, top, x1, bottom = _bounds(glyph.matrix, (x0, low, x1, low + 1))
        yield {
            "object_type": "char", "page_number": page.page_number, "text": glyph.text or "",
            "fontname": glyph.font.fontname, "size": x1 - x0 if glyph.font.vertical else bottom - top,
            "x0": x0 + left, "x1": x1 + left, "top": top + upper, "bottom": bottom + upper,
            "doctop": page.initial_doctop + top, "width": x1 - x0, "height": bottom - top,
            "upright": a * d < 0 and b * c >= 0, "matrix": (a, -b, c, -d, e, page.height - f),
        }  # fmt: skip


def _bounds(matrix: Matrix, box: Box) -> Box:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)
