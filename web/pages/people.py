"""Accounts: who may use the desk, for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Conflict, Invalid
from domain.identity import Account, Actor
from domain.usecases.accounts import accounts, add_account, change_account
from domain.usecases.affected import account_use
from domain.usecases.looking_up import one_account
from web.access import admin, pages_router, services
from web.chrome import Message, words
from web.contexts.affected import hanging_on
from web.contexts.people import PersonPage, new_person_form, people_page, person_form
from web.forms import Form
from web.messages import redirect
from web.render import render
from web.sent import Sent, Values, first

router: APIRouter = pages_router("/people")
Admin = Annotated[Actor, Depends(admin)]
FORM = "people/form.html"


@router.get("")
def people(request: Request, actor: Admin) -> Response:
    """Everybody with an account."""
    return render(
        request, "people/list.html", people_page(words(request), accounts(services(request), actor), actor.id)
    )


@router.get("/new")
def new(request: Request, _actor: Admin) -> Response:
    """An empty form."""
    return render(request, FORM, PersonPage(form=new_person_form(words(request)), action="/people"))


@router.post("")
def add(request: Request, sent: Sent, actor: Admin) -> Response:
    """Save a new account."""
    t = words(request)
    try:
        account = add_account(services(request), actor, _texts(sent, "name", "email", "unit", "role", "password"))
    except (Invalid, Conflict) as error:
        form = new_person_form(t).filled(sent).with_errors(_at_field(error, "email"))
        return render(request, FORM, PersonPage(form=form, action="/people"), block="form", status=422)
    return redirect(request, "/people", message=Message(t("{name} may now sign in.", name=account.name)))


@router.get("/{account_id}")
def person(request: Request, account_id: str, actor: Admin) -> Response:
    """The form of one account."""
    account = one_account(services(request), actor, account_id)
    form = person_form(words(request), account)
    return render(request, FORM, _page(request, actor, account, form, account.revision))


@router.post("/{account_id}")
def change(request: Request, account_id: str, sent: Sent, actor: Admin) -> Response:
    """Save what changed; the last administrator stays one."""
    s, t, seen = services(request), words(request), first(sent, "revision")
    account = one_account(s, actor, account_id)
    raw = {**_texts(sent, "name", "unit", "role", "password"), "closed": bool(first(sent, "closed"))}
    revision = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    try:
        saved = change_account(s, actor, account_id, raw, seen=revision)
    except Invalid as error:
        typed = {**sent, "closed": sent.get("closed")}
        form = person_form(t, account).filled(typed).with_errors(error)
        page = _page(request, actor, account, form, revision)
        return render(request, FORM, page, block="form", status=422)
    return redirect(request, "/people", message=Message(t("The account of {name} is saved.", name=saved.name)))


def _page(request: Request, actor: Actor, account: Account, form: Form, revision: int) -> PersonPage:
    use = account_use(services(request), actor, account.id)
    return PersonPage(
        form=form,
        action=f"/people/{account.id}",
        email=account.email,
        name=account.name,
        affected=hanging_on(words(request), account.id, use),
        revision=revision,
    )


def _texts(sent: Values, *names: str) -> dict[str, object]:
    return {name: first(sent, name) for name in names}


def _at_field(error: Invalid | Conflict, field: str) -> Invalid:
    return error if isinstance(error, Invalid) else Invalid.field(field, error.message)
