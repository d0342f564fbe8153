"""From pdfplumber's characters to the words of a page: right letters, a font each, coordinates of what is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from pdfplumber.utils.text import extract_words

from domain.page import Word
from storage.pdf.directions import by_direction, levelled, put_back

Char = dict[str, Any]

WORD_SETTINGS: dict[str, Any] = {"x_tolerance_ratio": 0.15, "y_tolerance": 3, "return_chars": True}
"""A gap wider than 0.15 of the size separates words: justified lines without space characters come apart, and letters
set wide stay together."""

SOFT_HYPHEN = "\xad"
_LETTERS = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        # Bullets of Symbol and Wingdings, which have no Unicode of their own.
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf0d8": "➢",
        "\uf0fc": "✓",
        "\uf0a8": "☐",
        "\uf06f": "☐",
        "\uf0fe": "☒",
        "\uf078": "☒",
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        **dict.fromkeys((chr(code) for code in (*range(32), *range(127, 160))), ""),
    }
)
_BOLD = re.compile(r"bold|black|heavy|demi|-medi|[-,]bd\b|CMBX|SFBX|LMRoman\d+-Bold", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|slant|CMTI|CMSL|SFTI", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_SMALL, _RAISED = 0.8, 0.1
"""A footnote mark has less than this share of the size of its word, and stands this share of it higher."""
_HAIR = 0.12
"""The share of its size by which a second copy of a letter is set aside; the narrowest letter is twice as wide."""
_NOTE_MARK = re.compile(r"^(\d{1,3}|[*†‡§]+)$")


def words_of(page: Any) -> tuple[tuple[Word, ...], int]:
    """The words on the part of pdfplumber's `page` that is shown, and the direction in which most of its text runs.

    Words come line by line from the top; those of other directions (see directions.py) follow.
    """
    box = shown(page)
    size = (box[2] - box[0], box[3] - box[1])
    groups = by_direction(page.chars)
    found: list[Word] = []
    for direction, chars in groups.items():
        if direction:
            words = _words(levelled(chars, direction, box), 0, 0)
            found += (put_back(word, direction, size) for word in words)
        else:
            found += _words(chars, box[0], box[1])
    return tuple(word for word in found if _is_within(word, size)), next(iter(groups), 0)


def size_of(page: Any) -> tuple[float, float]:
    """Width and height of what is shown of the page, in points."""
    left, upper, right, lower = shown(page)
    return round(right - left, 2), round(lower - upper, 2)


def plain_letters(text: str) -> str:
    """`text` without ligatures, invisible and control characters, and with accents composed."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_LETTERS))


def shown(page: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what a viewer shows of pdfplumber's `page`: the crop box within the media box."""
    media, crop = page.mediabox, page.cropbox
    box = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else tuple(media)


def _words(chars: Sequence[Char], left: float, upper: float) -> Iterator[Word]:
    for raw in extract_words(list(chars), **WORD_SETTINGS):
        text = raw["text"]
        single = _printed_once(raw) if len(text) > 1 and text[0] == text[1] else raw
        for part in _parts(single):
            word = _word(part, left, upper)
            if word is not None:
                yield word


def _printed_once(raw: Char) -> Char:
    """The word without second copies of its letters, which some writers print a hair aside to make them look bold."""
    kept: list[Char] = []
    for char in raw["chars"]:
        if not kept or char["text"] != kept[-1]["text"] or char["x0"] - kept[-1]["x0"] > char["size"] * _HAIR:
            kept.append(char)
    return raw if len(kept) == len(raw["chars"]) else _merged(kept) | {"bold": True}


def _is_within(word: Word, size: tuple[float, float]) -> bool:
    return 0 <= (word.x0 + word.x1) / 2 <= size[0] and 0 <= (word.top + word.bottom) / 2 <= size[1]


def _parts(raw: Char) -> Iterator[Char]:
    """A word of pdfplumber's, and apart from it a footnote mark that is set small and raised at its end."""
    chars = raw["chars"]
    size = chars[0]["size"]
    if chars[-1]["size"] < size * _SMALL:
        cut = next(place for place, char in enumerate(chars) if char["size"] < size * _SMALL)
        mark = "".join(char["text"] for char in chars[cut:])
        if chars[-1]["bottom"] < chars[0]["bottom"] - size * _RAISED and _NOTE_MARK.match(mark):
            yield _merged(chars[:cut])
            yield _merged(chars[cut:])
            return
    yield raw


def _merged(chars: Sequence[Char]) -> Char:
    return {
        "text": "".join(char["text"] for char in chars),
        "chars": chars,
        "x0": min(char["x0"] for char in chars),
        "top": min(char["top"] for char in chars),
        "x1": max(char["x1"] for char in chars),
        "bottom": max(char["bottom"] for char in chars),
    }


def _word(raw: Char, left: float, upper: float) -> Word | None:
    text, chars = raw["text"], raw["chars"]
    if SOFT_HYPHEN in text:
        text = "".join(_visible_hyphen(char) for char in chars)
    text = plain_letters(text).strip()
    if not text:
        return None
    lead = chars[0] if text[0].isalnum() else next((char for char in chars if char["text"][:1].isalnum()), chars[0])
    font, bold, italic = font_of(lead["fontname"])
    return Word(
        text=text,
        x0=round(raw["x0"] - left, 2),
        top=round(raw["top"] - upper, 2),
        x1=round(raw["x1"] - left, 2),
        bottom=round(raw["bottom"] - upper, 2),
        font=font,
        size=round(lead["size"], 2),
        bold=bold or "bold" in raw,
        italic=italic,
    )


def _visible_hyphen(char: Char) -> str:
    """A soft hyphen that takes up room is printed as a hyphen; one without width only marks where a word may break."""
    if char["text"] == SOFT_HYPHEN:
        return "-" if char["x1"] - char["x0"] > char["size"] * 0.05 else ""
    return str(char["text"])


@lru_cache(maxsize=256)
def font_of(name: str) -> tuple[str, bool, bool]:
    """A font's name without its subset tag, and whether it is bold and italic as far as the name says."""
    plain = _SUBSET.sub("", name)
    return plain, bool(_BOLD.search(plain)), bool(_ITALIC.search(plain))
