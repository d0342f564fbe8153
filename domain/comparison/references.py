"""References from clause to clause, which follow when clauses get new numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain.comparison.words import Words

_NAMES = "clause clauses section sections article articles paragraph paragraphs schedule schedules annex appendix"
POINTERS = frozenset(_NAMES.split())
_NUMBER = re.compile(r"\d+(?:\.\d+)*|[ivxlc]+|[a-z]")
_SUB = re.compile(r"[ivxlc]+|[a-z]|\d+")
_LINKS = frozenset({"and", "or", "to", ",", "-", "&"})
_OPENING = frozenset({"[", "("})


def with_new_numbers(keys: Sequence[str], numbers: Mapping[str, str]) -> list[str]:
    """The words, with the new number wherever they refer to a clause by its old number.

    `numbers` goes from old to new, as in `{"3.2(f)": "3.2(b)"}`. A part that is no clause of its own keeps its letter:
    with `{"8.5": "8.4"}` the words "clause 8.5 (ii)" become "clause 8.4 (ii)".
    """
    written: list[str] = []
    at, expected = 0, False
    while at < len(keys):
        end = _end_of_number(keys, at) if expected else at
        if end > at:
            written += _translated(keys[at:end], numbers)
            at = end
        else:
            expected = keys[at] in POINTERS or (expected and keys[at] in _LINKS | _OPENING)
            written.append(keys[at])
            at += 1
    return written


def _end_of_number(keys: Sequence[str], at: int) -> int:
    """Where the number that begins at `at` ends; `at` itself where there is none."""
    end = at
    if _NUMBER.fullmatch(keys[at]) and (keys[at][0].isdigit() or keys[at - 1] not in _LINKS):
        end = at + 1
    while end > at and end + 2 < len(keys) and keys[end] == "(" and _SUB.fullmatch(keys[end + 1]):
        if keys[end + 2] != ")":
            break
        end += 3
    return end


def _translated(keys: Sequence[str], numbers: Mapping[str, str]) -> list[str]:
    """Look up the whole number, then without its last part, and so on."""
    for end in range(len(keys), 0, -3):
        if found := numbers.get("".join(keys[:end])):
            return [*Words.of(found).keys, *keys[end:]]
    return list(keys)
