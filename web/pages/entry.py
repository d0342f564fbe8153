"""Entering a licence and changing it: one form, which works alike with and without JavaScript.

Buttons that add or take away a row send the form too; it comes back with everything that was typed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Conflict, Invalid, Stale
from domain.identity import Actor
from domain.licence import Licence, OrganisationRole
from domain.queries import LicenceRow
from domain.usecases.drafts import draft_of, drop_draft, keep_draft
from domain.usecases.key_facts import facts_for
from domain.usecases.licence_list import alike, people_of_the_desk, possible_masters
from domain.usecases.licence_record import licence_of
from domain.usecases.licences import add_licence, change_licence, code_is_taken, delete_licence
from web.access import editor, pages_router, services
from web.carrying import typed as as_typed
from web.chrome import Message, words
from web.contexts.entry import (
    Sendable,
    Typed,
    entry_page,
    in_words,
    new_typed,
    rows_changed,
    sendable,
    stored_in,
    typed_in,
)
from web.contexts.facts import USE, filled_in, offers_of
from web.contexts.like import LikePage, parts_of, taken_over
from web.contexts.overtaken import licence_again
from web.errors import SHOW, answer_stale
from web.messages import redirect
from web.render import render
from web.sent import Sent, Values, first
from web.translation import Translator

router: APIRouter = pages_router("/licences")
Editor = Annotated[Actor, Depends(editor)]
TEMPLATE = "entry/form.html"
NEW = "licence:new"
"""The name under which the draft of a new licence is kept."""

OFFERS = "offers"
"""The id of what the documents offer."""


@router.get("/new")
def new(request: Request, actor: Editor) -> Response:
    """An empty form, the draft that was left, or what is taken over from the licence `like`."""
    s, query = services(request), request.query_params
    if query.get("like"):
        return _form(request, taken_over(licence_of(s, query["like"]), query.getlist("take")))
    draft = draft_of(s, actor, NEW)
    if draft is not None:
        return _form(request, typed_in(draft.values), kept=draft.saved_at)
    return _form(request, replace(new_typed(), texts={**new_typed().texts, "owner": actor.id}))


@router.get("/new/like")
def like(request: Request, _actor: Editor) -> Response:
    """The licences that a new one may be like, or what to take over from the one that was chosen."""
    s, t, query = services(request), words(request), request.query_params
    q = query.get("q", "")[:200]
    chosen = licence_of(s, query["id"]) if query.get("id") else None
    rows = () if chosen else alike(s, q)
    found = tuple((row.id, row.fields.title, _about(t, row)) for row in rows)
    one = (chosen.id, chosen.title) if chosen else None
    return render(request, "entry/like.html", LikePage(q=q, found=found, chosen=one, parts=parts_of(t)))


@router.post("/new")
def add(request: Request, sent: Sent, actor: Editor) -> Response:
    """Save a new licence and go to it, or on to its first version."""
    s, t, typed = services(request), words(request), typed_in(sent)
    if order := _row_order(sent):
        keep_draft(s, actor, NEW, as_typed(sent))
        return _rows(request, typed, order)
    ready = sendable(typed)
    try:
        licence = add_licence(s, actor, ready.raw)
    except Invalid as error:
        return _form(request, typed, errors=ready.at_controls(error), status=422)
    except Conflict as error:
        return _form(request, typed, errors=_code_taken(request, ready, error, None), status=422)
    drop_draft(s, actor, NEW)
    there = f"/licences/{licence.id}"
    if first(sent, "do") == "version":
        return redirect(request, f"{there}/versions/new", message=Message(t("Saved. Now its signed text.")))
    return redirect(request, there, message=Message(t("Saved.")))


@router.get("/{licence_id}/edit")
def edit(request: Request, licence_id: str, actor: Editor) -> Response:
    """The form with what is stored, or with the draft that was left, over the revision it was begun on."""
    licence = licence_of(services(request), licence_id)
    draft = draft_of(services(request), actor, f"licence:{licence_id}")
    if draft is not None:
        seen = _revision(draft.values)
        return _form(request, typed_in(draft.values), licence=licence, revision=seen, kept=draft.saved_at)
    return _form(request, stored_in(licence), licence=licence, revision=licence.revision)


@router.post("/{licence_id}/edit")
def save(request: Request, licence_id: str, sent: Sent, actor: Editor) -> Response:
    """Save the changes; where somebody was faster, the answer shows both sides (web.errors)."""
    s, t, typed = services(request), words(request), typed_in(sent)
    licence, seen = licence_of(s, licence_id), _revision(sent)
    if order := _row_order(sent):
        return _rows(request, typed, order, licence=licence, revision=seen)
    ready = sendable(typed)
    try:
        change_licence(s, actor, licence_id, ready.raw, seen=seen)
    except Invalid as error:
        return _form(request, typed, licence=licence, revision=seen, errors=ready.at_controls(error), status=422)
    except Stale as error:
        return _overtaken(request, licence_of(s, licence_id), typed, error)
    except Conflict as error:
        errors = _code_taken(request, ready, error, licence_id)
        return _form(request, typed, licence=licence, revision=seen, errors=errors, status=422)
    drop_draft(s, actor, f"licence:{licence_id}")
    there = f"/licences/{licence_id}"
    if first(sent, "do") == "version":
        return redirect(request, f"{there}/versions/new", message=Message(t("Saved. Now its signed text.")))
    return redirect(request, there, message=Message(t("Saved.")))


@router.post("/{licence_id}/erase")
def erase(request: Request, licence_id: str, sent: Sent, actor: Editor) -> Response:
    """Erase a licence that was entered by mistake."""
    delete_licence(services(request), actor, licence_id, seen=_revision(sent))
    return redirect(request, "/licences", message=Message(words(request)("Erased.")))


def _about(t: Translator, row: LicenceRow) -> str:
    """What tells licences of one name apart."""
    end = row.term_ends or row.fields.end_date
    ends = t("ends {day}", day=t.date_iso(end)) if end else ""
    return ", ".join(part for part in (*row.fields.named(OrganisationRole.LICENSOR), ends) if part)


def _revision(sent: Values) -> int:
    """What the form was filled from; a form without it has seen nothing, so that it can only be stale."""
    number = first(sent, "revision")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _row_order(sent: Sent) -> str | None:
    order = first(sent, "do")
    return order if order.startswith(("add-", "remove-", USE)) or order == SHOW else None


def _overtaken(request: Request, now: Licence, typed: Typed, error: Stale) -> Response:
    """Both sides; what can be sent again leaves alone what this person did not change."""
    t = words(request)
    mine, theirs = in_words(t, error.mine), in_words(t, error.theirs)
    told = Stale(error.message, mine=mine, theirs=theirs, revision=error.revision)
    return answer_stale(request, told, licence_again(stored_in(now), typed, error.mine))


def _rows(
    request: Request, typed: Typed, order: str, *, licence: Licence | None = None, revision: int | None = None
) -> Response:
    changed, focus = rows_changed(typed, order)
    if licence is not None and order.startswith(USE):
        changed, focus = filled_in(facts_for(services(request), licence.id), typed, order), OFFERS
    return _form(request, changed, licence=licence, revision=revision, focus=focus)


def _code_taken(request: Request, ready: Sendable, error: Conflict, own_id: str | None) -> Invalid:
    """The refusal at the field of the code, where that is its reason; raises the refusal where it is not."""
    code = str(ready.raw.get("code", ""))
    if not code or not code_is_taken(services(request), code, by_other_than=own_id):
        raise error
    return Invalid.field("code", words(request)(error.message))


def _form(
    request: Request,
    typed: Typed,
    *,
    licence: Licence | None = None,
    revision: int | None = None,
    errors: Invalid | None = None,
    focus: str | None = None,
    kept: dt.datetime | None = None,
    status: int = 200,
) -> Response:
    masters = possible_masters(services(request), other_than=licence.id if licence else None)
    context = entry_page(
        words(request),
        typed,
        licence=licence,
        revision=revision,
        masters=masters,
        people=people_of_the_desk(services(request), licence.fields.owner if licence else None),
        errors=errors,
        focus=focus,
    )
    context = replace(context, draft_kept=kept)
    offers = offers_of(words(request), facts_for(services(request), licence.id), typed) if licence else None
    return render(request, TEMPLATE, replace(context, offers=offers), block="form", status=status)
