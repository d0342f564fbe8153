"""Accepting with one press what a reading is sure of, after a look at what that would be."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.accepting_many import accept_many, acceptable
from web.access import pages_router, reviewer, services
from web.chrome import Message, words
from web.contexts.sure import least_of, sure_page
from web.messages import redirect
from web.render import render
from web.sent import Sent, first

router: APIRouter = pages_router("/versions/{version_id}/review/sure")
Reviewer = Annotated[Actor, Depends(reviewer)]


@router.get("")
def sure(request: Request, version_id: str, _actor: Reviewer) -> Response:
    """What would be accepted from a confidence on, and what would be left and why."""
    t, least = words(request), least_of(request.query_params.get("least", ""))
    context = sure_page(t, acceptable(services(request), version_id, least), least)
    spoken = t.plural("{count} term would be accepted", "{count} terms would be accepted", len(context.terms))
    return render(request, "review/sure.html", context, block="parted", live=spoken)


@router.post("")
def accept(request: Request, version_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Accept those that were left ticked, each as a decision of its own."""
    t, chosen = words(request), tuple(sent.get("suggestion", ()))
    done, left = accept_many(services(request), actor, version_id, chosen, least_of(first(sent, "least")))
    said = t.plural("{count} term accepted.", "{count} terms accepted.", done)
    if left:
        one, many = "{count} was left: it needs a look.", "{count} were left: they need a look."
        said = f"{said} {t.plural(one, many, left)}"
    if done:
        said = f"{said} {t('Undo takes all of them back at once.')}"
    return redirect(request, f"/versions/{version_id}/review", message=Message(said))
