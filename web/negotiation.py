"""Whether a public answer is wanted as a page or as JSON (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from starlette.requests import Request

JSON, HTML = "application/json", "text/html"
JSON_SUFFIX = ".json"
LOOKUP = "/public/lookup"
"""Programs ask there, so that it answers with JSON unless a page is asked for."""


def wants_json(request: Request) -> bool:
    """By the ending `.json`, else by Accept, else by what the address answers with of itself."""
    path = request.url.path
    if path.endswith(JSON_SUFFIX):
        return True
    accept = ",".join(request.headers.getlist("accept"))
    as_json, as_html = _quality(accept, JSON), _quality(accept, HTML)
    return path == LOOKUP if as_json == as_html else as_json > as_html


def _quality(accept: str, wanted: str) -> float:
    """What the most particular range that fits `wanted` gives it; everything is welcome where nothing is said."""
    ranges = ("*/*", f"{wanted.partition('/')[0]}/*", wanted)
    best = (-1, 0.0 if accept.strip() else 1.0)
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media in ranges:
            best = max(best, (ranges.index(media), _weight(parameters)))
    return best[1]


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
