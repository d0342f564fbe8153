"""Clauses that went into another clause. Read from new to old: clauses that were cut from one."""

from __future__ import annotations

from domain.comparison.likeness import Bags, Features, Index, Measure

_SHARE = 0.5  # of the worth of a piece, must come from what its whole has beyond its own counterpart
_SHORTEST = 4  # words and pairs of words; fewer are no sign


def pieces(measure: Measure, free: set[int], parts: Bags, wholes: Bags, pairs: dict[int, int]) -> dict[int, int]:
    """For each free clause of `parts` that is a piece of a clause of `wholes`, that clause.

    `pairs` goes from `wholes` to `parts`. What a clause shares with its counterpart is not there for a piece.
    """
    index = Index(wholes, pairs)
    rest: dict[int, Features] = {}
    found: dict[int, int] = {}
    for piece in sorted(free):
        candidates = index.candidates(parts[piece]) if parts[piece].total() >= _SHORTEST else []
        for whole in candidates:
            rest.setdefault(whole, wholes[whole] - parts[pairs[whole]])
        worth = measure.weight(parts[piece])
        shares = {whole: measure.shared(parts[piece], rest[whole]) / worth for whole in candidates}
        best = max(shares, key=lambda whole: (shares[whole], -whole), default=None)
        if best is not None and shares[best] >= _SHARE:
            found[piece] = best
    return found
