"""Documents: uploading, their reading, their bytes, pictures of their pages, their clauses."""

from __future__ import annotations

from typing import Annotated

from fastapi import File, Path, UploadFile
from starlette.responses import Response

from api.deps import Cursor, Desk, DocumentId, Editor, IfNoneMatch, Limit, VersionId, Viewer
from api.etags import is_known, plain, single
from api.files import IMMUTABLE, PdfAnswer, etag_of_file
from api.guarding import api_router
from api.idempotency import OnceOnly, file_fingerprint
from api.paging import page_of
from api.schemas.documents import Clause, Clauses, Document, Documents, SettingAside
from api.schemas.shapes import Sent
from domain.identity import Actor
from domain.ports import Services
from domain.readings import ReadingState
from domain.usecases.documents import Upload, add_document, read_again, set_document_aside
from domain.usecases.looking_up import ReadDocument, clauses_of, documents_of, one_document
from domain.usecases.pictures import draw_picture, find_picture
from domain.version import DocumentRole

router = api_router("Documents")
KEPT_A_DAY = "private, max-age=86400"
_PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
_PNG = {"image/png": {"schema": {"type": "string", "format": "binary"}}}
_PARTS = {"multipart/byteranges": {"schema": {"type": "string", "format": "binary"}}}
_PageNumber = Annotated[int, Path(ge=1, le=100_000, description="The page, counted from 1.", examples=[1])]


class UploadForm(Sent):
    """A signed PDF, and what it is to its version."""

    file: UploadFile
    role: DocumentRole = DocumentRole.AGREEMENT


@router.get(
    "/versions/{version_id}/documents",
    operation_id="listDocuments",
    summary="The documents of a version",
    response_model=Documents,
)
def list_documents(
    desk: Desk, _caller: Viewer, version_id: VersionId, limit: Limit = 200, cursor: Cursor = None
) -> Response:
    """Oldest first, those set aside included."""
    page = page_of(
        documents_of(desk, version_id),
        lambda read: (read.document.uploaded_at.isoformat(), read.document.id),
        limit=limit,
        cursor=cursor,
        name="documents",
    )
    return plain(Documents(items=[Document.of(read) for read in page.items], next_cursor=page.next_cursor))


@router.post(
    "/versions/{version_id}/documents",
    operation_id="addDocument",
    summary="Upload a signed PDF",
    response_model=Document,
    status_code=201,
)
def add(caller: Editor, once: OnceOnly, version_id: VersionId, form: Annotated[UploadForm, File()]) -> Response:
    """The bytes are kept untouched; the reading goes on in the background and shows in the document's `reading`.

    413 where it is too large, 422 where it is not a PDF that can be read, 409 where this version has the same file.
    """
    sent = f"{form.role} {form.file.filename} {file_fingerprint(form.file.file)}" if once.key else None
    return once(lambda s: _added(s, caller, version_id, form), sent)


def _added(s: Services, caller: Actor, version_id: str, form: UploadForm) -> Response:
    upload = Upload(filename=form.file.filename or "", content=form.file.file, role=form.role)
    document, reading = add_document(s, caller, version_id, upload)
    at = f"/api/v1/documents/{document.id}"
    return _single(ReadDocument(document=document, reading=reading), status=201, at=at)


def _single(read: ReadDocument, *, known: str | None = None, status: int = 200, at: str = "") -> Response:
    """A document does not change; its reading does, and so does its tag."""
    done = read.reading is not None and read.reading.state in (ReadingState.DONE, ReadingState.FAILED)
    return single(Document.of(read), int(done), known=known, status=status, at=at)


@router.get("/documents/{document_id}", operation_id="getDocument", summary="One document", response_model=Document)
def show(desk: Desk, _caller: Viewer, document_id: DocumentId, if_none_match: IfNoneMatch = None) -> Response:
    """With how far its reading is."""
    return _single(one_document(desk, document_id), known=if_none_match)


@router.get(
    "/documents/{document_id}/file",
    operation_id="getDocumentFile",
    summary="The untouched bytes",
    response_class=Response,
    responses={
        200: {"content": _PDF, "description": "The whole file."},
        206: {"content": _PDF | _PARTS, "description": "The ranges asked for."},
    },
)
def file(desk: Desk, _caller: Viewer, document_id: DocumentId, if_none_match: IfNoneMatch = None) -> Response:
    """The ETag is the SHA-256 of the bytes. `Range` and `If-Range` are understood."""
    document = one_document(desk, document_id).document
    etag = etag_of_file(document)
    if if_none_match is not None and is_known(if_none_match, etag):
        return Response(None, 304, {"ETag": etag, "Cache-Control": IMMUTABLE})
    return PdfAnswer(document, desk.documents.path(document.sha256))


@router.get(
    "/documents/{document_id}/pages/{number}.png",
    operation_id="getPagePicture",
    summary="A picture of a page",
    response_class=Response,
    responses={200: {"content": _PNG, "description": "110 dots an inch, standing straight as it was read."}},
)
def picture(
    desk: Desk, _caller: Viewer, document_id: DocumentId, number: _PageNumber, if_none_match: IfNoneMatch = None
) -> Response:
    """404 beyond the last page. Boxes of clauses lie on it at 110/72 of their size."""
    which = find_picture(desk, document_id, number)
    etag = f'"{which.document.sha256}-{number}-{which.dpi}-{which.turned:g}"'
    headers = {"ETag": etag, "Cache-Control": KEPT_A_DAY, "X-Content-Type-Options": "nosniff"}
    if if_none_match is not None and is_known(if_none_match, etag):
        return Response(None, 304, headers)
    return Response(draw_picture(desk, which), 200, headers, "image/png")


@router.get(
    "/documents/{document_id}/clauses", operation_id="listClauses", summary="The clauses", response_model=Clauses
)
def clauses(
    desk: Desk, _caller: Viewer, document_id: DocumentId, limit: Limit = 200, cursor: Cursor = None
) -> Response:
    """Of the newest finished reading, in reading order; none before there is one."""
    page = page_of(
        clauses_of(desk, document_id),
        lambda one: (one.position, one.clause.id),
        limit=limit,
        cursor=cursor,
        name="clauses",
    )
    return plain(Clauses(items=[Clause.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.post(
    "/documents/{document_id}/readings",
    operation_id="readAgain",
    summary="Read a document again",
    response_model=Document,
    status_code=202,
)
def again(caller: Editor, once: OnceOnly, document_id: DocumentId) -> Response:
    """It adds suggestions and alters no decision. 409 while it is being read."""
    return once(lambda s: _read_again(s, caller, document_id))


def _read_again(s: Services, caller: Actor, document_id: str) -> Response:
    read_again(s, caller, document_id)
    return _single(one_document(s, document_id), status=202, at=f"/api/v1/documents/{document_id}")


@router.post(
    "/documents/{document_id}/set-aside",
    operation_id="setDocumentAside",
    summary="Set a wrong upload aside",
    response_model=Document,
)
def set_aside(caller: Editor, once: OnceOnly, document_id: DocumentId, body: SettingAside) -> Response:
    """Its bytes stay, and so do decisions that rest on it; it no longer counts as signed. 409 if done before."""
    return once(lambda s: _set_aside(s, caller, document_id, body), body)


def _set_aside(s: Services, caller: Actor, document_id: str, body: SettingAside) -> Response:
    set_document_aside(s, caller, document_id, body.reason)
    return _single(one_document(s, document_id))
