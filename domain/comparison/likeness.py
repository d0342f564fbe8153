"""How alike two clauses are, and which clauses are worth asking about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import log

from domain.comparison.sides import Side

_STEM = 6  # letters that a word keeps, so that "cancel" and "cancelled" meet
_RARE = 24  # a feature that more clauses have tells nothing about which of them is meant
_ASKED = 16  # the rarest features of a clause that are looked up
_CANDIDATES = 8

Features = Counter[str]


class Bags:
    """The features of each clause and run of a text: stems, and pairs of neighbouring stems."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._known: dict[int, Features] = {}

    def __getitem__(self, position: int) -> Features:
        if position not in self._known:
            self._known[position] = self._of(position)
        return self._known[position]

    def __len__(self) -> int:
        return len(self._side)

    def size(self, position: int) -> int:
        """How many words a clause or run has."""
        return sum(len(self._side.keys[member]) for member in self._side.members(position))

    def _of(self, position: int) -> Features:
        members = self._side.members(position)
        if len(members) > 1:
            return sum((self[member] for member in members), Features())
        stems = [key[:_STEM] for key in self._side.keys[position]]
        found = Counter(stems)
        found.update(f"{one} {other}" for one, other in pairwise(stems))
        return found


class Measure:
    """Compares clauses of two texts by position, rare features counting more than common ones."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = Bags(old), Bags(new)
        spread = Counter(feature for bags in (self.old, self.new) for at in range(len(bags)) for feature in bags[at])
        total = len(old) + len(new)
        by_count = {count: log(1 + total / count) for count in set(spread.values())}
        self._worth = {feature: by_count[count] for feature, count in spread.items()}
        self._old_weight = cache(lambda position: self.weight(self.old[position]))
        self._new_weight = cache(lambda position: self.weight(self.new[position]))

    def likeness(self, o: int, n: int) -> float:
        """From 0 (nothing in common) to 1 (the same words in the same neighbourhood)."""
        total = self._old_weight(o) + self._new_weight(n)
        return 2 * self.shared(self.old[o], self.new[n]) / total if total else 0.0

    def inside(self, o: int, n: int) -> float:
        """The share of the shorter clause that the longer one has as well."""
        total = min(self._old_weight(o), self._new_weight(n))
        return self.shared(self.old[o], self.new[n]) / total if total else 0.0

    def size(self, o: int, n: int) -> tuple[int, int]:
        """The words of both."""
        return self.old.size(o), self.new.size(n)

    def weight(self, bag: Features) -> float:
        """What all features of a clause are worth."""
        worth = self._worth
        return sum(worth[feature] * count for feature, count in bag.items())

    def shared(self, one: Features, other: Features) -> float:
        """What the features that two clauses have in common are worth."""
        if len(one) > len(other):
            one, other = other, one
        worth = self._worth
        return sum(worth[feature] * min(count, other[feature]) for feature, count in one.items() if feature in other)


class Index:
    """Finds clauses that share rare features with another. Time and room grow with the words, not with the pairs."""

    def __init__(self, bags: Bags, positions: Iterable[int]) -> None:
        self._holders: dict[str, list[int]] = {}
        for position in positions:
            for feature in bags[position]:
                self._holders.setdefault(feature, []).append(position)

    def candidates(self, bag: Features) -> list[int]:
        """The few clauses most worth comparing with this one."""
        found: Counter[int] = Counter()
        for feature in self._telling(bag):
            holders = self._holders[feature]
            for position in holders:
                found[position] += 1
        return sorted(found, key=lambda position: (-found[position], position))[:_CANDIDATES]

    def _telling(self, bag: Features) -> Sequence[str]:
        held = [(len(holders), feature) for feature in bag if (holders := self._holders.get(feature))]
        return [feature for count, feature in sorted(held)[:_ASKED] if count <= _RARE]
