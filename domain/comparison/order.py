"""Order among numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_rising(values: Sequence[int]) -> list[int]:
    """The positions of a longest strictly rising run of `values`, in n log n."""
    tails: list[int] = []  # the smallest value that ends a rising run of each length
    at: list[int] = []  # where that value stands
    before: list[int] = []
    for position, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            at.append(position)
        else:
            tails[length], at[length] = value, position
    found = [at[-1]] if at else []
    while found and before[found[-1]] >= 0:
        found.append(before[found[-1]])
    return found[::-1]
