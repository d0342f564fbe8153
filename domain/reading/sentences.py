"""Clause text to sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.clause import Span

LONGEST = 3000
"""Characters: a longer sentence is cut at a semicolon, so that no text makes the rules slow."""
_END = re.compile(r"[.?!][\"”’')\]]{0,2}\s+(?=[A-Z“\"‘'(\[\d•{])")
_ANSWERED = re.compile(r"(?:Yes|No)\b")
"""Begins what answers a question, and so belongs to it."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nos|inc|ltd|corp|co|st|mr|mrs|ms|dr|vs|v|e\.g|i\.e|etc|cf|art|sec|sect|para|p|pp|vol|al|[a-z])|\b[A-Z](?:\.[A-Z])*)\.$",
    re.IGNORECASE,
)


def sentences(text: str, skip: int = 0) -> Iterator[Span]:
    """The sentences of `text`; the first one is not closed before `skip` characters (a title that runs into it)."""
    start = 0
    for match in _END.finditer(text):
        end = match.start() + 1
        answered = text[end - 1] == "?" and _ANSWERED.match(text, match.end())
        if match.end() <= skip or answered or _ABBREVIATION.search(text[max(start, end - 8) : end]):
            continue
        yield from _cut(text, start, match.end())
        start = match.end()
    yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        middle = text.rfind(";", start, start + LONGEST) + 1 or start + LONGEST
        yield Span(start=start, end=middle)
        start = middle
    stripped = len(text[start:end].rstrip())
    if stripped:
        yield Span(start=start, end=start + stripped)
