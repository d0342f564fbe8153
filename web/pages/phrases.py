"""Phrases of a term: what the reading looks for, the library's own beside it, and what one would find at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Invalid
from domain.identity import Actor
from domain.usecases.own_phrases import add_phrase, change_phrase, phrases_of, try_phrase
from web.access import admin, pages_router, reviewer, services
from web.chrome import Message, words
from web.contexts.phrases import TriedView, entered_phrase, phrase_form, phrases_page, tried_view
from web.messages import redirect
from web.render import render
from web.sent import Sent, first

router: APIRouter = pages_router("/vocabulary/terms/{key}/phrases")
Admin = Annotated[Actor, Depends(admin)]
Reviewer = Annotated[Actor, Depends(reviewer)]
PAGE = "vocabulary/phrases.html"


@router.get("")
def phrases(request: Request, key: str, actor: Reviewer) -> Response:
    """All that speaks of the term, and a form for one phrase more."""
    found = phrases_of(services(request), actor, key)
    return render(request, PAGE, phrases_page(words(request), found, actor), block="form")


@router.post("")
def add(request: Request, key: str, sent: Sent, actor: Admin) -> Response:
    """Keep a new phrase; the readings that follow use it."""
    s, t = services(request), words(request)
    try:
        add_phrase(s, actor, key, entered_phrase(sent))
    except Invalid as error:
        return _refused(request, key, sent, actor, error)
    message = Message(t("The phrase is added. The next readings use it."))
    return redirect(request, f"/vocabulary/terms/{key}/phrases", message=message)


@router.post("/try")
def try_it(request: Request, key: str, sent: Sent, actor: Reviewer) -> Response:
    """What a phrase finds in the stored clauses: for htmx the places alone, for others the page with what was typed."""
    s, t, raw = services(request), words(request), entered_phrase(sent)
    found = phrases_of(s, actor, key)
    form = phrase_form(t, found.definition).filled(sent)
    try:
        shown = tried_view(t, try_phrase(s, actor, key, raw), has_example=bool(raw["example"].strip()))
    except Invalid as error:
        shown, form = TriedView(error=t(error.errors[0].message)), form.with_errors(error)
    phrase_id = first(sent, "id")
    editing = found.one(phrase_id) if phrase_id else None
    page = phrases_page(t, found, actor, form=form, tried=shown, editing=editing)
    said = shown.error or t.plural("Found in {count} clause", "Found in {count} clauses", shown.clauses)
    return render(request, PAGE, page, block="tried", live=said)


@router.get("/{phrase_id}")
def edit(request: Request, key: str, phrase_id: str, actor: Admin) -> Response:
    """The form of one phrase."""
    found = phrases_of(services(request), actor, key)
    page = phrases_page(words(request), found, actor, editing=found.one(phrase_id))
    return render(request, PAGE, page, block="form")


@router.post("/{phrase_id}")
def change(request: Request, key: str, phrase_id: str, sent: Sent, actor: Admin) -> Response:
    """Save a phrase over the one that was looked at."""
    s, t = services(request), words(request)
    try:
        phrases_of(s, actor, key).one(phrase_id)
        change_phrase(s, actor, phrase_id, entered_phrase(sent), seen=_revision(sent))
    except Invalid as error:
        return _refused(request, key, sent, actor, error, phrase_id=phrase_id)
    message = Message(t("The phrase is saved. The next readings use it."))
    return redirect(request, f"/vocabulary/terms/{key}/phrases", message=message)


@router.post("/{phrase_id}/active")
def switch(request: Request, key: str, phrase_id: str, sent: Sent, actor: Admin) -> Response:
    """Set a phrase aside, or take it up again."""
    s, t, active = services(request), words(request), first(sent, "active") == "yes"
    phrases_of(s, actor, key).one(phrase_id)
    change_phrase(s, actor, phrase_id, {"active": active}, seen=_revision(sent))
    said = t("The next readings use this phrase again.") if active else t("The next readings leave this phrase out.")
    return redirect(request, f"/vocabulary/terms/{key}/phrases", message=Message(said))


def _refused(
    request: Request, key: str, sent: Sent, actor: Actor, error: Invalid, *, phrase_id: str | None = None
) -> Response:
    t = words(request)
    found = phrases_of(services(request), actor, key)
    editing = found.one(phrase_id) if phrase_id else None
    form = phrase_form(t, found.definition).filled(sent).with_errors(error)
    page = phrases_page(t, found, actor, form=form, editing=editing)
    return render(request, PAGE, page, block="form", status=422)


def _revision(sent: Sent) -> int:
    """What was looked at; a form without it has seen nothing, so that it can only be stale."""
    number = first(sent, "revision")
    return int(number) if number.isdecimal() and len(number) < 9 else 0
