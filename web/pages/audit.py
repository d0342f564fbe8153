"""The trail of everything that was done, for reviewers and administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.audit_trail import whole_trail
from web.access import pages_router, reviewer, services
from web.chrome import words
from web.contexts.audit import asked_of, audit_page
from web.render import render

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
