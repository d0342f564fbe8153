"""Which clause of the new text stands for which clause of the old.

First the clauses with the same words, then the rest by likeness, best pair first over the whole text, so that a clause
is found wherever it went; then again with what neighbours, numbers and headings suggest; last what was split or merged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.comparison.anchors import anchors
from domain.comparison.hints import Hints
from domain.comparison.likeness import Index, Measure
from domain.comparison.matching import Matching
from domain.comparison.pieces import pieces
from domain.comparison.sides import Side

_ALIKE = 0.40  # clauses this alike are the same clause, whatever stands around them
_HINTED = 0.40  # likeness and hints together
_DISTINCT, _RIVAL = 0.20, 0.7  # less will do when no other pair of either clause comes near
_DISTINCT_HINTED = 0.28
_LEAST = 0.14  # hints alone make no pair
_INSIDE = 0.55  # this share of a clause stands in a longer one
_SENTENCE = 20  # words; a shorter clause may stand in a longer one by chance
_ROUNDS = 4  # each pair found is a hint for its neighbours

Scored = tuple[int, int, float]


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
        search = _Search(matching)
        search.by_likeness()
        search.by_hints()
        search.by_children()
        search.by_containment()
        merged, split = search.merged(), search.split()
    return Alignment(matching.pairs, matching.old_parts, matching.new_parts, merged, split)


class _Search:
    """Pairs the clauses that do not have the same words in both texts."""

    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.hints = Hints(matching)
        self.measure = Measure(matching.old, matching.new)

    def by_likeness(self) -> None:
        scored = ((o, n, self.measure.likeness(o, n)) for o, n in self._alike())
        self.matching.take_best((o, n, score + self.hints.tie(o, n)) for o, n, score in scored if score >= _ALIKE)

    def by_hints(self) -> None:
        for _ in range(_ROUNDS):
            pairs = {*self._alike(), *self._suggested()}
            scored = [(o, n, self.measure.likeness(o, n)) for o, n in sorted(pairs)]
            if not self.matching.take_best(self._convincing(scored)):
                return

    def by_children(self) -> None:
        """A clause with other words is the same when its sub-clauses stand under one new clause."""
        parents = [(self.matching.old.parents[o], self.matching.new.parents[n]) for o, n in self.matching.pairs.items()]
        votes = Counter((o, n) for o, n in parents if o is not None and n is not None)
        self.matching.take_best((o, n, float(count)) for (o, n), count in votes.items())

    def by_containment(self) -> None:
        """What is left may have grown much longer, or been cut down to little."""
        runs = self.matching.old.runs.keys(), self.matching.new.runs.keys()
        singles = ((o, n) for o, n in self._alike() if o not in runs[0] and n not in runs[1])
        sentences = ((o, n) for o, n in singles if min(self.measure.size(o, n)) >= _SENTENCE)
        ranked = ((o, n, self.measure.inside(o, n)) for o, n in sentences)
        self.matching.take_best(pair for pair in ranked if pair[2] >= _INSIDE)

    def merged(self) -> dict[int, int]:
        return pieces(self.measure, self.matching.free_old, self.measure.old, self.measure.new, self.matching.back)

    def split(self) -> dict[int, int]:
        return pieces(self.measure, self.matching.free_new, self.measure.new, self.measure.old, self.matching.pairs)

    def _alike(self) -> Iterator[tuple[int, int]]:
        index, ending = Index(self.measure.new, sorted(self.matching.free_new)), self._runs_by_last()
        for o in self.matching.open_old():
            for n in index.candidates(self.measure.old[o]):
                yield from ((o, position) for position in (n, *ending.get(n, ())) if self._may_pair(o, position))

    def _runs_by_last(self) -> dict[int, list[int]]:
        ending: dict[int, list[int]] = {}
        for position in self.matching.open_new():
            if position in self.matching.new.runs:
                ending.setdefault(self.matching.new.members(position)[-1], []).append(position)
        return ending

    def _suggested(self) -> Iterator[tuple[int, int]]:
        pairs = ((o, n) for o in self.matching.open_old() for n in self.hints.suggested(o))
        return (pair for pair in pairs if self._may_pair(*pair))

    def _may_pair(self, o: int, n: int) -> bool:
        """A run stands against a single clause; a heading with numbered sub-clauses only under a like heading."""
        old, new = self.matching.old, self.matching.new
        if o in old.runs and n in new.runs:
            return False
        if old.is_numbered_run(o) or new.is_numbered_run(n):
            return not old.headings[old.head(o)].isdisjoint(new.headings[new.head(n)])
        return True

    def _convincing(self, scored: Sequence[Scored]) -> Iterator[Scored]:
        rivals = _Rivals(self.matching, scored)
        for o, n, score in scored:
            rank = score + self.hints.weight(o, n)
            is_distinct = score >= _DISTINCT and rank >= _DISTINCT_HINTED and rivals.are_far_from((o, n, score))
            if is_distinct or (score >= _LEAST and rank >= _HINTED):
                yield o, n, rank


class _Rivals:
    """Tells whether a pair stands out from all other pairs of its clauses."""

    def __init__(self, matching: Matching, scored: Iterable[Scored]) -> None:
        self.pairs = list(scored)
        self._members_old, self._members_new = matching.old.members, matching.new.members
        self._of_old: dict[int, list[Scored]] = {}
        self._of_new: dict[int, list[Scored]] = {}
        for pair in self.pairs:
            for o in self._members_old(pair[0]):
                self._of_old.setdefault(o, []).append(pair)
            for n in self._members_new(pair[1]):
                self._of_new.setdefault(n, []).append(pair)

    def are_far_from(self, pair: Scored) -> bool:
        olds, news = set(self._members_old(pair[0])), set(self._members_new(pair[1]))
        rivals = [rival for o in olds for rival in self._of_old[o] if news.isdisjoint(self._members_new(rival[1]))]
        rivals += [rival for n in news for rival in self._of_new[n] if olds.isdisjoint(self._members_old(rival[0]))]
        return all(rival[2] <= _RIVAL * pair[2] for rival in rivals)
