"""Sets of small whole numbers as the bits of one large one: what two have in common is found and counted at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def bits_of(positions: Iterable[int]) -> int:
    """A set with these numbers."""
    chosen = list(positions)
    held = bytearray((max(chosen, default=0) >> 3) + 1)
    for position in chosen:
        held[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(held, "little")


def positions_of(bits: int) -> Iterator[int]:
    """The numbers of a set, the smallest first."""
    for at, byte in enumerate(as_bytes(bits)):
        while byte:
            lowest = byte & -byte
            yield (at << 3) + lowest.bit_length() - 1
            byte ^= lowest  # noqa: PLW2901 - one bit after the other is taken off


def as_bytes(bits: int) -> bytes:
    """For looking at single numbers many times: `held[n >> 3] >> (n & 7) & 1`."""
    return bits.to_bytes((bits.bit_length() + 7) >> 3, "little")


class Postings:
    """For each field and value the set of positions that have it."""

    def __init__(self) -> None:
        self._by_field: dict[str, dict[str, int]] = {}

    def fill(self, entries: Iterable[tuple[int, Iterable[tuple[str, str]]]]) -> None:
        """Begin with these positions and their fields and values, far quicker than one after the other."""
        gathered: dict[tuple[str, str], list[int]] = {}
        for position, keys in entries:
            for key in keys:
                gathered.setdefault(key, []).append(position)
        self._by_field = {}
        for (field, value), positions in gathered.items():
            self._by_field.setdefault(field, {})[value] = bits_of(positions)

    def add(self, position: int, keys: Iterable[tuple[str, str]]) -> None:
        """This position has these values."""
        for field, value in keys:
            held = self._by_field.setdefault(field, {})
            held[value] = held.get(value, 0) | (1 << position)

    def drop(self, position: int, keys: Iterable[tuple[str, str]]) -> None:
        """This position has these values no longer."""
        for field, value in keys:
            held = self._by_field[field]
            held[value] &= ~(1 << position)
            if not held[value]:
                del held[value]

    def values(self, field: str) -> dict[str, int]:
        """Every value of a field that somebody has."""
        return self._by_field.get(field, {})

    def having(self, field: str, value: str) -> int:
        """The positions with this value."""
        return self._by_field.get(field, {}).get(value, 0)
