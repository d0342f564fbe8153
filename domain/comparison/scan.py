"""Which differences are of the kind that reading a scan makes."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from rapidfuzz import fuzz

from domain.comparison.words import is_weighty

_LOOKALIKES = str.maketrans({"1": "l", "i": "l", "|": "l", "!": "l", "0": "o", "5": "s", "8": "b", "6": "b"})
_STROKES = frozenset("l1i|")
_JOINED = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ri", "n"))
_REPEATED = re.compile(r"(.)\1+")
_ALIKE = 60  # of 100: two of five letters of a word may be misread
_SPECK = 2  # letters


def looks_misread(old: list[str], new: list[str], known: AbstractSet[str], *, from_scan: bool) -> bool:
    """Whether two runs of words look like one and the same, misread in one of the texts.

    `known` holds the words that both texts use: a misreading seldom makes such a word, so where every word is known
    the difference stands. Words of weight (negations, modal verbs, numbers) are held to look alike letter by letter.
    Where neither text was scanned, "Schedule 6" is no misread "Schedule B".
    """
    one, other = "".join(old), "".join(new)
    weighty = any(is_weighty(key) for key in (*old, *new))
    if weighty and len(old) != len(new):  # "no table" is not a misread "notable"
        return False
    if one.isdigit() and other.isdigit():
        return False
    are_words = known >= {*old, *new}
    if one and other and _shape(one) == _shape(other):
        return from_scan or {*one, *other} <= _STROKES or (len(one) > _SPECK and not are_words)
    if not from_scan or weighty or are_words:
        return False
    return max(len(one), len(other)) <= _SPECK or fuzz.ratio(one, other) >= _ALIKE


def _shape(letters: str) -> str:
    """The letters with those that look alike made one."""
    for pair, single in _JOINED:
        letters = letters.replace(pair, single)
    return _REPEATED.sub(r"\1", letters.translate(_LOOKALIKES))
