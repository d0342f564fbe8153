"""What one reading of a document sees otherwise than another, and which of it was dealt with already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.decision import Decision
from domain.readings import StoredClause, StoredSuggestion
from domain.suggestion import Suggestion, SuggestionState

SILENT = "silent"


class Seen(StrEnum):
    """How a term is seen otherwise: found only now, found no longer, with another value, with other conditions."""

    NEW = "new"
    GONE = "gone"
    VALUE = "value"
    CONDITIONS = "conditions"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSeen:
    """A term that two readings see otherwise. A reading that found nothing has None on its side.

    `is_dealt_with`: a person has looked at what the new reading says, its silence included.
    """

    term: str
    how: Seen
    old: StoredSuggestion | None
    new: StoredSuggestion | None
    is_dealt_with: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What a later reading sees otherwise: clauses by their words, terms by what is suggested."""

    clauses_kept: int
    clauses_new: tuple[StoredClause, ...]
    clauses_gone: tuple[StoredClause, ...]
    terms: tuple[TermSeen, ...]


def differences(
    old: tuple[Sequence[StoredClause], Sequence[StoredSuggestion]],
    new: tuple[Sequence[StoredClause], Sequence[StoredSuggestion]],
) -> Differences:
    """Between two readings of one document, each its clauses and suggestions; terms in the order of the new text."""
    gone, added = _without(old[0], new[0]), _without(new[0], old[0])
    return Differences(
        clauses_kept=len(new[0]) - len(added),
        clauses_new=added,
        clauses_gone=gone,
        terms=terms_seen(old[1], new[1]),
    )


def terms_seen(old: Sequence[StoredSuggestion], new: Sequence[StoredSuggestion]) -> tuple[TermSeen, ...]:
    """The terms that two readings see otherwise; what both are silent about, or one was never asked for, is none."""
    before, now = _by_term(old), _by_term(new)
    dealt_with = {one.suggestion.term for one in new if one.state is not SuggestionState.OPEN}
    found = (_seen(term, before.get(term), now.get(term)) for term in dict.fromkeys([*now, *before]))
    return tuple(replace(one, is_dealt_with=one.term in dealt_with) for one in found if one is not None)


def _by_term(suggestions: Sequence[StoredSuggestion]) -> dict[str, StoredSuggestion]:
    spoken = [one for one in suggestions if one.suggestion.value != SILENT]
    return {one.suggestion.term: one for one in reversed(spoken)}


def _seen(term: str, old: StoredSuggestion | None, new: StoredSuggestion | None) -> TermSeen | None:
    if old is None or new is None:
        how = Seen.NEW if old is None else Seen.GONE
    elif old.suggestion.value != new.suggestion.value:
        how = Seen.VALUE
    elif old.suggestion.conditions != new.suggestion.conditions:
        how = Seen.CONDITIONS
    else:
        return None
    return TermSeen(term=term, how=how, old=old, new=new)


def _without(clauses: Sequence[StoredClause], others: Sequence[StoredClause]) -> tuple[StoredClause, ...]:
    """The clauses whose number and words the others do not have; a text that stands twice counts twice."""
    left = Counter(map(_words, others))
    found = []
    for clause in clauses:
        if left[_words(clause)] > 0:
            left[_words(clause)] -= 1
        else:
            found.append(clause)
    return tuple(found)


def _words(stored: StoredClause) -> tuple[str, str]:
    return stored.clause.number or "", " ".join(stored.clause.text.split())


def state_as_before(new: Suggestion, old: StoredSuggestion | None, decision: Decision | None) -> SuggestionState | None:
    """What became of a suggestion of a new reading before it was made; None where a person has to look.

    Accepted where it says what was decided. What a person dealt with stays so where the new reading says the same and
    shows no words that the person did not see.
    """
    if decision is not None and (new.value, new.conditions) == (decision.value, decision.conditions):
        return SuggestionState.ACCEPTED
    if old is None or old.state in (SuggestionState.OPEN, SuggestionState.ACCEPTED):
        return None
    same = (new.value, new.conditions) == (old.suggestion.value, old.suggestion.conditions)
    shown = {quote.quote for quote in old.suggestion.evidence}
    return old.state if same and all(quote.quote in shown for quote in new.evidence) else None
