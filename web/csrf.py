"""Protection against requests that another site makes in somebody's name.

Put `Depends(protect)` on every HTML router, after the dependency that finds the session. For every unsafe method it
asks for two things (OWASP, Cross-Site Request Forgery Prevention):

1. The browser says that the request comes from this desk: `Sec-Fetch-Site: same-origin`, or, where a browser does not
   send that, an `Origin` that is ours. A client that sends neither is no browser and cannot be misled, so 2 decides.
2. A token that another site cannot know, in the field `csrf` (`{{ csrf_field() }}`) or the header `X-CSRF-Token`
   (htmx sends it from `hx-headers` on `<body>`). Signed in, it is the token kept with the session; on the sign-in and
   first-account forms it is a signed random value that the browser also holds in a cookie.

The dependency that finds the session puts it on `request.state.session` (a domain.identity.Session).
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

from domain.errors import NotPermitted
from domain.identity import Session
from web.cookies import Cookie, read_cookie
from web.sent import sent_form
from web.settings import settings_of
from web.signing import read_signed, sign

FIELD = "csrf"
HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
ELSEWHERE = "This request came from another site and was not carried out: open the page here and try again."
EXPIRED = "This page has been open too long to be saved: open it again and repeat the last step."


async def protect(request: Request) -> None:
    """Refuse an unsafe request that is not ours; raises NotPermitted.

    It is the one `async` piece of the pages, because a form must be awaited; the form stays readable for the route.
    """
    if request.method in SAFE:
        return
    if not comes_from_here(request):
        raise NotPermitted(ELSEWHERE)
    if not is_expected(request, await _sent_token(request)):
        raise NotPermitted(EXPIRED)


def comes_from_here(request: Request) -> bool:
    """Whether the browser says that this desk's own page made the request, or no browser made it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}  # none: the person did it, from the address bar or a restored tab
    origin = request.headers.get("origin")
    return origin is None or is_own_origin(request, origin)


def is_own_origin(request: Request, origin: str) -> bool:
    """Whether `origin` (scheme and host) is this desk, directly or as a proxy in front of it is reached."""
    parts = urlsplit(origin)
    scheme = "https" if settings_of(request).https else request.url.scheme
    is_this_host = parts.scheme == scheme and parts.netloc == request.headers.get("host")
    return is_this_host or origin in settings_of(request).origins


def is_expected(request: Request, token: str) -> bool:
    """Whether `token` is the one that belongs to this session, or to this browser where nobody is signed in."""
    expected = _session_token(request) or _anonymous_token(request)
    return expected is not None and hmac.compare_digest(token.encode(), expected.encode())


def token_for(request: Request) -> str:
    """The token for the forms of this page; where nobody is signed in, `render` also sets it as a cookie."""
    known = _session_token(request) or _anonymous_token(request)
    if known is None:
        known = sign(settings_of(request).secret, Cookie.CSRF, secrets.token_urlsafe(24))
        request.state.new_csrf_token = known
    return known


def _session_token(request: Request) -> str | None:
    session = getattr(request.state, "session", None)
    return session.csrf if isinstance(session, Session) else None


def _anonymous_token(request: Request) -> str | None:
    fresh = getattr(request.state, "new_csrf_token", None)
    held = fresh or read_cookie(request, Cookie.CSRF)
    return held if held and read_signed(settings_of(request).secret, Cookie.CSRF, held) is not None else None


async def _sent_token(request: Request) -> str:
    if HEADER in request.headers:
        return request.headers[HEADER]
    if not request.headers.get("content-type", "").startswith(FORM_TYPES):
        return ""
    sent = (await sent_form(request)).get(FIELD)
    return sent if isinstance(sent, str) else ""
