"""Documents: watching how they are read, and giving them out untouched, or a page as a picture."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse

from domain.identity import Actor, Role
from domain.usecases.documents import read_again
from domain.usecases.looking_up import one_document
from domain.usecases.pictures import PagePicture, draw_picture, find_picture
from domain.usecases.rereading import readings_of
from domain.usecases.watching import reading_of, version_reading
from web.access import editor, pages_router, services, viewer
from web.chrome import Message, words
from web.contexts.reading import ProgressPage, progress_of, spoken, upload_page
from web.contexts.readings import readings_page
from web.messages import redirect
from web.render import render, wants_fragment

Viewer = Annotated[Actor, Depends(viewer)]
Editor = Annotated[Actor, Depends(editor)]
FULL, ROW = "documents/progress.html", "row"
STOP_POLLING = 286
KEPT_FOREVER = "private, max-age=31536000, immutable"
THUMBNAIL_DPI = 24
router: APIRouter = pages_router()


@router.get("/versions/{version_id}/upload")
def upload(request: Request, version_id: str, actor: Viewer) -> Response:
    """The files of a version, how far they are read, and a field for one more."""
    s = services(request)
    context = upload_page(words(request), version_reading(s, version_id), actor, s.settings.max_upload_bytes)
    return render(request, "documents/upload.html", context)


@router.get("/documents/{document_id}/progress")
def progress(request: Request, document_id: str, actor: Viewer) -> Response:
    """How far a document is read: for htmx a fragment that asks again until it is over, for others a page."""
    t, said = words(request), _said(request)
    read, around = reading_of(services(request), document_id)
    shown = progress_of(t, read, around, may_edit=actor.role.includes(Role.EDITOR), said=said)
    if not wants_fragment(request):
        return redirect(request, f"/versions/{read.document.version_id}/upload")
    full = request.query_params.get("view") == "full"
    return render(
        request,
        FULL,
        ProgressPage(progress=shown, full=full),
        block="full" if full else ROW,
        oob=["begin"] if full and shown.is_over else [],
        live=spoken(t, shown, said),
        status=STOP_POLLING if shown.is_over else 200,
    )


@router.get("/documents/{document_id}/readings")
def readings(request: Request, document_id: str, actor: Viewer) -> Response:
    """All readings of a document, and what one sees otherwise than another: the newest two unless others are named."""
    asked = request.query_params
    found = readings_of(services(request), document_id, asked.get("old") or None, asked.get("new") or None)
    return render(request, "documents/readings.html", readings_page(words(request), found, actor))


@router.post("/documents/{document_id}/readings")
def again(request: Request, document_id: str, actor: Editor) -> Response:
    """Read a document once more; decisions stay as they are."""
    read_again(services(request), actor, document_id)
    version_id = one_document(services(request), document_id).document.version_id
    return redirect(request, f"/versions/{version_id}/upload", message=Message(words(request)("It is read again.")))


@router.get("/documents/{document_id}/file")
def file(request: Request, document_id: str, _actor: Viewer) -> Response:
    """The untouched bytes, to be saved; the hash of the record is their ETag."""
    s = services(request)
    document = one_document(s, document_id).document
    etag = f'"{document.sha256}"'
    headers: dict[str, Any] = {"ETag": etag, "Cache-Control": KEPT_FOREVER}
    if request.headers.get("if-none-match") == etag:
        return Response(None, 304, headers)
    path = s.documents.path(document.sha256)
    return FileResponse(path, media_type="application/pdf", filename=document.filename, headers=headers)


@router.get("/documents/{document_id}/pages/{number}.png")
def picture(request: Request, document_id: str, number: int, _actor: Viewer) -> Response:
    """A picture of a page, `?small` for the strip of pages. It never changes, so a browser keeps it."""
    which = find_picture(services(request), document_id, number)
    dpi = THUMBNAIL_DPI if "small" in request.query_params else which.dpi
    which = PagePicture(document=which.document, number=number, turned=which.turned, dpi=dpi)
    etag = f'"{which.document.sha256[:32]}-{number}-{dpi}-{which.turned:g}"'
    headers = {"ETag": etag, "Cache-Control": KEPT_FOREVER}
    if request.headers.get("if-none-match") == etag:
        return Response(None, 304, headers)
    return Response(draw_picture(services(request), which), 200, headers, "image/png")


def _said(request: Request) -> int:
    number = request.query_params.get("said", "")
    return int(number) if number in {"25", "50", "75"} else 0
