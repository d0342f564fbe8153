"""Licences and the organisations that they name."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query
from starlette.responses import Response

from api import patterns
from api.deps import Cursor, DayQuery, Desk, Editor, IfMatch, IfNoneMatch, LicenceId, Limit, Viewer, day
from api.etags import plain, seen_revision, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import page_of
from api.schemas.licences import (
    Licence,
    LicenceChange,
    LicenceListed,
    LicenceNew,
    Licences,
    OrganisationName,
    OrganisationNames,
)
from domain.identity import Actor
from domain.licence import LicenceStatus, Scope
from domain.ports import Services
from domain.queries import LicenceFilter, TermFilter
from domain.usecases.licences import add_licence, change_licence, delete_licence
from domain.usecases.looking_up import licence_now, licence_rows, organisation_names

router = api_router("Licences")
Sort = Literal[
    "title", "-title", "code", "-code", "end_date", "-end_date", "notice_by", "-notice_by", "updated", "-updated"
]
_Words = Annotated[str | None, Query(max_length=300)]
ALL_NAMES = 100_000
"""More organisations than a desk has; the list is paged here."""


def wanted(
    *,
    desk: Desk,
    q: Annotated[str, Query(max_length=300, description="Words of titles, codes, notes, organisations, clauses.")] = "",
    status: Annotated[tuple[LicenceStatus, ...], Query(description="One of these.")] = (),
    scope: Scope | None = None,
    licensor: _Words = None,
    consortium: _Words = None,
    tag: _Words = None,
    term: Annotated[
        tuple[Annotated[str, Query(pattern=patterns.TERM_FILTER)], ...],
        Query(
            max_length=20,
            description="`KEY:VALUE` on the day of asking, repeatable; `KEY:*` is decided, `KEY:-` not reviewed; "
            "`KEY:permitted` and `KEY:prohibited` stand for both bases.",
            examples=[["ill_electronic:permitted"]],
        ),
    ] = (),
    notice_before: DayQuery = None,
    ends_before: DayQuery = None,
    resource: Annotated[str | None, Query(max_length=300, description="Words or slug of a resource.")] = None,
    sort: Sort = "title",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> LicenceFilter:
    """What the query asks for; raises Invalid for a date that does not exist."""
    return LicenceFilter(
        today=desk.today(),
        q=q,
        status=tuple(status),
        scope=scope,
        licensor=licensor,
        consortium=consortium,
        tag=tag,
        terms=tuple(TermFilter(term=key, value=value) for key, _, value in (one.partition(":") for one in term)),
        notice_before=day("notice_before", notice_before),
        ends_before=day("ends_before", ends_before),
        resource=resource,
        sort=sort,
        limit=limit,
        cursor=cursor,
    )


@router.get("/licences", operation_id="listLicences", summary="List licences", response_model=Licences)
def list_licences(desk: Desk, _caller: Viewer, which: Annotated[LicenceFilter, Depends(wanted)]) -> Response:
    """Every condition holds. The order is total, so nothing is skipped or seen twice while others write."""
    page = licence_rows(desk, which)
    items = [LicenceListed.of(row, which.today) for row in page.items]
    return plain(Licences(items=items, next_cursor=page.next_cursor))


@router.post("/licences", operation_id="addLicence", summary="Enter a licence", response_model=Licence, status_code=201)
def add(caller: Editor, once: OnceOnly, body: LicenceNew) -> Response:
    """A code that is left out is proposed from the title. 409 where the code is taken."""
    return once(lambda s: _added(s, caller, body), body)


def _added(s: Services, caller: Actor, body: LicenceNew) -> Response:
    licence = add_licence(s, caller, body.entered())
    shown = Licence.of(licence_now(s, licence.id))
    return single(shown, licence.revision, status=201, at=f"/api/v1/licences/{licence.id}")


@router.get("/licences/{licence_id}", operation_id="getLicence", summary="One licence", response_model=Licence)
def show(desk: Desk, _caller: Viewer, licence_id: LicenceId, if_none_match: IfNoneMatch = None) -> Response:
    """With what follows from its versions and dates today."""
    shown = Licence.of(licence_now(desk, licence_id))
    return single(shown, shown.revision, known=if_none_match)


@router.patch(
    "/licences/{licence_id}", operation_id="changeLicence", summary="Change a licence", response_model=Licence
)
def change(desk: Desk, caller: Editor, licence_id: LicenceId, body: LicenceChange, if_match: IfMatch) -> Response:
    """412 where somebody saved meanwhile, with both sides of every field that differs."""
    there = Licence.of(licence_now(desk, licence_id))
    seen = seen_revision(if_match, there, there.revision)
    change_licence(desk, caller, licence_id, body.entered(), seen=seen)
    shown = Licence.of(licence_now(desk, licence_id))
    return single(shown, shown.revision)


@router.delete("/licences/{licence_id}", operation_id="deleteLicence", summary="Erase a licence", status_code=204)
def delete(desk: Desk, caller: Editor, licence_id: LicenceId, if_match: IfMatch) -> Response:
    """Only one that never came into force; what has been in force is retired by its status instead (409)."""
    there = Licence.of(licence_now(desk, licence_id))
    delete_licence(desk, caller, licence_id, seen=seen_revision(if_match, there, there.revision))
    return Response(status_code=204)


@router.get(
    "/organisations",
    operation_id="listOrganisations",
    summary="Names of organisations",
    response_model=OrganisationNames,
)
def organisations(
    desk: Desk,
    _caller: Viewer,
    q: Annotated[str, Query(max_length=300, description="What the name begins with or holds.")] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The organisations that licences name, in the order of their names."""
    names = organisation_names(desk, q, ALL_NAMES)
    page = page_of(names, lambda name: (name.casefold(), name), limit=limit, cursor=cursor, name="organisations")
    items = [OrganisationName(name=name) for name in page.items]
    return plain(OrganisationNames(items=items, next_cursor=page.next_cursor))
