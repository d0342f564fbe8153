"""Versions of a licence: adding and changing them, their page, and the steps they take."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Conflict, Invalid, NotFound, Stale
from domain.identity import Actor
from domain.usecases.documents import set_document_aside
from domain.usecases.licence_record import licence_of, version_page
from domain.usecases.looking_up import one_document
from domain.usecases.versions import add_version, change_version, move_version
from domain.version import VersionState
from web.access import editor, pages_router, services, viewer
from web.chrome import Message, words
from web.contexts.overtaken import version_again
from web.contexts.version import step_page, version_view
from web.contexts.version_form import (
    TypedVersion,
    in_words,
    sendable_version,
    stored_version,
    typed_version,
    version_form_page,
    with_row,
)
from web.errors import SHOW, answer_stale
from web.messages import redirect
from web.render import render
from web.sent import Sent, first
from web.words import status_word

router: APIRouter = pages_router()
Viewer = Annotated[Actor, Depends(viewer)]
Editor = Annotated[Actor, Depends(editor)]
FORM = "versions/form.html"


@router.get("/licences/{licence_id}/versions/new")
def new(request: Request, licence_id: str, _actor: Editor) -> Response:
    """An empty form; a licence that has no agreement yet begins with one."""
    typed = TypedVersion(texts={"kind": request.query_params.get("kind", "agreement")})
    context = version_form_page(words(request), typed, _licence(request, licence_id))
    return render(request, FORM, context)


@router.post("/licences/{licence_id}/versions/new")
def add(request: Request, licence_id: str, sent: Sent, actor: Editor) -> Response:
    """Save a new version and go to its page, where the PDF is added."""
    t, licence, typed = words(request), _licence(request, licence_id), typed_version(sent)
    if order := _row_order(sent):
        changed, focus = with_row(typed, order)
        return render(request, FORM, version_form_page(t, changed, licence, focus=focus), block="form")
    raw, places = sendable_version(typed)
    try:
        version = add_version(services(request), actor, licence_id, raw)
    except Invalid as error:
        context = version_form_page(t, typed, licence, errors=error, places=places)
        return render(request, FORM, context, block="form", status=422)
    return redirect(request, f"/versions/{version.id}", message=Message(t("Saved. Add the signed PDF here.")))


@router.get("/versions/{version_id}")
def version(request: Request, version_id: str, actor: Viewer) -> Response:
    """The page of a version."""
    s = services(request)
    context = version_view(words(request), version_page(s, version_id), actor, s.settings.max_upload_bytes)
    return render(request, "versions/version.html", context)


@router.get("/versions/{version_id}/edit")
def edit(request: Request, version_id: str, _actor: Editor) -> Response:
    """The form with what is stored."""
    found = version_page(services(request), version_id)
    kept = found.record.version
    licence = (f"/licences/{found.licence.id}", found.licence.title)
    context = version_form_page(words(request), stored_version(kept), licence, version=kept, revision=kept.revision)
    return render(request, FORM, context)


@router.post("/versions/{version_id}/edit")
def save(request: Request, version_id: str, sent: Sent, actor: Editor) -> Response:
    """Save the changes; where somebody was faster, the answer shows both sides."""
    s, t, typed, seen = services(request), words(request), typed_version(sent), _revision(sent)
    found = version_page(s, version_id)
    kept, licence = found.record.version, (f"/licences/{found.licence.id}", found.licence.title)
    if order := _row_order(sent):
        changed, focus = with_row(typed, order)
        context = version_form_page(t, changed, licence, version=kept, revision=seen, focus=focus)
        return render(request, FORM, context, block="form")
    raw, places = sendable_version(typed)
    try:
        change_version(s, actor, version_id, raw, seen=seen)
    except Invalid as error:
        context = version_form_page(t, typed, licence, version=kept, revision=seen, errors=error, places=places)
        return render(request, FORM, context, block="form", status=422)
    except Stale as error:
        told = Stale(error.message, mine=in_words(error.mine), theirs=in_words(error.theirs), revision=error.revision)
        now = version_page(s, version_id).record.version
        return answer_stale(request, told, version_again(stored_version(now), typed, error.mine))
    return redirect(request, f"/versions/{version_id}", message=Message(t("Saved.")))


@router.get("/versions/{version_id}/transitions")
def ask(request: Request, version_id: str, _actor: Editor) -> Response:
    """What a step means and what stands in its way, before it is taken."""
    found, to = version_page(services(request), version_id), _state(request.query_params.get("to", ""))
    if to not in found.ways:
        raise Conflict(
            words(request)("This version cannot take that step now. Look at its page for those it can take.")
        )
    return render(request, "versions/step.html", step_page(words(request), found, to))


@router.post("/versions/{version_id}/transitions")
def move(request: Request, version_id: str, sent: Sent, actor: Editor) -> Response:
    """Take the step; a refusal is shown with every reason, and what was typed is kept."""
    s, t, reason = services(request), words(request), first(sent, "reason")
    found, to = version_page(s, version_id), _state(first(sent, "to"))
    try:
        moved = move_version(s, actor, version_id, to, reason)
    except Conflict as error:
        if isinstance(error, Stale) or to not in found.ways:
            raise
        missing = Invalid.field("reason", t("Say why, or remove what stands in the way."))
        context = step_page(t, version_page(s, version_id), to, reason=reason, errors=missing)
        return render(request, "versions/step.html", context, block="step", status=409)
    done = Message(t("{version} is now: {state}.", version=moved.label, state=_word(request, moved.state)))
    return redirect(request, f"/versions/{version_id}", message=done)


@router.post("/documents/{document_id}/set-aside")
def set_aside(request: Request, document_id: str, sent: Sent, actor: Editor) -> Response:
    """Mark a wrong upload, with the reason."""
    s = services(request)
    set_document_aside(s, actor, document_id, first(sent, "reason"))
    done = Message(words(request)("The document is set aside. It stays on record."))
    return redirect(request, f"/versions/{one_document(s, document_id).document.version_id}", message=done)


def _licence(request: Request, licence_id: str) -> tuple[str, str]:
    return f"/licences/{licence_id}", licence_of(services(request), licence_id).title


def _revision(sent: Sent) -> int:
    number = first(sent, "revision")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _row_order(sent: Sent) -> str | None:
    order = first(sent, "do")
    return order if order.startswith(("add-signature", "remove-signature-")) or order == SHOW else None


def _state(raw: str) -> VersionState:
    try:
        return VersionState(raw)
    except ValueError:
        raise NotFound("There is no such step.") from None


def _word(request: Request, state: VersionState) -> str:
    return status_word(words(request), state).lower()
