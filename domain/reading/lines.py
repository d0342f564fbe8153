"""Words on a page to printed lines in reading order: rows, columns, ligatures."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.page import Page, PageSource, Word

LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " "}
)
GUTTER_WIDTH = 8.0
"""Points: a white strip narrower than this is a word space, not a gutter between columns."""
GUTTER_ROWS = 8
"""Fewer rows than this on both sides make no columns: it is a table or a signature block."""


@dataclass(slots=True)
class Line:
    """A printed line. `left` and `right` are the edges of its column; `gap` the white space above it in points,
    None at the top of a column."""

    page: int
    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float
    ocr: bool = False
    left: float = 0.0
    right: float = 0.0
    gap: float | None = None
    text: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.text = " ".join(word.text for word in self.words).translate(LIGATURES)

    @property
    def cells(self) -> tuple[int, ...]:
        """Where the cells after the first begin, in points: white space as wide as the line is high parts cells."""
        high = self.bottom - self.top
        return tuple(round(after.x0) for word, after in pairwise(self.words) if after.x0 - word.x1 > high)

    @property
    def in_cells(self) -> bool:
        """Whether it is the row of a table."""
        return bool(self.cells)

    @property
    def size(self) -> float:
        """The commonest type size of the line."""
        return statistics.median(word.size or word.bottom - word.top for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether all but stray letters are bold."""
        return sum(len(word.text) for word in self.words if not word.bold) <= 0.05 * sum(
            len(word.text) for word in self.words
        )

    @property
    def short(self) -> bool:
        """Whether it ends well before the right edge of its column, as the last line of a paragraph does."""
        return self.x1 < self.right - 0.12 * (self.right - self.left)

    @property
    def centred(self) -> bool:
        """Whether it stands in the middle of its column, away from both edges."""
        before, after = self.x0 - self.left, self.right - self.x1
        return before > 0.1 * (self.right - self.left) and abs(before - after) < 0.08 * (self.right - self.left)


def lines_of(page: Page) -> list[Line]:
    """The lines of a page in reading order, columns one after the other."""
    words = [word for word in page.words if word.text.strip() and word.x1 > word.x0 and word.bottom > word.top]
    rows = _chained_rows(words) if page.source is PageSource.OCR else _level_rows(words)
    gutter = _gutter(rows, page.width)
    lines: list[Line] = []
    for column in _columns(rows, gutter):
        lines.extend(_column_lines(page, column))
    return lines


def _level_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words whose middles lie on one level make a row."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.x0)):
        middle = (word.top + word.bottom) / 2
        if rows and middle - (rows[-1][0].top + rows[-1][0].bottom) / 2 < 0.45 * _height(rows[-1][0], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _chained_rows(words: Iterable[Word]) -> list[list[Word]]:
    """As above for a slightly turned scan: each word joins the row whose last word it follows."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.x0):
        best, distance = None, 0.0
        for row in rows:
            last = row[-1]
            off = abs(word.top + word.bottom - last.top - last.bottom) / 2
            if off < 0.5 * _height(last, word) and word.x0 > last.x0 and (best is None or off < distance):
                best, distance = row, off
        if best is None:
            rows.append([word])
        else:
            best.append(word)
    return sorted(rows, key=lambda row: sum(word.top + word.bottom for word in row) / len(row))


def _height(first: Word, second: Word) -> float:
    return max(first.bottom - first.top, second.bottom - second.top)


def _gutter(rows: Sequence[Sequence[Word]], width: float) -> float | None:
    """The middle of a white strip that runs down the page with text on both sides, or None."""
    spans = [(row[0].x0, row[-1].x1, _gaps(row)) for row in rows]
    places = [width * step / 200 for step in range(60, 141)]
    counts = [_gutter_count(spans, x) for x in places]
    best = min((count for count in counts if count is not None), default=None)
    if best is None:
        return None
    strips: list[list[float]] = [[]]
    for x, count in zip(places, counts, strict=True):
        if count == best:
            strips[-1].append(x)
        elif strips[-1]:
            strips.append([])
    widest = max(strips, key=len)
    middle = widest[len(widest) // 2]
    return middle if _is_running_text(rows, middle) else None


def _gutter_count(spans: Sequence[tuple[float, float, list[tuple[float, float]]]], x: float) -> int | None:
    """How many rows cross a gutter at `x`; None where it cannot be one."""
    open_rows = sum(1 for _, _, gaps in spans if any(start < x < end for start, end in gaps))
    crossed = sum(1 for x0, x1, gaps in spans if x0 < x < x1 and not any(start < x < end for start, end in gaps))
    left = sum(1 for _, x1, _ in spans if x1 <= x) + open_rows
    right = sum(1 for x0, _, _ in spans if x0 >= x) + open_rows
    if min(left, right) < GUTTER_ROWS or crossed > 0.1 * len(spans):
        return None
    return crossed


def _gaps(row: Sequence[Word]) -> list[tuple[float, float]]:
    return [(before.x1, after.x0) for before, after in pairwise(row) if after.x0 - before.x1 >= GUTTER_WIDTH]


def _is_running_text(rows: Sequence[Sequence[Word]], x: float) -> bool:
    """Columns of running text hold several words a line on both sides; columns of a table or a form do not."""
    left = [sum(1 for word in row if word.x1 <= x) for row in rows]
    right = [sum(1 for word in row if word.x0 >= x) for row in rows]
    sides = [[count for count in side if count] for side in (left, right)]
    return all(len(side) >= GUTTER_ROWS and statistics.median(side) >= 4 for side in sides)


def _columns(rows: Sequence[list[Word]], gutter: float | None) -> list[list[list[Word]]]:
    """Rows grouped into columns in reading order; a row across the gutter ends the columns above it."""
    if gutter is None:
        return [list(rows)]
    columns: list[list[list[Word]]] = []
    left: list[list[Word]] = []
    right: list[list[Word]] = []
    for row in rows:
        if any(word.x0 < gutter < word.x1 for word in row):
            columns += [left, right, [row]]
            left, right = [], []
            continue
        for side, part in ((left, [w for w in row if w.x1 <= gutter]), (right, [w for w in row if w.x0 >= gutter])):
            if part:
                side.append(part)
    return [column for column in [*columns, left, right] if column]


def _column_lines(page: Page, rows: Sequence[list[Word]]) -> list[Line]:
    lines = [_line(page, row) for row in rows]
    left = min(line.x0 for line in lines) if lines else 0.0
    ends = sorted(line.x1 for line in lines)
    right = ends[int(len(ends) * 0.9)] if ends else 0.0
    for before, line in zip([None, *lines], lines, strict=False):
        line.left, line.right = left, max(right, line.x1)
        line.gap = None if before is None else line.top - before.bottom
    return lines


def _line(page: Page, row: list[Word]) -> Line:
    return Line(
        page=page.number,
        words=row,
        x0=row[0].x0,
        top=min(word.top for word in row),
        x1=max(word.x1 for word in row),
        bottom=max(word.bottom for word in row),
        ocr=page.source is PageSource.OCR,
    )
