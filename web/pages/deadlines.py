"""Noting at a deadline whether a licence is kept or ended."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.deadline import DeadlineChoice, DeadlineState
from domain.errors import Invalid, NotFound
from domain.identity import Actor
from domain.usecases.deadlines import decide_deadline, one_deadline, reopen_deadline
from domain.usecases.licence_list import people_of_the_desk
from domain.work_queue import DeadlineAt, DeadlineKind
from web.access import editor, pages_router, services
from web.chrome import Message, words
from web.contexts.deadlines import CHOICES, DeadlinePage, deadline_form, deadline_href, deadline_sentence
from web.forms import Form
from web.messages import own_address, redirect
from web.pages.desk import due_again
from web.render import render, wants_fragment
from web.sent import Sent, Values, first, whole

router: APIRouter = pages_router("/licences/{licence_id}/deadlines/{kind}/{day}")
Editor = Annotated[Actor, Depends(editor)]
FORM = "deadlines/form.html"


def _at(licence_id: str, kind: str, day: str) -> DeadlineAt:
    try:
        return DeadlineAt(licence_id=licence_id, kind=DeadlineKind(kind), day=dt.date.fromisoformat(day))
    except ValueError:
        raise NotFound("There is no such deadline.") from None


At = Annotated[DeadlineAt, Depends(_at)]


@router.get("")
def deadline(request: Request, actor: Editor, at: At) -> Response:
    """The form; `choice` is chosen already where the address has it."""
    asked = request.query_params
    form = _form(request, actor, at).filled({"choice": asked.get("choice", "")})
    return _page(request, at, form, next_href=own_address(asked.get("next")))


@router.post("")
def decide(request: Request, actor: Editor, at: At, sent: Sent) -> Response:
    """Note it, with a task where one is to be given; the desk then shows the next deadline."""
    raw = {name: first(sent, name) for name in ("choice", "note")}
    if first(sent, "give") and raw["choice"] != DeadlineChoice.KEEP:  # the form asks about the task of ending it
        raw |= {name: first(sent, name) for name in ("task", "owner", "due")}
    try:
        state = decide_deadline(services(request), actor, at, raw, seen=whole(sent, "revision"))
    except Invalid as error:
        form = _form(request, actor, at).filled({**sent, "give": sent.get("give")}).with_errors(error)
        return _page(request, at, form, next_href=own_address(first(sent, "next")), status=422)
    choice = state.word.choice if state.word else None
    return _done(request, actor, state, sent, words(request)("{choice}: noted", choice=_word(request, choice)))


@router.post("/reopen")
def reopen(request: Request, actor: Editor, at: At, sent: Sent) -> Response:
    """Take back what was noted."""
    state = reopen_deadline(services(request), actor, at, seen=whole(sent, "revision"))
    return _done(request, actor, state, sent, words(request)("Open again."))


def _word(request: Request, choice: DeadlineChoice | None) -> str:
    return words(request)(CHOICES[choice]) if choice else ""


def _done(request: Request, actor: Actor, state: DeadlineState, sent: Values, said: str) -> Response:
    """For the desk's own buttons its deadlines with the focus on what comes next, else the page that asked."""
    if not wants_fragment(request) or first(sent, "from") != "desk":
        there = first(sent, "next") or f"/licences/{state.at.licence_id}"
        return redirect(request, own_address(there), message=Message(said))
    return due_again(request, actor, sent, said, at=None if state.decided else state.at)


def _form(request: Request, actor: Actor, at: DeadlineAt) -> Form:
    s = services(request)
    return deadline_form(words(request), one_deadline(s, at), people_of_the_desk(s), actor.id)


def _page(request: Request, at: DeadlineAt, form: Form, *, next_href: str, status: int = 200) -> Response:
    s, t = services(request), words(request)
    found = one_deadline(s, at)
    waiting, names = found.waiting, dict(people_of_the_desk(s))
    context = DeadlinePage(
        form=form,
        action=deadline_href(at),
        revision=found.state.revision,
        title=found.licence.title,
        licence_href=f"/licences/{at.licence_id}",
        sentence=deadline_sentence(t, at),
        next_href=next_href,
        waiting=(waiting.text, names.get(waiting.owner_id or "", ""), waiting.due, f"/tasks/{waiting.id}")
        if waiting
        else None,
    )
    return render(request, FORM, context, block="form", status=status)
