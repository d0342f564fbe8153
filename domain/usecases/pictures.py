"""Pictures of pages."""

from __future__ import annotations

from domain.errors import NotFound
from domain.ports import Services
from domain.usecases.looking_up import one_document


def page_picture(s: Services, document_id: str, number: int) -> bytes:
    """A PNG of a page of a document; raises NotFound beyond the last, DocumentRejected where it cannot be drawn."""
    read = one_document(s, document_id)
    if read.reading and read.reading.pages is not None and number > read.reading.pages:
        raise NotFound(f"This document has {read.reading.pages} pages; there is no page {number}.")
    return s.reader.picture(s.documents.path(read.document.sha256), number)
