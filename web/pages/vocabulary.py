"""The vocabulary: the terms a library decides its licences in, for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Conflict, Invalid
from domain.identity import Actor
from domain.usecases.affected import term_use
from domain.usecases.looking_up import one_definition
from domain.usecases.vocabulary import add_definition, change_definition, vocabulary_in_use
from domain.vocabulary import TermDefinition
from web.access import admin, pages_router, services
from web.chrome import Message, words
from web.contexts.affected import affected_by
from web.contexts.vocabulary import (
    TYPES,
    TermPage,
    entered_term,
    new_term_form,
    term_form,
    vocabulary_page,
    vocabulary_sheet,
)
from web.forms import Form
from web.messages import redirect
from web.render import render
from web.sent import Sent, first
from web.table_file import table_answer

router: APIRouter = pages_router("/vocabulary")
Admin = Annotated[Actor, Depends(admin)]
LIST, FORM, NEW = "/vocabulary", "vocabulary/form.html", "/vocabulary/new"


@router.get("")
def vocabulary(request: Request, actor: Admin) -> Response:
    """All terms by category, with how many versions each was decided on."""
    terms, used = vocabulary_in_use(services(request), actor)
    return render(request, "vocabulary/list.html", vocabulary_page(words(request), terms, used))


@router.get("/export.{kind}")
def export(request: Request, kind: str, actor: Admin) -> Response:
    """All terms with their labels, questions and choices."""
    terms, used = vocabulary_in_use(services(request), actor)
    return table_answer("vocabulary", kind, vocabulary_sheet(words(request), terms, used))


@router.get("/new")
def new(request: Request, _actor: Admin) -> Response:
    """An empty form."""
    return render(request, FORM, TermPage(form=new_term_form(words(request)), action=NEW))


@router.post("/new")
def add(request: Request, sent: Sent, actor: Admin) -> Response:
    """Save a term of the library's own."""
    t = words(request)
    try:
        term = add_definition(services(request), actor, entered_term(sent, is_new=True))
    except (Invalid, Conflict) as error:
        known = error if isinstance(error, Invalid) else Invalid.field("key", error.message)
        form = new_term_form(t).filled(sent).with_errors(known)
        return render(request, FORM, TermPage(form=form, action=NEW), block="form", status=422)
    return redirect(request, LIST, message=Message(t("The term “{label}” is added.", label=term.label(t.language))))


@router.get("/terms/{key}")
def term(request: Request, key: str, actor: Admin) -> Response:
    """The form of one term."""
    found = one_definition(services(request), key)
    return render(request, FORM, _page(request, actor, found, term_form(words(request), found), found.revision))


@router.post("/terms/{key}")
def change(request: Request, key: str, sent: Sent, actor: Admin) -> Response:
    """Save labels, questions and answers, or retire it; its key and kind stay."""
    s, t, seen = services(request), words(request), first(sent, "revision")
    old = one_definition(s, key)
    revision = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    try:
        saved = change_definition(s, actor, key, entered_term(sent, is_new=False), seen=revision)
    except Invalid as error:
        form = term_form(t, old).filled({**sent, "retired": sent.get("retired")}).with_errors(error)
        return render(request, FORM, _page(request, actor, old, form, revision), block="form", status=422)
    return redirect(request, LIST, message=Message(t("The term “{label}” is saved.", label=saved.label(t.language))))


def _page(request: Request, actor: Actor, found: TermDefinition, form: Form, revision: int) -> TermPage:
    t = words(request)
    use = term_use(services(request), actor, found.key)
    return TermPage(
        form=form,
        action=f"/vocabulary/terms/{found.key}",
        key=found.key,
        label=found.label(t.language),
        kind=t(TYPES[found.value_type]),
        affected=affected_by(t, found.key, use),
        revision=revision,
    )
