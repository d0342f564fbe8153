"""What a rule's match says in the type of its term."""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.clause import Span
from domain.reading.quantities import COUNTED, number_of, percentages, periods
from domain.reading.rules import Rule
from domain.reading.scope import Unit
from domain.values import UNLIMITED, Value, ValueType

UNREAD = "uninterpreted"
"""The licence speaks of the term but leaves its figure open (“[insert number] days”) or gives it in a form of its
own."""
TEXT_LENGTH = 600
NATIONS = (
    "english", "scottish", "scots", "dutch", "german", "french", "swiss", "swedish", "irish", "israeli", "danish",
    "norwegian", "finnish",
    "belgian", "austrian", "italian", "spanish", "california", "canadian", "ontario", "new york", "québec", "quebec",
    "australian",
    "japanese", "prc", "south african", "indian", "hong kong", "singapore", "new zealand",
)  # fmt: skip
_LAW = re.compile(
    r"laws?(?:\s+and\s+[a-z]+(?:\s+[a-z]+)?)?(?:,[^,.;]{1,60},)?\s+(?:in\s+force\s+in\s+|of\s+|in\s+)(?:the\s+)?(?P<of>[^.;()]{2,90})"
    rf"|\b(?P<adjective>{'|'.join(NATIONS)})\s+laws?",
    re.IGNORECASE,
)
_LAW_END = re.compile(
    r",|\s+(?:and\s+(?:the\s+(?:parties|courts)|any|shall|each|both|construed|subject)|without|excluding|except|as\s+(?:applied|they)"
    r"|applicable|regardless|other than|not\s+including|irrespective|governs?\b|appl(?:y|ies)|shall|which|that\b"
    r"|in\s+force|in\s+all|for\s+any|\(|with(?:out)?\s)",
    re.IGNORECASE,
)
_BLANK_LAW = re.compile(r"laws?\s+of\s+(?:the\s+)?(?:state\s+of\s+)?(?:\[|_{2,})", re.IGNORECASE)
_NOTICE_AFTER = re.compile(
    r"[\])'’\s]{0,4}(?:(?:prior|advance|written|advanced)\s+){0,2}(?:notice|before|prior|from|after|of\s+(?:receipt|receiving|notice))"
)
_NOTICE_BEFORE = re.compile(
    r"(?:notice|notify\b.{0,30}|at least|less than|within|fewer than|minimum of|period of|relevant period of)\W{0,3}$"
)
_TERM_AFTER = re.compile(r"[\])\s]{0,4}(?:terms?|periods?|renewals?|extensions?)\b")
_NUMBER = re.compile(
    rf"\b(?P<digits>\d{{1,5}})\b|\b(?P<word>{COUNTED}|single)\b(?=\s+(?:\(|\w+\s+)?(?:user|reader|viewer|person|people|patron|student|member|device|stream|session|seat|log|simultaneous|concurrent))"
)
_NAMED_LAW = re.compile(
    r"(?:under|by|with|to)\s+(?P<law>(?:[A-Z][\w-]+\s+){1,3}law)\b"
    r"|(?i:governing law)\s*[:–-]\s*(?P<place>[A-Z][^.,;]{2,60})"
)


def value_found(rule: Rule, kind: ValueType, unit: Unit, span: Span) -> Value:
    """The value in canonical form; never a permission."""
    if rule.value is not None:
        return [rule.value] if kind is ValueType.PICKLIST_MANY else rule.value
    if kind is ValueType.YES_NO:
        return "yes"
    return _TAKERS.get(rule.take, _sentence)(unit, span)


def _sentence(unit: Unit, span: Span) -> Value:
    text = unit.clause.text[unit.span.start : unit.span.end]
    return " ".join(text.split())[:TEXT_LENGTH].strip() or UNREAD


def _duration(unit: Unit, span: Span) -> Value:
    """The period nearest to the wording."""
    found = sorted(periods(unit.text), key=lambda period: _distance(unit.text, span, period.span))
    if not found or _TERM_AFTER.match(unit.text, found[0].span.end):
        return UNREAD
    return {"number": found[0].number, "unit": found[0].unit.value}


def _distance(text: str, span: Span, period: Span) -> int:
    """Characters between the wording and a period; a period of notice counts as near, the length of a term as far."""
    between = max(span.start - period.end, period.start - span.end, 0)
    if _NOTICE_AFTER.match(text, period.end) or _NOTICE_BEFORE.search(text[max(0, period.start - 60) : period.start]):
        between -= 1000
    return between + (1000 if _TERM_AFTER.match(text, period.end) else 0)


def _percent(unit: Unit, span: Span) -> Value:
    found = sorted(percentages(unit.text), key=lambda pair: abs(pair[1].start - span.start))
    return found[0][0] if found else UNREAD


def _number(unit: Unit, span: Span) -> Value:
    if re.search(r"\bunlimited\b|\bno (?:contractual )?limits?\b", unit.text):
        return UNLIMITED
    found = sorted(_NUMBER.finditer(unit.text), key=lambda match: abs(match.start() - span.start))
    if not found:
        return UNREAD
    digits, word = found[0].group("digits", "word")
    return int(digits) if digits else number_of("one" if word == "single" else word) or UNREAD


def law_of(text: str) -> str | None:
    """The law that a sentence names: `State of California`, `English law`."""
    match = _LAW.search(text)
    if match is None:
        named = _NAMED_LAW.search(text)
        return (named.group("law") or named.group("place")).strip() if named else None
    if match.group("adjective"):
        return match.group(0).strip()
    place = match.group("of")
    end = _LAW_END.search(place)
    return (place[: end.start()] if end else place).strip(" ,[]") or None


def _law(unit: Unit, span: Span) -> Value:
    text = unit.clause.text[unit.span.start : unit.span.end]
    if _BLANK_LAW.search(text):
        return UNREAD
    return law_of(text) or _sentence(unit, span)


_TAKERS: dict[str, Callable[[Unit, Span], Value]] = {
    "sentence": _sentence,
    "duration": _duration,
    "percent": _percent,
    "number": _number,
    "law": _law,
}
