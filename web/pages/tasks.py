"""Tasks and notes of licences."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Invalid
from domain.identity import Actor
from domain.usecases.licence_list import people_of_the_desk
from domain.usecases.licence_record import licence_of
from domain.usecases.tasks import add_task, change_task, finish_task, one_task
from web.access import editor, pages_router, services
from web.chrome import Message, words
from web.contexts.tasks import TaskPage, filled_with, task_form
from web.forms import Form
from web.messages import own_address, redirect
from web.pages.desk import due_again
from web.render import render, wants_fragment
from web.sent import Sent, Values, first, whole

router: APIRouter = pages_router()
Editor = Annotated[Actor, Depends(editor)]
FORM = "tasks/form.html"


@router.get("/licences/{licence_id}/tasks/new")
def new(request: Request, licence_id: str, actor: Editor) -> Response:
    """An empty form; who asks is the first to do it."""
    form = _form(request).filled({"owner": actor.id})
    return _page(request, licence_id, form, f"/licences/{licence_id}/tasks")


@router.post("/licences/{licence_id}/tasks")
def add(request: Request, licence_id: str, sent: Sent, actor: Editor) -> Response:
    """Save a new task or note."""
    try:
        add_task(services(request), actor, licence_id, _raw(sent))
    except Invalid as error:
        form = _form(request).filled(sent).with_errors(error)
        return _page(request, licence_id, form, f"/licences/{licence_id}/tasks", status=422)
    return redirect(request, f"/licences/{licence_id}#tasks", message=Message(words(request)("Saved.")))


@router.get("/tasks/{task_id}")
def edit(request: Request, task_id: str, _actor: Editor) -> Response:
    """The form with what is stored."""
    task = one_task(services(request), task_id)
    form = filled_with(_form(request), task)
    return _page(request, task.licence_id, form, f"/tasks/{task_id}", revision=task.revision)


@router.post("/tasks/{task_id}")
def save(request: Request, task_id: str, sent: Sent, actor: Editor) -> Response:
    """Save what changed; somebody else's newer change is not overwritten."""
    s, seen = services(request), whole(sent, "revision")
    task = one_task(s, task_id)
    try:
        change_task(s, actor, task_id, _raw(sent), seen=seen)
    except Invalid as error:
        form = _form(request).filled(sent).with_errors(error)
        return _page(request, task.licence_id, form, f"/tasks/{task_id}", revision=seen, status=422)
    return redirect(request, f"/licences/{task.licence_id}#tasks", message=Message(words(request)("Saved.")))


@router.post("/tasks/{task_id}/done")
def done(request: Request, task_id: str, sent: Sent, actor: Editor) -> Response:
    """Tick it off; for the desk's own buttons its deadlines come anew, with the focus on what follows."""
    task = finish_task(services(request), actor, task_id, seen=whole(sent, "revision"))
    if wants_fragment(request) and first(sent, "from") == "desk":
        return due_again(request, actor, sent, words(request)("Done."))
    there = first(sent, "next") or f"/licences/{task.licence_id}#tasks"
    return redirect(request, own_address(there), message=Message(words(request)("Done.")))


@router.post("/tasks/{task_id}/reopen")
def reopen(request: Request, task_id: str, sent: Sent, actor: Editor) -> Response:
    """Open it again."""
    task = finish_task(services(request), actor, task_id, seen=whole(sent, "revision"), done=False)
    there = first(sent, "next") or f"/licences/{task.licence_id}#tasks"
    return redirect(request, own_address(there), message=Message(words(request)("Open again.")))


def _raw(sent: Values) -> dict[str, object]:
    return {name: first(sent, name) for name in ("kind", "text", "owner", "due")}


def _form(request: Request) -> Form:
    return task_form(words(request), people_of_the_desk(services(request)))


def _page(
    request: Request, licence_id: str, form: Form, action: str, *, revision: int | None = None, status: int = 200
) -> Response:
    t, licence = words(request), licence_of(services(request), licence_id)
    heading = t("Task or note") if revision is not None else t("New task or note")
    context = TaskPage(
        form=form,
        action=action,
        heading=heading,
        licence=licence.title,
        licence_href=f"/licences/{licence_id}",
        revision=revision,
    )
    return render(request, FORM, context, block="form", status=status)
