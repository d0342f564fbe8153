"""Accepting what a reading is sure of, many terms with one press: which may go together, and which need a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.readings import StoredSuggestion
from domain.review import ReviewTerm, Standing
from domain.suggestion import Suggestion
from domain.values import Value, is_permitted, is_prohibited

LEAST_SURE, SUREST = 50, 99
"""Between these, in hundredths, lies the confidence that a reviewer may choose; below it nothing is accepted unread."""


class Left(StrEnum):
    """Why a term is left for a person to look at by itself."""

    PROHIBITED = "prohibited"
    DECIDED = "decided"
    OFFERED = "offered"
    SILENT = "silent"
    DIFFERING = "differing"
    ELSEWHERE = "elsewhere"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedOut:
    """The terms that are to be reviewed: those to accept from a confidence on, and those left, each with the reason."""

    accepted: tuple[ReviewTerm, ...]
    left: tuple[tuple[ReviewTerm, Left], ...]


def sort_out(terms: Iterable[ReviewTerm], prohibited: Collection[str], least: int) -> SortedOut:
    """Part the terms to review at the confidence `least` (hundredths). `prohibited` are the keys of terms that are
    prohibited now or were before this version."""
    todo = [term for term in terms if term.standing is Standing.TODO]
    reasons = {term.key: why_left(term, term.key in prohibited, least) for term in todo}
    return SortedOut(
        accepted=tuple(term for term in todo if reasons[term.key] is None),
        left=tuple((term, reason) for term in todo if (reason := reasons[term.key]) is not None),
    )


def why_left(term: ReviewTerm, is_prohibited_now: bool, least: int) -> Left | None:
    """Why a term is not accepted together with others; None where it may be. A prohibition lifted comes first, for no
    confidence is enough to tell readers that something forbidden is allowed."""
    stored = term.suggestion
    if stored is not None and is_prohibited_now and allows(stored.suggestion.value):
        return Left.PROHIBITED
    if term.decision is not None:
        return Left.DECIDED
    if _needs_a_look(term):
        return Left.ELSEWHERE
    if term.offer is not None or stored is None:
        return Left.OFFERED
    return Left.SILENT if term.is_silent else _why_unsure(term, stored, least)


def _needs_a_look(term: ReviewTerm) -> bool:
    """Whether others say what the documents do not."""
    return bool(term.open_said) and (term.is_silent or term.is_disputed or not term.open_suggestions)


def _why_unsure(term: ReviewTerm, stored: StoredSuggestion, least: int) -> Left | None:
    if any(_says_otherwise(one.suggestion, stored.suggestion) for one in term.open_suggestions):
        return Left.DIFFERING
    return Left.UNSURE if hundredths(stored.suggestion.confidence) < max(LEAST_SURE, least) else None


def _says_otherwise(other: Suggestion, chosen: Suggestion) -> bool:
    """Whether another document of the version speaks of the term, too, and not alike."""
    return bool(other.evidence) and (other.value, other.conditions) != (chosen.value, chosen.conditions)


def hundredths(confidence: float) -> int:
    """A confidence as it is shown; what is compared is what the reviewer sees."""
    return round(100 * confidence)


def allows(value: Value | None) -> bool:
    """Whether a value tells readers that they may."""
    return is_permitted(value) or value == "yes"


def forbids(value: Value | None) -> bool:
    """Whether a value tells readers that they may not."""
    return is_prohibited(value) or value == "no"
