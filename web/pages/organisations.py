"""Names of organisations: suggestions while somebody types one, and without htmx a short list with their licences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.licence_list import organisation_names
from web.access import pages_router, services, viewer
from web.render import render

router: APIRouter = pages_router("/organisations")
_NAMES = ("q", "licensor", "consortium", "organisation_name")
"""What the fields that ask here are called; each sends its own value alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsPage:
    """Context of organisations/list.html: names with the list of their licences."""

    q: str
    names: tuple[tuple[str, str], ...]


@router.get("")
def organisations(request: Request, _actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """Those that hold the words."""
    query = request.query_params
    q = next((query[name] for name in _NAMES if name in query), "")
    found = organisation_names(services(request), q)
    names = tuple((name, f"/licences?{urlencode({'licensor': name})}") for name in found)
    return render(request, "organisations/list.html", OrganisationsPage(q=q, names=names), block="suggestions")
