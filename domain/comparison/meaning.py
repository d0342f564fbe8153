"""The words that carry the meaning, put so that two texts can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from domain.comparison.numbers import in_digits
from domain.comparison.phrases import Phrases
from domain.comparison.references import POINTERS, with_new_numbers
from domain.comparison.wording import SAME_WORDING
from domain.comparison.words import ARTICLES, is_number, is_word

_STIFF = "such said aforesaid hereby hereto herein hereof hereunder hereinafter thereof therein thereto"
_EMPTY = ARTICLES | frozenset(_STIFF.split())
_LINKS = frozenset({"and", "or", "to", "whereas"})
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii"})
_ENUMERATOR = re.compile(r"[a-z]|[ivx]{1,4}|\d{1,2}")


@dataclass(frozen=True, slots=True)
class Equivalents:
    """What stands for the same in two texts.

    `renames` gives defined terms their new names, `numbers` clauses their new numbers; `known` holds the words that
    both texts use.
    """

    renames: Phrases = field(default_factory=lambda: Phrases({}))
    numbers: Mapping[str, str] = field(default_factory=dict)
    known: AbstractSet[str] = frozenset()

    def of_old(self, keys: Sequence[str]) -> list[str]:
        """What words of the old text mean, put as the new text puts it."""
        return self.of_new(with_new_numbers(keys, self.numbers) if self.numbers else keys)

    def of_new(self, keys: Sequence[str]) -> list[str]:
        """What words of the new text mean; a name left over from the old text is put in the new way as well."""
        named = self.renames.applied(keys)
        telling = [key for at, key in enumerate(named) if _tells(named, at)]
        return in_digits(SAME_WORDING.applied(_without_links(telling)))

    def aligned(self, keys: Sequence[str]) -> list[str]:
        """The words one for one, with new names where these are single words too."""
        return [self.renames.single(key) for key in keys]


def _tells(keys: Sequence[str], at: int) -> bool:
    if not is_word(keys[at]) or keys[at] in _EMPTY:
        return False
    is_genitive = keys[at] == "s" and at > 0 and keys[at - 1] == "'"
    return not is_genitive and not _is_enumerator(keys, at)


def _is_enumerator(keys: Sequence[str], at: int) -> bool:
    """Whether a word numbers an item of a list, as in "(i) losses"; not in "clause 8 (i)" or "thirty (30)"."""
    if at + 1 >= len(keys) or keys[at + 1] != ")":
        return False
    if at == 0 or keys[at - 1] != "(":
        return keys[at] in _ROMAN and (at == 0 or keys[at - 1] not in POINTERS)
    before = keys[at - 2] if at > 1 else ";"
    return _ENUMERATOR.fullmatch(keys[at]) is not None and not (is_number(before) or before in POINTERS | {")"})


def _without_links(words: Sequence[str]) -> Sequence[str]:
    """Leave out what ties a clause to its list: "and" and "to" at its ends."""
    start, end = 0, len(words)
    while start < end and words[start] in _LINKS:
        start += 1
    while end > start and words[end - 1] in _LINKS:
        end -= 1
    return words[start:end]
