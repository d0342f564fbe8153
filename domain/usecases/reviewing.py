"""The review of a version as its page shows it, from one moment, and what its buttons do beyond one decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.clause import Box, Span
from domain.errors import Conflict, NotFound, Stale
from domain.identity import Actor, Role
from domain.licence import Licence
from domain.page import Page
from domain.ports import Services, UnitOfWork
from domain.queries import ClauseHit
from domain.readings import Reading, StoredClause
from domain.review import Progress, ReviewTerm, Show, progress_of
from domain.usecases.decisions import accept_suggestion
from domain.usecases.looking_up import newest_readings
from domain.usecases.review_terms import Place, places_of, terms_in_review
from domain.usecases.review_trail import newest
from domain.usecases.said_elsewhere import reject_said
from domain.usecases.taking_back import reject_suggestion
from domain.version import Document, Version

MOST_HITS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants to see: the open term, and where it is not to follow that, the document, page and clause.

    `after` asks for the next term to review behind that one instead of `key`, `last` for the one looked at last, or the
    next behind it where the queue has it no more.
    """

    show: Show = Show.TODO
    key: str | None = None
    after: str | None = None
    last: str | None = None
    document_id: str | None = None
    page: int | None = None
    clause_id: str | None = None
    as_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The page beside the queue. `clause` is the one to look at, `boxes` the words in it that decide;
    `clauses` are those of the page, where it is wanted as text, and else those that terms point at."""

    document: Document
    reading: Reading | None
    pages: int
    number: int
    page: Page | None
    clause: StoredClause | None
    boxes: tuple[Box, ...]
    clauses: tuple[StoredClause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A version in review. `places` are those of all terms, in the order of the queue; `open` is the term looked at,
    `newest` the sequence of the last entry of the trail about the licence."""

    licence: Licence
    version: Version
    documents: tuple[Document, ...]
    readings: dict[str, Reading | None]
    terms: tuple[ReviewTerm, ...]
    progress: Progress
    open: ReviewTerm | None
    places: tuple[Place, ...]
    shown: Shown | None
    newest: int = 0
    cited: dict[str, StoredClause] = field(default_factory=dict)


def review_of(s: Services, version_id: str, wish: Wish) -> Review:
    """The review of a version; raises NotFound for a version, a term, a document or a page that is not there."""
    with s.reading_only() as uow:
        version = uow.versions.get(version_id)
        theirs = uow.documents.of_licence(version.licence_id).get(version_id, ())
        documents = tuple(document for document in theirs if document.set_aside is None)
        latest = uow.readings.latest_of([d.id for d in documents])
        terms = terms_in_review(s, uow, version)
        chosen = _open(terms, wish)
        places = tuple(place for term in terms for place in places_of(term))
        cited = _cited(uow, places, chosen)
        return Review(
            licence=uow.licences.get(version.licence_id),
            version=version,
            documents=documents,
            readings={d.id: latest.get(d.id) for d in documents},
            terms=terms,
            progress=progress_of(terms),
            open=chosen,
            places=places,
            shown=_shown(uow, documents, places, chosen, wish),
            newest=newest(uow, version.licence_id),
            cited=cited,
        )


def _open(terms: Sequence[ReviewTerm], wish: Wish) -> ReviewTerm | None:
    if wish.key is None:
        at = next((place for place, term in enumerate(terms) if term.key == (wish.last or wish.after)), -1)
        if wish.last and at >= 0 and terms[at].is_in(wish.show):
            return terms[at]
        wanted = Show.TODO if wish.show is Show.ALL else wish.show
        return next((term for term in (*terms[at + 1 :], *terms[: at + 1]) if term.is_in(wanted)), None)
    for term in terms:
        if term.key == wish.key:
            return term
    raise NotFound("There is no such term in the vocabulary.")


def _cited(uow: UnitOfWork, places: Sequence[Place], chosen: ReviewTerm | None) -> dict[str, StoredClause]:
    """The clauses that the open term points at, those of a rejected suggestion too."""
    if chosen is None:
        return {}
    named = [place.clause_id for place in places if place.key == chosen.key]
    named += [q.clause for stored in chosen.suggestions for q in stored.suggestion.evidence]
    named += [claim.clause for claim in (chosen.offer.claims if chosen.offer else ())]
    return uow.readings.clauses_named(list(dict.fromkeys(named)))


def _shown(
    uow: UnitOfWork, documents: Sequence[Document], places: Sequence[Place], chosen: ReviewTerm | None, wish: Wish
) -> Shown | None:
    if not documents:
        return None
    focus = uow.readings.clause(wish.clause_id) if wish.clause_id else None
    own = [place for place in places if chosen is not None and place.key == chosen.key]
    first = own[0] if own else None
    wanted = wish.document_id or (focus.document_id if focus else first.document_id if first else documents[0].id)
    document = next((d for d in documents if d.id == wanted), None)
    if document is None:
        raise NotFound("This document is not one of this version, or was set aside.")
    here = [place for place in own if place.document_id == document.id]
    number = wish.page or (focus.clause.page_start if focus else here[0].page if here else 1)
    if focus is None and here:
        focus = uow.readings.clause(here[0].clause_id)
    return page_shown(uow, document, number, focus, here=places, quotes=here, as_text=wish.as_text)


