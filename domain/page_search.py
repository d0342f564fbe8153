"""Where searched words stand on a page, accents and capitals aside."""

from __future__ import annotations

import re
import unicodedata

from domain.clause import Box
from domain.page import Page

SHORTEST_STEM, ENDING = 4, 3
"""A word is also met by its stem, as the search in clauses does: `visiting` by `visit`."""


def boxes_of_words(page: Page, wanted: str) -> tuple[Box, ...]:
    """One box for each word of the page that begins like one of the words `wanted`."""
    stems = tuple(_stem(word) for word in _bare(wanted).split())
    if not stems:
        return ()
    return tuple(
        Box(page=page.number, x0=word.x0, top=word.top, x1=word.x1, bottom=word.bottom)
        for word in page.words
        if any(piece.startswith(stems) for piece in _bare(word.text).split())
    )


def _stem(word: str) -> str:
    return word[: max(SHORTEST_STEM, len(word) - ENDING)]


def _bare(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.casefold()))
