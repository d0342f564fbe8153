"""Whether a page's text layer says what the page shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from domain.page import Word

ENOUGH_LETTERS = 200
"""A page with fewer is read as a picture too if a picture covers it: such text is often only a stamp on a scan."""
_WRONG_SHARE = 0.1
_STRANGE_SHARE, _FEW_COMMON_SHARE = 0.15, 0.01
"""Measured on licences and contracts as they are and with their letters exchanged: the two groups lie well apart."""
_ENOUGH_TOKENS = 60
_LONG_ABBREVIATION = 5

_UNMAPPED = re.compile(r"\(cid:\d+\)")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_TOKEN = re.compile(r"^[(\[“‘\"']*(?P<core>.+?)[)\]”’\"'.,;:!?]*$")
_PLAUSIBLE = re.compile(
    r"^(?=.*[aeiouyàâäæèéêëîïìíòóôöœùúûüáåø])[a-zß-öø-ÿœ]+$"  # word
    r"|^[A-ZÀ-Þ][a-zß-ÿœ’']*$"  # Word
    r"|^[A-ZÀ-Þ]+s?$"  # WORD, URLs
    r"|^[A-Za-zÀ-ÿœ]+([-/’'&][A-Za-zÀ-ÿœ]+)+$"  # walk-in, Licensee’s
)
_ADDRESS = re.compile(r"://|www\.|@")
_COMMON_WORDS = """
    the and for any this that with shall not are may will from all its such which has have other been each
    les des une pour par est que dans qui sur pas aux ses son ces cette avec sont être
    der die das und den von mit auf für ist dem nicht ein eine als auch oder werden
    los las del con una por para sus como este esta non gli della che nel alla sono
    van het een dat niet zijn voor met door aan worden dos das uma não com mais pelo
"""
"""Of English, French, German, Spanish, Italian, Dutch and Portuguese. Each has three letters or more, because exchanged
letters make shorter ones by chance."""
_COMMON = frozenset(_COMMON_WORDS.split())


def letters_in(words: Iterable[Word]) -> int:
    """How many characters the words have."""
    return sum(len(word.text) for word in words)


def is_broken(words: Sequence[Word]) -> bool:
    """Whether the text is not what is printed: glyphs without Unicode, or letters exchanged for others."""
    return bool(words) and (_wrong_share(words) > _WRONG_SHARE or _is_nonsense([word.text for word in words]))


def _wrong_share(words: Sequence[Word]) -> float:
    wrong = total = 0
    for word in words:
        total += len(word.text)
        if "(cid:" in word.text:
            wrong += sum(len(found) for found in _UNMAPPED.findall(word.text))
        elif not word.text.isascii():
            wrong += sum(
                unicodedata.category(letter) in ("Co", "Cn", "Cc", "Cs") or letter == "�" for letter in word.text
            )
    return wrong / total


def _is_nonsense(texts: Iterable[str]) -> bool:
    """Whether text in Latin letters neither looks like words nor holds the commonest ones."""
    cores = (match["core"] for match in map(_TOKEN.match, texts) if match)
    tokens = [core for core in cores if len(core) > 1 and _ASCII_LETTER.search(core) and not _ADDRESS.search(core)]
    if len(tokens) < _ENOUGH_TOKENS:
        return False
    strange = sum(not _looks_like_a_word(token) for token in tokens) / len(tokens)
    common = sum(token.lower() in _COMMON for token in tokens) / len(tokens)
    return strange > _STRANGE_SHARE and common < _FEW_COMMON_SHARE


def _looks_like_a_word(token: str) -> bool:
    return bool(_PLAUSIBLE.match(token)) and (
        not token.isupper() or len(token) <= _LONG_ABBREVIATION or _has_vowels(token)
    )


def _has_vowels(token: str) -> bool:
    return sum(letter in "AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜ" for letter in token) >= len(token) / 6
