"""Defined terms that have another name in the new text.

A name counts as renamed when it takes the other's place again and again, is written with a capital, is used as a common
word ("the Licensee", not "Elsevier") or is defined in quotation marks, and is all but gone from the new text while the
other was all but unknown to the old. The names by which a text calls itself (this Agreement, this Licence) may stand
side by side in both texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.comparison.marks import Block
from domain.comparison.model import Rename
from domain.comparison.phrases import Phrase
from domain.comparison.words import ARTICLES, Words, is_weighty, is_word

_LONGEST = 3  # words of a name
_TIMES = 3  # a name must be replaced so often
_THROUGHOUT = 0.15  # so small a share of the uses may be left over
_COMMON = 0.4  # the share of uses that follow an article, for a common word
_DETERMINERS = ARTICLES | {"this", "that", "such", "its", "any", "each", "said"}
_SELF = frozenset({("agreement",), ("license",), ("contract",), ("license", "agreement"), ("licensing", "agreement")})


@dataclass(frozen=True, slots=True)
class Compared:
    """The words of two clauses that belong together and the blocks between them."""

    old: Words
    new: Words
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Renamed:
    """A rename with the words of both names in one spelling."""

    before: Phrase
    after: Phrase
    rename: Rename


def renames(compared: Sequence[Compared], old: Sequence[Words], new: Sequence[Words]) -> list[Renamed]:
    """The defined terms that were renamed, most used first."""
    replaced = [pair for one in compared for pair in _replaced(one)]
    printed = {(before.keys, after.keys): (before.text, after.text) for before, after in replaced}
    counts = Counter((before.keys, after.keys) for before, after in replaced)
    found: dict[Phrase, Renamed] = {}
    for (before, after), times in counts.most_common():
        if times < _TIMES:
            break
        if not {before, after} & found.keys() and _is_renamed(before, after, _Uses(old), _Uses(new)):
            texts = printed[before, after]
            found[before] = Renamed(before, after, Rename(old=texts[0], new=texts[1], times=times))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Printed:
    keys: Phrase
    text: str


def _replaced(one: Compared) -> Iterable[tuple[_Printed, _Printed]]:
    for same, i1, i2, j1, j2 in one.blocks:
        if not same and (before := _name(one.old, i1, i2)) and (after := _name(one.new, j1, j2)):
            yield before, after


def _name(words: Words, start: int, end: int) -> _Printed | None:
    """The words as a name: capitals throughout, no more than three, nothing that could turn the meaning."""
    inner = range(start + (words.keys[start] in _DETERMINERS) if start < end else start, end)
    keys = tuple(words.keys[at] for at in inner)
    fits = 0 < len(keys) <= _LONGEST and all(is_word(key) and not is_weighty(key) for key in keys)
    if not fits or not all(words.raw[at][0].isupper() for at in inner):
        return None
    return _Printed(keys, words.text[words.starts[inner[0]] : words.ends[inner[-1]]])


class _Uses:
    """How a text uses a name."""

    def __init__(self, clauses: Sequence[Words]) -> None:
        self._clauses = clauses

    def count(self, name: Phrase) -> tuple[int, int, int]:
        """How often it stands there with a capital, and how often of these after an article and in quotation marks."""
        total = after_article = quoted = 0
        for words in self._clauses:
            for at in _positions(words, name):
                total += 1
                before = words.keys[at - 1] if at else ""
                after_article += before in _DETERMINERS
                quoted += before == '"'
        return total, after_article, quoted


def _positions(words: Words, name: Phrase) -> Iterable[int]:
    keys, size, at = words.keys, len(name), -1
    try:
        while True:
            at = keys.index(name[0], at + 1)
            if tuple(keys[at : at + size]) == name and words.raw[at][0].isupper():
                yield at
    except ValueError:
        return


def _is_renamed(before: Phrase, after: Phrase, old: _Uses, new: _Uses) -> bool:
    uses, new_uses = old.count(before), new.count(after)
    if not (_is_common(*uses) and _is_common(*new_uses)):
        return False
    if before in _SELF and after in _SELF:
        return True
    left, known = new.count(before)[0], old.count(after)[0]
    return left <= _THROUGHOUT * uses[0] and known <= _THROUGHOUT * new_uses[0]


def _is_common(total: int, after_article: int, quoted: int) -> bool:
    return total > 0 and (quoted > 0 or after_article >= _COMMON * total)
