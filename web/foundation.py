"""Everything that a page can take for granted, put on an application in one call."""

from __future__ import annotations

from fastapi import FastAPI

from web.assets import MOUNTED_AT, VersionedFiles
from web.errors import UnexpectedErrors, add_error_pages
from web.headers import RequestIds, SecurityHeaders
from web.rate_limit import RateLimit
from web.settings import WebSettings


def install(app: FastAPI, settings: WebSettings) -> None:
    """Static files, error pages, request ids and headers; `settings` become `app.state.web`.

    The middleware added last is the outermost: an unexpected error is answered inside the other two, so that its page
    has the same headers as every other.
    """
    app.state.web = settings
    app.state.public_limit = RateLimit(settings.public_per_minute)
    app.mount(MOUNTED_AT, VersionedFiles(), name="static")
    add_error_pages(app)
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(RequestIds)
    app.add_middleware(SecurityHeaders, https=settings.https, framed_by=settings.framed_by)
