"""Errors as RFC 9457 problems: what went wrong in a sentence, with a stable type, and nothing of our insides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.problems import Kind, Refused, kind_of
from api.validation import field_errors
from domain.errors import (
    Conflict,
    DeskUnavailable,
    FieldError,
    Invalid,
    LicenceError,
    NotSignedIn,
    Stale,
    TooManyAttempts,
)
from domain.record import as_record

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger(__name__)
_CHALLENGE = 'Bearer realm="Licence Desk"'
AGAIN_AFTER = 30
"""Seconds after which somebody who found the desk without its database may try again."""
_MANY = "Some fields need another look."


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of `app` as a problem."""
    app.add_exception_handler(LicenceError, _answer_licence_error)
    app.add_exception_handler(Refused, _answer_refused)
    app.add_exception_handler(RequestValidationError, _answer_unreadable)
    app.add_exception_handler(HTTPException, _answer_http)


def problem(
    request: Request,
    kind: Kind,
    detail: str,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> Response:
    """A problem; `members` that are empty are left out."""
    body = {
        "type": kind.type,
        "title": kind.title,
        "status": status or kind.status,
        "detail": detail,
        "instance": request.url.path,
        **{name: value for name, value in members.items() if value},
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    all_headers = {"Cache-Control": "no-store", **(headers or {})}
    return Response(text, status or kind.status, all_headers, MEDIA_TYPE)


async def _answer_licence_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, LicenceError):
        raise error
    kind, members, status = kind_of(type(error)), _members(error), None
    if isinstance(error, Stale) and not {"if-match", "if-none-match"} & set(request.headers):
        status = problems.CONFLICT.status  # nothing was asked of the ETag, so no precondition failed
    return problem(request, kind, error.message, status=status, headers=_headers(request, error), **members)


def _members(error: LicenceError) -> dict[str, Any]:
    if isinstance(error, Stale):
        return {"mine": as_record(error.mine), "theirs": as_record(error.theirs)}
    if isinstance(error, Conflict):
        return {"reasons": list(error.reasons)}
    return {"errors": _listed(error.errors)} if isinstance(error, Invalid) else {}


def _listed(errors: tuple[FieldError, ...] | list[FieldError]) -> list[dict[str, str]]:
    return [{"loc": error.loc, "msg": error.message} for error in errors]


def _headers(request: Request, error: LicenceError) -> dict[str, str]:
    if isinstance(error, TooManyAttempts):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, DeskUnavailable):
        return {"Retry-After": str(AGAIN_AFTER)}
    if isinstance(error, NotSignedIn):
        wrong = ', error="invalid_token"' if "authorization" in request.headers else ""
        return {"WWW-Authenticate": _CHALLENGE + wrong}
    return {}


async def _answer_refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    return problem(request, error.kind, error.detail, headers=error.headers)


async def _answer_unreadable(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    if all(one["loc"][0] == "path" for one in found):
        return problem(request, problems.NOT_FOUND, "There is nothing at this address.")
    if any(tuple(one["loc"]) == ("header", "If-Match") and one["type"] == "missing" for one in found):
        return problem(request, problems.PRECONDITION_REQUIRED, problems.PRECONDITION_REQUIRED.example)
    errors = field_errors(found)
    detail = errors[0].message if len(errors) == 1 else _MANY
    return problem(request, problems.INVALID, detail, errors=_listed(errors))


async def _answer_http(request: Request, error: Exception) -> Response:
    """What the framework refuses on its own: no such address or method, a body that broke off or grew too long."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 404:
        return problem(request, problems.NOT_FOUND, "There is nothing at this address.")
    if error.status_code == 405:
        return _not_allowed(request)
    if error.status_code == 413:
        return problem(request, problems.TOO_LARGE, error.detail, headers={"Connection": "close"})
    broken = FieldError("body", "The body broke off or cannot be read; send it again.")
    return problem(request, problems.INVALID, broken.message, errors=_listed([broken]))


def _not_allowed(request: Request) -> Response:
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    methods: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.path_regex is not None and route.path_regex.match(path):
            methods |= route.methods or set()
    allowed = sorted(methods | ({"HEAD"} if "GET" in methods else set()))
    return problem(
        request,
        problems.METHOD_NOT_ALLOWED,
        f"This address takes {' and '.join(allowed)}.",
        headers={"Allow": ", ".join(allowed)},
    )


class UnexpectedProblems:
    """ASGI middleware: logs what nobody expected with the request's id, and answers with that id and nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; where the answer had begun before the fault, only the log can be told."""
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            request_id = scope.get("state", {}).get("request_id")
            _log.exception("request failed", path=scope.get("path"), request_id=request_id)
            if begun or scope["type"] != "http":
                raise
            kind = problems.INTERNAL
            answer = problem(Request(scope), kind, kind.example, request_id=request_id)
            await answer(scope, receive, send)
