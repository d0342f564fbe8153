"""The agreement of a licence as it reads with its amendments."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.reading_copies import reading_copy
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.asked import asked_of
from web.contexts.reading_copy import reading_copy_page
from web.render import render

router: APIRouter = pages_router("/licences")


@router.get("/{licence_id}/text")
def text(request: Request, licence_id: str, _actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """The reading copy on a day (today), or with one amendment and those before it."""
    s, t, query = services(request), words(request), request.query_params
    asked = asked_of(t, query, s.today())
    found = reading_copy(s, licence_id, asked.on, query.get("with") or None)
    context = reading_copy_page(t, found, typed=asked.typed, date_problem=asked.problem)
    return render(request, "copies/copy.html", context, status=422 if asked.problem else 200)
