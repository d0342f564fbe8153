"""The terms of a version as its review has them, and where in the documents each of them stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from domain.decision import Decision
from domain.effective_terms import EffectiveTerm
from domain.ports import Services, UnitOfWork
from domain.readings import StoredSuggestion
from domain.review import ReviewTerm, Standing
from domain.said_elsewhere import SaidElsewhere
from domain.usecases.carrying_over import offers_in
from domain.usecases.terms import terms_in
from domain.version import Version
from domain.vocabulary import Category, TermDefinition

CATEGORIES = list(Category)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a statement about a term stands: the words, and on which page of which document."""

    key: str
    document_id: str
    clause_id: str
    page: int
    quote: str
    number: str | None = None


def terms_in_review(s: Services, uow: UnitOfWork, version: Version) -> tuple[ReviewTerm, ...]:
    """Every term of the vocabulary, in the order of the queue, with what is suggested, offered and decided."""
    suggestions: dict[str, list[StoredSuggestion]] = defaultdict(list)
    for stored in uow.readings.suggestions(version.id):
        suggestions[stored.suggestion.term].append(stored)
    said: dict[str, list[SaidElsewhere]] = defaultdict(list)
    for one in uow.said.of_version(version.id):
        said[one.term].append(one)
    decisions: dict[str, Decision] = {}
    made = uow.decisions.of_licence(version.licence_id).get(version.id, ())
    for decision in sorted(made, key=lambda d: d.sequence):
        decisions[decision.term] = decision
    before = {key: _without(term, version.id) for key, term in terms_in(uow, version.licence_id, s.today()).items()}
    offers, asks = offers_in(uow, version), s.settings.second_review
    approvals = uow.decisions.approvals(version.id) if asks else {}
    known = [d for d in uow.vocabulary.all() if d.retired_at is None or d.key in decisions]
    known.sort(key=_order)
    return tuple(
        ReviewTerm(
            number=number,
            definition=definition,
            kind=version.kind,
            suggestions=tuple(suggestions[definition.key]),
            said=tuple(said[definition.key]),
            former=decisions.get(definition.key),
            in_force=before.get(definition.key),
            offer=offers.get(definition.key),
            asks_approval=asks,
            approval=approvals.get(decisions[definition.key].id) if definition.key in decisions else None,
        )
        for number, definition in enumerate(known, start=1)
    )


def _order(definition: TermDefinition) -> tuple[int, int, str]:
    return (CATEGORIES.index(definition.category), definition.position, definition.key)


def _without(term: EffectiveTerm, version_id: str) -> EffectiveTerm | None:
    """What holds, or held, apart from this version."""
    found: EffectiveTerm | None = term
    while found is not None and found.version.id == version_id:
        found = found.before
    return found


def places_of(term: ReviewTerm) -> tuple[Place, ...]:
    """Where the decision on a term rests, or where its suggestion found something, or what is offered for it rests."""
    if term.decision is not None and term.decision.evidence:
        return tuple(
            Place(
                key=term.key,
                document_id=e.document_id,
                clause_id=e.clause_id,
                page=e.page,
                quote=e.quote,
                number=e.clause_number,
            )
            for e in term.decision.evidence
        )
    chosen = term.suggestion
    if term.offer is not None and term.standing is Standing.TODO and (chosen is None or not chosen.suggestion.evidence):
        return tuple(
            Place(key=term.key, document_id=c.document, clause_id=c.clause, page=c.page or 1, quote=c.quote)
            for c in term.offer.claims
        )
    if chosen is None or term.standing in (Standing.REJECTED, Standing.LEFT):
        return ()
    return tuple(
        Place(key=term.key, document_id=chosen.document_id, clause_id=q.clause, page=q.page, quote=q.quote)
        for q in chosen.suggestion.evidence
    )
