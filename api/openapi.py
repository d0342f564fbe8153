"""The description of the API. `python -m api.openapi > docs/openapi.json` writes the stored copy.

The framework describes paths, parameters and shapes; what follows from how requests travel is added here, in one place:
who may use an operation, the problems it may answer with, and the headers of its answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from api import problems
from api.deps import access_of
from api.errors import MEDIA_TYPE
from api.examples import add_examples
from api.problems import Kind
from api.schemas.problem import FieldProblem, Problem

MOUNTED_AT = "/api/v1"
TITLE = "Licence Desk"
VERSION = "1"
SUMMARY = "Licences of electronic resources: signed PDFs, clauses, decided terms with their evidence."
DESCRIPTION = """\
Send a token as `Authorization: Bearer TOKEN`; its role says what it may do. For reading, the session cookie of the
pages does as well.

* **Lists** take `limit` and an opaque `cursor` and answer `{"items": [...], "next_cursor": ...}` in a total order.
* **One thing** comes with an `ETag`. `PATCH`, `PUT` and `DELETE` need it as `If-Match`: 428 without, 412 when stale.
* **POST** takes an `Idempotency-Key`: sent again, the same request gives the same answer, once.
* **Errors** are problems (RFC 9457) with a stable `type`; `errors` names the fields at fault.
* **Unknown** fields and parameters are refused, not ignored.
"""
TAGS: list[dict[str, Any]] = [
    {"name": "Licences", "description": "Agreements over their whole life, and the organisations they name."},
    {"name": "Versions", "description": "Signed or draft texts of a licence, their states, and what differs."},
    {"name": "Documents", "description": "Signed PDFs, their reading, their pages and clauses."},
    {"name": "Suggestions", "description": "What the reading proposes; a person decides."},
    {"name": "Terms", "description": "Decisions with their evidence, and what holds on a date."},
    {"name": "Vocabulary", "description": "The terms a library decides its licences in."},
    {"name": "Record", "description": "The sync feed, the trail, and the kinds of problem."},
    {"name": "Sync", "description": "Other systems: what would be sent, what was changed there, and the sending."},
    {"name": "Webhooks", "description": "Changes posted to other programs, signed, as they happen."},
    {"name": "Accounts and tokens", "description": "Who may use the desk."},
]
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token, made by an administrator."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "The session of the pages (`__Host-session` over https); for reading only.",
    },
}
_ETAG = {"ETag": {"description": "Strong tag of what is there now.", "schema": {"type": "string"}}}
_LOCATION = {"Location": {"description": "Address of what was made.", "schema": {"type": "string"}}}
_REPLAYED = {
    "Idempotency-Replayed": {
        "description": "`true` where this answer was given before, under the same Idempotency-Key.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
_ANSWERS = {
    "200": "What was asked for.",
    "201": "It was made.",
    "202": "It was asked for, and goes on in the background.",
    "204": "It was done; there is nothing to tell.",
}
_OF_A_STATUS: dict[int, tuple[Kind, ...]] = {}
for _kind in problems.KINDS.values():
    _OF_A_STATUS[_kind.status] = (*_OF_A_STATUS.get(_kind.status, ()), _kind)

Operation = dict[str, Any]


def install(app: FastAPI) -> None:
    """Let `app.openapi()` give the whole description, worked out once."""

    def describe() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = described(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def described(app: FastAPI) -> dict[str, Any]:
    """The description of `app`."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
        license_info=app.license_info,
    )
    for path, method, operation, access in _operations(app, document):
        _polish(operation)
        _secure(operation, method, access)
        _add_problems(operation, path, access)
        _add_headers(operation)
    components = document["components"]
    components["securitySchemes"] = _SECURITY
    components["responses"] = {f"Problem{status}": _problem(status) for status in sorted(_OF_A_STATUS)}
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    for shape in (FieldProblem, Problem):
        schema = shape.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
        schema.pop("$defs", None)
        components["schemas"][shape.__name__] = schema
    components["schemas"] = dict(sorted(components["schemas"].items()))
    add_examples(document)
    return document


def _operations(app: FastAPI, document: dict[str, Any]) -> Iterator[tuple[str, str, Operation, str]]:
    accesses = {
        (str(route.path), method): access
        for route in iter_route_contexts(app.routes)
        if (access := access_of(route.dependant)) is not None
        for method in route.methods or ()
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), cast(Operation, operation), accesses[path, method.upper()].access


def _polish(operation: Operation) -> None:
    """Say what an answer is, and of a parameter that it may be left out instead of that it may be null."""
    for status, response in operation["responses"].items():
        if response["description"] == "Successful Response":
            response["description"] = _ANSWERS[status]
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        kinds = [kind for kind in schema.pop("anyOf", ()) if kind != {"type": "null"}]
        if len(kinds) == 1:
            parameter["schema"] = {**kinds[0], **schema}


def _secure(operation: Operation, method: str, access: str) -> None:
    if access == "public":
        operation["security"] = []
        return
    operation["security"] = [{"token": []}, {"session": []}] if method == "GET" else [{"token": []}]
    who = "Any role, and tokens for the sync feed alone." if access == "feed" else f"Needs the role `{access}`."
    operation["description"] = f"{operation.get('description', '')}\n\n{who}".strip()
    operation["x-needs-role"] = access


def _add_problems(operation: Operation, path: str, access: str) -> None:
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    statuses = {422, 500, 503}
    if access != "public":
        statuses |= {401, 403}
    if "{" in path or operation["operationId"] == "compareVersions":
        statuses.add(404)
    if "requestBody" in operation:
        statuses |= {413, 415}
    if "If-Match" in names:
        statuses |= {409, 412, 428}
    if "Idempotency-Key" in names or operation["operationId"] in ("compareVersions", "getLicenceAsOnixPl"):
        statuses.add(409)
    if operation["operationId"] == "getDocumentFile":
        statuses.add(416)
    responses = operation["responses"]
    for status in sorted(statuses):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    operation["responses"] = dict(sorted(responses.items()))


def _problem(status: int) -> dict[str, Any]:
    kinds = _OF_A_STATUS[status]
    return {
        "description": " ".join(kind.meaning for kind in kinds),
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {kind.name: {"summary": kind.title, "value": _example(kind)} for kind in kinds},
            }
        },
    }


def _example(kind: Kind) -> dict[str, Any]:
    instance = f"{MOUNTED_AT}/licences"
    shown = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.example,
        "instance": instance,
    }
    if kind is problems.INVALID:
        shown["errors"] = [{"loc": "title", "msg": kind.example}]
    if kind is problems.STALE:
        shown |= {"mine": {"title": "Meridian Journals"}, "theirs": {"title": "Meridian Journals Complete"}}
    return shown


def _add_headers(operation: Operation) -> None:
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    responses = operation["responses"]
    for status in [status for status in responses if status.startswith("2") and status != "204"]:
        headers: dict[str, Any] = dict(responses[status].get("headers", {}))
        if {"If-None-Match", "If-Match"} & names or (status == "201"):
            headers |= _ETAG
        if status == "201":
            headers |= _LOCATION
        if "Idempotency-Key" in names:
            headers |= _REPLAYED
        if headers:
            responses[status]["headers"] = headers
    is_get = "If-None-Match" in names and "If-Match" not in names
    if is_get:
        responses["304"] = {"description": "What is known already still holds.", "headers": _ETAG}
        operation["responses"] = dict(sorted(responses.items()))


def text() -> str:
    """The description as it is stored."""
    from api.json_app import create_json_app  # noqa: PLC0415 - the application imports this module

    return json.dumps(create_json_app().openapi(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(text())
