"""Drafts of forms: kept in the background while somebody types, and discarded when they are not wanted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import HTMLResponse

from domain.identity import Actor
from domain.usecases.drafts import drop_draft, keep_draft
from web.access import editor, pages_router, services
from web.carrying import typed
from web.chrome import Message, words
from web.messages import own_address, redirect
from web.sent import Sent, first

router: APIRouter = pages_router("/drafts")
Editor = Annotated[Actor, Depends(editor)]


@router.post("/{form}")
def keep(request: Request, form: str, sent: Sent, actor: Editor) -> Response:
    """Keep what is in the form now; says when."""
    s, t = services(request), words(request)
    draft = keep_draft(s, actor, form, typed(sent))
    at = draft.saved_at.astimezone(s.time_zone())
    return HTMLResponse(t("Draft kept at {time}", time=f"{at:%H:%M}"), headers={"Cache-Control": "no-store"})


@router.post("/{form}/discard")
def discard(request: Request, form: str, sent: Sent, actor: Editor) -> Response:
    """Begin again with what is stored."""
    drop_draft(services(request), actor, form)
    return redirect(request, own_address(first(sent, "next")), message=Message(words(request)("The draft is gone.")))
