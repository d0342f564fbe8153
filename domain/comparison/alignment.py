"""Which clause of the new text stands for which clause of the old.

First the clauses with the same words, then the rest by likeness, best pair first over the whole text, so that a clause
is found wherever it went; then again with what neighbours, numbers and headings suggest; last what was split or merged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from domain.comparison.anchors import anchors
from domain.comparison.hints import Hints
from domain.comparison.likeness import Features, Index, Scale, features
from domain.comparison.matching import Matching
from domain.comparison.pieces import pieces
from domain.comparison.sides import Side

_ALIKE = 0.45  # clauses this alike are the same clause, whatever stands around them
_HINTED = 0.40  # likeness and hints together
_LEAST = 0.10  # hints alone make no pair
_ROUNDS = 3  # each pair found is a hint for its neighbours


@dataclass(frozen=True, slots=True)
class Alignment:
    """Positions, old to new. Parts are taken together with the clause they are listed under.

    `merged` maps old clauses without a pair to the new clause that took them in beside another; `split` maps new
    clauses without a pair to the old clause they were cut from.
    """

    pairs: dict[int, int]
    old_parts: dict[int, tuple[int, ...]]
    new_parts: dict[int, tuple[int, ...]]
    merged: dict[int, int]
    split: dict[int, int]


def align(old: Side, new: Side) -> Alignment:
    """Find the counterpart of every clause that has one."""
    matching = Matching(old, new)
    for pair in anchors(old, new):
        matching.take(*pair)
    merged: dict[int, int] = {}
    split: dict[int, int] = {}
    if matching.free_old or matching.free_new:
        measured = _Measured(matching)
        measured.pair_by_likeness()
        measured.pair_by_hints()
        measured.pair_by_children()
        merged, split = measured.merged(), measured.split()
    return Alignment(matching.pairs, matching.old_parts, matching.new_parts, merged, split)


class _Measured:
    """The same two texts with the features of every clause, for the clauses that changed."""

    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.hints = Hints(matching)
        old, new = matching.old, matching.new
        self.old, self.new = _features(old), _features(new)
        self.scale = Scale([*self.old[: len(old)], *self.new[: len(new)]])

    def pair_by_likeness(self) -> None:
        index = Index(self.scale, self.new, self.matching.open_new())
        pairs = ((o, n) for o in self.matching.open_old() for n in index.candidates(self.old[o]))
        scored = ((o, n, self._likeness(o, n)) for o, n in pairs)
        self.matching.take_best((o, n, score + self.hints.tie(o, n)) for o, n, score in scored if score >= _ALIKE)

    def pair_by_hints(self) -> None:
        for _ in range(_ROUNDS):
            index = Index(self.scale, self.new, self.matching.open_new())
            pairs = {
                (o, n)
                for o in self.matching.open_old()
                for n in (*index.candidates(self.old[o]), *self.hints.suggested(o))
            }
            scored = ((o, n, self._likeness(o, n), self.hints.weight(o, n)) for o, n in sorted(pairs))
            likely = [(o, n, score + weight) for o, n, score, weight in scored if score >= _LEAST]
            if not self.matching.take_best(pair for pair in likely if pair[2] >= _HINTED):
                return

    def pair_by_children(self) -> None:
        """A clause with other words is the same when its sub-clauses stand under one new clause."""
        parents = [(self.matching.old.parents[o], self.matching.new.parents[n]) for o, n in self.matching.pairs.items()]
        votes = Counter((o, n) for o, n in parents if o is not None and n is not None)
        self.matching.take_best((o, n, float(count)) for (o, n), count in votes.items())

    def merged(self) -> dict[int, int]:
        return pieces(self.scale, sorted(self.matching.free_old), self.old, self.new, self.matching.back)

    def split(self) -> dict[int, int]:
        return pieces(self.scale, sorted(self.matching.free_new), self.new, self.old, self.matching.pairs)

    def _likeness(self, o: int, n: int) -> float:
        return self.scale.likeness(self.old[o], self.new[n])


def _features(side: Side) -> list[Features]:
    single = [features(keys) for keys in side.keys]
    return [*single, *(sum((single[member] for member in members), Features()) for members in side.blocks.values())]
