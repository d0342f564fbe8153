"""From aligned clauses to changes: words marked, substance weighed, kind named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.clause import Clause
from domain.comparison.alignment import Alignment
from domain.comparison.marks import blocks, marks
from domain.comparison.meaning import Equivalents
from domain.comparison.model import Change, ChangeKind, Op, WordMark
from domain.comparison.order import longest_rising
from domain.comparison.sides import Side
from domain.comparison.spelling import spelling_key
from domain.comparison.substance import Verdict, lies_within, verdict, verdict_alone
from domain.comparison.words import Words, is_weighty, without_label

_HARMLESS = Verdict(substantive=False)


class Rows:
    """The changes of two aligned texts, in reading order of the new one, what is gone where it stood."""

    def __init__(self, old: Side, new: Side, alignment: Alignment, same: Equivalents) -> None:
        self._old, self._new, self._alignment, self._same = old, new, alignment, same
        self._back = {n: o for o, n in alignment.pairs.items()}
        self._moved = _moved(alignment.pairs)
        self._first = (*old.clauses[:1], *new.clauses[:1])
        self._from_scan = any(clause.confidence < 1 for clause in (*old.clauses, *new.clauses))
        self._into, self._out_of = _grouped(alignment.merged), _grouped(alignment.split)

    def all(self) -> tuple[Change, ...]:
        """Every clause of both texts in a change, its parts in the same one."""
        placed = {(n, 0, 0): self._pair(o, n) for o, n in self._alignment.pairs.items()}
        covered = {part for parts in self._alignment.new_parts.values() for part in parts}
        lonely = [n for n in range(len(self._new)) if n not in self._back and n not in covered]
        placed |= {(n, 0, 0): self._added(n) for n in lonely}
        placed |= {(n, 1, o): self._merged(o, n) for o, n in self._alignment.merged.items()}
        placed |= self._removed()
        return tuple(placed[place] for place in sorted(placed))

    def _pair(self, o: int, n: int) -> Change:
        merged, cut = self._into.get(n, []), self._out_of.get(o, [])
        change = self._compared(self._olds(o), self._news(n), moved=o in self._moved)
        if not merged and not cut:
            return change
        weight = self._weight(sorted([*self._olds(o), *merged]), sorted([*self._news(n), *cut]))
        return replace(
            change,
            substantive=weight.substantive,
            unsure=weight.unsure,
            old_also=tuple(self._old.clauses[at] for at in merged),
            new_also=tuple(self._new.clauses[at] for at in cut),
        )

    def _merged(self, o: int, n: int) -> Change:
        change = self._compared((o,), self._news(n), moved=False)
        whole = self._same.of_new(_words(self._new, self._news(n)).keys)
        kept = lies_within(self._same.of_old(self._old.words[o].keys), whole)
        return replace(
            change, substantive=change.substantive and not kept, old_also=(self._old.clauses[self._back[n]],)
        )

    def _added(self, n: int) -> Change:
        clause, origin = self._new.clauses[n], self._alignment.split.get(n)
        weight = self._verdict_alone(clause)
        if origin is not None and self._was_there(n, origin):
            weight = _HARMLESS
        return Change(
            kind=ChangeKind.ADDED,
            old=None,
            new=clause,
            words=_only("insert", clause.text),
            substantive=weight.substantive,
            unsure=weight.unsure,
            old_also=() if origin is None else (self._old.clauses[origin],),
        )

    def _verdict_alone(self, clause: Clause) -> Verdict:
        return _HARMLESS if self._is_title(clause) else verdict_alone(clause.text, from_scan=self._from_scan)

    def _is_title(self, clause: Clause) -> bool:
        """Whether a clause is only a heading, whose sub-clauses say what holds; not so the title of the whole text.

        A short clause such as "No commercial use" may pass for a heading, so one with a word of weight is none.
        """
        heading, text = (spelling_key(part).strip(" .:") for part in (clause.heading or "", without_label(clause.text)))
        is_heading = bool(heading) and heading == text and clause not in self._first
        return is_heading and not any(map(is_weighty, Words.of(text).keys))

    def _was_there(self, n: int, origin: int) -> bool:
        whole = self._same.of_old(_words(self._old, self._olds(origin)).keys)
        return lies_within(self._same.of_new(self._new.words[n].keys), whole)

    def _removed(self) -> dict[tuple[int, int, int], Change]:
        """What has no counterpart, after the clause that it followed."""
        covered = {part for parts in self._alignment.old_parts.values() for part in parts}
        removed: dict[tuple[int, int, int], Change] = {}
        after = -1
        for o, clause in enumerate(self._old.clauses):
            after = self._alignment.pairs.get(o, after)
            if o in self._alignment.pairs or o in covered or o in self._alignment.merged:
                continue
            weight = self._verdict_alone(clause)
            removed[after, 2, o] = Change(
                kind=ChangeKind.REMOVED,
                old=clause,
                new=None,
                words=_only("delete", clause.text),
                substantive=weight.substantive,
                unsure=weight.unsure,
            )
        return removed

    def _compared(self, olds: Sequence[int], news: Sequence[int], *, moved: bool) -> Change:
        before, after = self._old.clauses[olds[0]], self._new.clauses[news[0]]
        words = self._marks(olds, news)
        changed = any(mark.op != "equal" for mark in words)
        relabelled = (before.number, before.heading) != (after.number, after.heading)
        titles = self._is_title(before) and self._is_title(after) and len(olds) == len(news) == 1
        weight = self._weight(olds, news) if changed and not titles else _HARMLESS
        return Change(
            kind=_kind(changed=changed, moved=moved, relabelled=relabelled),
            old=before,
            new=after,
            words=words,
            substantive=weight.substantive,
            unsure=weight.unsure,
            moved=moved,
            old_parts=tuple(self._old.clauses[at] for at in olds[1:]),
            new_parts=tuple(self._new.clauses[at] for at in news[1:]),
        )

    def _marks(self, olds: Sequence[int], news: Sequence[int]) -> tuple[WordMark, ...]:
        one, other = _words(self._old, olds), _words(self._new, news)
        if one.raw == other.raw:
            return _only("equal", other.text)
        return marks(one, other, blocks(self._same.aligned(one.keys), self._same.aligned(other.keys)))

    def _weight(self, olds: Sequence[int], news: Sequence[int]) -> Verdict:
        clauses = [*(self._old.clauses[at] for at in olds), *(self._new.clauses[at] for at in news)]
        from_scan = any(clause.confidence < 1 for clause in clauses)
        return verdict(_words(self._old, olds).keys, _words(self._new, news).keys, self._same, from_scan=from_scan)

    def _olds(self, o: int) -> tuple[int, ...]:
        return (o, *self._alignment.old_parts.get(o, ()))

    def _news(self, n: int) -> tuple[int, ...]:
        return (n, *self._alignment.new_parts.get(n, ()))


def _words(side: Side, positions: Sequence[int]) -> Words:
    if len(positions) == 1:
        return side.words[positions[0]]
    return Words.of(" ".join(side.clauses[at].text for at in positions))


def _only(op: Op, text: str) -> tuple[WordMark, ...]:
    return (WordMark(op=op, text=text),) if text.strip() else ()


def _kind(*, changed: bool, moved: bool, relabelled: bool) -> ChangeKind:
    if changed:
        return ChangeKind.CHANGED
    if moved:
        return ChangeKind.MOVED
    return ChangeKind.RENUMBERED if relabelled else ChangeKind.UNCHANGED


def _moved(pairs: Mapping[int, int]) -> set[int]:
    """The fewest clauses that have to be lifted out to leave all others in their order."""
    olds = sorted(pairs)
    kept = {olds[at] for at in longest_rising([pairs[o] for o in olds])}
    return set(olds) - kept


def _grouped(pieces: Mapping[int, int]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for piece in sorted(pieces):
        groups.setdefault(pieces[piece], []).append(piece)
    return groups
