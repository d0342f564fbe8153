"""The term sheet of a licence, for paper."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.licence_record import licence_record
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.asked import asked_of
from web.contexts.term_sheet import term_sheet
from web.render import render

router: APIRouter = pages_router("/licences")


@router.get("/{licence_id}/term-sheet")
def sheet(request: Request, licence_id: str, _actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """The terms as of a day (today), one page to print and sign."""
    s, t = services(request), words(request)
    asked = asked_of(t, request.query_params, s.today())
    return render(request, "record/term_sheet.html", term_sheet(t, licence_record(s, licence_id, asked.on)))
