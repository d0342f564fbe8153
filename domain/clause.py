"""Clauses of a document's text, and where they stand on its pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page, in PDF points, origin top left. `page` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `start` to `end` (exclusive) of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """The characters of a clause's text that stand on one printed line."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A numbered or headed piece of a document's text, in reading order.

    `number` is the full path as printed (`3.2(f)`, `Schedule A.1`), None for an unnumbered paragraph.
    `text` joins hyphenated line ends and holds no running headers, footers or page numbers;
    it includes the heading where the heading is part of the same line.
    `fragments` cover `text` in order and tie each piece of it to its line on a page.
    `confidence` is below 1 where the words were read from a picture (share of letters believed right).
    """

    id: str
    number: str | None
    heading: str | None
    text: str
    page_start: int
    page_end: int
    boxes: tuple[Box, ...]
    parent: str | None
    level: int = 0
    fragments: tuple[Fragment, ...] = ()
    confidence: float = 1.0

    def page_of(self, start: int) -> int:
        """The page on which the character `start` of the text stands."""
        for fragment in self.fragments:
            if fragment.start <= start < fragment.end:
                return fragment.box.page
        return self.page_start

    def boxes_of(self, span: Span) -> tuple[Box, ...]:
        """Where the characters of `span` stand: one box a line, its width shared out by characters."""
        return tuple(
            _part(fragment, max(span.start, fragment.start), min(span.end, fragment.end))
            for fragment in self.fragments
            if fragment.start < span.end and fragment.end > span.start
        )


def _part(fragment: Fragment, start: int, end: int) -> Box:
    box, length = fragment.box, max(1, fragment.end - fragment.start)
    width = (box.x1 - box.x0) / length
    return Box(
        page=box.page,
        x0=round(box.x0 + width * (start - fragment.start), 2),
        top=box.top,
        x1=round(box.x0 + width * (end - fragment.start), 2),
        bottom=box.bottom,
    )
