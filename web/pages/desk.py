"""The first page after signing in: what waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.desk import WhoseWork, what_waits
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.desk import SPANS, DeskPage, desk_page
from web.render import render

router: APIRouter = pages_router()
TEMPLATE = "desk/desk.html"


@router.get("/")
def desk(request: Request, actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """Deadlines of the coming days, reviews, readings and recent changes."""
    return render(request, TEMPLATE, desk_context(request, actor, request.query_params))


def desk_context(request: Request, actor: Actor, asked: Mapping[str, str]) -> DeskPage:
    """The page for the `days` and the `work` that are asked for; what cannot be read is as usual."""
    s = services(request)
    days = next((span for span in SPANS if str(span) == asked.get("days")), 90)
    wanted = asked.get("work", "")
    work = WhoseWork(wanted) if wanted in set(WhoseWork) else WhoseWork.ALL
    found = what_waits(s, days, actor, work)
    return desk_page(words(request), found, actor, today=s.today(), days=days, work=work)
