"""Clauses that were cut from another clause, or went into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from domain.comparison.likeness import Features, Index, Scale

_SHARE = 0.5  # of the weight of a piece, must come from what its whole has beyond its own counterpart
_SHORTEST = 12  # stems and pairs of stems; fewer are no sign


def pieces(
    scale: Scale,
    free: Iterable[int],
    side: Sequence[Features],
    other: Sequence[Features],
    pairs: Mapping[int, int],
) -> dict[int, int]:
    """For each free clause of `side` that is a piece of a clause of `other`, that clause.

    `pairs` goes from `other` to `side`. What a clause shares with its counterpart is not there for a piece.
    """
    index = Index(scale, other, pairs)
    rest: dict[int, Features] = {}
    found: dict[int, int] = {}
    for piece in free:
        if side[piece].total() < _SHORTEST:
            continue
        for whole in index.candidates(side[piece]):
            rest.setdefault(whole, other[whole] - side[pairs[whole]])
        likely = {whole: scale.contained(side[piece], rest[whole]) for whole in index.candidates(side[piece])}
        best = max(likely, key=lambda whole: (likely[whole], -whole), default=None)
        if best is not None and likely[best] >= _SHARE:
            found[piece] = best
    return found
