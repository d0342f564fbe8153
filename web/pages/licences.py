"""The list of licences: search, filters, order, pages; each state of it has an address that can be shared."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor, Role
from domain.usecases.licence_list import list_licences
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.licences import licences_page
from web.contexts.list_address import Address
from web.contexts.list_filters import filter_of
from web.render import render

router: APIRouter = pages_router("/licences")


@router.get("")
def licences(request: Request, actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """The list, or for htmx its results with the counts of the filters."""
    s, t = services(request), words(request)
    address = Address.of(request.query_params.multi_items()).tidy()
    which = filter_of(address, s.today())
    context = licences_page(t, list_licences(s, which), which, address, may_add=actor.role.includes(Role.EDITOR))
    found = t.plural("{count} licence", "{count} licences", context.total)
    place = {"HX-Push-Url": address.here}
    return render(request, "licences/list.html", context, block="results", oob=["counts"], live=found, headers=place)
