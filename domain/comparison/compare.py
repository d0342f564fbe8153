"""Compare two texts clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.clause import Clause
from domain.comparison.alignment import Alignment, align
from domain.comparison.marks import blocks
from domain.comparison.meaning import Equivalents
from domain.comparison.model import Comparison
from domain.comparison.phrases import Phrase, Phrases
from domain.comparison.renames import Compared, Renamed, renames
from domain.comparison.rows import Rows
from domain.comparison.sides import Side
from domain.comparison.words import Words


def compare(old: Sequence[Clause], new: Sequence[Clause]) -> Comparison:
    """What became of every clause of the old text, and what is new, in reading order of the new text.

    Either text may be empty, and both may be long: time grows with the number of words, times its logarithm.
    """
    before, after = Side.of(old), Side.of(new)
    alignment = align(before, after)
    found = _renames(before, after, alignment)
    same = Equivalents(
        renames=Phrases(_with_plurals({one.before: one.after for one in found})),
        numbers=_numbers(before, after, alignment),
        known=_vocabulary(before.words) & _vocabulary(after.words),
    )
    changes = Rows(before, after, alignment, same).all()
    return Comparison(changes=changes, renames=tuple(one.rename for one in found))


def _renames(old: Side, new: Side, alignment: Alignment) -> list[Renamed]:
    """A first look at the words, to learn the new names."""
    pairs = ((old.words[o], new.words[n]) for o, n in alignment.pairs.items())
    compared = [Compared(one, other, blocks(one.keys, other.keys)) for one, other in pairs if one.keys != other.keys]
    return renames(compared, old.words, new.words)


def _with_plurals(names: dict[Phrase, Phrase]) -> dict[Phrase, Phrase]:
    plurals = {(*old[:-1], old[-1] + "s"): (*new[:-1], new[-1] + "s") for old, new in names.items()}
    return plurals | names


def _numbers(old: Side, new: Side, alignment: Alignment) -> dict[str, str]:
    """The new number of every numbered clause, by its old one; where a number stands twice, the first."""
    numbers: dict[str, str] = {}
    for o, n in sorted(alignment.pairs.items()):
        before, after = old.clauses[o].number, new.clauses[n].number
        if before and after:
            numbers.setdefault(before.casefold(), after)
    return numbers


def _vocabulary(clauses: Iterable[Words]) -> set[str]:
    return {key for words in clauses for key in words.keys}
