"""The documents of a version as lists show them, with how far each has been read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.readings import ReadingState
from domain.usecases.licence_record import DocumentRecord
from domain.version import VersionState
from web.translation import Translator
from web.words import DOCUMENT_ROLES

TAKES_NO_FILES = (VersionState.WITHDRAWN,)
_WAITING = (ReadingState.QUEUED, ReadingState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document. `is_being_read` asks for progress; `state` is that of its newest reading."""

    id: str
    filename: str
    role: str
    size: str
    pages: int | None
    pages_done: int
    ocr_pages: int
    sha256: str
    uploaded_by: str
    uploaded_at: dt.datetime
    state: str
    error: str | None
    set_aside: str | None

    @property
    def view_href(self) -> str:
        """The pages with their text."""
        return f"/documents/{self.id}/view"

    @property
    def is_being_read(self) -> bool:
        """Whether the reading goes on."""
        return self.state in _WAITING

    @property
    def short_hash(self) -> str:
        """The beginning and the end of the hash, to compare by eye."""
        return f"{self.sha256[:4]} {self.sha256[4:8]} … {self.sha256[-4:]}"


def documents_of(t: Translator, records: Sequence[DocumentRecord]) -> tuple[DocumentView, ...]:
    """In the order of their upload, those set aside last."""
    views = [_view(t, record) for record in records]
    return tuple(sorted(views, key=lambda view: view.set_aside is not None))


def _view(t: Translator, record: DocumentRecord) -> DocumentView:
    document, reading = record.document, record.reading
    return DocumentView(
        id=document.id,
        filename=document.filename,
        role=t(DOCUMENT_ROLES[document.role]),
        size=size_words(t, document.bytes),
        pages=reading.pages if reading else None,
        pages_done=reading.pages_done if reading else 0,
        ocr_pages=len(reading.ocr_pages) if reading else 0,
        sha256=document.sha256,
        uploaded_by=document.uploaded_by_name,
        uploaded_at=document.uploaded_at,
        state=reading.state.value if reading else "",
        error=reading.error if reading else None,
        set_aside=document.set_aside,
    )


def size_words(t: Translator, size: int) -> str:
    """`1.4 MB`, `320 kB`."""
    if size < 1_000_000:
        return t("{number} kB", number=max(1, round(size / 1000)))
    number = f"{size / 1_000_000:.1f}"
    return t("{number} MB", number=number.replace(".", ",") if t.language == "fr" else number)
