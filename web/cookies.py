"""The cookies of the pages: one place for their names and attributes.

Over https every name gets the `__Host-` prefix, so that no other host and no other path can set it (RFC 6265bis).
"""

from __future__ import annotations

from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response

from web.settings import settings_of


class Cookie(StrEnum):
    """What the desk keeps in a browser."""

    SESSION = "session"
    CSRF = "csrf"
    NOTICE = "notice"
    LANGUAGE = "lang"
    THEME = "theme"


YEAR = 365 * 24 * 3600


def cookie_name(request: Request, cookie: Cookie) -> str:
    """The name under which the browser keeps `cookie`."""
    return f"__Host-{cookie}" if settings_of(request).https else str(cookie)


def read_cookie(request: Request, cookie: Cookie) -> str | None:
    """The value of `cookie`, if the browser sent one."""
    return request.cookies.get(cookie_name(request, cookie))


def set_cookie(request: Request, response: Response, cookie: Cookie, value: str, *, seconds: int | None = None) -> None:
    """Keep `value` for `seconds`, or until the browser closes."""
    response.set_cookie(
        cookie_name(request, cookie),
        value,
        max_age=seconds,
        path="/",
        secure=settings_of(request).https,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(request: Request, response: Response, cookie: Cookie) -> None:
    """Forget `cookie`; a `__Host-` cookie goes only with the attributes it was set with."""
    response.delete_cookie(
        cookie_name(request, cookie), path="/", secure=settings_of(request).https, httponly=True, samesite="lax"
    )
