"""The vocabulary: term definitions."""

from __future__ import annotations

from starlette.responses import Response

from api.deps import Admin, Cursor, Desk, IfMatch, IfNoneMatch, Limit, TermKey, Viewer
from api.etags import plain, seen_revision, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import page_of
from api.schemas.vocabulary import Term, TermDefinitionChange, TermDefinitionNew, Terms
from domain.identity import Actor
from domain.ports import Services
from domain.usecases.looking_up import definitions, one_definition
from domain.usecases.vocabulary import add_definition, change_definition

router = api_router("Vocabulary")


@router.get("/vocabulary/terms", operation_id="listTerms", summary="The vocabulary", response_model=Terms)
def list_terms(desk: Desk, _caller: Viewer, limit: Limit = 200, cursor: Cursor = None) -> Response:
    """Every term in its order, retired ones included."""
    page = page_of(definitions(desk), lambda one: (one.position, one.key), limit=limit, cursor=cursor, name="terms")
    return plain(Terms(items=[Term.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.post(
    "/vocabulary/terms",
    operation_id="addTerm",
    summary="Add a term of the library's own",
    response_model=Term,
    status_code=201,
)
def add(caller: Admin, once: OnceOnly, body: TermDefinitionNew) -> Response:
    """409 where the key is taken."""
    return once(lambda s: _added(s, caller, body), body)


def _added(s: Services, caller: Actor, body: TermDefinitionNew) -> Response:
    term = add_definition(s, caller, body.entered())
    return single(Term.of(term), term.revision, status=201, at=f"/api/v1/vocabulary/terms/{term.key}")


@router.get("/vocabulary/terms/{key}", operation_id="getTerm", summary="One term", response_model=Term)
def show(desk: Desk, _caller: Viewer, key: TermKey, if_none_match: IfNoneMatch = None) -> Response:
    """With its labels, its public question and its codes elsewhere."""
    term = one_definition(desk, key)
    return single(Term.of(term), term.revision, known=if_none_match)


@router.patch(
    "/vocabulary/terms/{key}", operation_id="changeTerm", summary="Change or retire a term", response_model=Term
)
def change(desk: Desk, caller: Admin, key: TermKey, body: TermDefinitionChange, if_match: IfMatch) -> Response:
    """A retired term stays readable where it was used."""
    there = one_definition(desk, key)
    seen = seen_revision(if_match, Term.of(there), there.revision)
    term = change_definition(desk, caller, key, body.entered(), seen=seen)
    return single(Term.of(term), term.revision)
