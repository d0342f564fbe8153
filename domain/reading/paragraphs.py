"""Printed lines to paragraphs: where one begins, which line is a heading, how line ends are joined."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.reading.labels import Label, Style, labels_at
from domain.reading.leading import steps_of, usual_steps
from domain.reading.lines import Line
from domain.reading.numbering import Level, Numbering, Sign

BULLET = re.compile(r"(?:[•●▪◦‣○■□➢✓·»*]|[oе](?=\s+[A-Za-z])|[-–—](?=\s))\s*")
REFERRING = re.compile(
    r"(?:\b(?:clauses?|sections?|articles?|paragraphs?|schedules?|appendix|annex|exhibit|and|or|to|in|under|of|by|with|see|than|the|a|an)|[,(§&/-])$",
    re.IGNORECASE,
)
"""A line that ends so goes on: what follows is a cross-reference, not a clause of its own."""
OPENS_LIST = re.compile(r"(?:\b(?:may|can|not|shall|must|will)|:)\s*$", re.IGNORECASE)
"""A line that ends so lets a list follow."""
SENTENCE_END = re.compile(r"[.;:!?][\"”’')\]}]*$|;\s*(?:and|or)$|\]$")
ANSWER = re.compile(
    r"(?<=[\w)\]]\s)(?:Yes|No)\b\.?$|(?<=\w\s)[YN✓✔✗✘]$"
    r"|(?<=\s)(?:Permitted|Not permitted|Prohibited|Allowed|Not allowed)\.?$"
)
"""The last cell of a row that answers whether a use is permitted; the next row speaks of another."""
SCANNED_NUMBER = re.compile(r"(?=.*\d)[\dlIO|SBsz.,:;’'-]{2,14}")
LEAVES_SCHEDULE = re.compile(
    r"^(?:general |standard )?terms\b|\b(?:agreement|licen[cs]e|contract|conditions)\W*$", re.IGNORECASE
)
HEADING_WORDS, HEADING_LETTERS = 16, 120
LIST_SOON = 8
"""Lines in which the second item of a list follows its first."""
LEADING_STEP = 1.18
"""A step to the next base line this many times the usual one begins a paragraph."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. `path` holds the levels of numbering that are open at it, its own last where it is
    `numbered`; its number takes up the first `skip` characters of its first line."""

    lines: list[Line] = field(default_factory=list)
    path: tuple[Level, ...] = ()
    numbered: bool = False
    skip: int = 0
    heading: bool = False
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The readings of a number at the beginning of a line, and where the text goes on after each. `guess` is the
    first word of a scanned line that may be a number read wrongly."""

    readings: tuple[Label, ...]
    ends: tuple[int, ...]
    guess: str = ""

    @property
    def first_end(self) -> int:
        return min(self.ends, default=len(self.guess))

    def end_of(self, label: Label) -> int:
        return self.ends[self.readings.index(label)] if label in self.readings else len(self.guess)


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of a document in reading order, numbered ones with their level."""
    return _Reader([line for lines in pages for line in lines]).read()


class _Reader:
    """One pass over the lines of a document."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.size = statistics.median([line.size for line in lines]) if lines else 0.0
        self.steps = steps_of(lines)
        self.step = usual_steps(lines, self.steps)
        self.candidates = [_candidate(line) for line in lines]
        self.positions = [i for i, candidate in enumerate(self.candidates) if candidate.readings]
        self.numbering = Numbering(roman=_counts_in_roman(self.candidates))
        self.paragraphs: list[Paragraph] = []
        self._ahead = 0

    def read(self) -> list[Paragraph]:
        for place in range(len(self.lines)):
            opened = self._numbered(place) or self._plain(place)
            if opened:
                self.paragraphs.append(opened)
            self.paragraphs[-1].lines.append(self.lines[place])
        return self.paragraphs

    def _numbered(self, place: int) -> Paragraph | None:
        candidate = self.candidates[place]
        if not candidate.readings and not candidate.guess:
            return None
        while self._ahead < len(self.positions) and self.positions[self._ahead] <= place:
            self._ahead += 1
        following = self.positions[self._ahead : self._ahead + 14]
        sign = self._sign(place, candidate)
        level = self.numbering.accept(candidate.readings, sign, [self.candidates[i].readings for i in following])
        if level is not None:
            return self._chained(place, Paragraph(numbered=True, skip=candidate.end_of(level.label)), following)
        repeated = next((label for label in candidate.readings if self.numbering.is_open(label)), None)
        if repeated is None or not sign.apart:
            return None
        paragraph = self._chained(place, Paragraph(numbered=True, skip=candidate.end_of(repeated)), following)
        return paragraph if paragraph.skip > candidate.end_of(repeated) else None

    def _chained(self, place: int, paragraph: Paragraph, following: Sequence[int]) -> Paragraph:
        """A second number right after the first (`3.1 (a)`, `2. 2.1`) is the paragraph's own.

        One after a word is not: `1. Clause 3.2 is deleted` speaks of another text.
        """
        text = self.lines[place].text
        rest = text[paragraph.skip :].lstrip()
        found = list(labels_at(rest)) if rest else []
        readings = tuple(label for label, _ in found if not label.bare and not label.worded)
        sign = Sign(strong=True, apart=True, heading=False, referring=False, x=self.lines[place].x0, level_x=False)
        ahead = [self.candidates[i].readings for i in following]
        level = (
            (self.numbering.accept(readings, sign, ahead) or self.numbering.adopt(readings, sign)) if readings else None
        )
        if level is not None:
            end = next(end for label, end in found if label == level.label)
            paragraph.skip = len(text) - len(rest) + end
        paragraph.path = tuple(self.numbering.levels)
        paragraph.heading = self._looks_like_heading(place, paragraph.skip)
        return paragraph

    def _sign(self, place: int, candidate: _Candidate) -> Sign:
        line = self.lines[place]
        rest = line.text[candidate.first_end :].lstrip(" .:–—-")
        previous = self.lines[place - 1] if place else None
        opens = previous is not None and bool(OPENS_LIST.search(previous.text))
        apart = self._begins(place) or opens or self._first_under_number(place, candidate)
        return Sign(
            strong=apart or (previous is not None and bool(SENTENCE_END.search(previous.text))),
            apart=apart,
            guess=candidate.guess,
            heading=self._looks_like_heading(place, candidate.first_end),
            referring=previous is not None and bool(REFERRING.search(previous.text)),
            x=line.x0 - line.left,
            level_x=not line.ocr,
            lower=rest[:1].islower() or rest[:1] in {",", ";", ")"},
        )

    def _first_under_number(self, place: int, candidate: _Candidate) -> bool:
        """Whether `a)` stands right under the line of a number (`2) Restrictions`), with `b)` soon after it."""
        if not self.paragraphs or not self.paragraphs[-1].numbered or len(self.paragraphs[-1].lines) != 1:
            return False
        firsts = [label for label in candidate.readings if label.values == (1,) and not label.bare]
        soon = [label for other in self.candidates[place + 1 : place + LIST_SOON] for label in other.readings]
        return any(label.style is first.style and label.values == (2,) for first in firsts for label in soon)

    def _plain(self, place: int) -> Paragraph | None:
        """A paragraph without a number, where the line opens one."""
        line = self.lines[place]
        bullet = BULLET.match(line.text)
        begins = self._begins(place)
        if bullet and (begins or line.text[0] not in "-–—*") and line.text[bullet.end() :]:
            return Paragraph(bullet=True, skip=bullet.end(), path=tuple(self.numbering.levels))
        if self.paragraphs and self._same_heading(place):
            return None
        if self._looks_like_heading(place, 0) and (begins or line.bold):
            self.numbering.heading(leaves_schedule=bool(LEAVES_SCHEDULE.search(line.text)))
            return Paragraph(heading=True, path=tuple(self.numbering.levels))
        if not self.paragraphs or begins or self.paragraphs[-1].heading:
            return Paragraph(path=tuple(self.numbering.levels))
        return None

    def _same_heading(self, place: int) -> bool:
        """Whether the line goes on with the heading above it."""
        line, previous = self.lines[place], self.lines[place - 1]
        alike = abs(line.size - previous.size) < 0.6 and line.bold == previous.bold
        capitals = line.text.isupper() == previous.text.isupper()
        emphatic = line.bold or line.text.isupper() or line.size > 1.08 * self.size
        step = self.steps[place]
        near = step is not None and step < 1.5 * max(line.size, line.bottom - line.top)
        return self.paragraphs[-1].heading and alike and capitals and emphatic and near

    def _begins(self, place: int) -> bool:
        """Whether white space, a short line before it or an indent opens a paragraph at the line."""
        if not place:
            return True
        line, previous = self.lines[place], self.lines[place - 1]
        ended = bool(SENTENCE_END.search(previous.text))
        if self.steps[place] is None:
            return ended and (previous.short or line.text[:1].isupper() or not line.text[:1].isalpha())
        goes_on = line.text[:1].islower() and not self.candidates[place].readings and REFERRING.search(previous.text)
        if self._spaced(place) and not goes_on:
            return True
        starts = not line.text[:1].islower()
        answer = ANSWER.search(previous.text)
        if answer and starts and (previous.in_cells or line.in_cells or answer.group(0).startswith(("Yes", "No"))):
            return True
        if starts and line.cells and line.cells == previous.cells:
            return True
        indented = line.x0 - previous.x0 > 8 and line.x0 - line.left > 8
        styled = line.bold != previous.bold and (line.short or previous.short)
        return (
            (previous.short and ended)
            or (previous.short and starts and previous.bold)
            or (indented and ended and starts)
            or styled
        )

    def _spaced(self, place: int) -> bool:
        step = self.steps[place]
        return step is not None and step > LEADING_STEP * self.step[self.lines[place].page]

    def _looks_like_heading(self, place: int, skip: int) -> bool:
        line = self.lines[place]
        text = line.text[skip:].strip()
        letters = [letter for letter in text if letter.isalpha()]
        words = text.split()
        if not letters or len(text) > HEADING_LETTERS or len(words) > HEADING_WORDS or text[-1] in ",;":
            return False
        if not (letters[0].isupper() or text[0].isdecimal()) or (
            line.x1 > line.right - 3 and not line.bold and not text.isupper()
        ):
            return False
        if text.isupper() and len(letters) > 3:
            return line.short or line.centred or not self._shouts_on(place)
        closed = text.endswith((".", ":")) and not line.bold
        if line.bold or line.size > 1.12 * self.size:
            return not text.endswith(":") or line.bold
        return not closed and _titled(words) and self._stands_alone(place) and (skip > 0 or not line.in_cells)

    def _shouts_on(self, place: int) -> bool:
        """Whether capitals go on for two more lines: a disclaimer, not a heading."""
        following = self.lines[place + 1 : place + 3]
        return len(following) == 2 and all(line.text.isupper() for line in following)

    def _stands_alone(self, place: int) -> bool:
        after = place + 1
        return self.lines[place].short and (
            after >= len(self.lines) or self._spaced(after) or self.steps[after] is None
        )


