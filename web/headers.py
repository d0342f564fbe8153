"""What every answer carries: a strict policy for the browser, and an id by which the log can be searched.

Pure ASGI, so that streams and errors pass through untouched. A handler may set a header of these names itself; it is
then left alone (the pages of the API documentation need a policy of their own).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID = "X-Request-ID"
_GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Letters and digits that are not mistaken for one another when read out over the telephone (Crockford base 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {framed_by}"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
ONE_YEAR = "max-age=31536000"


def allow_framing(request: Request) -> None:
    """A dependency for the public card alone: the sites of the settings may show it in a frame."""
    request.state.may_be_framed = True


class SecurityHeaders:
    """Content-Security-Policy and its companions; HSTS where the desk is reached over https."""

    def __init__(self, app: ASGIApp, *, https: bool = False, framed_by: Sequence[str] = ()) -> None:
        self.app = app
        self.card_policy = POLICY.format(framed_by=" ".join(framed_by) or "'none'")
        self.fixed = {
            "Content-Security-Policy": POLICY.format(framed_by="'none'"),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": PERMISSIONS,
            "Cross-Origin-Opener-Policy": "same-origin",
        } | ({"Strict-Transport-Security": ONE_YEAR} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers as the answer begins."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if state.get("may_be_framed"):
                    headers.setdefault("Content-Security-Policy", self.card_policy)
                for name, value in self.fixed.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class RequestIds:
    """Gives each request an id: in `request.state.request_id`, in every line logged, and in the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take over an id from a proxy where it looks like one, else make one."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _GIVEN_ID.fullmatch(given) else new_request_id()
        scope.setdefault("state", {})["request_id"] = request_id

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self.app(scope, receive, with_id)


def new_request_id() -> str:
    """Twelve characters in threes of four, such as `7F3K-2QMX-9T4B`: short enough to be read out."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))
