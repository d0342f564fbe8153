"""Stored PDFs as answers: whole or in ranges (RFC 9110 section 14)."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.responses import FileResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api import problems
from api.errors import problem
from domain.version import Document

MEDIA_TYPE = "application/pdf"
_RANGES = re.compile(
    r"\s*bytes\s*=\s*((?:\d{1,18}\s*-\s*\d{0,18}|-\s*\d{1,18})(?:\s*,\s*(?:\d{1,18}\s*-\s*\d{0,18}|-\s*\d{1,18}))*)\s*"
)
IMMUTABLE = "private, max-age=31536000, immutable"


class PdfAnswer(FileResponse):
    """The untouched bytes of a document. Its ETag is their SHA-256, so it never changes."""

    media_type = MEDIA_TYPE

    def __init__(self, document: Document, path: Path) -> None:
        headers = {"ETag": etag_of_file(document), "Cache-Control": IMMUTABLE, "X-Content-Type-Options": "nosniff"}
        super().__init__(
            path, headers=headers, media_type=MEDIA_TYPE, filename=document.filename, content_disposition_type="inline"
        )
        self._size = document.bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the ranges that lie in the file; one that cannot be read is as if it were not there."""
        headers = Headers(scope=scope)
        ranges = satisfiable(headers.get("range", ""), self._size)
        if headers.get("if-range", self.headers["etag"]) != self.headers["etag"]:
            ranges = None
        if ranges == []:
            detail = f"The file has {self._size} bytes; ask for a range within it."
            outside = {"Content-Range": f"bytes */{self._size}", "Accept-Ranges": "bytes"}
            answer = problem(Request(scope), problems.RANGE_NOT_SATISFIABLE, detail, headers=outside)
            await answer(scope, receive, send)
            return
        await super().__call__(_with_ranges(scope, ranges), receive, send)


def etag_of_file(document: Document) -> str:
    """The ETag of a document's bytes."""
    return f'"{document.sha256}"'


def satisfiable(header: str, size: int) -> list[tuple[int, int]] | None:
    """The first and last byte of each range within `size` bytes; None where no ranges can be read from `header`."""
    match = _RANGES.fullmatch(header)
    if match is None:
        return None
    found = []
    for start, end in (part.split("-") for part in re.sub(r"\s", "", match[1]).split(",")):
        if start and end and int(end) < int(start):
            return None
        first = int(start) if start else max(size - int(end), 0)
        last = min(int(end), size - 1) if start and end else size - 1
        if first < size and (start or int(end)):
            found.append((first, last))
    return found


def _with_ranges(scope: Scope, ranges: list[tuple[int, int]] | None) -> Scope:
    headers = MutableHeaders(raw=list(scope["headers"]))
    del headers["range"]
    if ranges:
        headers["range"] = "bytes=" + ",".join(f"{first}-{last}" for first, last in ranges)
    return {**scope, "headers": headers.raw}