def page_shown(
    uow: UnitOfWork,
    document: Document,
    number: int,
    focus: StoredClause | None,
    *,
    here: Sequence[Place] = (),
    quotes: Sequence[Place] = (),
    as_text: bool = False,
) -> Shown:
    """One page of a document with what is marked on it; raises NotFound beyond the last page."""
    latest, done = newest_readings(uow, document.id)
    pages = (latest.pages if latest else None) or 1
    if not 1 <= number <= pages:
        raise NotFound(f"This document has {pages} pages; there is no page {number}.")
    return Shown(
        document=document,
        reading=latest,
        pages=pages,
        number=number,
        page=_page(uow, done or latest, number),
        clause=focus,
        boxes=_boxes(uow, quotes, number),
        clauses=_clauses(uow, done, number) if as_text else _pointed_at(uow, document, here, number),
    )


def _page(uow: UnitOfWork, reading: Reading | None, number: int) -> Page | None:
    try:
        return uow.readings.page(reading.id, number) if reading else None
    except NotFound:
        return None


def _clauses(uow: UnitOfWork, done: Reading | None, number: int) -> tuple[StoredClause, ...]:
    found = uow.readings.clauses(done.id) if done else ()
    return tuple(one for one in found if one.clause.page_start <= number <= one.clause.page_end)


def _pointed_at(uow: UnitOfWork, document: Document, places: Sequence[Place], number: int) -> tuple[StoredClause, ...]:
    named = list(dict.fromkeys(p.clause_id for p in places if p.document_id == document.id and p.page == number))
    found = uow.readings.clauses_named(named)
    return tuple(found[clause_id] for clause_id in named if clause_id in found)


def _boxes(uow: UnitOfWork, quotes: Sequence[Place], number: int) -> tuple[Box, ...]:
    """Where the words themselves stand on this page."""
    found: list[Box] = []
    named = uow.readings.clauses_named(list(dict.fromkeys(place.clause_id for place in quotes)))
    for place in (place for place in quotes if place.clause_id in named):
        clause = named[place.clause_id].clause
        start = clause.text.find(place.quote)
        if start >= 0:
            found += clause.boxes_of(Span(start=start, end=start + len(place.quote)))
    return tuple(box for box in found if box.page == number)


def search_version(s: Services, version_id: str, words: str) -> tuple[ClauseHit, ...]:
    """Clauses of the documents of a version that hold the words, as the texts run; raises NotFound."""
    with s.reading_only() as uow:
        uow.versions.get(version_id)
        documents = [d.id for d in uow.documents.of_version(version_id) if d.set_aside is None]
        return uow.readings.search(documents, words, MOST_HITS)


def clause_of_version(s: Services, version_id: str, clause_id: str) -> StoredClause:
    """One clause of a document of this version; raises NotFound."""
    with s.reading_only() as uow:
        stored = uow.readings.clause(clause_id)
        document = uow.documents.get(stored.document_id)
    if document.version_id != version_id or document.set_aside is not None:
        raise NotFound("There is no such clause in the documents of this version.")
    return stored


def reject_term(s: Services, actor: Actor, version_id: str, key: str, reason: str = "") -> None:
    """Reject everything that is suggested for a term, and what others say of it; the silence of the documents, beside
    what others say, is left to be confirmed.

    Raises NotFound, NotPermitted, Conflict (nothing is open)."""
    actor.must_be(Role.REVIEWER)
    term = review_of(s, version_id, Wish(key=key)).open
    if term is None or not (term.open_suggestions or term.open_said):
        raise Conflict("The suggestions for this term have been dealt with already; undo that first.")
    for stored in () if term.is_silent and term.open_said else term.open_suggestions:
        reject_suggestion(s, actor, stored.id, reason)
    for said in term.open_said:
        reject_said(s, actor, said.id, reason)


def confirm_silent(s: Services, actor: Actor, version_id: str, keys: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Accept the silence of these terms, each as a decision of its own; how many, and the keys of those that were not:
    somebody was faster, or a later reading found something. Raises NotFound, NotPermitted."""
    actor.must_be(Role.REVIEWER)
    review = review_of(s, version_id, Wish(show=Show.ALL))
    wanted = [term for term in review.terms if term.key in set(keys)]
    left: list[str] = []
    for term in wanted:
        if term.suggestion is None or not term.awaits_silence:
            left.append(term.key)
            continue
        try:
            accept_suggestion(s, actor, term.suggestion.id, seen=term.sequence)
        except (Stale, Conflict):
            left.append(term.key)
    return len(wanted) - len(left), tuple(left)
