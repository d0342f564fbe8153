"""How alike two clauses are, and which clauses are worth asking about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log

_STEM = 6  # letters that a word keeps, so that "cancel" and "cancellation" meet
_RARE = 24  # a feature that more clauses have tells nothing about which of them is meant
_ASKED = 12  # the rarest features of a clause that are looked up
_CANDIDATES = 6

Features = Counter[str]


def features(keys: Sequence[str]) -> Features:
    """The stems of a clause and its pairs of neighbouring stems."""
    stems = [key[:_STEM] for key in keys]
    found = Counter(stems)
    found.update(f"{one} {other}" for one, other in pairwise(stems))
    return found


class Scale:
    """Weighs features by how few clauses of the two texts have them."""

    def __init__(self, clauses: Sequence[Features]) -> None:
        spread = Counter(feature for clause in clauses for feature in clause)
        total = len(clauses)
        by_count = {count: log(1 + total / count) for count in set(spread.values())}
        self._weight = {feature: by_count[count] for feature, count in spread.items()}
        self._spread = spread

    def weight(self, clause: Features) -> float:
        """The weight of all features of a clause."""
        weight = self._weight
        return sum(weight[feature] * count for feature, count in clause.items())

    def shared(self, one: Features, other: Features) -> float:
        """The weight of what two clauses have in common."""
        if len(one) > len(other):
            one, other = other, one
        weight = self._weight
        return sum(weight[f] * min(count, other[f]) for f, count in one.items() if f in other)

    def likeness(self, one: Features, other: Features) -> float:
        """From 0 (nothing in common) to 1 (the same words in the same neighbourhood)."""
        total = self.weight(one) + self.weight(other)
        return 2 * self.shared(one, other) / total if total else 0.0

    def contained(self, part: Features, whole: Features) -> float:
        """The share of `part` that `whole` has as well."""
        total = self.weight(part)
        return self.shared(part, whole) / total if total else 0.0

    def value(self, feature: str) -> float:
        """The weight of one feature."""
        return self._weight[feature]


class Index:
    """Finds clauses that share rare features with another. Time and room grow with the words, not with the pairs."""

    def __init__(self, scale: Scale, clauses: Sequence[Features], positions: Iterable[int]) -> None:
        self._scale = scale
        self._holders: dict[str, list[int]] = {}
        for position in positions:
            for feature in clauses[position]:
                self._holders.setdefault(feature, []).append(position)

    def candidates(self, clause: Features) -> list[int]:
        """The few clauses most worth comparing with this one."""
        found: dict[int, float] = {}
        for feature in self._known(clause):
            for position in self._holders[feature]:
                found[position] = found.get(position, 0.0) + self._scale.value(feature)
        return sorted(found, key=lambda position: (-found[position], position))[:_CANDIDATES]

    def _known(self, clause: Features) -> list[str]:
        known = [feature for feature in clause if len(self._holders.get(feature, ())) in range(1, _RARE + 1)]
        return sorted(known, key=lambda feature: (len(self._holders[feature]), feature))[:_ASKED]
