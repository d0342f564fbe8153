"""The terms that nothing was found for, looked at and confirmed together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.review import ReviewTerm
from domain.usecases.reviewing import Review
from domain.values import Value
from web.contexts.terms import choice_labels
from web.contexts.wordings import plain_wordings
from web.translation import Translator
from web.words import CATEGORIES


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentTerm:
    """A term with what was looked for. One that would lose what is permitted now is not ticked beforehand."""

    number: int
    key: str
    label: str
    category: str
    searched: tuple[str, ...]
    in_force: Value | None
    in_force_conditions: str | None
    labels: Mapping[str, str]
    ticked: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentPage:
    """Context of review/silent.html."""

    id: str
    licence: tuple[str, str]
    label: str
    review_href: str
    terms: tuple[SilentTerm, ...]
    pages: int


def silent_page(t: Translator, review: Review) -> SilentPage:
    """The terms still to be confirmed; none for an amendment, which leaves what it does not mention as it is."""
    here = f"/versions/{review.version.id}/review"
    silent = [term for term in review.terms if term.awaits_silence]
    return SilentPage(
        id=review.version.id,
        licence=(f"/licences/{review.licence.id}", review.licence.fields.title),
        label=review.version.label,
        review_href=here,
        terms=tuple(_term(t, term, here) for term in silent),
        pages=sum((reading.pages or 0) for reading in review.readings.values() if reading),
    )


def _term(t: Translator, term: ReviewTerm, here: str) -> SilentTerm:
    searched = term.suggestion.suggestion.searched if term.suggestion else ()
    before = term.in_force.decision if term.in_force else None
    return SilentTerm(
        number=term.number,
        key=term.key,
        label=term.definition.label(t.language),
        category=t(CATEGORIES[term.definition.category]),
        searched=plain_wordings(searched),
        in_force=before.value if before else None,
        in_force_conditions=before.conditions if before else None,
        labels=choice_labels(t, term.definition),
        ticked=before is None or before.value == "silent",
        href=f"{here}/items/{term.key}",
    )
