"""Key facts for the licence form: title, parties, dates, renewal, notice period, governing law. Offered, never
decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.clause import Clause, Span
from domain.reading.analysis import KeyFact
from domain.reading.dates_found import end_date, start_date
from domain.reading.parties import parties
from domain.reading.values_found import law_of
from domain.suggestion import Quote, Suggestion

TITLE_CLAUSES = 8
TITLE_WORD = re.compile(
    r"\b(?:agreement|licen[cs]e|contract|terms|addendum|amendment|schedule|endorsement|entente|contrat)\b",
    re.IGNORECASE,
)
LONGEST_TITLE = 160
RENEWALS = frozenset({"explicit", "automatic", "perpetual", "open_ended"})


def facts_of(clauses: Sequence[Clause], suggestions: Sequence[Suggestion]) -> tuple[KeyFact, ...]:
    """What the document says of each key, at most one fact a key."""
    by_term = {suggestion.term: suggestion for suggestion in suggestions if suggestion.evidence}
    start = start_date(clauses)
    found: list[KeyFact | None] = [
        _title(clauses),
        *parties(clauses),
        start,
        end_date(clauses, start),
        _renewal(by_term.get("renewal_type")),
        _notice(by_term.get("non_renewal_notice")),
        _law(by_term.get("governing_law"), clauses),
    ]
    return tuple(fact for fact in found if fact is not None)


def _title(clauses: Sequence[Clause]) -> KeyFact | None:
    """The first heading that says what kind of paper it is, else the first line."""
    first = [clause for clause in clauses[:TITLE_CLAUSES] if clause.number is None and clause.text]
    headed = [clause for clause in first if clause.heading == clause.text]
    named = [
        clause for clause in [*headed, *first] if TITLE_WORD.search(clause.text) and len(clause.text) <= LONGEST_TITLE
    ]
    chosen = next(iter([*named, *headed]), None)
    if chosen is None or len(chosen.text) > LONGEST_TITLE:
        return None
    return KeyFact(
        key="title", value=chosen.text, confidence=0.8 if named else 0.5, evidence=quote_of(chosen, 0, len(chosen.text))
    )


def quote_of(clause: Clause, start: int, end: int) -> Quote:
    """An exact piece of a clause as evidence."""
    span = Span(start=start, end=end)
    return Quote(clause=clause.id, page=clause.page_of(start), span=span, quote=clause.text[start:end])


def _renewal(suggestion: Suggestion | None) -> KeyFact | None:
    if suggestion is None or suggestion.value not in RENEWALS:
        return None
    return KeyFact(
        key="renewal", value=suggestion.value, confidence=suggestion.confidence, evidence=suggestion.evidence[0]
    )


def _notice(suggestion: Suggestion | None) -> KeyFact | None:
    if suggestion is None or not isinstance(suggestion.value, dict):
        return None
    return KeyFact(
        key="notice_period", value=suggestion.value, confidence=suggestion.confidence, evidence=suggestion.evidence[0]
    )


def _law(suggestion: Suggestion | None, clauses: Sequence[Clause]) -> KeyFact | None:
    """The first piece of evidence that names a law; blanks of a model agreement name none."""
    for quote in _quotes(suggestion):
        law = law_of(quote.quote)
        if law and not re.match(r"\s*(?:\[|_|enter|insert|venue)", law):
            return KeyFact(
                key="governing_law", value=law, confidence=suggestion.confidence if suggestion else 0.5, evidence=quote
            )
    return None


def _quotes(suggestion: Suggestion | None) -> Iterator[Quote]:
    if suggestion is not None:
        yield from suggestion.evidence
