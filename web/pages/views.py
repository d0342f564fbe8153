"""Views: lists and matrices kept under a name. Each has an address of its own that can be sent to a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.saved_view import SavedView, ViewPage
from domain.usecases.saved_views import one_view, remove_view, save_view, views_of
from web.access import pages_router, services, viewer
from web.chrome import Message, words
from web.forms import Field, Form, Kind
from web.messages import redirect
from web.render import render
from web.sent import Sent, first
from web.translation import Translator

router: APIRouter = pages_router("/views")
Viewer = Annotated[Actor, Depends(viewer)]
PAGES = {ViewPage.LIST: "/licences", ViewPage.MATRIX: "/matrix"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """A view with its link, and whether this person may remove it."""

    view: SavedView
    href: str
    link: str
    page: str
    may_remove: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsPage:
    """Context of views/list.html; `form` is there where saving one was refused."""

    rows: tuple[ViewRow, ...]
    form: Form | None = None


@router.get("")
def views(request: Request, actor: Viewer) -> Response:
    """Every view that is offered to this person."""
    return render(request, "views/list.html", _page(request, actor))


@router.post("")
def save(request: Request, sent: Sent, actor: Viewer) -> Response:
    """Keep a view and show it."""
    s, t = services(request), words(request)
    raw = {name: first(sent, name) for name in ("name", "page", "query")}
    try:
        view = save_view(s, actor, {**raw, "shared": bool(first(sent, "shared"))})
    except Invalid as error:
        form = _form(t).filled(sent).with_errors(error)
        return render(request, "views/list.html", _page(request, actor, form), status=422)
    return redirect(request, _href(view), message=Message(t("The view “{name}” is saved.", name=view.name)))


@router.get("/{view_id}")
def show(request: Request, view_id: str, _actor: Viewer) -> Response:
    """Go to what the view shows; the link works for everybody who may sign in."""
    return RedirectResponse(_href(one_view(services(request), view_id)), status_code=303)


@router.post("/{view_id}/remove")
def remove(request: Request, view_id: str, actor: Viewer) -> Response:
    """Forget a view; the licences stay as they are."""
    remove_view(services(request), actor, view_id)
    return redirect(request, "/views", message=Message(words(request)("The view is removed.")))


def _href(view: SavedView) -> str:
    return f"{PAGES[view.page]}?{view.query}" if view.query else PAGES[view.page]


def _form(t: Translator) -> Form:
    return Form(
        (
            Field(name="name", label=t("Name of the view"), required=True, maximum=80, autocomplete="off"),
            Field(name="shared", label=t("Offer it to everybody"), kind=Kind.CHECK),
            Field(name="page", label="", kind=Kind.HIDDEN),
            Field(name="query", label="", kind=Kind.HIDDEN),
        )
    )


def _page(request: Request, actor: Actor, form: Form | None = None) -> ViewsPage:
    s, t = services(request), words(request)
    names = {ViewPage.LIST: t("Licences"), ViewPage.MATRIX: t("Terms matrix")}
    rows = tuple(
        ViewRow(
            view=view,
            href=_href(view),
            link=f"{s.settings.base_url}/views/{view.id}",
            page=names[view.page],
            may_remove=view.owner_id == actor.id or actor.role.includes(Role.ADMIN),
        )
        for view in views_of(s, actor)
    )
    return ViewsPage(rows=rows, form=form)
