"""The conditions of a permission as a short extract: how much, in which form, where, for what, with what duty."""

from __future__ import annotations

import re

from domain.clause import Span
from domain.reading.rules import ConditionRule
from domain.reading.scope import Unit

LONGEST = 160
"""Characters of one condition; MOST of them make the extract."""
MOST = 5
_STOP = re.compile(r"[;.](?=\s|$)|\)(?=[\s,;.])|,\s+(?:and|or)\s+(?=may|shall|to\b)")


def conditions_of(unit: Unit, later: list[Unit], rules: tuple[ConditionRule, ...]) -> str | None:
    """What limits the use named at `start` of a sentence: limits in the sentence, then duties in the `later`
    sentences of its clause. Words are the licence's own."""
    found = [
        *_in(unit, rules, only_later=False),
        *(piece for after in later for piece in _in(after, rules, only_later=True)),
    ]
    pieces: list[str] = []
    for piece in found:
        if not any(piece.lower() in known.lower() for known in pieces):
            pieces = [known for known in pieces if known.lower() not in piece.lower()] + [piece]
    return "; ".join(pieces[:MOST]) or None


def _in(unit: Unit, rules: tuple[ConditionRule, ...], *, only_later: bool) -> list[str]:
    """The limits in one sentence, in the order of the sentence, none inside another."""
    spans: list[Span] = []
    for rule in rules:
        if only_later and not rule.later:
            continue
        for match in rule.phrase.find(unit.text):
            end = _end(unit.text, match.end()) if rule.to_end else match.end()
            spans.append(Span(start=match.start(), end=end))
    spans.sort(key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    text = unit.clause.text[unit.span.start : unit.span.end]
    return [" ".join(text[span.start : span.end].split()).strip(" ,;:.()") for span in kept]


def _end(text: str, start: int) -> int:
    """Where the part of the sentence that `start` stands in ends."""
    stop = _STOP.search(text, start)
    end = min(stop.start() if stop else len(text), start + LONGEST)
    if end == start + LONGEST and end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    return end
