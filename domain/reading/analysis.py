"""What one reading of a document found."""

from __future__ import annotations

from dataclasses import dataclass

from domain.clause import Clause
from domain.suggestion import Quote, Suggestion
from domain.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFact:
    """A fact offered for an empty field of the licence form.

    `key` is one of `title`, `licensor`, `licensee`, `start_date`, `end_date`, `renewal`, `notice_period`,
    `governing_law`; `value` in canonical form (domain.values): a date, a duration, a renewal kind, or text.
    """

    key: str
    value: Value
    confidence: float
    evidence: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Clauses in reading order, suggestions for every term of the vocabulary (silent ones included), key facts.

    `language` is an ISO 639-1 code; `engine` names the version of engine and rules;
    `warnings` say what was skipped, a sentence each.
    """

    clauses: tuple[Clause, ...]
    suggestions: tuple[Suggestion, ...]
    facts: tuple[KeyFact, ...]
    language: str
    engine: str
    warnings: tuple[str, ...] = ()
