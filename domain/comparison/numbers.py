"""Numbers written as words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.comparison.spelling import NUMBER_WORDS

_MULTIPLES = {"hundred": 100, "thousand": 1000}
_TEN, _TWENTY = 10, 20


def in_digits(words: Sequence[str]) -> list[str]:
    """The words with numbers in digits, once: "one hundred and twenty (120)" and "120" become the same."""
    written: list[str] = []
    at = 0
    while at < len(words):
        end = _end(words, at)
        if end == at:
            written.append(_plain(words[at]))
            at += 1
            continue
        value = str(_value(words[at:end]))
        if not written or written[-1] != value:
            written.append(value)
        at = end + (end < len(words) and _plain(words[end]) == value)
    return written


def _plain(word: str) -> str:
    return word.replace(",", "") if word[0].isdigit() else word


def _end(words: Sequence[str], at: int) -> int:
    """Where the number that begins at `at` ends; `at` itself where there is none."""
    end = at
    while end < len(words) and _belongs(words, at, end):
        end += 1
    return end - 1 if end > at and words[end - 1] == "and" else end


def _belongs(words: Sequence[str], start: int, at: int) -> bool:
    word, before = words[at], words[at - 1] if at > start else ""
    if word in _MULTIPLES:
        return True
    if word == "and":
        return before in _MULTIPLES
    if word not in NUMBER_WORDS:
        return False
    is_unit_after_tens = NUMBER_WORDS.get(before, 0) >= _TWENTY and NUMBER_WORDS[word] < _TEN
    return before in _MULTIPLES or before in {"", "and"} or is_unit_after_tens


def _value(number: Sequence[str]) -> int:
    total = current = 0
    for word in number:
        current = max(1, current) * _MULTIPLES[word] if word in _MULTIPLES else current + NUMBER_WORDS.get(word, 0)
        if word == "thousand":
            total, current = total + current, 0
    return total + current
