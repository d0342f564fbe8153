"""Clauses that have the same words in both texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.comparison.sides import Side

Positions = list[int]


def anchors(old: Side, new: Side) -> Iterator[tuple[int, int]]:
    """Pairs of clauses with the same words. Where a text repeats itself, number and place decide which is which."""
    there = _by_words(new)
    for words, here in _by_words(old).items():
        if words in there:
            yield from _paired(old, new, here, there[words])


def _by_words(side: Side) -> dict[tuple[str, ...], Positions]:
    found: dict[tuple[str, ...], Positions] = {}
    for position in range(len(side)):
        found.setdefault(side.keys[position], []).append(position)
    found.pop((), None)
    return found


def _paired(old: Side, new: Side, here: Positions, there: Positions) -> Iterator[tuple[int, int]]:
    if len(here) == len(there) == 1:
        yield here[0], there[0]
        return
    for sign in (_number_and_before, _before, _after, _number, _nothing):
        pairs = dict(_in_order([(sign(old, at), at) for at in here], [(sign(new, at), at) for at in there]))
        yield from pairs.items()
        taken = set(pairs.values())
        here, there = [at for at in here if at not in pairs], [at for at in there if at not in taken]


def _in_order(here: Sequence[tuple[object, int]], there: Sequence[tuple[object, int]]) -> Iterator[tuple[int, int]]:
    waiting: dict[object, Positions] = {}
    for sign, position in reversed(there):
        waiting.setdefault(sign, []).append(position)
    for sign, position in here:
        if candidates := waiting.get(sign):
            yield position, candidates.pop()


def _words_at(side: Side, position: int) -> tuple[str, ...]:
    return side.keys[position] if 0 <= position < len(side) else ("",)


def _before(side: Side, position: int) -> object:
    return _words_at(side, position - 1)


def _after(side: Side, position: int) -> object:
    return _words_at(side, position + 1)


def _number(side: Side, position: int) -> object:
    return side.clauses[position].number


def _number_and_before(side: Side, position: int) -> object:
    return _number(side, position), _before(side, position)


def _nothing(side: Side, position: int) -> object:
    del side, position
    return None
