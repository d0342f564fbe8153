"""The words that carry the meaning, put so that two texts can be held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from domain.comparison.numbers import in_digits
from domain.comparison.references import with_new_numbers
from domain.comparison.words import ARTICLES, is_word

Name = tuple[str, ...]

_STIFF = "hereby hereto herein hereof hereunder hereinafter thereof therein thereto said"
_EMPTY = ARTICLES | frozenset(_STIFF.split())


@dataclass(frozen=True, slots=True)
class Equivalents:
    """What stands for the same in two texts.

    `renames` gives defined terms their new names, `numbers` clauses their new numbers; `known` holds the words that
    both texts use.
    """

    renames: Mapping[Name, Name] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    known: AbstractSet[str] = frozenset()

    def of_old(self, keys: Sequence[str]) -> list[str]:
        """What words of the old text mean, put as the new text puts it."""
        return self.of_new(with_new_numbers(keys, self.numbers) if self.numbers else keys)

    def of_new(self, keys: Sequence[str]) -> list[str]:
        """What words of the new text mean; a name left over from the old text is put in the new way as well."""
        named = self.named(keys)
        return in_digits([key for at, key in enumerate(named) if _tells(named, at)])

    def aligned(self, keys: Sequence[str]) -> list[str]:
        """The words one for one, with new names where these are single words too."""
        return [self._single(key) for key in keys] if self.renames else list(keys)

    def named(self, keys: Sequence[str]) -> list[str]:
        """The words with the new names."""
        return list(_renamed(keys, self.renames)) if self.renames else list(keys)

    def _single(self, key: str) -> str:
        name = self.renames.get((key,), ())
        return name[0] if len(name) == 1 else key


def _tells(keys: Sequence[str], at: int) -> bool:
    is_genitive = keys[at] == "s" and at > 0 and keys[at - 1] == "'"
    return is_word(keys[at]) and keys[at] not in _EMPTY and not is_genitive


def _renamed(keys: Sequence[str], renames: Mapping[Name, Name]) -> Iterator[str]:
    lengths = sorted({len(name) for name in renames}, reverse=True)
    at = 0
    while at < len(keys):
        length = next((size for size in lengths if tuple(keys[at : at + size]) in renames), 0)
        yield from renames[tuple(keys[at : at + length])] if length else (keys[at],)
        at += length or 1
