"""Real texts changed at random: the comparison gives back what was done, no more and no less."""

from __future__ import annotations

import random

import pytest

from domain.comparison import Change, ChangeKind, Comparison, compare
from tests.domain.comparison.making import Played, play, real_clauses

REAL = real_clauses()
TEXT_LENGTH = 24  # clauses
CASES = 125  # in each of the parts below: 3,000 in all


def ids(changes: Comparison, kind: ChangeKind) -> set[str]:
    return {(change.old or change.new).id for change in changes.changes if change.kind is kind}  # type: ignore[union-attr]


def letters(text: str) -> str:
    return "".join(text.split())


def played(chance: random.Random) -> Played:
    start = chance.randrange(len(REAL) - TEXT_LENGTH)
    others = REAL[: max(0, start - 300)] + REAL[start + TEXT_LENGTH + 300 :]
    return play(REAL[start : start + TEXT_LENGTH], others, chance)


def assert_gives_back_both_texts(change: Change) -> None:
    old = "".join(mark.text for mark in change.words if mark.op != "insert")
    new = "".join(mark.text for mark in change.words if mark.op != "delete")
    assert (letters(old), letters(new)) == (letters(change.old_text), letters(change.new_text))


@pytest.mark.parametrize("part", range(24))
def test_it_gives_back_exactly_what_was_done_to_a_text(part: int) -> None:
    for case in range(CASES):
        done = played(random.Random(f"{part} {case}"))
        found = compare(done.old, done.new)
        why = f"part {part}, case {case}"
        assert ids(found, ChangeKind.REMOVED) == done.removed, why
        assert ids(found, ChangeKind.ADDED) == done.added, why
        assert ids(found, ChangeKind.CHANGED) == done.reworded.keys(), why
        assert ids(found, ChangeKind.MOVED) == done.moved, why
        assert ids(found, ChangeKind.RENUMBERED) == done.renumbered, why
        for change in found.changes:
            assert_gives_back_both_texts(change)


@pytest.mark.parametrize("part", range(4))
def test_it_marks_no_more_words_than_were_changed(part: int) -> None:
    for case in range(CASES):
        done = played(random.Random(f"words {part} {case}"))
        for change in compare(done.old, done.new).changes:
            if change.kind is ChangeKind.CHANGED and change.old:
                removed, inserted = done.reworded[change.old.id]
                marked = {op: "".join(m.text for m in change.words if m.op == op) for op in ("delete", "insert")}
                assert len(letters(marked["delete"])) <= len(letters("".join(removed)))
                assert len(letters(marked["insert"])) <= len(letters("".join(inserted)))