def _counts_in_roman(candidates: Sequence[_Candidate]) -> bool:
    longer = [
        label
        for candidate in candidates
        for label in candidate.readings
        if label.style is Style.ROMAN and len(label.printed) > 1
    ]
    return len({label.values for label in longer}) >= 3


def _titled(words: Sequence[str]) -> bool:
    """Most of the longer words begin with a capital."""
    longer = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return bool(longer) and sum(word[0].isupper() for word in longer) >= 0.75 * len(longer) and words[0][0].isupper()


def _candidate(line: Line) -> _Candidate:
    text = line.text
    if not (text[0].isalnum() or text[0] in "([{|§"):
        return _Candidate((), ())
    found = [
        (label, end)
        for label, end in labels_at(text, ocr=line.ocr)
        if text[end:].strip() or label.style is Style.SCHEDULE
    ]
    guess = line.words[0].text if line.ocr and all(label.bare for label, _ in found) and _may_be_number(line) else ""
    return _Candidate(tuple(label for label, _ in found), tuple(end for _, end in found), guess)


def _may_be_number(line: Line) -> bool:
    """A first word that looks like a number read wrongly: digits and strokes, or a few signs set apart from the
    text."""
    if len(line.words) < 2:
        return False
    first, second = line.words[0], line.words[1]
    apart = second.x0 - first.x1 > 0.75 * (line.bottom - line.top)
    return bool(SCANNED_NUMBER.fullmatch(first.text)) or (apart and len(first.text) <= 6 and second.text[:1].isalpha())
