"""Texts as they are searched and sorted: accents, capitals and spacing aside, the same on both databases."""

from __future__ import annotations

import re
import unicodedata

MOST_PIECES, LONGEST_PIECE = 20, 200
"""What counts of a search, in words and letters: databases limit how long a condition and a pattern may be."""


def fold(text: str) -> str:
    """`Bibliothèque  ÉTÉ` gives `bibliotheque ete`."""
    if text.isascii():  # most texts are, and this takes a twentieth of the time
        return " ".join(text.lower().split())
    return " ".join("".join(map(fold_letter, text)).split())


def fold_letter(letter: str) -> str:
    """One letter of the original; it may give none, one or several, so that places can be traced back."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return plain.casefold().replace("’", "'").replace("‐", "-").replace("‑", "-")


def spaced(text: str) -> str:
    """The key under which names are the same: capitals and spaces aside, accents kept."""
    return " ".join(text.casefold().split())


def bare_words(text: str) -> str:
    """The folded words alone: what is between them is read by each database in its own way (3.2, inter-library)."""
    return " ".join(re.findall(r"\w+", fold(text)))


def pieces_of(text: str) -> list[str]:
    """The folded pieces of a search, punctuation kept: `text "data  mining"` gives `text` and `data mining`."""
    found = re.findall(r'"([^"]*)"|([^\s"]+)', text.replace("“", '"').replace("”", '"'))
    pieces = (fold(quoted or plain)[:LONGEST_PIECE].strip() for quoted, plain in found[:MOST_PIECES])
    return [piece for piece in pieces if piece]


def words_of(text: str) -> list[str]:
    """The pieces of a search as words alone; several words of one piece stand together: `inter-library` gives one."""
    return [words for piece in pieces_of(text) if (words := bare_words(piece))]


def like(words: str) -> str:
    """A LIKE pattern (ESCAPE '\\') for a text that holds `words`."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", words[:LONGEST_PIECE]) + "%"


def around(text: str, words: list[str], reach: int = 70) -> tuple[str, str, str] | None:
    """The text before, at and after the first place where one of the folded `words` begins a word, if any does.

    Matching is by the beginning of the word, since the databases search by stems.
    """
    folded, places = _traced(text)
    found = _first(folded, words)
    if found is None:
        return None
    start, end = places[found[0]], places[found[1] - 1] + 1
    end = _end_of_word(text, end)
    return _trim_left(text[:start], reach), text[start:end], _trim_right(text[end:], reach)


def _traced(text: str) -> tuple[str, list[int]]:
    if text.isascii():
        return text.lower(), list(range(len(text)))
    letters, places = [], []
    for place, letter in enumerate(text):
        plain = fold_letter(letter)
        letters.append(plain)
        places.extend([place] * len(plain))
    return "".join(letters), places


def stem_of(word: str) -> str:
    """The part of a word that stays in most of its forms: `licences` gives `licen`."""
    return word[: max(4, len(word) - 3)]


def _first(folded: str, words: list[str]) -> tuple[int, int] | None:
    for stem in (str, stem_of):
        for word in words:
            pattern = r"\W+".join(map(re.escape, stem(word).split()))
            match = re.search(rf"\b{pattern}", folded) or re.search(pattern, folded)
            if match and match.end() > match.start():
                return match.span()
    return None


def _end_of_word(text: str, end: int) -> int:
    rest = re.match(r"\w*", text[end:])
    return end + (rest.end() if rest else 0)


def _trim_left(text: str, reach: int) -> str:
    if len(text) <= reach:
        return text
    return "…" + re.sub(r"^\S*\s", "", text[-reach:], count=1)


def _trim_right(text: str, reach: int) -> str:
    if len(text) <= reach:
        return text
    return re.sub(r"\s\S*$", "", text[:reach], count=1) + "…"
