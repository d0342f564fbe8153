"""What the former text decided for a term in review: to be carried over, or looked at again with what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.carrying import Offer
from domain.comparison import Change
from domain.decision import EvidenceClaim
from domain.readings import StoredClause
from domain.review import ReviewTerm, Standing
from domain.usecases.reviewing import Review
from domain.values import Value
from web.contexts.compare_clauses import kinds_of, number_of, title_of
from web.contexts.pane import Link
from web.contexts.review_links import ReviewAddress
from web.contexts.terms import Citation, choice_labels, citations
from web.translation import Translator
from web.words import CATEGORIES

MOST_CHANGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """Words of the new document that say the same, and where they stand."""

    text: str
    marks: tuple[str, ...]
    cite: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A clause under the decision as it changed."""

    title: str
    place: str
    what: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """The offer for the open term. `more` counts changes beyond those that are shown."""

    value: Value
    conditions: str | None
    by: str
    version: str
    citations: tuple[Citation, ...]
    unchanged: bool
    words: tuple[ClaimView, ...]
    changes: tuple[ChangeView, ...]
    more: int
    can_be_taken: bool
    had_words: bool


def offer_view(
    t: Translator, term: ReviewTerm, cited: Mapping[str, StoredClause], at: ReviewAddress
) -> OfferView | None:
    """What is offered for a term that nobody decided yet."""
    offer = term.offer
    if offer is None or term.decision is not None or offer.decision.value is None:
        return None
    return OfferView(
        value=offer.decision.value,
        conditions=offer.decision.conditions,
        by=offer.decision.decided_by_name,
        version=offer.version.label,
        citations=tuple(citations(t, offer.decision, offer.version)),
        unchanged=offer.unchanged,
        words=tuple(_claim(t, claim, cited, at) for claim in offer.claims),
        changes=tuple(_change(t, change) for change in offer.changes[:MOST_CHANGES]),
        more=max(0, len(offer.changes) - MOST_CHANGES),
        can_be_taken=offer.can_be_taken,
        had_words=bool(offer.decision.evidence),
    )


def _claim(t: Translator, claim: EvidenceClaim, cited: Mapping[str, StoredClause], at: ReviewAddress) -> ClaimView:
    stored = cited.get(claim.clause)
    page = t("p. {page}", page=claim.page or 1)
    number = number_of(stored.clause) if stored else ""
    return ClaimView(
        text=claim.quote,
        marks=(),
        cite=f"{number}, {page}" if number else page,
        link=at(document=claim.document, page=claim.page, clause=claim.clause),
    )


def _change(t: Translator, change: Change) -> ChangeView:
    old, new = number_of(change.old), number_of(change.new)
    place = (
        t("{old} to {new}", old=old or "¶", new=new or "¶") if change.old and change.new and old != new else new or old
    )
    return ChangeView(
        title=title_of(change),
        place=place,
        what=", ".join(word for word, _, _ in kinds_of(t, change)),
        words=tuple((mark.op, mark.text) for mark in change.words),
    )


def offer_note(t: Translator, term: ReviewTerm) -> str:
    """What a closed row of the queue says of the offer; empty where there is nothing to say."""
    offer = term.offer
    if offer is None or term.standing is not Standing.TODO or term.decision is not None:
        return ""
    if term.can_be_carried:
        return t("Unchanged since “{version}”: carry over", version=offer.version.label)
    places = ", ".join(dict.fromkeys(place for change in offer.changes if (place := _change(t, change).place)))
    return t("Look again: {places} changed", places=places) if places else t("Look again: decided before")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedTerm:
    """A term whose former decision can be carried over as it is. `found` is what the new text suggests by itself."""

    key: str
    label: str
    category: str
    version: str
    value: Value
    conditions: str | None
    labels: Mapping[str, str]
    found: Value | None
    found_conditions: str | None
    words: tuple[str, ...]
    ticked: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryPage:
    """Context of review/carry.html. `again` are label, note and address of the terms to look at again."""

    licence: tuple[str, str]
    label: str
    review_href: str
    compare_href: str
    terms: tuple[CarriedTerm, ...]
    again: tuple[tuple[str, str, str], ...]


def carry_page(t: Translator, review: Review) -> CarryPage:
    """Everything that the former text decided, and what may become of it."""
    here = f"/versions/{review.version.id}/review"
    offered = [term for term in review.terms if term.offer and term.standing is Standing.TODO and not term.decision]
    return CarryPage(
        licence=(f"/licences/{review.licence.id}", review.licence.fields.title),
        label=review.version.label,
        review_href=here,
        compare_href=f"/licences/{review.licence.id}/compare?to={review.version.id}",
        terms=tuple(_carried(t, term, term.offer, here) for term in offered if term.offer and term.can_be_carried),
        again=tuple(
            (term.definition.label(t.language), offer_note(t, term), f"{here}/items/{term.key}")
            for term in offered
            if not term.can_be_carried
        ),
    )


def _carried(t: Translator, term: ReviewTerm, offer: Offer, here: str) -> CarriedTerm:
    found = term.suggestion.suggestion if term.suggestion else None
    value = offer.decision.value
    assert value is not None  # noqa: S101 - for the type checker: a decision that holds has a value
    return CarriedTerm(
        key=term.key,
        label=term.definition.label(t.language),
        category=t(CATEGORIES[term.definition.category]),
        version=offer.version.label,
        value=value,
        conditions=offer.decision.conditions,
        labels=choice_labels(t, term.definition),
        found=found.value if found else None,
        found_conditions=found.conditions if found else None,
        words=tuple(claim.quote for claim in offer.claims),
        ticked=bool(offer.claims),
        href=f"{here}/items/{term.key}",
    )
