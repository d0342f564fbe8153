"""Suggestions, and what a person does with them."""

from __future__ import annotations

from starlette.responses import Response

from api.deps import Cursor, Desk, Editor, IfNoneMatch, Limit, Reviewer, SuggestionId, VersionId
from api.etags import plain, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import page_of
from api.schemas.suggestions import Accepting, Rejecting, Suggestion, Suggestions
from api.schemas.terms import Decision
from domain.identity import Actor
from domain.ports import Services
from domain.readings import StoredSuggestion
from domain.suggestion import SuggestionState
from domain.usecases.decisions import accept_suggestion
from domain.usecases.looking_up import last_decision, one_suggestion, suggestions_of
from domain.usecases.taking_back import reject_suggestion

router = api_router("Suggestions")
_REVISIONS = list(SuggestionState)


@router.get(
    "/versions/{version_id}/suggestions",
    operation_id="listSuggestions",
    summary="What the reading proposes for a version",
    response_model=Suggestions,
)
def list_suggestions(
    desk: Desk,
    _caller: Editor,
    version_id: VersionId,
    state: SuggestionState | None = None,
    limit: Limit = 200,
    cursor: Cursor = None,
) -> Response:
    """As the text runs, of the newest reading of each document. They decide nothing, so only reviewing shows them."""
    wanted = [stored for stored in suggestions_of(desk, version_id) if state in (None, stored.state)]
    page = page_of(wanted, lambda one: (one.position, one.id), limit=limit, cursor=cursor, name="suggestions")
    return plain(Suggestions(items=[Suggestion.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.get(
    "/suggestions/{suggestion_id}", operation_id="getSuggestion", summary="One suggestion", response_model=Suggestion
)
def show(desk: Desk, _caller: Editor, suggestion_id: SuggestionId, if_none_match: IfNoneMatch = None) -> Response:
    """With its quotes, its cues and what became of it."""
    return _single(one_suggestion(desk, suggestion_id), if_none_match)


def _single(stored: StoredSuggestion, known: str | None = None) -> Response:
    return single(Suggestion.of(stored), _REVISIONS.index(stored.state), known=known)


@router.post(
    "/suggestions/{suggestion_id}/accept",
    operation_id="acceptSuggestion",
    summary="Decide what a suggestion proposes",
    response_model=Decision,
    status_code=201,
)
def accept(caller: Reviewer, once: OnceOnly, suggestion_id: SuggestionId, body: Accepting | None = None) -> Response:
    """The decision rests on the quotes of the suggestion. 409 where the term was decided before."""
    return once(lambda s: _accepted(s, caller, suggestion_id, body or Accepting()), body)


def _accepted(s: Services, caller: Actor, suggestion_id: str, body: Accepting) -> Response:
    stored = one_suggestion(s, suggestion_id)
    former = last_decision(s, stored.version_id, stored.suggestion.term)
    seen = former.sequence if former and former.value is None else 0
    decision = accept_suggestion(
        s, caller, suggestion_id, public_note=body.public_note, internal_note=body.internal_note, seen=seen
    )
    at = f"/api/v1/versions/{decision.version_id}/terms/{decision.term}"
    return single(Decision.of(decision), decision.sequence, status=201, at=at)


@router.post(
    "/suggestions/{suggestion_id}/reject",
    operation_id="rejectSuggestion",
    summary="Say that a suggestion does not settle its term",
    response_model=Suggestion,
)
def reject(caller: Reviewer, once: OnceOnly, suggestion_id: SuggestionId, body: Rejecting | None = None) -> Response:
    """The term stays not reviewed. 409 where the suggestion has been dealt with."""
    return once(lambda s: _rejected(s, caller, suggestion_id, body or Rejecting(reason="")), body)


def _rejected(s: Services, caller: Actor, suggestion_id: str, body: Rejecting) -> Response:
    reject_suggestion(s, caller, suggestion_id, body.reason)
    return _single(one_suggestion(s, suggestion_id))
