"""From findings to one suggestion for each term, with all its evidence, and silence where nothing was found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from domain.clause import Clause, Span
from domain.reading.findings import Finding, findings
from domain.reading.rules import Rules, default_rules
from domain.reading.scope import units
from domain.reading.values_found import UNREAD
from domain.suggestion import Cue, Quote, Suggestion
from domain.values import ValueType, is_permitted, is_prohibited

MOST_QUOTES = 6
NEARLY = 0.1
"""Findings whose weights differ by no more than this are about as sure."""
LONGEST_QUOTE = 420
TITLE_ONLY = re.compile(
    r"(?!.*\b(?:may|shall|will|must|is|are|can|not|agrees?|grants?|has|have|be|warrants?|define|means?|includes?|comprises?|consists?)\b)(?:\S+\s+){0,11}\S+"
)
"""A few words without a verb."""
SILENT = "silent"
SILENT_CONFIDENCE = 0.8
BELIEVED = 0.5
"""Findings below this weight do not make a suggestion by themselves."""


def suggest(clauses: Sequence[Clause], rules: Rules | None = None) -> tuple[Suggestion, ...]:
    """One suggestion for every term that the rules know, in the order of the vocabulary; silent where nothing was
    found."""
    known = rules or default_rules()
    by_term: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings(units(clauses), known):
        by_term[finding.term].append(finding)
    return tuple(_suggestion(term, by_term.get(term, []), known) for term in known.types if known.speaks_of(term))


def _suggestion(term: str, found: list[Finding], rules: Rules) -> Suggestion:
    believed = [finding for finding in found if finding.weight >= BELIEVED]
    if not believed:
        return Suggestion(term=term, value=SILENT, confidence=SILENT_CONFIDENCE, searched=rules.searched(term))
    permission = rules.types[term] is ValueType.PERMISSION
    chosen = _safest(believed) if permission else max(believed, key=_telling)
    agreeing = [finding for finding in believed if _agrees(finding, chosen, permission)]
    against = [finding for finding in believed if not _agrees(finding, chosen, permission)]
    quoted = sorted(agreeing, key=lambda finding: (-finding.weight, finding.order))
    return Suggestion(
        term=term,
        value=chosen.value,
        conditions=chosen.conditions or next((f.conditions for f in quoted if f.conditions and _near(f, chosen)), None),
        confidence=_confidence(chosen, agreeing, against),
        evidence=_evidence([chosen, *quoted]),
        cues=_cues([chosen, *quoted], against),
        searched=rules.searched(term),
    )


def _safest(found: Sequence[Finding]) -> Finding:
    """Explicit prohibition before explicit permission before anything read between the lines; prohibition first among
    those."""

    def rank(finding: Finding) -> tuple[int, float, int]:
        order = (is_permitted(finding.value), finding.interpreted)
        return (
            [(False, False), (True, False), (False, True), (True, True)].index(order),
            -finding.weight,
            finding.order,
        )

    return min(found, key=rank)


def _near(finding: Finding, chosen: Finding) -> bool:
    """Whether the conditions of one finding may stand for another: the same clause, or about as sure."""
    return finding.unit.clause.id == chosen.unit.clause.id or finding.weight >= chosen.weight - NEARLY


def _telling(finding: Finding) -> tuple[bool, bool, float, int]:
    """A value before a blank, a sentence before a mere title, the surer before the less sure, the earlier before the
    later."""
    return finding.value != UNREAD, not TITLE_ONLY.fullmatch(finding.unit.text), finding.weight, -finding.order


def _agrees(finding: Finding, chosen: Finding, permission: bool) -> bool:
    if permission:
        return is_prohibited(finding.value) == is_prohibited(chosen.value)
    return (
        finding.value == chosen.value
        or not isinstance(chosen.value, str)
        or chosen.value not in ("yes", "no")
        or finding.value not in ("yes", "no")
    )


def _confidence(chosen: Finding, agreeing: Sequence[Finding], against: Sequence[Finding]) -> float:
    """Surer with every clause that says the same, less sure with each that says otherwise or was read from a poor
    scan."""
    clauses = len({finding.unit.clause.id for finding in agreeing})
    sure = 1 - (1 - 0.92 * chosen.weight) * 0.85 ** (clauses - 1)
    if chosen.interpreted:
        sure *= 0.75
    if against:
        sure *= 0.55
    return round(max(0.05, min(0.99, sure * (0.6 + 0.4 * chosen.unit.clause.confidence))), 2)


def _evidence(found: Sequence[Finding]) -> tuple[Quote, ...]:
    quotes: dict[tuple[str, int], Quote] = {}
    for finding in found:
        span = _quote_span(finding)
        quotes.setdefault((finding.unit.clause.id, span.start), _quote(finding.unit.clause, span))
        if len(quotes) == MOST_QUOTES:
            break
    return tuple(quotes.values())


def _quote(clause: Clause, span: Span) -> Quote:
    return Quote(clause=clause.id, page=clause.page_of(span.start), span=span, quote=clause.text[span.start : span.end])


def _quote_span(finding: Finding) -> Span:
    """The sentence, or the part of a long one around the wording."""
    whole, text = finding.unit.span, finding.unit.clause.text
    if whole.end - whole.start <= LONGEST_QUOTE:
        return whole
    place = whole.start + finding.span.start
    start = max(whole.start, place - LONGEST_QUOTE // 3)
    if start > whole.start:
        start = text.find(" ", start, place) + 1 or start
    end = min(whole.end, start + LONGEST_QUOTE)
    if end < whole.end:
        end = max(text.rfind(" ", start, end), whole.start + finding.span.end)
    return Span(start=start, end=end)


def _cues(found: Sequence[Finding], against: Sequence[Finding]) -> tuple[Cue, ...]:
    cues = [cue for finding in found for cue in finding.cues]
    cues += [Cue(quote=cue.quote, meaning=cue.meaning, against=True) for finding in against for cue in finding.cues]
    return tuple(dict.fromkeys(cues))[:8]
