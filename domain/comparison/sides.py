"""One text made ready for comparison: the words of its clauses, their tree, and headings taken with sub-clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.clause import Clause
from domain.comparison.words import Words, is_word, without_label

_TITLE = 9  # a clause of so many words that has sub-clauses is a heading
_FAMILY = 12  # sub-clauses that may be taken together with their heading


@dataclass(frozen=True)
class Side:
    """The clauses of one text, by position.

    A block is a heading with its sub-clauses taken as one, because the other text may say the same in one clause;
    `blocks` maps positions from `len(clauses)` on to the positions of the members.
    """

    clauses: tuple[Clause, ...]
    words: tuple[Words, ...]
    parents: tuple[int | None, ...]
    blocks: dict[int, tuple[int, ...]]

    @classmethod
    def of(cls, clauses: Sequence[Clause]) -> Side:
        """Read the words and the tree of a text."""
        words = tuple(Words.of(clause.text) for clause in clauses)
        at = {clause.id: position for position, clause in enumerate(clauses)}
        parents = tuple(at.get(clause.parent) if clause.parent else None for clause in clauses)
        return cls(tuple(clauses), words, parents, _blocks(words, parents))

    def __len__(self) -> int:
        return len(self.clauses)

    @cached_property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """For each clause the words without number and punctuation."""
        return tuple(_body_keys(words) for words in self.words)

    def members(self, position: int) -> tuple[int, ...]:
        """The clauses that a clause or a block consists of."""
        return self.blocks.get(position, (position,))

    def head(self, position: int) -> int:
        """The clause itself, or the heading of a block."""
        return self.members(position)[0]

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings in one spelling, empty where there is none."""
        return tuple(" ".join(_word_keys(clause.heading or "")) for clause in self.clauses)


def _word_keys(text: str) -> list[str]:
    return [key for key in Words.of(text).keys if is_word(key)]


def _body_keys(words: Words) -> tuple[str, ...]:
    labelled = len(words.text) - len(without_label(words.text))
    return tuple(key for key, start in zip(words.keys, words.starts, strict=True) if start >= labelled and is_word(key))


def _blocks(words: Sequence[Words], parents: Sequence[int | None]) -> dict[int, tuple[int, ...]]:
    families: dict[int, list[int]] = {}
    for position in range(len(parents)):
        ancestor = parents[position]
        while ancestor is not None and ancestor < position:
            families.setdefault(ancestor, [ancestor]).append(position)
            ancestor = parents[ancestor]
    titled = [tuple(members) for head, members in sorted(families.items()) if _is_block(words, head, members)]
    return dict(enumerate(titled, start=len(words)))


def _is_block(words: Sequence[Words], head: int, members: Sequence[int]) -> bool:
    follows = list(members) == list(range(head, head + len(members)))
    return follows and len(members) <= _FAMILY and len(words[head].keys) <= _TITLE
