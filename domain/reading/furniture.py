"""What stands on pages but is no part of the text: running headers and footers, page numbers, line numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from domain.page import Page
from domain.reading.lines import Line

EDGE_LINES = 4
"""How many lines at the top and at the bottom of a page may be furniture."""
EDGE_SHARE = 0.14
"""Furniture stands in this share of the page's height at its top or bottom."""
ALIKE = 88
"""Two edge lines are one header when they are this alike (0 to 100), digits aside: OCR seldom reads the same twice."""

SAME_HEIGHT = 12.0
"""Points between the heights of one header on two pages."""
GROUPS_KEPT = 400
"""How many different edge lines are compared with: a hostile file must not make this quadratic."""

PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|-|–|—)?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:-|–|—)?(?:\s*(?:of|/|de|sur|von)\s*\d{1,4})?\s*(?:-|–|—)?",
    re.IGNORECASE,
)
"""A line that holds only a page number, such as “- 3 -”, “Page 3 of 10”, “iv”."""


def without_furniture(pages: Sequence[tuple[Page, list[Line]]]) -> list[list[Line]]:
    """The lines of each page without headers, footers, page numbers and line numbers."""
    edges = [_edge_lines(page, lines) for page, lines in pages]
    repeated = _repeated(edges)
    kept = []
    for (_, lines), edge in zip(pages, edges, strict=True):
        rest = [line for line in lines if id(line) not in repeated]
        numbers = {id(line) for line in edge if _is_page_number(line, rest)}
        kept.append([line for line in _without_line_numbers(rest) if id(line) not in numbers])
    return kept


def _edge_lines(page: Page, lines: Sequence[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: line.top)
    zone = page.height * EDGE_SHARE
    top = [line for line in by_height[:EDGE_LINES] if line.top < zone]
    bottom = [line for line in by_height[-EDGE_LINES:] if line.bottom > page.height - zone]
    return [*top, *bottom]


def _repeated(edges: Sequence[Sequence[Line]]) -> set[int]:
    """Identities of edge lines that come back, digits aside, at about the same height on enough pages."""
    needed = max(2, round(0.3 * len(edges)))
    groups: list[list[Line]] = []
    for edge in edges:
        for line in edge:
            _home(line, groups).append(line)
    return {id(line) for group in groups if len({line.page for line in group}) >= needed for line in group}


def _home(line: Line, groups: list[list[Line]]) -> list[Line]:
    """The group of edge lines that this one repeats, or a new one."""
    for group in groups[-GROUPS_KEPT:]:
        first = group[0]
        if abs(first.top - line.top) < SAME_HEIGHT and fuzz.ratio(_key(first.text), _key(line.text)) >= ALIKE:
            return group
    groups.append([])
    return groups[-1]


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _is_page_number(line: Line, lines: Sequence[Line]) -> bool:
    """A page number stands alone at the very top or bottom."""
    outermost = (
        not lines
        or line.top <= min(other.top for other in lines)
        or line.bottom >= max(other.bottom for other in lines)
    )
    return outermost and PAGE_NUMBER.fullmatch(line.text.strip()) is not None


def _without_line_numbers(lines: Sequence[Line]) -> list[Line]:
    """Drops the first word of each line where most lines of the page begin with ascending whole numbers."""
    numbers = [_margin_number(line) for line in lines]
    steps = [(a, b) for a, b in pairwise(numbers) if a is not None and b is not None]
    if len(lines) < 10 or len(steps) < 0.6 * len(lines) or any(not 0 < b - a <= 5 for a, b in steps):
        return list(lines)
    kept = []
    for line, number in zip(lines, numbers, strict=True):
        if number is None:
            kept.append(line)
        elif len(line.words) > 1:
            line.words = line.words[1:]
            line.x0 = line.words[0].x0
            line.__post_init__()
            kept.append(line)
    return kept


def _margin_number(line: Line) -> int | None:
    word = line.words[0].text
    return int(word) if word.isdecimal() and word.isascii() and len(word) < 5 else None
