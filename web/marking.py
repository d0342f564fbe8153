"""Small pieces of markup that are easier to make in Python than in a template."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from domain.page_search import places_of_words


def marked(text: str, quotes: Iterable[str] = (), words: str = "") -> Markup:
    """`text` with every place marked where one of `quotes` stands, or a word that a search for `words` meets; places
    that overlap become one mark."""
    result, at = Markup(""), 0
    for start, end in _places(text, quotes, words):
        result += Markup("{}<mark>{}</mark>").format(text[at:start], text[start:end])
        at = end
    return result + escape(text[at:])


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
