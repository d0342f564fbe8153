"""Small pieces of markup that are easier to make in Python than in a template."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from domain.page_search import places_of_words

SHORT = 300
"""Letters of a text that may be a line of a list."""


def marked(text: str, quotes: Iterable[str] = (), words: str = "") -> Markup:
    """`text` with every place marked where one of `quotes` stands, or a word that a search for `words` meets; places
    that overlap become one mark."""
    if not words and not quotes:
        return escape(text)
    if not quotes and len(text) <= SHORT:
        return _marked_line(text, words)
    return _marked(text, _places(text, quotes, words))


@lru_cache(maxsize=4_096)
def _marked_line(text: str, words: str) -> Markup:
    """Lines of a list come again: the licensor on the next line, all of them on the way back."""
    return _marked(text, _places(text, (), words))


def _marked(text: str, places: Iterable[tuple[int, int]]) -> Markup:
    result, at = "", 0
    for start, end in places:
        result += f"{escape(text[at:start])}<mark>{escape(text[start:end])}</mark>"
        at = end
    return Markup(f"{result}{escape(text[at:])}")  # noqa: S704 - every piece is escaped


def code_text(text: str) -> Markup:
    """An id or a hash, set as such."""
    return Markup("<code>{}</code>").format(text)


def mail_link(address: str) -> Markup:
    """An e-mail address that opens a letter."""
    return Markup('<a href="mailto:{}">{}</a>').format(address, address)


def _places(text: str, quotes: Iterable[str], words: str) -> list[tuple[int, int]]:
    quoted = (place for quote in set(quotes) if quote for place in _occurrences(text, quote))
    found = sorted([*quoted, *places_of_words(text, words)])
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _occurrences(text: str, quote: str) -> Iterable[tuple[int, int]]:
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + len(quote))
