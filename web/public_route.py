"""How public pages are answered: to anybody, from any site, cacheable, not too often for one address.

A route of `web.access.public_router` gets all of this by itself:
- an `ETag` and five minutes in every cache; 304 for who has the same answer already
- `Access-Control-Allow-Origin: *`, on errors too; HEAD and OPTIONS
- 429 with `Retry-After` for an address that asks too often
- errors as a page, or as problem+json (RFC 9457) where JSON is wanted
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.errors import Invalid, LicenceError, TooManyAttempts
from web.answers import answer_for, retry_headers
from web.chrome import words
from web.errors import answer_licence_error
from web.negotiation import wants_json
from web.rate_limit import RateLimit
from web.render import VARY

CACHED = "public, max-age=300"
PROBLEM = "application/problem+json"
PROBLEMS = "/api/v1/problems/"
"""Where each kind of problem is described, one and the same for both interfaces."""
_OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Retry-After"}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}
_TOO_OFTEN = "Too many questions came from your network in a short time. Wait a moment and try again."


class PublicRoute(APIRoute):
    """A GET route for anybody."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        options["methods"] = ["GET", "HEAD", "OPTIONS"]
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Around the handler of the framework."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            if request.method == "OPTIONS":
                return Response(status_code=204, headers={**_OPEN, **_PREFLIGHT})
            try:
                _turn_away(request)
                response = await handle(request)
            except LicenceError as error:
                response = await _refused(request, error)
            return _shared(request, response)

        return answer


def _turn_away(request: Request) -> None:
    limit: RateLimit = request.app.state.public_limit
    seconds = limit.wait(request.client.host if request.client else "")
    if seconds:
        raise TooManyAttempts(_TOO_OFTEN, seconds)


async def _refused(request: Request, error: LicenceError) -> Response:
    if not wants_json(request):
        return await answer_licence_error(request, error)
    answer = answer_for(type(error))
    status = HTTPStatus(answer.status)
    body: dict[str, Any] = {"type": PROBLEMS + answer.kind, "title": status.phrase, "status": status.value}
    body["detail"] = words(request)(error.message)
    if isinstance(error, Invalid) and error.errors:
        body["errors"] = [{"loc": each.loc, "msg": words(request)(each.message)} for each in error.errors]
    return JSONResponse(body, status, {"Cache-Control": "no-store", **retry_headers(error)}, PROBLEM)


def _shared(request: Request, response: Response) -> Response:
    """Open to all sites; what succeeded may be kept, unless it sets a cookie (a language was chosen)."""
    response.headers.update(_OPEN)
    response.headers["Vary"] = f"Accept, {VARY}"
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        return response
    if "set-cookie" in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    response.headers["Cache-Control"] = CACHED
    if response.status_code == HTTPStatus.OK:
        response.headers["ETag"] = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
        if is_known(request, response.headers["ETag"]):
            kept = ("ETag", "Cache-Control", "Vary", *_OPEN)
            return Response(status_code=304, headers={name: response.headers[name] for name in kept})
    return response


def is_known(request: Request, etag: str) -> bool:
    """Whether If-None-Match names the answer; tags are compared weakly (RFC 9110, section 13.1.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    return etag in tags or "*" in tags
