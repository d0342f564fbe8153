"""The description of the API and its pages, with every asset from this desk."""

from __future__ import annotations

import json
from importlib import resources

from fastapi.responses import FileResponse
from starlette.requests import Request
from starlette.responses import Response

from api.deps import PUBLIC
from api.etags import etag_of, is_known
from api.guarding import api_router
from domain.errors import NotFound

router = api_router("Reference")
VENDORED = "swagger-ui-5.35.0"
_STATIC = resources.files("api") / "static"
_TYPES = {"js": "text/javascript", "css": "text/css", "txt": "text/plain", "html": "text/html"}
_FILES = {
    "reference.js": "no-cache",
    f"{VENDORED}/swagger-ui-bundle.js": "public, max-age=31536000, immutable",
    f"{VENDORED}/swagger-ui.css": "public, max-age=31536000, immutable",
    f"{VENDORED}/swagger-ui-bundle.js.LICENSE.txt": "public, max-age=31536000, immutable",
}
# As strict as the pages of the desk but for its pictures, which are written into the style sheet as data.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@router.get("/openapi.json", include_in_schema=False, dependencies=[PUBLIC])
def description(request: Request) -> Response:
    """The whole description, made once."""
    text = json.dumps(request.app.openapi(), ensure_ascii=False)
    headers = {"ETag": etag_of(text, 1), "Cache-Control": "no-cache"}
    if is_known(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(None, 304, headers)
    return Response(text, 200, headers, "application/json")


@router.get("/docs", include_in_schema=False, dependencies=[PUBLIC])
def pages() -> Response:
    """The reference pages."""
    return _static("reference.html", {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})


@router.get("/docs/{path:path}", include_in_schema=False, dependencies=[PUBLIC])
def asset(path: str) -> Response:
    """A file of the reference pages; only those listed above."""
    if path not in _FILES:
        raise NotFound("There is nothing at this address.")
    return _static(path, {"Cache-Control": _FILES[path]})


def _static(path: str, headers: dict[str, str]) -> Response:
    media_type = _TYPES[path.rpartition(".")[2]]
    return FileResponse(str(_STATIC.joinpath(path)), headers=headers, media_type=media_type)
