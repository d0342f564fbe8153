"""Paragraphs to clauses: text with joined line ends, headings, numbers, parents, and where each piece stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.clause import Box, Clause, Fragment
from domain.page import Page
from domain.reading.furniture import without_furniture
from domain.reading.lines import Line, lines_of
from domain.reading.paragraphs import OPENS_LIST, Paragraph, paragraphs_of
from domain.reading.titles import numbered_by_title, run_in_title

BROKEN = re.compile(r"[^\W\d_]-$")
KEPT_PREFIXES = frozenset({
    "non", "self", "third", "full", "part", "on", "off", "up", "down", "well", "read", "co", "ex", "pre", "post",
    "multi", "inter",
    "sub", "cross", "long", "short", "high", "low", "peer", "not", "e",
})  # fmt: skip
"""First halves whose hyphen belongs to the word (`non-exclusive`) when the document does not say otherwise."""


def segment(pages: Sequence[Page]) -> tuple[Clause, ...]:
    """The clauses of a document in reading order, ids `c1`, `c2` and so on."""
    kept = without_furniture([(page, lines_of(page)) for page in pages])
    paragraphs = paragraphs_of(kept)
    joiner = _Joiner.of(kept)
    tree = _Tree()
    for paragraph in paragraphs:
        tree.add(paragraph, joiner)
    return numbered_by_title(tree.clauses)


@dataclass(slots=True)
class _Tree:
    """Clauses in reading order while they are added, each with its parent."""

    clauses: list[Clause] = field(default_factory=list)
    heading: Clause | None = None
    stem: Clause | None = None

    def add(self, paragraph: Paragraph, joiner: _Joiner) -> None:
        text, fragments = joiner.text_of(paragraph)
        if not text and not paragraph.numbered:
            return
        parent = self._parent(paragraph, text)
        clause = Clause(
            id=f"c{len(self.clauses) + 1}",
            number=paragraph.path[-1].number if paragraph.numbered else None,
            heading=text if paragraph.heading and text else run_in_title(paragraph, text),
            text=text,
            page_start=paragraph.lines[0].page,
            page_end=paragraph.lines[-1].page,
            boxes=_boxes(paragraph.lines),
            parent=parent.id if parent else None,
            level=parent.level + 1 if parent else 0,
            fragments=fragments,
            confidence=_confidence(paragraph.lines),
        )
        self._remember(paragraph, clause)

    def _parent(self, paragraph: Paragraph, text: str) -> Clause | None:
        above = [level for level in paragraph.path[: -1 if paragraph.numbered else None] if level.clause >= 0]
        numbered = self.clauses[above[-1].clause] if above else None
        if paragraph.numbered:
            return numbered or (None if paragraph.heading else self.heading)
        if self.stem and not paragraph.heading and _is_item(paragraph, text):
            return self.stem
        self.stem = None
        if self.heading and not paragraph.heading:
            return self.heading
        return numbered

    def _remember(self, paragraph: Paragraph, clause: Clause) -> None:
        if paragraph.numbered:
            paragraph.path[-1].clause = len(self.clauses)
            self.stem = None
            if paragraph.heading or len(paragraph.path) > 1:
                self.heading = None
        elif paragraph.heading:
            self.heading, self.stem = clause, None
        if OPENS_LIST.search(clause.text.removesuffix(" -")) and not paragraph.heading:
            self.stem = clause
        self.clauses.append(clause)


def _is_item(paragraph: Paragraph, text: str) -> bool:
    """An item of the list that a line ending in a colon opened: a bullet, or a sentence that goes on with it."""
    return paragraph.bullet or text[:1].islower() or text.endswith((";", "; and", "; or"))


def _boxes(lines: Sequence[Line]) -> tuple[Box, ...]:
    """One box for each run of lines in one column of one page."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.page == runs[-1][-1].page and line.gap is not None and line.left == runs[-1][-1].left:
            runs[-1].append(line)
        else:
            runs.append([line])
    return tuple(
        Box(
            page=run[0].page,
            x0=round(min(line.x0 for line in run), 2),
            top=round(min(line.top for line in run), 2),
            x1=round(max(line.x1 for line in run), 2),
            bottom=round(max(line.bottom for line in run), 2),
        )
        for run in runs
    )


def _confidence(lines: Sequence[Line]) -> float:
    letters = sum(len(word.text) for line in lines for word in line.words)
    sure = sum(len(word.text) * word.confidence for line in lines for word in line.words)
    return round(sure / letters, 3) if letters else 1.0


@dataclass(frozen=True, slots=True)
class _Joiner:
    """Joins line ends; `words` counts the words of the document that no line end broke."""

    words: Counter[str]

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]]) -> _Joiner:
        words: Counter[str] = Counter()
        for lines in pages:
            for line in lines:
                words.update(word.strip(".,;:()“”\"'’").lower() for word in line.text.split()[:-1])
        return cls(words)

    def text_of(self, paragraph: Paragraph) -> tuple[str, tuple[Fragment, ...]]:
        """The text without its number, and the line on which each piece of it stands."""
        text, fragments = "", []
        last = len(paragraph.lines) - 1
        for place, line in enumerate(paragraph.lines):
            piece = line.text[paragraph.skip if not place else 0 :].strip(" \u00ad") if not place or line.text else ""
            piece = piece.lstrip(".:–— ") if not place and paragraph.numbered else piece
            if place < last:
                piece = self._joined(piece, paragraph.lines[place + 1].text)
            start = len(text)
            text += piece
            if piece:
                fragments.append(
                    Fragment(start=start, end=len(text), box=_line_box(line, 0 if place else paragraph.skip))
                )
        stripped = text.rstrip()
        if fragments and len(stripped) < len(text):
            fragments[-1] = replace(fragments[-1], end=len(stripped))
        return stripped, tuple(fragment for fragment in fragments if fragment.end > fragment.start)

    def _joined(self, piece: str, following: str) -> str:
        """The piece as it stands before the next line: a broken word is closed, other ends get a space."""
        if not piece:
            return piece
        if not BROKEN.search(piece) or not following[:1].islower():
            return piece if piece.endswith(("-", "/")) and following[:1].isalnum() else f"{piece} "
        first = piece.rsplit(None, 1)[-1].lstrip("(“\"'").lower()
        second = following.split(None, 1)[0].rstrip(".,;:)”\"'’").lower()
        whole, hyphened = first[:-1] + second, first + second
        if self.words[whole] or (not self.words[hyphened] and first[:-1] not in KEPT_PREFIXES):
            return piece[:-1]
        return piece


def _line_box(line: Line, skip: int) -> Box:
    """The box of a line without its first `skip` characters."""
    x0, passed = line.x0, 0
    for word in line.words:
        x0 = word.x0
        passed += len(word.text) + 1
        if passed > skip:
            break
    return Box(
        page=line.page,
        x0=round(x0 if skip else line.x0, 2),
        top=round(line.top, 2),
        x1=round(line.x1, 2),
        bottom=round(line.bottom, 2),
    )
