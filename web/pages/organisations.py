"""Names of organisations: suggestions while somebody types one, and without htmx a short list with their licences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.usecases.licence_list import MOST_NAMES, OrganisationRecord, organisation_record, organisation_uses
from domain.usecases.looking_up import organisation_names
from domain.usecases.organisations import rename_organisation, renaming
from web.access import admin, pages_router, services, viewer
from web.chrome import Message, words
from web.contexts.organisations_export import organisations_sheet
from web.forms import Field, Form
from web.messages import redirect
from web.render import render, wants_fragment
from web.sent import Sent, first, whole
from web.table_file import exports_of, table_answer
from web.translation import Translator
from web.words import ROLES

RENAME = "/organisations/rename"
router: APIRouter = pages_router("/organisations")
MOST_LISTED = 200
_NAMES = ("q", "licensor", "consortium", "organisation_name")
"""What the fields that ask here are called; each sends its own value alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsPage:
    """Context of organisations/list.html: names with their pages; where there are more of them than `most`, those are
    left out."""

    q: str
    names: tuple[tuple[str, str], ...]
    most: int
    are_all: bool
    exports: tuple[tuple[str, str], ...]


@router.get("")
def organisations(request: Request, _actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """Those that hold the words: a few while somebody types, else a page of them."""
    q, most = _asked(request), MOST_NAMES if wants_fragment(request) else MOST_LISTED
    found = organisation_names(services(request), q, most + 1)
    names = tuple((name, f"/organisations/of?{urlencode({'name': name})}") for name in found[:most])
    exports = exports_of("/organisations/export", urlencode({"q": q}))
    context = OrganisationsPage(q=q, names=names, most=most, are_all=len(found) <= most, exports=exports)
    return render(request, "organisations/list.html", context, block="suggestions")


def _asked(request: Request) -> str:
    query = request.query_params
    return next((query[name] for name in _NAMES if name in query), "").strip()[:100]


@router.get("/export.{kind}")
def export(request: Request, kind: str, _actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """All that hold the words, with how many licences name each."""
    found = organisation_uses(services(request), _asked(request))
    return table_answer("organisations", kind, organisations_sheet(words(request), found))


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
    """Context of organisations/one.html. `number` counts all its licences, `shown` those that have a line."""

    name: str
    number: int
    shown: int
    licences: tuple[OfLicence, ...]
    list_href: str
    rename_href: str | None


@router.get("/of")
def organisation(request: Request, actor: Annotated[Actor, Depends(viewer)], name: str = "") -> Response:
    """One organisation: its licences, what it is to each, and the contacts noted there."""
    t, found = words(request), organisation_record(services(request), name)
    context = OrganisationPage(
        name=found.name,
        number=found.number,
        shown=_shown(found),
        licences=_licences(t, found),
        list_href=f"/licences?{urlencode({'licensor': found.name})}",
        rename_href=f"{RENAME}?{urlencode({'name': found.name})}" if actor.role.includes(Role.ADMIN) else None,
    )
    return render(request, "organisations/one.html", context)


def _shown(found: OrganisationRecord) -> int:
    """How many licences have a line; one may have several, for what the organisation is to it."""
    return len({row.id for row, _ in found.licences})


def _licences(t: Translator, found: OrganisationRecord) -> tuple[OfLicence, ...]:
    return tuple(
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RenamePage:
    """Context of organisations/rename.html. `licences` are the first of those that are changed, `shown` how many.

    `joined` are the first of the organisation that has the new name already, which has `joined_number`. `expected`, the
    number of all that are changed, goes with the form, so that what was told is what is changed.
    """

    form: Form
    name: str
    licences: tuple[OfLicence, ...]
    expected: int
    shown: int
    looked: bool = False
    to: str = ""
    merges: bool = False
    joined: tuple[OfLicence, ...] = ()
    joined_number: int = 0
    joined_shown: int = 0
    systems: tuple[str, ...] = ()


@router.get("/rename")
def rename(
    request: Request, actor: Annotated[Actor, Depends(admin)], name: str = "", to: str | None = None
) -> Response:
    """First the new name, then what it changes; nothing is changed by looking."""
    return _rename_page(request, actor, name, to)


@router.post("/rename")
def save_name(request: Request, sent: Sent, actor: Annotated[Actor, Depends(admin)]) -> Response:
    """Rename it on all its licences, or make one of two."""
    s, t, name, to = services(request), words(request), first(sent, "name"), first(sent, "to")
    try:
        changed = rename_organisation(s, actor, name, to, expected=whole(sent, "expected"))
    except Invalid as error:
        return _rename_page(request, actor, name, to, error)
    said = t.plural("{count} licence changed", "{count} licences changed", changed)
    return redirect(request, f"/organisations/of?{urlencode({'name': to})}", message=Message(said))


def _rename_page(request: Request, actor: Actor, name: str, to: str | None, error: Invalid | None = None) -> Response:
    s, t = services(request), words(request)
    found = organisation_record(s, name)
    form = Form((Field(name="to", label=t("New name"), required=True, maximum=300, autocomplete="off"),))
    form = form.filled({"to": found.name if to is None else to})
    plan = None
    if to is not None and error is None:
        try:
            plan = renaming(s, actor, name, to)
        except Invalid as wrong:
            error = wrong
    other = plan.other if plan else None
    context = RenamePage(
        form=form.with_errors(error) if error else form,
        name=found.name,
        licences=_licences(t, found),
        expected=found.number,
        shown=_shown(found),
        looked=plan is not None,
        to=plan.new if plan else "",
        merges=other is not None,
        joined=_licences(t, other) if other else (),
        joined_number=other.number if other else 0,
        joined_shown=_shown(other) if other else 0,
        systems=plan.systems if plan else (),
    )
    return render(request, "organisations/rename.html", context, status=422 if error else 200)
