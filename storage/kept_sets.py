"""Answers that are kept until something they rest on changes, and then asked again for what changed alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from storage.bitsets import positions_of

MOST = 200
"""Questions whose answers are kept; the one that was not asked for longest goes first."""

Question: TypeAlias = tuple[str, ...]
Find: TypeAlias = Callable[[Sequence[int] | None], int]
"""Finds which positions meet a question: among these, or among all for None."""


Counts: TypeAlias = tuple[tuple[str, int], ...]
"""Values of a field, each with how many licences have it."""

MOST_COUNTS = 400
"""Counts that are kept. Pages and orders of one list share theirs."""


class KeptCounts:
    """For a field and a set of positions what was counted, until anything changes."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], Counts] = {}

    def forget(self) -> None:
        """Begin again."""
        self._kept = {}

    def of(self, field: str, among: int, count: Callable[[], Counts]) -> Counts:
        """What was counted, else what is counted now; the one that was not asked for longest goes first."""
        counted = self._kept.pop((field, among), None)
        self._kept[field, among] = counted = count() if counted is None else counted
        if len(self._kept) > MOST_COUNTS:
            del self._kept[next(iter(self._kept))]
        return counted


class KeptSets:
    """By question the set of positions that meet it, and the set of those that have to be looked at again."""

    def __init__(self) -> None:
        self._kept: dict[Question, tuple[int, int]] = {}

    def forget(self) -> None:
        """Begin again."""
        self._kept = {}

    def changed(self, positions: int) -> None:
        """What was found of these may be so no longer."""
        self._kept = {question: (found, again | positions) for question, (found, again) in self._kept.items()}

    def of(self, question: Question, find: Find) -> int:
        """The positions that meet the question, now."""
        found, again = self._kept.pop(question, (0, -1))
        if again < 0:
            found = find(None)
        elif again:
            found = (found & ~again) | find(list(positions_of(again)))
        self._kept[question] = found, 0
        if len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        return found
