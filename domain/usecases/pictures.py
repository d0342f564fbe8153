"""Pictures of pages, standing as they were read, so that the boxes of clauses lie on their words."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import NotFound
from domain.ports import Services
from domain.usecases.looking_up import newest_readings
from domain.version import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """Which picture: a page, counted from 1, by how many degrees it is turned, at how many dots an inch."""

    document: Document
    number: int
    turned: float
    dpi: int = 110


def find_picture(s: Services, document_id: str, number: int) -> PagePicture:
    """Which picture shows a page; raises NotFound, beyond the last page too where that is known."""
    with s.reading_only() as uow:
        document = uow.documents.get(document_id)
        latest, done = newest_readings(uow, document_id)
        if latest and latest.pages is not None and number > latest.pages:
            raise NotFound(f"This document has {latest.pages} pages; there is no page {number}.")
        turned = uow.readings.page(done.id, number).turned if done else 0.0
    return PagePicture(document=document, number=number, turned=turned)


def draw_picture(s: Services, which: PagePicture) -> bytes:
    """The PNG; raises NotFound for a page that is not there, DocumentRejected where it cannot be drawn."""
    path = s.documents.path(which.document.sha256)
    return s.reader.picture(path, which.number, dpi=which.dpi, turned=which.turned)
