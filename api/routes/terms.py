"""Decisions on the terms of a version, those that it may carry over, and what holds for a licence on a date."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header
from starlette.responses import Response

from api.deps import (
    Cursor,
    DayQuery,
    Desk,
    Editor,
    IfMatchIfDecided,
    IfNoneMatch,
    LicenceId,
    Limit,
    MomentQuery,
    Reviewer,
    TermKey,
    VersionId,
    Viewer,
    day,
    moment,
)
from api.etags import needed, plain, seen_revision, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import page_of
from api.schemas.carrying import CarryingOver, CarryOver, CarryOvers
from api.schemas.terms import (
    Decision,
    Decisions,
    EffectiveTerm,
    EffectiveTerms,
    Reopening,
    SentNotes,
    TermChoice,
    TermNow,
)
from domain.decision import Decision as DomainDecision
from domain.errors import NotFound
from domain.identity import Actor
from domain.ports import Services
from domain.usecases.carrying_over import carry_over_term, offers_of
from domain.usecases.decisions import decide_term
from domain.usecases.looking_up import decisions_of, definitions, last_decision
from domain.usecases.taking_back import reopen_term
from domain.usecases.terms import terms_on

router = api_router("Terms")
_OnlyNew = Annotated[
    str | None, Header(alias="If-None-Match", max_length=1000, description="`*`: only where it is not decided.")
]


@router.get(
    "/versions/{version_id}/terms",
    operation_id="listDecisions",
    summary="What is decided on a version",
    response_model=Decisions,
)
def list_decisions(
    desk: Desk, _caller: Viewer, version_id: VersionId, limit: Limit = 200, cursor: Cursor = None
) -> Response:
    """The decisions that hold, in the order of the vocabulary. A term that is not here is not reviewed."""
    places = _places(desk)
    page = page_of(
        decisions_of(desk, version_id),
        lambda decision: (places.get(decision.term, len(places)), decision.term),
        limit=limit,
        cursor=cursor,
        name="decisions",
    )
    return plain(Decisions(items=[Decision.of(one) for one in page.items], next_cursor=page.next_cursor))


def _places(s: Services) -> dict[str, int]:
    """The place of every term in the vocabulary."""
    return {definition.key: place for place, definition in enumerate(definitions(s))}


@router.get(
    "/versions/{version_id}/terms/{key}",
    operation_id="getDecision",
    summary="What is decided for one term",
    response_model=Decision,
)
def show(
    desk: Desk, _caller: Viewer, version_id: VersionId, key: TermKey, if_none_match: IfNoneMatch = None
) -> Response:
    """404 where the term is not reviewed."""
    decision = last_decision(desk, version_id, key)
    if decision is None or decision.value is None:
        raise NotFound("This term is not reviewed on this version.")
    return single(Decision.of(decision), decision.sequence, known=if_none_match)


@router.put(
    "/versions/{version_id}/terms/{key}",
    operation_id="decideTerm",
    summary="Decide a term",
    response_model=Decision,
    responses={201: {"model": Decision, "description": "Decided for the first time."}},
)
def decide(
    *,
    desk: Desk,
    caller: Reviewer,
    version_id: VersionId,
    key: TermKey,
    body: TermChoice,
    if_match: IfMatchIfDecided = None,
    if_none_match: _OnlyNew = None,
) -> Response:
    """A decision is added; it never overwrites the one before, which needs If-Match, and once in force a reason.

    201 where nothing was decided, else 200. Evidence must quote the clause as it stands in a document of this version.
    """
    former = last_decision(desk, version_id, key)
    seen = _seen(former, if_match, if_none_match)
    decision = decide_term(desk, caller, version_id, key, body.choice(), seen=seen)
    new = former is None or former.value is None
    at = f"/api/v1/versions/{version_id}/terms/{key}" if new else ""
    return single(Decision.of(decision), decision.sequence, status=201 if new else 200, at=at)


NEVER = -1
"""A sequence that no decision has: whoever says they saw it is told what is there."""


def _seen(former: DomainDecision | None, if_match: str | None, if_none_match: str | None) -> int:
    """The sequence of the decision that the caller knows of; raises Refused (428) where that must be said."""
    sequence = former.sequence if former else 0
    if former is None or former.value is None:
        return NEVER if if_match is not None else sequence
    if if_none_match is not None and if_match is None:
        return NEVER
    return seen_revision(needed(if_match), Decision.of(former), sequence) or NEVER


@router.post(
    "/versions/{version_id}/terms/{key}/reopen",
    operation_id="reopenTerm",
    summary="Take back the last decision on a term",
    response_model=TermNow,
)
def reopen(
    caller: Reviewer, once: OnceOnly, version_id: VersionId, key: TermKey, body: Reopening | None = None
) -> Response:
    """An earlier decision holds again, or the term is not reviewed; nothing is removed. 409 where none was made."""
    return once(lambda s: _reopened(s, caller, version_id, key, body or Reopening(reason="")), body)


def _reopened(s: Services, caller: Actor, version_id: str, key: str, body: Reopening) -> Response:
    reopen_term(s, caller, version_id, key, body.reason)
    decision = last_decision(s, version_id, key)
    shown = Decision.of(decision) if decision and decision.value is not None else None
    return plain(TermNow(term=key, decision=shown))


@router.get(
    "/licences/{licence_id}/terms",
    operation_id="listEffectiveTerms",
    summary="What holds for a licence on a date",
    response_model=EffectiveTerms,
)
def effective(
    *,
    desk: Desk,
    _caller: Viewer,
    licence_id: LicenceId,
    on: DayQuery = None,
    known_at: MomentQuery = None,
    limit: Limit = 200,
    cursor: Cursor = None,
) -> Response:
    """On `on`, or today: amendments laid over the agreement, each term with where it comes from.

    With `known_at` as the desk would have answered then. A term that is not here is not reviewed.
    """
    asked, places = day("on", on) or desk.today(), _places(desk)
    page = page_of(
        tuple(terms_on(desk, licence_id, asked, moment("known_at", known_at)).values()),
        lambda term: (places.get(term.term, len(places)), term.term),
        limit=limit,
        cursor=cursor,
        name="effective",
    )
    items = [EffectiveTerm.of(term) for term in page.items]
    return plain(EffectiveTerms(items=items, next_cursor=page.next_cursor, on=asked))


@router.get(
    "/versions/{version_id}/carry-over",
    operation_id="listCarryOvers",
    summary="What the text before decided, held against this one",
    response_model=CarryOvers,
)
def list_offers(
    desk: Desk, _caller: Editor, version_id: VersionId, limit: Limit = 200, cursor: Cursor = None
) -> Response:
    """Decisions whose clauses did not change may be carried over; the others are to be looked at again.

    For an amendment only terms whose clauses it changes. Empty while a document is read.
    """
    places = _places(desk)
    page = page_of(
        tuple(offers_of(desk, version_id)[1].values()),
        lambda offer: (places.get(offer.decision.term, len(places)), offer.decision.term),
        limit=limit,
        cursor=cursor,
        name="carry-over",
    )
    return plain(CarryOvers(items=[CarryOver.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.post(
    "/versions/{version_id}/terms/{key}/carry-over",
    operation_id="carryOverTerm",
    summary="Decide a term as the text before does",
    response_model=Decision,
    status_code=201,
)
def carry_over(
    caller: Reviewer, once: OnceOnly, version_id: VersionId, key: TermKey, body: CarryingOver | None = None
) -> Response:
    """A decision of its own, on the words of this version's documents, with the reason on record.

    404 where nothing is offered for the term; 409 where its words are not in the new text, or it was decided before.
    """
    return once(lambda s: _carried(s, caller, version_id, key, body or CarryingOver()), body)


def _carried(s: Services, caller: Actor, version_id: str, key: str, body: CarryingOver) -> Response:
    former, notes = last_decision(s, version_id, key), body.notes or SentNotes()
    seen = former.sequence if former and former.value is None else 0
    decision = carry_over_term(
        s, caller, version_id, key, public_note=notes.public, internal_note=notes.internal, seen=seen
    )
    at = f"/api/v1/versions/{version_id}/terms/{key}"
    return single(Decision.of(decision), decision.sequence, status=201, at=at)
