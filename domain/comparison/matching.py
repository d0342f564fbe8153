"""The pairs found so far, and the clauses still free."""

from __future__ import annotations

from collections.abc import Iterable

from domain.comparison.sides import Side


class Matching:
    """Pairs of clauses, old to new. A clause belongs to one pair at most; a run brings its members along."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.free_old, self.free_new = set(range(len(old))), set(range(len(new)))
        self.pairs: dict[int, int] = {}
        self.back: dict[int, int] = {}
        self.old_parts: dict[int, tuple[int, ...]] = {}
        self.new_parts: dict[int, tuple[int, ...]] = {}

    def take(self, o: int, n: int) -> bool:
        """Pair two clauses or runs, if all their members are free."""
        olds, news = self.old.members(o), self.new.members(n)
        if not (self.free_old.issuperset(olds) and self.free_new.issuperset(news)):
            return False
        self.pairs[olds[0]], self.back[news[0]] = news[0], olds[0]
        self.old_parts[olds[0]], self.new_parts[news[0]] = olds[1:], news[1:]
        self.free_old.difference_update(olds)
        self.free_new.difference_update(news)
        return True

    def take_best(self, ranked: Iterable[tuple[int, int, float]]) -> int:
        """Take pairs, highest rank first, and say how many. Equal ranks go by position."""
        return sum(self.take(o, n) for o, n, _ in sorted(ranked, key=lambda found: (-found[2], found[0], found[1])))

    def open_old(self) -> list[int]:
        """Old clauses and runs still free."""
        return _open(self.old, self.free_old)

    def open_new(self) -> list[int]:
        """New clauses and runs still free."""
        return _open(self.new, self.free_new)


def _open(side: Side, free: set[int]) -> list[int]:
    return [*sorted(free), *(run for run, members in side.runs.items() if free.issuperset(members))]
