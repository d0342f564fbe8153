"""The viewer of a document."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.viewing import view_document
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.viewer import ViewAddress, viewer_page
from web.render import render

router: APIRouter = pages_router("/documents")


@router.get("/{document_id}/view")
def view(request: Request, document_id: str, _actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """One page; for htmx the pane with the page, and the list of clauses beside it."""
    t, at = words(request), ViewAddress.of(document_id, request.query_params)
    context = viewer_page(t, view_document(services(request), document_id, at.wish), at)
    said = t("Page {n} of {total}", n=context.pane.number, total=context.pane.pages)
    if context.hits is not None and "searching" in request.query_params:
        said = t.plural("{count} place", "{count} places", len(context.hits))
    return render(request, "viewer/viewer.html", context, block="pane", oob=["side"], live=said)
