"""Phrases that are put in place of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Phrase = tuple[str, ...]


class Phrases:
    """Replaces phrases by others, the longest that fits first. An empty phrase in place of another drops it."""

    def __init__(self, replacements: Mapping[Phrase, Phrase]) -> None:
        self._replacements = replacements
        self._sizes: dict[str, list[int]] = {}
        for phrase in sorted(replacements, key=len, reverse=True):
            sizes = self._sizes.setdefault(phrase[0], [])
            if len(phrase) not in sizes:
                sizes.append(len(phrase))

    def applied(self, words: Sequence[str]) -> list[str]:
        """The words with every phrase replaced."""
        return list(self._apply(words)) if self._replacements else list(words)

    def single(self, word: str) -> str:
        """One word with a single word in its place, where there is one."""
        found = self._replacements.get((word,), ())
        return found[0] if len(found) == 1 else word

    def _apply(self, words: Sequence[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            phrase = next(self._fitting(words, at), None)
            if phrase is None:
                yield words[at]
                at += 1
            else:
                yield from self._replacements[phrase]
                at += len(phrase)

    def _fitting(self, words: Sequence[str], at: int) -> Iterator[Phrase]:
        for size in self._sizes.get(words[at], ()):
            phrase = tuple(words[at : at + size])
            if phrase in self._replacements:
                yield phrase
