"""Whether a sentence lets people do a thing or forbids it, from the words that govern the place where the thing is
named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    ASIDE = "aside"
    CAUTION = "caution"
    LICENSOR = "licensor"
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
AFTER = "after it in the sentence"
IN_STEM = "in the line that opens the list"
IN_CELL = "as the answer beside it"
NOTHING = Governed(None, "", "", 0.0)
REMEMBERED = 256
"""Sentences whose operators are remembered: several rules ask for those of one sentence."""
MUTE = frozenset({Kind.CAUTION, Kind.LICENSOR})
"""Kinds that say nothing on what others may do."""
_MODALS = frozenset({"may", "can", "may not", "shall not", "will not", "must not", "cannot"})
_NAMED_RIGHTS = frozenset({"right to", "the right of", "permission to"})
"""Wordings that name a right; whether it is given may follow (“the right to … is reserved”)."""
_WITHHELD = re.compile(r"reserved|granted|excluded|included|withheld|conferred|refused|denied")
_GOES_ON = re.compile(r"\b(?:and|or|but)\s+(?:it\s+)?$")
_TURN = re.compile(r"\b(?:but|however|although|except that|provided(?: that)?)\b")
_PART_END = re.compile(r";|\.\s|,\s(?=(?:but|however|whereas|while|whilst|although)\b)")
"""Where one part of a sentence ends, that may say another thing than the next."""
_ASIDE_END = re.compile(r"[,;)\]]")
_SUPPOSED = re.compile(r"\b(?:if|in the event that|should|where)\s[^,;:]*$")
"""What stands before a wording of a supposition (“if the Licensor does not …,”), which governs nothing behind it."""
_REFERRING = re.compile(r"\s+(?:as|to the extent|where|when|if|that|in (?:clause|section|paragraph))\b")
"""How an exception goes on that names no use (“except as permitted in …”)."""


_ANSWER = re.compile(
    r"(?:(?<=\?\s)|(?<=[a-z)\]]\s))(?:(?P<yes>Yes|Permitted|Allowed)|No|Not permitted|Not allowed|Prohibited)"
    r"(?=\s*(?:[.,;(–—-]|$))"
    r"|(?<=[a-z)\]]\s)(?:(?P<sign>[Y✓✔])|[N✗✘])$"
)
"""An answer in the cell of a table or after a question: a capital in the middle of a sentence."""
_NUMBER_OF = re.compile(
    r"\b(?:account|order|invoice|contract|agreement|schedule|item|reference|serial)\s$", re.IGNORECASE
)
"""What stands before a “No.” that means a number."""


def _answer(unit: Unit, end: int) -> Governed:
    """The answer that a table or a question gives behind a place."""
    text = unit.clause.text[unit.span.start : unit.span.end]
    for match in _ANSWER.finditer(text, end):
        if not _NUMBER_OF.search(text, 0, match.start()):
            return Governed(bool(match.group("yes") or match.group("sign")), match.group(0).lower(), IN_CELL, 0.85)
    return NOTHING


def _hides(hit: _Hit, start: int, end: int) -> bool:
    """Whether a wording that was read before takes this one away: it overlaps and is not just a part of it."""
    return (
        hit.start < end
        and start < hit.end
        and not (start <= hit.start and hit.end <= end and (start, end) != (hit.start, hit.end))
    )


def _of_others(hits: Sequence[_Hit], text: str) -> list[_Hit]:
    """The same with what goes on about the licensor (“Licensor shall … and may …”) taken for its own."""
    told: list[_Hit] = []
    for hit in hits:
        goes_on = told and told[-1].kind is Kind.LICENSOR and _GOES_ON.search(text, 0, hit.start)
        told.append(replace(hit, kind=Kind.LICENSOR) if goes_on and hit.quote in _MODALS else hit)
    return told


def _reaches(hit: _Hit, text: str, start: int) -> bool:
    """Whether a wording governs a place: an aside (“but not …”) or a supposition only up to the next comma."""
    if hit.kind is Kind.ASIDE and hit.start > start:
        return False
    bound = hit.kind is Kind.ASIDE or (hit.kind is Kind.FORBID and _SUPPOSED.search(text, 0, hit.start))
    return not (bound and _ASIDE_END.search(text, hit.end, max(start, hit.end)))


def _in_exception(hits: Sequence[_Hit], text: str, start: int, begins: int = 0) -> bool:
    """Whether a place stands in an exception that names it (“other than for …”)."""
    opened = [hit for hit in hits if hit.kind is Kind.EXCEPT and begins <= hit.start and hit.end <= start]
    return bool(opened) and not (
        _ASIDE_END.search(text, opened[-1].end, start)
        or _REFERRING.match(text, opened[-1].end)
        or any(opened[-1].end <= hit.start < start for hit in hits)
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
        answer = _answer(unit, end)
        if answer.permitted is not None:
            return answer
        hits = self._hits(unit.text)
        before = [hit for hit in hits if hit.start < end and hit.kind is not Kind.EXCEPT]
        own = self._last(before, unit.text, start)
        stem = self._stem(unit) if unit.first else NOTHING
        if stem.permitted is False and (own.permitted is None or not _TURN.search(unit.text[:start])):
            return stem
        after = self._first_after(hits, unit.text, end)
        if own.permitted is not None:
            own = self._in_own_part(own, after, hits, unit.text, (start, end))
            return self._unless_excepted(own, hits, unit.text, start)
        if stem.permitted is not None:
            return self._unless_excepted(stem, hits, unit.text, start)
        if after.permitted is not None:
            return NOTHING if _in_exception(hits, unit.text, start) else after
        return self._heading(unit)

    def _in_own_part(
        self, own: Governed, after: Governed, hits: Sequence[_Hit], text: str, place: tuple[int, int]
    ) -> Governed:
        """What follows in the same part of the sentence, where nothing before stands in it (“loans are permitted;
        course packs are not”)."""
        start, end = place
        if own.quote in _NAMED_RIGHTS and after.permitted is False and _WITHHELD.search(after.quote):
            return after
        part = max((match.end() for match in _PART_END.finditer(text, 0, start)), default=0)
        if part == 0 or any(part <= hit.start < end and hit.kind not in MUTE for hit in hits):
            return own
        ends = _PART_END.search(text, end)
        following = [hit for hit in hits if end <= hit.start < (ends.start() if ends else len(text))]
        return after if after.permitted is not None and following else own

    def _find_hits(self, text: str) -> list[_Hit]:
        found: list[_Hit] = []
        for operator in self.operators:
            for match in operator.phrase.find(text):
                if not any(_hides(hit, match.start(), match.end()) for hit in found):
                    found.append(_Hit(match.start(), match.end(), operator.kind, match.group(0)))
        return _of_others(sorted(found, key=lambda hit: hit.start), text)

    def _last(self, hits: Sequence[_Hit], text: str, start: int) -> Governed:
        """What the last operator before a place says, heeding a prohibition that reaches over a verb of allowing."""
        governing = [hit for hit in hits if hit.kind not in MUTE and _reaches(hit, text, start)]
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
        return Governed(last.kind not in (Kind.FORBID, Kind.ASIDE), last.quote, IN_SENTENCE, 0.95)

    def _unless_excepted(self, governed: Governed, hits: Sequence[_Hit], text: str, start: int) -> Governed:
        """Inside an exception nothing is certain: neither that it lifts the prohibition nor that it is one."""
        begins = text.rfind(governed.quote, 0, start) if governed.how == IN_SENTENCE else 0
        if governed.permitted is False and any(
            hit.kind is Kind.EXCEPT and begins < hit.start < start and ";" not in text[hit.end : start] for hit in hits
        ):
            return NOTHING
        return NOTHING if governed.permitted and _in_exception(hits, text, start, begins) else governed

    def _first_after(self, hits: Sequence[_Hit], text: str, end: int) -> Governed:
        following = [hit for hit in hits if hit.start >= end and hit.kind in (Kind.PERMIT, Kind.FORBID, Kind.RELEASE)]
        if not following:
            return NOTHING
        first = following[0]
        return Governed(first.kind is not Kind.FORBID, first.quote, AFTER, 0.85)

    def _stem(self, unit: Unit) -> Governed:
        for stem in unit.stems:
            said = self._last([hit for hit in self._hits(stem) if hit.kind is not Kind.EXCEPT], stem, len(stem))
            if said.permitted is not None:
                return Governed(said.permitted, said.quote, IN_STEM, 0.95)
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
