"""Tokens: what programs show to use the API, for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Invalid
from domain.identity import Actor, Token
from domain.usecases.accounts import accounts, create_token, revoke_token, tokens
from domain.usecases.looking_up import one_token
from web.access import admin, pages_router, services
from web.chrome import Message, words
from web.contexts.people import TokensPage, token_form, tokens_page
from web.forms import Form
from web.messages import redirect
from web.render import render
from web.sent import Sent, first

router: APIRouter = pages_router("/tokens")
Admin = Annotated[Actor, Depends(admin)]
LIST = "tokens/list.html"


@router.get("")
def listing(request: Request, actor: Admin) -> Response:
    """All tokens and the form for a new one."""
    return render(request, LIST, _page(request, actor))


@router.post("")
def create(request: Request, sent: Sent, actor: Admin) -> Response:
    """Make a token. Its secret is in this one answer, which nobody stores, so there is no redirect."""
    raw = {"name": first(sent, "name"), "role": first(sent, "role"), "feed_only": bool(first(sent, "feed_only"))}
    try:
        made = create_token(services(request), actor, raw)
    except Invalid as error:
        form = token_form(words(request)).filled(sent).with_errors(error)
        return render(request, LIST, _page(request, actor, form), block="tokens", status=422)
    return render(request, LIST, _page(request, actor, new=made), block="tokens")


@router.post("/{token_id}/revoke")
def revoke(request: Request, token_id: str, actor: Admin) -> Response:
    """From now on it opens nothing."""
    s = services(request)
    name = one_token(s, actor, token_id).name
    revoke_token(s, actor, token_id)
    message = Message(words(request)("The token “{name}” opens nothing any more.", name=name))
    return redirect(request, "/tokens", message=message)


def _page(request: Request, actor: Actor, form: Form | None = None, new: tuple[str, Token] | None = None) -> TokensPage:
    s = services(request)
    return tokens_page(words(request), tokens(s, actor), accounts(s, actor), form, new)
