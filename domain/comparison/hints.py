"""What numbers, headings and neighbours say about which clause is meant."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from domain.comparison.matching import Matching

_SAME_NUMBER, _SAME_HEADING, _SAME_PARENT, _NEIGHBOUR = 0.08, 0.25, 0.08, 0.08
_TIE = 0.3  # among clauses equally alike a part of each hint is enough
_NAMESAKES = 2  # so many clauses with the same number or heading are looked at


class Hints:
    """Suggests counterparts by everything but the words. The more pairs are known, the more it knows."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._old, self._new = matching.old, matching.new
        self._numbered = _places([clause.number for clause in self._new.clauses])
        self._headed = _places(self._new.headings)
        self._runs: dict[int, list[int]] = {}
        for run, members in self._new.runs.items():
            self._runs.setdefault(members[0], []).append(run)

    def suggested(self, o: int) -> Iterator[int]:
        """New clauses and runs that the neighbours, number or heading of an old one point at."""
        members, pairs = self._old.members(o), self._matching.pairs
        clause, heading = self._old.clauses[members[0]], self._old.headings[members[0]]
        near = [pairs[at] + step for at, step in ((members[0] - 1, 1), (members[-1] + 1, -1)) if at in pairs]
        near += self._numbered.get(clause.number, ())[:_NAMESAKES]
        near += self._headed.get(heading, ())[:_NAMESAKES]
        for position in near:
            if position in self._matching.free_new:
                yield position
                yield from self._runs.get(position, ())

    def weight(self, o: int, n: int) -> float:
        """How much speaks for a pair apart from its words."""
        olds, news = self._old.members(o), self._new.members(n)
        one, other = self._old.clauses[olds[0]], self._new.clauses[news[0]]
        return (
            _SAME_NUMBER * (one.number is not None and one.number == other.number)
            + _SAME_HEADING * _overlap(self._old.headings[olds[0]], self._new.headings[news[0]])
            + _SAME_PARENT * self._same_parent(olds[0], news[0])
            + _NEIGHBOUR * self._adjoin(olds[0] - 1, news[0] - 1)
            + _NEIGHBOUR * self._adjoin(olds[-1] + 1, news[-1] + 1)
        )

    def tie(self, o: int, n: int) -> float:
        """A little weight, to choose between clauses that are equally alike."""
        distance = abs(self._old.head(o) / len(self._old) - self._new.head(n) / len(self._new))
        return _TIE * self.weight(o, n) - distance / 1000

    def _same_parent(self, o: int, n: int) -> bool:
        one, other = self._old.parents[o], self._new.parents[n]
        if one is None or other is None:
            return one is other
        return self._matching.pairs.get(one, -1) == other

    def _adjoin(self, o: int, n: int) -> bool:
        return self._matching.pairs.get(o, -1) == n


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _places(names: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = {}
    for position, name in enumerate(names):
        if name:
            places.setdefault(name, []).append(position)
    return places
