"""How much an upload may send: refused by what it announces, and again by what really comes, before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.responses import Response
from starlette.types import Message, Receive

from domain.errors import DocumentTooLarge
from web.access import editor, find_session, services
from web.csrf import protect
from web.sent import sent_form

MEGABYTE = 1024 * 1024
AROUND_A_FILE = MEGABYTE
"""What a form may have beside its file."""


class UploadRoute(APIRoute):
    """A route whose body breaks off as soon as it is larger than a document may be; the rest is never stored."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind the limit."""
        handle = super().get_route_handler()

        async def limited(request: Request) -> Response:
            limit = services(request).settings.max_upload_bytes
            body = _Body(request.receive, limit + AROUND_A_FILE)
            limited_request = Request(request.scope, body.receive)
            try:
                return await handle(limited_request)
            except HTTPException:
                if body.is_too_large:
                    raise too_large(limit) from None
                raise
            finally:
                await limited_request.close()  # whatever happened, no temporary file stays

        return limited


def upload_router(prefix: str = "") -> APIRouter:
    """A router for uploads: who may not upload is refused before a byte of the file is taken in."""
    needed = [Depends(find_session), Depends(editor), Depends(_announced), Depends(protect)]
    return APIRouter(prefix=prefix, dependencies=needed, route_class=UploadRoute, include_in_schema=False)


async def _form(request: Request) -> FormData:
    return await sent_form(request)


UploadForm = Annotated[FormData, Depends(_form)]
"""The form with its file, which lies on disk where it is large."""


def too_large(limit: int) -> DocumentTooLarge:
    """The refusal, in a sentence with the limit."""
    return DocumentTooLarge(
        f"This file is larger than {limit // MEGABYTE} MB, the most that is taken: "
        "save a smaller copy of it and upload that."
    )


def _announced(request: Request) -> None:
    """Refuse by Content-Length; the connection stays open, so that a browser hears the answer."""
    limit = services(request).settings.max_upload_bytes
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit + AROUND_A_FILE:
        raise too_large(limit)


class _Body:
    """What comes in, counted."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most
        self.is_too_large = False

    async def receive(self) -> Message:
        """The next piece; raises what makes the form's parser clean up behind it."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_too_large = True
            raise MultiPartException("too large")
        return message
