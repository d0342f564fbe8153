"""Public answers at the addresses that Ontario's discovery layers ask OUR and CLEAR at; only the host is another.

The first part of an address is the name of a library there. One desk is one library, so any name is answered.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.responses import JSONResponse, RedirectResponse

from domain.errors import NotFound
from domain.our_answers import our_answers
from domain.usecases.terms import public_named
from web.access import anybody, public_router, services
from web.chrome import chrome_for
from web.contexts.our import our_page
from web.contexts.public import HERE
from web.headers import allow_framing
from web.our_answers import XML, our_json, our_xml
from web.render import render


class _LibraryName(StringConvertor):
    """The name of a library as OUR spells it; `api` and `static` are the desk's own."""

    regex = "(?!api/|static/)[A-Za-z0-9_-]+"


register_url_convertor("library", _LibraryName())
router: APIRouter = public_router()
page_router: APIRouter = public_router()
"""The address that libraries put into their notes. It fits every address of two parts, so it must come last of all."""

Anybody = Annotated[None, Depends(anybody)]
NAMED = "Name the record by its tag."


@router.get("/{instance:library}/api")
@router.get("/{instance:library}/api/")
def as_xml(request: Request, instance: str, _anybody: Anybody) -> Response:
    """The record that a tag names, as XML."""
    tag = _asked(request, "tag")
    return Response(our_xml(public_named(services(request), tag), tag), media_type=XML)


@router.get("/{instance:library}/json")
@router.get("/{instance:library}/json/")
def as_json_by_name(request: Request, instance: str, _anybody: Anybody) -> Response:
    """The record of a database by its name, as a link resolver says it."""
    found = public_named(services(request), _asked(request, "name"))
    return JSONResponse(our_json(found, found.resource.slug))


@router.get("/{instance:library}/json/{tag}")
def as_json(request: Request, instance: str, tag: str, _anybody: Anybody) -> Response:
    """The record that a tag names, as JSON."""
    return JSONResponse(our_json(public_named(services(request), tag), tag))


@router.get("/{instance:library}/sfx", dependencies=[Depends(allow_framing)])
@router.get("/{instance:library}/sfx/", dependencies=[Depends(allow_framing)])
def as_table(request: Request, instance: str, _anybody: Anybody) -> Response:
    """A small table for a frame in the menu of a link resolver."""
    found = public_named(services(request), _asked(request, "tag"))
    request.state.chrome = chrome_for(request, public=True)
    return render(request, "public/our.html", our_page(found.resource, our_answers(found.answers)))


@page_router.get("/{instance:library}/{tag}")
def page(request: Request, instance: str, tag: str, _anybody: Anybody) -> Response:
    """The page of the record, which is the page of the resource here."""
    found = public_named(services(request), tag)
    return RedirectResponse(f"{HERE}/{quote(found.resource.slug)}", 303)


def _asked(request: Request, name: str) -> str:
    value = request.query_params.get(name, "").strip()
    if not value:
        raise NotFound(NAMED)
    return value
