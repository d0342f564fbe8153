"""Names of organisations: suggestions while somebody types one, and without htmx a short list with their licences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.licence_list import organisation_names, organisation_record
from web.access import pages_router, services, viewer
from web.chrome import words
from web.render import render
from web.words import ROLES

router: APIRouter = pages_router("/organisations")
_NAMES = ("q", "licensor", "consortium", "organisation_name")
"""What the fields that ask here are called; each sends its own value alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsPage:
    """Context of organisations/list.html: names with their pages."""

    q: str
    names: tuple[tuple[str, str], ...]


@router.get("")
def organisations(request: Request, _actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """Those that hold the words."""
    query = request.query_params
    q = next((query[name] for name in _NAMES if name in query), "")
    found = organisation_names(services(request), q)
    names = tuple((name, f"/organisations/of?{urlencode({'name': name})}") for name in found)
    return render(request, "organisations/list.html", OrganisationsPage(q=q, names=names), block="suggestions")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLicence:
    """A licence that the organisation has to do with, and whom to write to about it."""

    title: str
    href: str
    code: str
    status: str
    role: str
    contacts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """Context of organisations/one.html."""

    name: str
    licences: tuple[OfLicence, ...]
    list_href: str


@router.get("/of")
def organisation(request: Request, _actor: Annotated[Actor, Depends(viewer)], name: str = "") -> Response:
    """One organisation: its licences, what it is to each, and the contacts noted there."""
    t, found = words(request), organisation_record(services(request), name)
    licences = tuple(
        OfLicence(
            title=row.fields.title,
            href=f"/licences/{row.id}",
            code=row.fields.code,
            status=row.status.value,
            role=t(ROLES[role]),
            contacts=row.fields.contacts,
        )
        for row, role in found.licences
    )
    there = f"/licences?{urlencode({'licensor': found.name})}"
    return render(
        request, "organisations/one.html", OrganisationPage(name=found.name, licences=licences, list_href=there)
    )
