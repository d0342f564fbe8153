"""The door: signing in and out, and the first account of a new desk."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Invalid, LicenceError, NotPermitted, NotSignedIn, TooManyAttempts
from domain.usecases.accounts import (
    create_first_account,
    first_link_is_good,
    sign_in,
    sign_out,
    who_is_signed_in,
)
from domain.usecases.drafts import keep_draft
from web.access import anybody, pages_router, services
from web.answers import answer_for
from web.carrying import read_carried
from web.chrome import Message, words
from web.cookies import Cookie, drop_cookie, read_cookie, set_cookie
from web.forms import Form
from web.messages import own_address, redirect
from web.render import render
from web.sent import Sent, first
from web.sign_in import FirstAccountPage, SignInPage, first_account_form, sign_in_form

router: APIRouter = pages_router()
Anybody = Annotated[None, Depends(anybody)]
LINK_IS_NO_GOOD = "This link has been used or is too old. Start the service again to get a new one."


@router.get("/sign-in")
def door(request: Request, _anybody: Anybody) -> Response:
    """The form; who is signed in already is taken on."""
    then = own_address(request.query_params.get("next"))
    if request.state.actor is not None:
        return redirect(request, then)
    return _door(request, sign_in_form(words(request)), then)


@router.post("/sign-in")
def enter(request: Request, sent: Sent, _anybody: Anybody) -> Response:
    """Start a session and go on to where the person wanted to be."""
    t, then = words(request), own_address(first(sent, "next"))
    form = sign_in_form(t).filled({"email": first(sent, "email")})
    address = request.client.host if request.client else ""
    try:
        secret, _session = sign_in(services(request), first(sent, "email"), first(sent, "password"), address)
    except (NotSignedIn, TooManyAttempts) as error:
        return _door(request, form, then, error, first(sent, "carried"))
    _keep_carried(request, secret, first(sent, "carried"))
    return _with_session(request, redirect(request, then), secret)


@router.post("/sign-out")
def leave(request: Request, _anybody: Anybody) -> Response:
    """End the session."""
    sign_out(services(request), read_cookie(request, Cookie.SESSION))
    response = redirect(request, "/sign-in", message=Message(words(request)("You are signed out.")))
    drop_cookie(request, response, Cookie.SESSION)
    return response


@router.get("/first-account/{secret}")
def first_account(request: Request, secret: str, _anybody: Anybody) -> Response:
    """The form behind the one-time link; raises NotSignedIn … as a page, where the link is no good."""
    if not first_link_is_good(services(request), secret):
        return _no_good(request)
    return _first_account(request, first_account_form(words(request)), secret)


@router.post("/first-account/{secret}")
def make_first_account(request: Request, secret: str, sent: Sent, _anybody: Anybody) -> Response:
    """Create the account and sign its owner in."""
    s, t = services(request), words(request)
    entered = {name: first(sent, name) for name in ("name", "email", "password")}
    try:
        account = create_first_account(s, secret, entered)
    except Invalid as error:
        form = first_account_form(t).filled(entered).with_errors(error)
        return _first_account(request, form, secret, status=422)
    except NotSignedIn:
        return _no_good(request)
    address = request.client.host if request.client else ""
    session, _ = sign_in(s, account.email, entered["password"], address)
    welcome = Message(t("Welcome. Begin by entering a licence."), href="/licences/new", action=t("New licence"))
    return _with_session(request, redirect(request, "/", message=welcome), session)


def _keep_carried(request: Request, secret: str, text: str) -> None:
    """What was typed before the session ended becomes the draft of whoever signed in; nothing that may not be one."""
    kept, signed_in = read_carried(text), who_is_signed_in(services(request), secret)
    if kept is None or signed_in is None:
        return
    with suppress(Invalid, NotPermitted):
        keep_draft(services(request), signed_in[0].actor(), *kept)


def _door(request: Request, form: Form, then: str, refused: LicenceError | None = None, carried: str = "") -> Response:
    t = words(request)
    context = SignInPage(form=form, then=then, refused=t(refused.message) if refused else None, carried=carried)
    if refused is None:
        return render(request, "sign_in/sign_in.html", context)
    headers = {"Retry-After": str(refused.retry_after)} if isinstance(refused, TooManyAttempts) else {}
    status = answer_for(type(refused)).status if headers else 422
    return render(request, "sign_in/sign_in.html", context, status=status, headers=headers)


def _first_account(request: Request, form: Form, secret: str, status: int = 200) -> Response:
    context = FirstAccountPage(form=form, action=f"/first-account/{quote(secret, safe='')}")
    return render(request, "sign_in/first_account.html", context, status=status)


def _no_good(request: Request) -> Response:
    """A page that says so, rather than the sign-in page, where nobody can get in yet."""
    context = SignInPage(form=sign_in_form(words(request)), refused=words(request)(LINK_IS_NO_GOOD))
    return render(request, "sign_in/link_used.html", context, status=410)


def _with_session(request: Request, response: Response, secret: str) -> Response:
    seconds = services(request).settings.session_hours * 3600
    set_cookie(request, response, Cookie.SESSION, secret, seconds=seconds)
    drop_cookie(request, response, Cookie.CSRF)
    return response
