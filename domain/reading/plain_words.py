"""The wordings of rules in words that a librarian reads: what silence says was looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

MOST_CHOICES = 3
"""Choices of a bracket that are told; “…” stands for the rest."""
_LIST = re.compile(r"\{(\w+)\}")
_INNERMOST = re.compile(r"\(([^()]*)\)")
_GAP = re.compile(r"\s*\.\.\.\d*\s*")


def in_words(written: str, words: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A wording without the marks of the rules: `off~site ...3 via` is “off-site … via”. A wording that is nothing but
    a list gives each entry of it."""
    if (whole := _LIST.fullmatch(written.strip())) and whole.group(1) in words:
        return tuple(dict.fromkeys(told for entry in words[whole.group(1)] for told in in_words(entry, words)))
    told = _LIST.sub(lambda match: _first_of(words.get(match.group(1), ())), written)
    while (match := _INNERMOST.search(told)) is not None:
        told = told[: match.start()] + _choice(told, match) + told[match.end() :]
    told = _GAP.sub(" … ", told).replace("~", "-").replace("#", "number").replace("*", "…")
    told = re.sub(r"…(?:\s*…)+", "…", re.sub(r'[?"]', "", told))
    return (" ".join(told.split()),)


def _first_of(entries: Sequence[str]) -> str:
    return entries[0] if entries else ""


def _choice(text: str, match: re.Match[str]) -> str:
    """One choice inside a word (`licen(c|s)e`), none where it may be left out, else the first few."""
    choices = match.group(1).split("|")
    if "" in choices:
        return ""
    if _in_word(text, match):
        return choices[0]
    told = "/".join(choice.strip() for choice in choices[:MOST_CHOICES])
    return told if len(choices) <= MOST_CHOICES else f"{told}/…"


def _in_word(text: str, match: re.Match[str]) -> bool:
    return text[match.start() - 1 : match.start()].isalpha() or text[match.end() : match.end() + 1].isalpha()


def all_in_words(wordings: Iterator[tuple[str, Mapping[str, Sequence[str]]]]) -> tuple[str, ...]:
    """Several wordings, each with the lists that it may name, none told twice."""
    return tuple(dict.fromkeys(told for written, words in wordings for told in in_words(written, words)))
