"""Words of a page as somebody points at them, and the exact words of the clauses that stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.clause import Clause, Fragment
from domain.page import Page, Word

NEAR = 1.0
"""How far, in points, the middle of a word may lie outside the line that it belongs to."""
HYPHENS = "-\u00ad\u2010\u2011"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWord:
    """A word of a page that is part of a clause: characters `start` to `end` of the clause's text."""

    word: Word
    clause: Clause
    start: int
    end: int


def placed_words(page: Page, clauses: Iterable[Clause]) -> tuple[PlacedWord, ...]:
    """The words of a page in the order of its clauses; what is no clause (running heads, page numbers) is left out."""
    left = list(page.words)
    placed: list[PlacedWord] = []
    for clause in clauses:
        for fragment in clause.fragments:
            if fragment.box.page == page.number:
                line = sorted((word for word in left if _stands_in(word, fragment)), key=lambda word: word.x0)
                placed += _aligned(line, clause, fragment)
                left = [word for word in left if word not in line]
    return tuple(placed)


def quotes_between(words: Sequence[PlacedWord], first: int, last: int) -> tuple[tuple[Clause, str], ...]:
    """The exact words of each clause from one word to another, both included and in either order.

    A word that was parted at the end of a line is quoted whole.
    """
    low, high = sorted((first, last))
    spans: dict[str, tuple[Clause, int, int]] = {}
    for one in words[max(0, low) : high + 1]:
        _, start, end = spans.get(one.clause.id, (one.clause, one.start, one.end))
        spans[one.clause.id] = one.clause, min(start, one.start), max(end, one.end)
    return tuple((clause, _whole_words(clause.text, start, end)) for clause, start, end in spans.values())


def _stands_in(word: Word, fragment: Fragment) -> bool:
    box, across, down = fragment.box, (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box.x0 - NEAR <= across <= box.x1 + NEAR and box.top - NEAR <= down <= box.bottom + NEAR


def _aligned(line: Sequence[Word], clause: Clause, fragment: Fragment) -> Iterator[PlacedWord]:
    """The words of a line with their characters: one by one where there are as many as in the text, else by search."""
    tokens = list(re.finditer(r"\S+", clause.text[fragment.start : fragment.end]))
    if len(tokens) == len(line):
        for word, token in zip(line, tokens, strict=True):
            yield _placed(word, clause, fragment.start + token.start(), fragment.start + token.end())
        return
    at = fragment.start
    for word in line:
        text = word.text.strip().rstrip(HYPHENS)
        found = clause.text.find(text, at, fragment.end) if text else -1
        if found >= 0:
            at = found + len(text)
            yield _placed(word, clause, found, at)


def _placed(word: Word, clause: Clause, start: int, end: int) -> PlacedWord:
    return PlacedWord(word=word, clause=clause, start=start, end=end)


def _whole_words(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]
