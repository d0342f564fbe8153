"""Shapes of documents, their readings and their clauses."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from api import patterns
from api.schemas.shapes import Given, Id, Moment, Page, Sent, example
from api.schemas.values import TermValue
from domain.reading.analysis import KeyFact
from domain.readings import Reading as DomainReading
from domain.readings import ReadingState, StoredClause
from domain.record import as_record
from domain.usecases.looking_up import ReadDocument
from domain.version import DocumentRole


class Fact(Given):
    """A fact that the reading found, offered for an empty field of the licence."""

    key: str
    value: TermValue
    confidence: Annotated[float, Field(ge=0, le=1)]
    clause: str
    page: int
    quote: str

    @classmethod
    def of(cls, fact: KeyFact) -> Fact:
        """The fact as it is shown."""
        quote = fact.evidence
        return cls(
            key=fact.key,
            value=fact.value,  # type: ignore[arg-type]  # pydantic reads a mapping as the shape that it is
            confidence=fact.confidence,
            clause=quote.clause,
            page=quote.page,
            quote=quote.quote,
        )


class Reading(Given):
    """How far the reading of a document is, and what it says of it."""

    state: ReadingState
    pages_done: int
    pages: Annotated[int | None, Field(description="Null until the file has been opened.")]
    error: Annotated[str | None, Field(description="Why it failed, in a sentence.")]
    ocr_pages: Annotated[list[int], Field(description="Pages that were read from their picture.")]
    language: str | None
    engine: Annotated[str | None, Field(description="Version of the reader and its rules.")]
    warnings: list[str]
    facts: list[Fact]
    requested_at: Moment
    finished_at: Moment | None

    @classmethod
    def of(cls, reading: DomainReading) -> Reading:
        """The reading as it is shown."""
        return cls(
            state=reading.state,
            pages_done=reading.pages_done,
            pages=reading.pages,
            error=reading.error,
            ocr_pages=list(reading.ocr_pages),
            language=reading.language,
            engine=reading.engine,
            warnings=list(reading.warnings),
            facts=[Fact.of(fact) for fact in reading.facts],
            requested_at=reading.requested_at,
            finished_at=reading.finished_at,
        )


class Document(Given):
    """A file of a version. Its bytes never change."""

    id: Id
    version: Id
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Of the bytes; the ETag of the file.")]
    filename: str
    bytes: int
    role: DocumentRole
    uploaded_by: str
    uploaded_at: Moment
    set_aside: Annotated[str | None, Field(description="Why it was set aside; null where it counts.")]
    reading: Reading | None

    @classmethod
    def of(cls, read: ReadDocument) -> Document:
        """The document as it is shown."""
        document = read.document
        return cls(
            id=document.id,
            version=document.version_id,
            sha256=document.sha256,
            filename=document.filename,
            bytes=document.bytes,
            role=document.role,
            uploaded_by=document.uploaded_by_name,
            uploaded_at=document.uploaded_at,
            set_aside=document.set_aside,
            reading=Reading.of(read.reading) if read.reading else None,
        )


class Documents(Page[Document]):
    """A page of documents."""


class SettingAside(Sent):
    """Why a document was a mistake."""

    reason: Annotated[str, Field(max_length=500, pattern=patterns.VISIBLE)]

    model_config = example({"reason": "This is the unsigned draft."}) | ConfigDict(extra="forbid")


class Box(Given):
    """A rectangle on a page, in PDF points, origin top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Clause(Given):
    """A numbered or headed piece of a document's text."""

    id: Annotated[str, Field(description="Unique in the whole desk; evidence names it.")]
    number: str | None
    heading: str | None
    text: str
    page_start: int
    page_end: int
    boxes: list[Box]
    parent: str | None
    level: int
    confidence: Annotated[float, Field(ge=0, le=1, description="Below 1 where it was read from a picture.")]

    @classmethod
    def of(cls, stored: StoredClause) -> Clause:
        """The clause as it is shown."""
        clause = stored.clause
        return cls(
            id=clause.id,
            number=clause.number,
            heading=clause.heading,
            text=clause.text,
            page_start=clause.page_start,
            page_end=clause.page_end,
            boxes=as_record(clause.boxes),
            parent=clause.parent,
            level=clause.level,
            confidence=clause.confidence,
        )


class Clauses(Page[Clause]):
    """A page of clauses, in reading order."""
