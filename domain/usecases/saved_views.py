"""Keeping a list or a matrix under a name, for oneself or for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.audit import Action
from domain.errors import NotPermitted
from domain.fields import Fields
from domain.identity import Actor, ActorKind, Role
from domain.ports import Services
from domain.saved_view import SavedView, ViewPage
from domain.usecases.recording import record

LONGEST_QUERY = 4000


def save_view(s: Services, actor: Actor, raw: Mapping[str, Any]) -> SavedView:
    """Keep `query` of `page` as `name`, `shared` with everybody or not; raises Invalid, NotPermitted."""
    actor.must_be(Role.VIEWER)
    if actor.kind is not ActorKind.PERSON:
        raise NotPermitted("A program has no views of its own; keep the address instead.")
    f = Fields(raw, ("name", "page", "query", "shared"))
    name = f.text("name", limit=80, needed="Give the view a name.")
    page = f.choice("page", ViewPage, ViewPage.LIST)
    query = f.text("query", limit=LONGEST_QUERY)
    f.finish()
    view = SavedView(
        id=s.new_id(), name=name, page=page, query=query, owner_id=actor.id, owner_name=actor.name,
        shared=bool(raw.get("shared")), created_at=s.now(),
    )  # fmt: skip
    with s.unit_of_work() as uow:
        uow.views.add(view)
        shown = {"name": name, "page": page.value, "query": query, "shared": view.shared}
        record(s, uow, actor, Action.VIEW_SAVE, ("view", view.id), after=shown)
        uow.commit()
    return view


def one_view(s: Services, view_id: str) -> SavedView:
    """A view by its link, whoever saved it; raises NotFound."""
    with s.reading_only() as uow:
        return uow.views.get(view_id)


def views_of(s: Services, actor: Actor) -> tuple[SavedView, ...]:
    """Every view that is offered to this person, of the list and of the matrix."""
    with s.reading_only() as uow:
        return tuple(view for page in ViewPage for view in uow.views.offered_to(actor.id, page))


def remove_view(s: Services, actor: Actor, view_id: str) -> None:
    """Forget a view; one's own, or any for an administrator. Raises NotFound, NotPermitted."""
    with s.unit_of_work() as uow:
        view = uow.views.get(view_id)
        if view.owner_id != actor.id:
            actor.must_be(Role.ADMIN)
        uow.views.remove(view_id)
        record(s, uow, actor, Action.VIEW_REMOVE, ("view", view_id), before={"name": view.name, "query": view.query})
        uow.commit()
