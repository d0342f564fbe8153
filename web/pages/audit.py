"""The trail of everything that was done, for reviewers and administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Invalid
from domain.identity import Actor
from domain.usecases.audit_trail import trail_pages, whole_trail
from web.access import pages_router, reviewer, services
from web.chrome import words
from web.contexts.audit import asked_of, audit_page, exported_trail
from web.contexts.trail_export import trail_sheet
from web.render import render
from web.table_file import MOST_ROWS, table_answer

router: APIRouter = pages_router("/audit")


@router.get("")
def trail(request: Request, actor: Annotated[Actor, Depends(reviewer)]) -> Response:
    """Newest first, filtered by what, who and when."""
    t = words(request)
    asked = asked_of(t, request.query_params)
    context = audit_page(t, whole_trail(services(request), actor, asked.which), asked)
    live = t.plural("{count} entry", "{count} entries", len(context.entries))
    status = 422 if asked.problems else 200
    return render(request, "audit/list.html", context, block="entries", live=live, status=status)


@router.get("/export.{kind}")
def export(request: Request, kind: str, actor: Annotated[Actor, Depends(reviewer)]) -> Response:
    """The trail as it is filtered, all pages of it."""
    t = words(request)
    asked = asked_of(t, request.query_params)
    if asked.problems:
        raise Invalid.field(*next(iter(asked.problems.items())))
    pages = trail_pages(services(request), actor, asked.which, MOST_ROWS)
    return table_answer("trail", kind, trail_sheet(t, exported_trail(t, pages)))
