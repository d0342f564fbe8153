"""The readings of a document: all of them, and what one sees otherwise than another."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api import patterns
from api.deps import Cursor, Desk, DocumentId, Limit, Viewer
from api.etags import plain
from api.guarding import api_router
from api.paging import page_of
from api.schemas.readings import NamedReading, ReadingDifferences, Readings
from domain.usecases.rereading import readings_of

router = api_router("Documents")
_ReadingId = Annotated[
    str | None,
    Query(pattern=patterns.ID, description="Id of a finished reading.", examples=["01jd9k3v5x7q2m4n6p8r0s1t2u"]),
]


@router.get(
    "/documents/{document_id}/readings",
    operation_id="listReadings",
    summary="The readings of a document",
    response_model=Readings,
)
def list_readings(
    desk: Desk, _caller: Viewer, document_id: DocumentId, limit: Limit = 200, cursor: Cursor = None
) -> Response:
    """Oldest first, with what each skipped in its `warnings`."""
    page = page_of(
        tuple(reversed(readings_of(desk, document_id).readings)),
        lambda one: (one.requested_at.isoformat(), one.id),
        limit=limit,
        cursor=cursor,
        name="readings",
    )
    return plain(Readings(items=[NamedReading.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.get(
    "/documents/{document_id}/reading-differences",
    operation_id="compareReadings",
    summary="What a later reading sees otherwise",
    response_model=ReadingDifferences,
)
def differences(
    desk: Desk, _caller: Viewer, document_id: DocumentId, old: _ReadingId = None, new: _ReadingId = None
) -> Response:
    """The newest finished reading against the one before, unless others are named. Decisions stay as they are."""
    return plain(ReadingDifferences.of(readings_of(desk, document_id, old, new)))
