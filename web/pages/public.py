"""What readers may do with a resource: search, one resource, its card, and a look-up for other systems."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from domain.errors import Invalid
from domain.usecases.terms import public_lookup, public_resource, public_search
from web.access import anybody, public_router, services
from web.chrome import chrome_for
from web.contexts.public import HERE, card_page, resource_page, search_page
from web.headers import allow_framing
from web.negotiation import JSON_SUFFIX, wants_json
from web.public_json import resource_json, search_json
from web.render import render

router: APIRouter = public_router("/public")
Anybody = Annotated[None, Depends(anybody)]
LOOKUPS = ("url", "issn", "isbn", "code", "alma_collection")
MOST, FIRST_FEW = 200, 50
ONE_OF = "Say which resource by exactly one of: url, issn, isbn, code, alma_collection."


@router.get("")
@router.get("/resources")
@router.get("/resources.json")
def search(request: Request, _anybody: Anybody) -> Response:
    """Resources by words of their title; without words the page is the form alone, the JSON everything in order."""
    query = request.query_params
    q, as_json = query.get("q", "").strip(), wants_json(request)
    limit, cursor = _limit(query.get("limit")), query.get("cursor") or None
    found = public_search(services(request), q, limit, cursor)
    if as_json:
        return JSONResponse(search_json(found))
    chrome = request.state.chrome = chrome_for(request, public=True)
    t = chrome.words
    live = t.plural("{count} resource", "{count} resources", len(found.items)) if q else None
    return render(request, "public/search.html", search_page(q, found), block="matches", live=live)


@router.get("/resources/{slug}")
def resource(request: Request, slug: str, _anybody: Anybody) -> Response:
    """One resource with all its answers."""
    found = public_resource(services(request), slug.removesuffix(JSON_SUFFIX))
    chrome = request.state.chrome = chrome_for(request, public=True)
    if wants_json(request):
        return JSONResponse(resource_json(found, chrome.contact))
    return render(request, "public/resource.html", resource_page(chrome.words, found, chrome.contact))


@router.get("/resources/{slug}/card", dependencies=[Depends(allow_framing)])
def card(request: Request, slug: str, _anybody: Anybody) -> Response:
    """A few answers, for the pages of others; `term` chooses which."""
    found = public_resource(services(request), slug)
    chrome = request.state.chrome = chrome_for(request, public=True)
    return render(request, "public/card.html", card_page(chrome.words, found, request.query_params.getlist("term")))


@router.get("/lookup")
def lookup(request: Request, _anybody: Anybody) -> Response:
    """The resource that an identifier names; a page leads on to its own address."""
    field, value = _asked(request.query_params.multi_items())
    found = public_lookup(services(request), field, value)
    if wants_json(request):
        return JSONResponse(resource_json(found, chrome_for(request, public=True).contact))
    if found.also:
        return RedirectResponse(f"{HERE}?q={quote(found.resource.title)}", 303)
    return RedirectResponse(f"{HERE}/{quote(found.resource.slug)}", 303)


def _asked(items: list[tuple[str, Any]]) -> tuple[str, str]:
    given = [(name, value) for name, value in items if name in LOOKUPS and value.strip()]
    if len(given) != 1:
        raise Invalid(ONE_OF)
    return given[0]


def _limit(raw: str | None) -> int:
    """How many are wanted; raises Invalid."""
    if raw is None:
        return FIRST_FEW
    if not raw.isdecimal() or not raw.isascii() or len(raw) > 3 or not 1 <= int(raw) <= MOST:
        raise Invalid.field("limit", "Give a limit from 1 to 200.")
    return int(raw)
