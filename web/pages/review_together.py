"""What is decided for many terms with one press: what a reading is sure of, silence, and what the former text decided.

Each page shows beforehand what would be decided; each term becomes a decision of its own.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.review import Show
from domain.usecases.accepting_many import accept_many, acceptable
from domain.usecases.carrying_over import carry_over_terms
from domain.usecases.reviewing import Wish, confirm_silent, review_of
from web.access import pages_router, reviewer, services
from web.chrome import Message, words
from web.contexts.offer import carry_page
from web.contexts.silent import silent_page
from web.contexts.sure import least_of, sure_page
from web.messages import redirect
from web.render import render
from web.sent import Sent, first

router: APIRouter = pages_router("/versions/{version_id}/review")
Reviewer = Annotated[Actor, Depends(reviewer)]


@router.get("/sure")
def sure(request: Request, version_id: str, _actor: Reviewer) -> Response:
    """What would be accepted from a confidence on, and what would be left and why."""
    t, least = words(request), least_of(request.query_params.get("least", ""))
    context = sure_page(t, acceptable(services(request), version_id, least), least)
    spoken = t.plural("{count} term would be accepted", "{count} terms would be accepted", len(context.terms))
    return render(request, "review/sure.html", context, block="parted", live=spoken)


@router.post("/sure")
def accept(request: Request, version_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Accept those that were left ticked, each as a decision of its own."""
    t, chosen = words(request), tuple(sent.get("suggestion", ()))
    done, left = accept_many(services(request), actor, version_id, chosen, least_of(first(sent, "least")))
    said = t.plural("{count} term accepted.", "{count} terms accepted.", done)
    if left:
        said = f"{said} {t.plural('{count} was left: it needs a look.', '{count} were left: they need a look.', left)}"
    if done:
        said = f"{said} {t('Undo takes all of them back at once.')}"
    return redirect(request, f"/versions/{version_id}/review", message=Message(said))


@router.get("/silent")
def silent(request: Request, version_id: str, _actor: Reviewer) -> Response:
    """All terms that nothing was found for and that nobody has looked at, to be confirmed together."""
    found = review_of(services(request), version_id, Wish(show=Show.ALL))
    return render(request, "review/silent.html", silent_page(words(request), found))


@router.post("/silent")
def confirm(request: Request, version_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Confirm the silence of those that were left ticked, each as a decision of its own."""
    t = words(request)
    done, left = confirm_silent(services(request), actor, version_id, tuple(sent.get("key", ())))
    said = t.plural("{count} term confirmed as silent.", "{count} terms confirmed as silent.", done)
    if left:
        missed = "{count} was decided meanwhile and left alone.", "{count} were decided meanwhile and left alone."
        said = f"{said} {t.plural(*missed, len(left))}"
    return redirect(request, f"/versions/{version_id}/review", message=Message(said))


@router.get("/carry")
def carry(request: Request, version_id: str, _actor: Reviewer) -> Response:
    """What the former text decided and can be carried over, to be taken together; and what to look at again."""
    found = review_of(services(request), version_id, Wish(show=Show.ALL))
    return render(request, "review/carry.html", carry_page(words(request), found))


@router.post("/carry")
def take_over(request: Request, version_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Carry over those that were left ticked, each as a decision of its own."""
    t = words(request)
    done, left = carry_over_terms(services(request), actor, version_id, tuple(sent.get("key", ())))
    said = t.plural("{count} decision carried over.", "{count} decisions carried over.", done)
    if left:
        missed = "{count} was decided meanwhile and left alone.", "{count} were decided meanwhile and left alone."
        said = f"{said} {t.plural(*missed, len(left))}"
    return redirect(request, f"/versions/{version_id}/review", message=Message(said))
