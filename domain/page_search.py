"""Where searched words stand on a page or in a text, accents and capitals aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from domain.clause import Box
from domain.page import Page

SHORTEST_STEM, ENDING = 4, 3
"""A word is also met by its stem, as the search in clauses does: `visiting` by `visit`."""


def boxes_of_words(page: Page, wanted: str) -> tuple[Box, ...]:
    """One box for each word of the page that the search for `wanted` meets."""
    pieces = [(piece, at) for at, word in enumerate(page.words) for piece in _bare(word.text).split()]
    runs = _runs([piece for piece, _ in pieces], wanted)
    met = {pieces[at][1] for first, last in runs for at in range(first, last + 1)}
    return tuple(
        Box(page=page.number, x0=word.x0, top=word.top, x1=word.x1, bottom=word.bottom)
        for word in (page.words[at] for at in sorted(met))
    )


def places_of_words(text: str, wanted: str) -> list[tuple[int, int]]:
    """From where to where in a text the words stand that the search for `wanted` meets."""
    if not wanted.strip():
        return []
    words = list(re.finditer(r"\w+", text))
    runs = _runs([_bare(word.group()) for word in words], wanted)
    return [(words[first].start(), words[last].end()) for first, last in runs]


def _runs(pieces: Sequence[str], wanted: str) -> Iterator[tuple[int, int]]:
    """The first and last of each run of pieces that begin like the words of one part of the search: `walk-in` and
    `"text mining"` are met by both words in a row, `text mining` by each of them."""
    for stems in _parts(wanted):
        for first in range(len(pieces) - len(stems) + 1):
            if all(pieces[first + at].startswith(stem) for at, stem in enumerate(stems)):
                yield first, first + len(stems) - 1


@lru_cache(maxsize=64)
def _parts(wanted: str) -> tuple[tuple[str, ...], ...]:
    """The stems of each part; every line of a list is looked through for the same ones."""
    found = re.findall(r'"([^"]*)"|([^\s"]+)', wanted.replace("“", '"').replace("”", '"'))
    parts = (tuple(_stem(word) for word in _bare(quoted or plain).split()) for quoted, plain in found)
    return tuple(stems for stems in parts if stems)


def _stem(word: str) -> str:
    return word[: max(SHORTEST_STEM, len(word) - ENDING)]


@lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.casefold()))
