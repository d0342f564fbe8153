"""Taking in a file. Apart from the other pages, because who may not upload is refused before the file is received."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from domain.errors import Conflict, DocumentRejected, DocumentTooLarge, Invalid, LicenceError
from domain.identity import Actor
from domain.usecases.documents import Upload, add_document
from domain.usecases.watching import version_reading
from web.access import editor, services
from web.answers import answer_for
from web.chrome import Message, words
from web.contexts.reading import upload_page
from web.messages import redirect
from web.render import render
from web.upload import UploadForm, upload_router

router: APIRouter = upload_router()


@router.post("/versions/{version_id}/documents")
def add(request: Request, version_id: str, form: UploadForm, actor: Annotated[Actor, Depends(editor)]) -> Response:
    """Keep a PDF and ask for its reading; whatever is wrong with the file is said at the field."""
    s, t = services(request), words(request)
    file, role = form.get("file"), str(form.get("role") or "")
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise Invalid.field("file", t("Choose a PDF first."))
        add_document(s, actor, version_id, Upload(filename=file.filename, content=file.file, role=role or None))
    except (Invalid, Conflict, DocumentRejected, DocumentTooLarge) as error:
        return _refused(request, version_id, actor, error, role)
    finally:
        if isinstance(file, UploadFile):
            file.file.close()
    message = Message(t("Received, and its hash recorded. It is being read now."))
    return redirect(request, f"/versions/{version_id}/upload", message=message)


def _refused(request: Request, version_id: str, actor: Actor, error: LicenceError, role: str) -> Response:
    """The form again, with the reason at the file; for htmx it is put where the form stands, whatever the status."""
    s, t = services(request), words(request)
    errors = error if isinstance(error, Invalid) else Invalid.field("file", t(error.message))
    context = upload_page(
        t, version_reading(s, version_id), actor, s.settings.max_upload_bytes, errors=errors, role=role
    )
    headers = {"HX-Retarget": "#upload", "HX-Reswap": "outerHTML"}
    status = answer_for(type(error)).status
    return render(request, "documents/upload.html", context, block="form", status=status, headers=headers)
