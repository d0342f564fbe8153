"""Word-level marks inside a clause."""

from __future__ import annotations

import pytest

from domain.comparison import WordMark
from tests.domain.comparison.making import compared


def marked(old: str, new: str) -> str:
    """The marks as text: [-removed-] and [+added+]."""
    (change,) = compared(old, new).changes
    shown = {"equal": "{}", "delete": "[-{}-]", "insert": "[+{}+]"}
    return "".join(shown[mark.op].format(mark.text) for mark in change.words)


def joined(words: tuple[WordMark, ...], op: str) -> str:
    return "".join(mark.text for mark in words if mark.op in {"equal", op})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("at least ninety days before", "at least sixty days before", "at least[- ninety-][+ sixty+] days before"),
        ("may supply copies", "may not supply copies", "may[+ not+] supply copies"),
        ("print, copy and store", "print and store", "print[-, copy-] and store"),
        ("the Licensee’s staff", "the Licensee's staff", "the Licensee[-’-][+'+]s staff"),
        ("an organisation", "an organization", "an[- organisation-][+ organization+]"),
    ],
)
def test_only_the_words_that_differ_are_marked(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_the_marks_give_back_both_texts_to_the_letter() -> None:
    old = "The Licensee (“the Library”) may print, copy\nor store up to 1,000.50 pages; see http://example.org/a?b=c."
    new = "The Institution ('the Library') may  copy, or store up to 1,200.50 pages: see https://example.org/a?b=d !"
    (change,) = compared(old, new).changes
    assert joined(change.words, "delete").split() == old.split()
    assert joined(change.words, "insert").split() == new.split()


def test_a_comma_between_two_long_changes_is_not_left_standing_alone() -> None:
    start, end = "The Licensee and its Authorized Users agree that all", "and that nothing else is allowed."
    old = f"{start} copies sent by post or courier abroad, on paper or microfilm of good quality {end}"
    new = f"{start} articles given to readers inside these walls, without charge, whatever their purpose {end}"
    (change,) = compared(old, new).changes
    assert [mark.op for mark in change.words] == ["equal", "delete", "insert", "equal"]
