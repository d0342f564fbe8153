"""The first page after signing in: what waits."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.desk import WhoseWork, what_waits
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.desk import SPANS, desk_page
from web.render import render

router: APIRouter = pages_router()


@router.get("/")
def desk(request: Request, actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """Deadlines of the coming days, reviews, readings and recent changes."""
    s, asked = services(request), request.query_params.get("days", "")
    days = next((span for span in SPANS if str(span) == asked), 90)
    wanted = request.query_params.get("work", "")
    work = WhoseWork(wanted) if wanted in set(WhoseWork) else WhoseWork.ALL
    found = what_waits(s, days, actor, work)
    context = desk_page(words(request), found, actor, today=s.today(), days=days, work=work)
    return render(request, "desk/desk.html", context)
