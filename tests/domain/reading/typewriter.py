"""Pages as a typewriter would set them, from plain text: for readings that need no PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.clause import Clause
from domain.page import Page, PageSource, Word

LEADING, LETTER, SIZE, LEFT, TOP = 12.0, 5.0, 10.0, 60.0, 60.0


def page(text: str, number: int = 1, *, source: PageSource = PageSource.TEXT, left: float = LEFT) -> Page:
    """One page; every line of `text` is a printed line, spaces count. `**` at the start of a line sets it in bold."""
    words = tuple(_words(text.splitlines(), left))
    return Page(number=number, width=612.0, height=792.0, words=words, source=source)


def pages(*texts: str) -> list[Page]:
    """Several pages, numbered from 1."""
    return [page(text, number) for number, text in enumerate(texts, start=1)]


def two_columns(left: str, right: str) -> Page:
    """One page with two columns of running text."""
    words = [*_words(left.splitlines(), 50.0), *_words(right.splitlines(), 330.0)]
    return Page(number=1, width=612.0, height=792.0, words=tuple(words))


def clause(text: str, *, id: str = "c1", heading: str | None = None, parent: str | None = None) -> Clause:  # noqa: A002 - the field's own name
    """A clause that stands on no page."""
    return Clause(id=id, number=None, heading=heading, text=text, page_start=1, page_end=1, boxes=(), parent=parent)


def _words(lines: Sequence[str], left: float) -> Iterator[Word]:
    for place, line in enumerate(lines):
        bold = line.startswith("**")
        printed = line.removeprefix("**")
        top = TOP + LEADING * place
        for match in re.finditer(r"\S+", printed):
            x0, x1 = left + LETTER * match.start(), left + LETTER * match.end()
            yield Word(text=match.group(0), x0=x0, top=top, x1=x1, bottom=top + SIZE, size=SIZE, bold=bold)
