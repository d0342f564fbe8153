"""Routes that look at who calls, and at how much is coming, before they read a body."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, params
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.deps import access_of, caller_of, services_of
from api.problems import Refused
from domain.errors import FieldError, Invalid

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
MEGABYTE = 1024 * 1024
MOST_JSON = 4 * MEGABYTE
"""The most that a JSON body may have; the longest licence that its fields allow is smaller."""
AROUND_A_FILE = MEGABYTE
"""What an upload may have beside its file."""


class GuardedRoute(APIRoute):
    """A route that lets in whom its Access names, and refuses what it does not know, before the body is received."""

    def get_route_handler(self) -> Handler:
        """The handler behind the guard; raises TypeError for a route that does not state who may use it."""
        handle, access, known = super().get_route_handler(), access_of(self.dependant), query_names(self.dependant)
        if access is None:
            raise TypeError(f"{self.path} does not state who may use it")
        takes_body = self.body_field is not None
        takes_file = takes_body and isinstance(self.body_field.field_info, params.Form)  # type: ignore[union-attr]

        async def guarded(request: Request) -> Response:
            services = services_of(request)
            public = access.access == "public"
            caller = None if public else await run_in_threadpool(caller_of, request, services)
            access.admit(caller)
            request.state.caller = caller
            _check_query(request, known)
            if takes_body:
                _check_type(request, "multipart/form-data" if takes_file else "application/json")
            most = services.settings.max_upload_bytes if takes_file else MOST_JSON
            return await handle(_limited(request, most, AROUND_A_FILE if takes_file else 0))

        return guarded


def api_router(tag: str) -> APIRouter:
    """A router for the operations of one noun."""
    return APIRouter(route_class=GuardedRoute, tags=[tag])


def query_names(dependant: Dependant) -> frozenset[str]:
    """The names of all query parameters of a route and of what it depends on."""
    below = [query_names(dependency) for dependency in dependant.dependencies]
    return frozenset({field.alias for field in dependant.query_params}).union(*below)


def _check_query(request: Request, known: frozenset[str]) -> None:
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        message = f"There is no parameter “{unknown[0][:60]}” here; leave it out."
        raise Invalid(message, [FieldError(name[:60], "There is no such parameter; leave it out.") for name in unknown])


def _check_type(request: Request, wanted: str) -> None:
    headers = request.headers
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return  # an empty body is told apart field by field
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != wanted:
        raise Refused(problems.UNSUPPORTED_MEDIA_TYPE, f"Send the body as {wanted}.")


def _limited(request: Request, most: int, around: int) -> Request:
    """The same request, whose body breaks off with 413 where it grows beyond `most` bytes and what goes `around`."""
    too_large = f"This is larger than {most // MEGABYTE} MB, the most that is accepted here."
    most += around
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise Refused(problems.TOO_LARGE, too_large, Connection="close")
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > most:
            raise HTTPException(413, too_large)  # the framework lets this one through while it parses a body
        return message

    return Request(request.scope, receive)


class HeadAsGet:
    """ASGI middleware: answers HEAD as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; bodies are dropped as they come."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


PRIVATE = (b"private, no-cache", b"Authorization, Cookie")


class PrivateAnswers:
    """ASGI middleware: no answer is kept by anybody but the caller, unless a route says otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers as the answer begins."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                added = zip((b"cache-control", b"vary"), PRIVATE, strict=True)
                message = {**message, "headers": [*message["headers"], *(h for h in added if h[0] not in there)]}
            await send(message)

        await self.app(scope, receive, with_headers)
