"""Does a difference change what a reader may or must do?

What does not: numbering, spelling, typography, punctuation, capitals, articles, white space and line ends, a defined
term's new name, a reference that follows its clause's new number, a number written as a word, page furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.comparison.marks import blocks
from domain.comparison.meaning import Equivalents
from domain.comparison.scan import looks_misread
from domain.comparison.words import is_weighty

_FURNITURE = re.compile(
    r"\W*(?:page\W*)?\d{1,4}(?:\W*(?:of|/)\W*\d{1,4})?\W*|\W*page\W+[ivxlc]+\W*|(?:\W*initials?[\W_]*)+",
    re.IGNORECASE,
)
_SPECK = 3  # letters


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a difference is of substance, and whether it may be an error of reading a scan."""

    substantive: bool
    unsure: bool = False


def verdict(old: Sequence[str], new: Sequence[str], same: Equivalents, *, from_scan: bool) -> Verdict:
    """Weigh the difference between the words of two texts; `from_scan` when either was read from a picture."""
    before, after = same.of_old(old), same.of_new(new)
    if before == after:
        return Verdict(substantive=False)
    differences = [(before[b.i1 : b.i2], after[b.j1 : b.j2]) for b in blocks(before, after) if not b.same]
    real = [pair for pair in differences if not _only_spaced(*pair)]
    misread = sum(looks_misread(*pair, same.known, from_scan=from_scan) for pair in real)
    return Verdict(substantive=misread < len(real), unsure=misread > 0 or (from_scan and bool(real)))


def verdict_alone(text: str, *, from_scan: bool) -> Verdict:
    """Weigh a clause that only one text has: page furniture and stray marks weigh nothing."""
    if is_furniture(text):
        return Verdict(substantive=False)
    if from_scan and sum(character.isalnum() for character in text) <= _SPECK:
        return Verdict(substantive=False, unsure=True)
    return Verdict(substantive=True, unsure=from_scan)


def is_furniture(text: str) -> bool:
    """Whether a text is nothing but a page number, a place for initials, or no words at all."""
    return _FURNITURE.fullmatch(text) is not None or not any(character.isalnum() for character in text)


def lies_within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the meaning of a part stands in the whole, word for word."""
    size = len(part)
    return any(list(whole[at : at + size]) == list(part) for at in range(len(whole) - size + 1))


def _only_spaced(old: Sequence[str], new: Sequence[str]) -> bool:
    """The same letters in other words, as in "on-line" and "online"; not where that would hide a word of weight."""
    weights = [[key for key in keys if is_weighty(key)] for keys in (old, new)]
    return "".join(old) == "".join(new) and weights[0] == weights[1]
