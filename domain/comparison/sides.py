"""One text made ready for comparison: the words of its clauses, their tree, and runs of clauses taken as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.clause import Clause
from domain.comparison.words import Words, is_word, without_label

_TITLE = 9  # a clause of so many words that has sub-clauses is a heading
_LONGEST_RUN = 12  # clauses


@dataclass(frozen=True)
class Side:
    """The clauses of one text, by position.

    A run is a clause taken as one with what follows it, because the other text may say the same in one clause: a
    heading with its first sub-clauses, a clause or the opening of a list with the unnumbered paragraphs after it.
    `runs` maps positions from `len(clauses)` on to the positions of the members.
    """

    clauses: tuple[Clause, ...]
    words: tuple[Words, ...]
    parents: tuple[int | None, ...]
    runs: dict[int, tuple[int, ...]]

    @classmethod
    def of(cls, clauses: Sequence[Clause]) -> Side:
        """Read the words and the tree of a text."""
        words = tuple(Words.of(clause.text) for clause in clauses)
        at = {clause.id: position for position, clause in enumerate(clauses)}
        parents = tuple(at.get(clause.parent) if clause.parent else None for clause in clauses)
        runs = [tuple(range(head, end)) for head, end in _runs(clauses, words, parents)]
        return cls(tuple(clauses), words, parents, dict(enumerate(runs, start=len(words))))

    def __len__(self) -> int:
        return len(self.clauses)

    def members(self, position: int) -> tuple[int, ...]:
        """The clauses that a clause or a run consists of."""
        return self.runs.get(position, (position,))

    def head(self, position: int) -> int:
        """The clause itself, or the first of a run."""
        return self.members(position)[0]

    def is_numbered_run(self, position: int) -> bool:
        """Whether a run has numbered sub-clauses among its members."""
        return any(self.clauses[member].number for member in self.members(position)[1:])

    @cached_property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """For each clause the words without number and punctuation."""
        return tuple(_body_keys(words) for words in self.words)

    @cached_property
    def headings(self) -> tuple[frozenset[str], ...]:
        """For each clause the words of its heading, or of its text where that is no longer than a heading."""
        return tuple(
            frozenset(filter(is_word, Words.of(clause.heading).keys)) if clause.heading else _title(keys)
            for clause, keys in zip(self.clauses, self.keys, strict=True)
        )


def _body_keys(words: Words) -> tuple[str, ...]:
    labelled = len(words.text) - len(without_label(words.text))
    return tuple(key for key, start in zip(words.keys, words.starts, strict=True) if start >= labelled and is_word(key))


def _title(keys: Sequence[str]) -> frozenset[str]:
    return frozenset(keys) if len(keys) <= _TITLE else frozenset()


def _runs(
    clauses: Sequence[Clause], words: Sequence[Words], parents: Sequence[int | None]
) -> Iterator[tuple[int, int]]:
    """From where to where (exclusive) each run goes."""
    for head, clause in enumerate(clauses):
        is_title = len(words[head].keys) <= _TITLE
        opens = _opens(clause)
        for end in range(head + 1, min(head + _LONGEST_RUN, len(clauses))):
            follows = opens and not _opens(clauses[end])
            if not (follows or (is_title and _is_within(parents, end, head))):
                break
            yield head, end + 1


def _opens(clause: Clause) -> bool:
    """Whether the paragraphs after a clause may belong to it."""
    return clause.number is not None or clause.heading is not None or clause.text.endswith(":")


def _is_within(parents: Sequence[int | None], position: int, head: int) -> bool:
    ancestor = parents[position]
    while ancestor is not None and head < ancestor < position:
        position, ancestor = ancestor, parents[ancestor]
    return ancestor == head
