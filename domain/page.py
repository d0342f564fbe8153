"""A page of a document as a reader saw it: words with their boxes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_PAGES = 2000
"""Pages of one document that are read, unless the setting says otherwise."""


class PageSource(StrEnum):
    """Where the words of a page come from."""

    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word with its box in PDF points (origin top left), its font and size; `confidence` is 1 unless read by OCR."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    font: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its size in PDF points and its words, in the reader's order. `number` counts from 1.

    `turned` is by how many degrees (counter-clockwise) a scanned page was turned to stand straight before it was read:
    size and boxes are those of the straight page, so its picture has to be turned alike.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    source: PageSource = PageSource.TEXT
    warnings: tuple[str, ...] = ()
    turned: float = 0.0
