"""Whether a sentence lets people do a thing or forbids it, from the words that govern the place where the thing is
named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.reading.phrases import Phrase
from domain.reading.scope import Unit


class Kind(StrEnum):
    """What an operator does to what it governs."""

    PERMIT = "permit"
    FORBID = "forbid"
    ALLOW_VERB = "allow_verb"
    RELEASE = "release"
    EXCEPT = "except"
    CAUTION = "caution"
    HEAD_PERMIT = "head_permit"
    HEAD_FORBID = "head_forbid"


@dataclass(frozen=True, slots=True)
class Operator:
    """A wording that permits, forbids or limits, with what it says in words of a librarian."""

    kind: Kind
    phrase: Phrase
    meaning: str


@dataclass(frozen=True, slots=True)
class Governed:
    """What governs a place: `permitted` True or False, or None where nothing does; `quote` is the wording, `how` says
    where it stands; `sure` is how sure that makes (0 to 1)."""

    permitted: bool | None
    quote: str
    how: str
    sure: float


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    kind: Kind
    quote: str


IN_SENTENCE = "in the sentence"
NOTHING = Governed(None, "", "", 0.0)
REMEMBERED = 256
"""Sentences whose operators are remembered: several rules ask for those of one sentence."""
_TURN = re.compile(r"\b(?:but|however|although|except that|provided(?: that)?)\b")


def _hides(hit: _Hit, start: int, end: int) -> bool:
    """Whether a wording that was read before takes this one away: it overlaps and is not just a part of it."""
    return (
        hit.start < end
        and start < hit.end
        and not (start <= hit.start and hit.end <= end and (start, end) != (hit.start, hit.end))
    )


class Polarity:
    """Reads who may do what by a list of operators (rules/operators.toml)."""

    def __init__(self, operators: Sequence[Operator]) -> None:
        heads = (Kind.HEAD_PERMIT, Kind.HEAD_FORBID)
        self.operators = tuple(operator for operator in operators if operator.kind not in heads)
        self.headings = tuple(operator for operator in operators if operator.kind in heads)
        self._hits = lru_cache(maxsize=REMEMBERED)(self._find_hits)

    def of(self, unit: Unit, start: int, end: int) -> Governed:
        """What governs characters `start` to `end` of the sentence."""
        hits = self._hits(unit.text)
        before = [hit for hit in hits if hit.start < end and hit.kind is not Kind.EXCEPT]
        own = self._last(before, unit.text, start)
        stem = self._stem(unit) if unit.first else NOTHING
        if stem.permitted is False and (own.permitted is None or not _TURN.search(unit.text[:start])):
            return stem
        if own.permitted is not None:
            return self._unless_excepted(own, hits, unit.text, start)
        if stem.permitted is not None:
            return self._unless_excepted(stem, hits, unit.text, start)
        after = self._first_after(hits, unit.text, end)
        return after if after.permitted is not None else self._heading(unit)

    def _find_hits(self, text: str) -> list[_Hit]:
        found: list[_Hit] = []
        for operator in self.operators:
            for match in operator.phrase.find(text):
                if not any(_hides(hit, match.start(), match.end()) for hit in found):
                    found.append(_Hit(match.start(), match.end(), operator.kind, match.group(0)))
        return sorted(found, key=lambda hit: hit.start)

    def _last(self, hits: Sequence[_Hit], text: str, start: int) -> Governed:
        """What the last operator before a place says, heeding a prohibition that reaches over a verb of allowing."""
        governing = [hit for hit in hits if hit.kind is not Kind.CAUTION]
        if not governing:
            return NOTHING
        last = governing[-1]
        if last.kind is Kind.ALLOW_VERB:
            forbidding = [
                hit
                for hit in governing[:-1]
                if hit.kind is Kind.FORBID and not _TURN.search(text[hit.end : last.start])
            ]
            if forbidding:
                last = forbidding[-1]
        return Governed(last.kind is not Kind.FORBID, last.quote, IN_SENTENCE, 0.95)

    def _unless_excepted(self, governed: Governed, hits: Sequence[_Hit], text: str, start: int) -> Governed:
        """Inside an exception to a prohibition nothing is certain."""
        if governed.permitted is False:
            begins = text.rfind(governed.quote, 0, start) if governed.how == IN_SENTENCE else 0
            if any(hit.kind is Kind.EXCEPT and begins < hit.start < start for hit in hits):
                return NOTHING
        return governed

    def _first_after(self, hits: Sequence[_Hit], text: str, end: int) -> Governed:
        following = [hit for hit in hits if hit.start >= end and hit.kind in (Kind.PERMIT, Kind.FORBID, Kind.RELEASE)]
        if not following:
            return NOTHING
        first = following[0]
        return Governed(first.kind is not Kind.FORBID, first.quote, "after it in the sentence", 0.85)

    def _stem(self, unit: Unit) -> Governed:
        for stem in unit.stems:
            said = self._last([hit for hit in self._hits(stem) if hit.kind is not Kind.EXCEPT], stem, len(stem))
            if said.permitted is not None:
                return Governed(said.permitted, said.quote, "in the line that opens the list", 0.95)
        return NOTHING

    def _heading(self, unit: Unit) -> Governed:
        latest: tuple[int, Operator, str] | None = None
        for operator in self.headings:
            for match in operator.phrase.find(unit.heading):
                if latest is None or match.end() > latest[0]:
                    latest = (match.end(), operator, match.group(0))
        if latest is None:
            return NOTHING
        return Governed(latest[1].kind is Kind.HEAD_PERMIT, latest[2], "in the heading above", 0.7)
