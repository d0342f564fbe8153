"""Word-level marks between two texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from domain.comparison.model import Op, WordMark
from domain.comparison.order import longest_rising
from domain.comparison.words import ARTICLES, Words, is_word

_LARGEST_TABLE = 16_000_000  # pairs of words: Indel takes some 20 ms and 2 MB for as many
_SHINGLE = 4  # so many words in a row hardly stand twice by chance
_ISLAND = 2  # at most so many light words between two long changes are shown as changed with them
_LONG = 6  # words removed and added
_LIGHT = ARTICLES | {"of", "to", "and", "or", "in", "by", "for", "on", "as", "with"}


class Block(NamedTuple):
    """Words `i1` to `i2` of the old text against `j1` to `j2` of the new; `same` where their keys are equal."""

    same: bool
    i1: int
    i2: int
    j1: int
    j2: int

    @property
    def size(self) -> int:
        """Words on both sides."""
        return self.i2 - self.i1 + self.j2 - self.j1


def blocks(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """The fewest removed and added words that turn `old` into `new`: blocks in order, alternately same and not."""
    return _joined(_pieces(old, new))


def marks(old: Words, new: Words, found: Sequence[Block]) -> tuple[WordMark, ...]:
    """The marks for reading: `found` by keys, cut finer where the same word is printed differently."""
    written: list[tuple[Op, str]] = []
    for block in _readable(old.keys, found):
        for same, i1, i2, j1, j2 in _as_printed(old, new, block) if block.same else [block]:
            if same:
                written.append(("equal", new.slice(j1, j2)))
            else:
                written.extend((("delete", old.slice(i1, i2)), ("insert", new.slice(j1, j2))))
    return tuple(WordMark(op=op, text=text) for op, text in _without_edges(written))


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    head = _in_common(old, new)
    tail = _in_common(old[head:][::-1], new[head:][::-1])
    end, new_end = len(old) - tail, len(new) - tail
    yield Block(True, 0, head, 0, head)
    for i1, i2, j1, j2 in _divided(old, new, (head, end, head, new_end)):
        yield from _table(old[i1:i2], new[j1:j2], i1, j1)
    yield Block(True, end, len(old), new_end, len(new))


def _in_common(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _table(old: Sequence[str], new: Sequence[str], i: int, j: int) -> Iterator[Block]:
    if len(old) * len(new) > _LARGEST_TABLE:  # nothing in common to hold on to: another text altogether
        yield Block(False, i, i + len(old), j, j + len(new))
        return
    ids: dict[str, int] = {}
    numbered = [[ids.setdefault(key, len(ids)) for key in keys] for keys in (old, new)]
    for op in Indel.opcodes(numbered[0], numbered[1]):
        yield Block(op.tag == "equal", op.src_start + i, op.src_end + i, op.dest_start + j, op.dest_end + j)


def _divided(
    old: Sequence[str], new: Sequence[str], part: tuple[int, int, int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """Cut a very long text at runs of words that stand once on each side, so that tables stay small."""
    i, end, j, new_end = part
    if (end - i) * (new_end - j) > _LARGEST_TABLE:
        for next_i, next_j in _landmarks(old[:end], new[:new_end], i, j):
            if (next_i - i) * (next_j - j) > _LARGEST_TABLE // 16:
                yield i, next_i, j, next_j
                i, j = next_i, next_j
    yield i, end, j, new_end


def _landmarks(old: Sequence[str], new: Sequence[str], i: int, j: int) -> list[tuple[int, int]]:
    here, there = _once(old, i), _once(new, j)
    shared = [(at, there[run]) for run, at in here.items() if run in there]
    return [shared[position] for position in longest_rising([at for _, at in shared])]


def _once(keys: Sequence[str], start: int) -> dict[tuple[str, ...], int]:
    runs = [tuple(keys[at : at + _SHINGLE]) for at in range(start, len(keys) - _SHINGLE + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs, start) if counts[run] == 1}


def _joined(pieces: Iterable[Block]) -> list[Block]:
    joined: list[Block] = []
    for piece in pieces:
        if not piece.size:
            continue
        if joined and joined[-1].same == piece.same:
            last = joined.pop()
            joined.append(Block(piece.same, last.i1, piece.i2, last.j1, piece.j2))
        else:
            joined.append(piece)
    return joined


def _readable(keys: Sequence[str], found: Sequence[Block]) -> list[Block]:
    """A comma or an "of the" between two long changes is noise: show one change."""
    shown = list(found)
    for at in range(1, len(found) - 1):
        block, around = found[at], (found[at - 1], found[at + 1])
        if block.same and _is_island(keys[block.i1 : block.i2]) and all(side.size >= _LONG for side in around):
            shown[at] = block._replace(same=False)
    return _joined(shown)


def _is_island(keys: Sequence[str]) -> bool:
    return len(keys) <= _ISLAND and all(key in _LIGHT or not is_word(key) for key in keys)


def _as_printed(old: Words, new: Words, block: Block) -> list[Block]:
    """The block cut where a word has the same key and other letters, signs or capitals."""
    pairs = zip(range(block.i1, block.i2), range(block.j1, block.j2), strict=True)
    return _joined(Block(old.raw[i] == new.raw[j], i, i + 1, j, j + 1) for i, j in pairs)


def _without_edges(written: list[tuple[Op, str]]) -> Iterator[tuple[Op, str]]:
    """Leave out empty marks, and white space before the first word of either text."""
    begun: set[str] = set()
    for op, text in written:
        sides = {"equal": {"old", "new"}, "delete": {"old"}, "insert": {"new"}}[op]
        kept = text if begun & sides else text.lstrip()
        if kept:
            begun |= sides
            yield op, kept
