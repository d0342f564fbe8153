"""Who concludes the agreement: the licensor and the licensee, as its beginning names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.clause import Clause, Span
from domain.reading.analysis import KeyFact
from domain.suggestion import Quote

BEGINNING = 24
LEAST_NAME, LONGEST_NAME = 4, 120
LICENSEE_WORDS = re.compile(
    r"licensee|subscriber|institution|librar|customer|universit|college|consorti|client|school|subscribing|purchaser|grantee|member"
    r"|council of|athenaeum|network of",
    re.IGNORECASE,
)
LICENSOR_WORDS = re.compile(
    r"licensor|publisher|vendor|provider|supplier|seller|press\b|grantor|publishing|b\.v\.|gmbh", re.IGNORECASE
)
_BETWEEN = re.compile(r"\b(?:by and between|between|by and among|among|entre)\b\s*:?\s*", re.IGNORECASE)
_DEFINED = re.compile(
    r"(?P<name>[A-Z][^()“”\"]{1,420})\(\s*"
    r"(?:hereinafter|hereafter|later|the|referred to|called|collectively|each|and|or|as|to|[\s,\[])*"
    r"[“\"'\[]?\s*(?:the\s+)?(?P<label>[A-Z][\w&.' -]{1,40}?)[”\"'\],]"
)
_LABELLED = re.compile(
    r"^\s*(?P<label>licensor|licensee|publisher|subscriber|customer|institution|vendor|library|supplier|client)\s*(?:name)?\s*[:–—-]\s*"
    r"(?P<name>[A-Z][^:;\n]{2,120})",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\[|_{3,}|\b(?:insert|enter|full legal name)\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r",\s+(?!(?:inc|ltd|limited|llc|l\.l\.c|corp|co|l\.?p|plc|s\.a|n\.v|b\.v|gmbh|llp)\b).*$", re.IGNORECASE | re.DOTALL
)
_TAIL = re.compile(
    r",?\s*(?:\b(?:a|an|whose|with|having|located|incorporated|organi[sz]ed|which|d/b/a|acting|at|registered)\b|\d).*$",
    re.DOTALL,
)


def parties(clauses: Sequence[Clause]) -> Iterator[KeyFact]:
    """At most one licensor and one licensee; blanks of a model agreement name nobody."""
    for role, (name, label, quote) in _chosen(clauses):
        own = _WORDS[role][0]
        yield KeyFact(key=role, value=name, confidence=0.75 if own.search(label) else 0.55, evidence=quote)


def called(clauses: Sequence[Clause]) -> dict[str, tuple[str, ...]]:
    """The name and the label that the beginning gives to `licensor` and `licensee`."""
    return {role: (name, label) for role, (name, label, _) in _chosen(clauses)}


_WORDS = {"licensor": (LICENSOR_WORDS, LICENSEE_WORDS), "licensee": (LICENSEE_WORDS, LICENSOR_WORDS)}


def _chosen(clauses: Sequence[Clause]) -> Iterator[tuple[str, _Entry]]:
    found = [*_labelled(clauses), *_defined(clauses)]
    for role, (own, other) in _WORDS.items():
        chosen = next((entry for entry in found if own.search(entry[1]) and not other.search(entry[1])), None)
        chosen = chosen or next((entry for entry in found if own.search(entry[0]) and not other.search(entry[0])), None)
        chosen = chosen or _remaining(found, other)
        if chosen is not None:
            yield role, chosen


_Entry = tuple[str, str, Quote]


def _remaining(found: Sequence[_Entry], other: re.Pattern[str]) -> _Entry | None:
    """Of two parties, the one that is not plainly the other side."""
    if len(found) != 2 or sum(bool(other.search(label) or other.search(name)) for name, label, _ in found) != 1:
        return None
    return next(entry for entry in found if not other.search(entry[1]) and not other.search(entry[0]))


def _labelled(clauses: Sequence[Clause]) -> Iterator[_Entry]:
    for clause in clauses[:BEGINNING]:
        match = _LABELLED.match(clause.text)
        if match:
            yield from _entry(clause, match.group("name"), match.start("name"), match.group("label"))


def _defined(clauses: Sequence[Clause]) -> Iterator[_Entry]:
    """Names with the label that the agreement gives them, after “between”."""
    for clause in clauses[:BEGINNING]:
        start = _BETWEEN.search(clause.text[:3000])
        if start is None and not re.match(r"\s*(?:between|and|parties)\b", clause.text, re.IGNORECASE):
            continue
        place = start.end() if start else 0
        for match in list(_DEFINED.finditer(clause.text[:3000], place))[:4]:
            yield from _entry(clause, match.group("name"), match.start("name"), match.group("label"))


def _entry(clause: Clause, raw: str, start: int, label: str) -> Iterator[_Entry]:
    lead = re.match(r"(?:and|between|by|the following|AND:?|BETWEEN:?)\s+", raw)
    offset = lead.end() if lead else 0
    name = _ADDRESS.sub("", _TAIL.sub("", raw[offset:])).strip(" ,.;:")
    around = clause.text[max(0, start - 2) : start + len(raw) + 2]
    if not LEAST_NAME <= len(name) <= LONGEST_NAME or _BLANK.search(around) or not re.search(r"[A-Za-z]{2}", name):
        return
    if name.endswith(("Inc", "Ltd", "Corp", "Co")):
        name += "."
    begin = clause.text.find(name.rstrip("."), start)
    span = (
        Span(start=begin, end=begin + len(name.rstrip("."))) if begin >= 0 else Span(start=start, end=start + len(raw))
    )
    yield (
        name,
        label,
        Quote(clause=clause.id, page=clause.page_of(span.start), span=span, quote=clause.text[span.start : span.end]),
    )
