"""Taking in a spreadsheet. Apart from the other pages, because who may not is refused before the file is received."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from domain.errors import Invalid
from domain.identity import Actor
from domain.usecases.spreadsheets.deciding import imports_with_suggestions
from domain.usecases.spreadsheets.importing import pending_imports, receive
from web.access import editor, services
from web.chrome import words
from web.contexts.imports import address_of, import_page
from web.messages import redirect
from web.render import render
from web.upload import UploadForm, upload_router

router: APIRouter = upload_router("/import")


@router.post("")
def take_in(request: Request, form: UploadForm, actor: Annotated[Actor, Depends(editor)]) -> Response:
    """Read a file and ask what its columns hold; whatever is wrong with it is said at the field."""
    s, t, file = services(request), words(request), form.get("file")
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise Invalid.field("file", t("Choose a spreadsheet first."))
        pending = receive(s, actor, file.filename, file.file)
    except Invalid as error:
        context = import_page(
            t,
            actor,
            pending_imports(s, actor),
            imports_with_suggestions(s),
            most_bytes=s.sheets.most_bytes,
            problem=error,
        )
        return render(request, "imports/start.html", context, block="form", status=422)
    finally:
        if isinstance(file, UploadFile):
            file.file.close()
    return redirect(request, address_of(pending))
