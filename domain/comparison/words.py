"""A clause's text as words: where each stands, how it is spelled, and what counts as the same word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.comparison.spelling import NUMBER_WORDS, spelling_key

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+|[^\w\s]|_+")
_SIGNS = frozenset("£$€¥%§")  # signs that are read aloud, so they count as words
_LABEL = re.compile(r"^\s*(?:\(?\w{1,4}\)|\d+(?:\.\d+)*\.?|[A-Za-z]\.|[IVXLC]+\.)\s+")

ARTICLES = frozenset({"the", "a", "an"})
_TURNING = """
    no not never nor neither none without unless except excluding cannot only
    may might must shall will should can could would
    january february march april june july august september october november december
"""
_WEIGHTY = frozenset(map(spelling_key, _TURNING.split())) | _SIGNS


@dataclass(frozen=True, slots=True)
class Words:
    """The words and signs of a text: as printed, where each begins and ends, and in one spelling."""

    text: str
    raw: list[str]
    starts: list[int]
    ends: list[int]
    keys: list[str]

    @classmethod
    def of(cls, text: str) -> Words:
        """Cut a text into words, numbers and single signs."""
        found = list(_TOKEN.finditer(text))
        raw = [match.group() for match in found]
        starts, ends = [match.start() for match in found], [match.end() for match in found]
        return cls(text, raw, starts, ends, [spelling_key(word) for word in raw])

    def slice(self, start: int, end: int) -> str:
        """The text of the words `start` to `end` (exclusive), with the white space before each of them."""
        if start >= end:
            return ""
        begin = self.ends[start - 1] if start else 0
        return self.text[begin : self.ends[end - 1]]


def is_word(key: str) -> bool:
    """Whether a key is a word, a number or a sign that is read aloud, and not punctuation."""
    return key[0].isalnum() or key in _SIGNS


def is_number(key: str) -> bool:
    """Whether a key is a number, in digits or as a word."""
    return key[0].isdigit() or key in NUMBER_WORDS


def is_weighty(key: str) -> bool:
    """Whether a word alone may turn the meaning: a negation, a modal verb, a number, an amount, a month."""
    return key in _WEIGHTY or is_number(key)


def without_label(text: str) -> str:
    """The text without the number or letter that it may begin with."""
    return text[match.end() :] if (match := _LABEL.match(text)) else text


def word_keys(keys: Sequence[str]) -> list[str]:
    """The keys that are words."""
    return [key for key in keys if is_word(key)]
