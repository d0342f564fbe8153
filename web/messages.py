"""Going elsewhere after something was done, and saying so there."""

from __future__ import annotations

import json
from dataclasses import asdict
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.chrome import Message
from web.cookies import Cookie, set_cookie
from web.csrf import is_own_origin
from web.settings import settings_of
from web.signing import sign

NOTICE_SECONDS = 120


def is_htmx(request: Request) -> bool:
    """Whether htmx made the request."""
    return request.headers.get("HX-Request") == "true"


def redirect(request: Request, url: str, *, message: Message | None = None) -> Response:
    """After a change: 303 to `url`, or for htmx an order to load it; `message` is shown there, once."""
    response: Response = RedirectResponse(url, status_code=303)
    if is_htmx(request):
        response = Response(status_code=204, headers={"HX-Redirect": url})
    if message is not None:
        notice = sign(settings_of(request).secret, Cookie.NOTICE, json.dumps(asdict(message)))
        set_cookie(request, response, Cookie.NOTICE, notice, seconds=NOTICE_SECONDS)
    return response


def own_address(url: str | None) -> str:
    """`url` where it is a path of this desk, else `/`: nobody is sent to another site by a crafted link."""
    if not url or not url.startswith("/") or url.startswith("//") or not url.isprintable() or "\\" in url:
        return "/"
    parts = urlsplit(url)
    return url if not parts.scheme and not parts.netloc else "/"


def page_before(request: Request) -> str:
    """The page of this desk that the request was made from, else `/`."""
    came_from = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("referer") or "")
    if not is_own_origin(request, f"{came_from.scheme}://{came_from.netloc}"):
        return "/"
    return own_address(f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path)
