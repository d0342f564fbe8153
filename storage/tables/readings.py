"""Tables of readings and what they found."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, LargeBinary, Table, Text, UniqueConstraint

from domain.readings import ReadingState
from storage.tables.base import JsonData, JsonText, UtcTime, counter, metadata, one_of, text_column

reading = Table(
    "reading",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    text_column("state"),
    Column("requested_at", UtcTime, nullable=False),
    Column("pages", Integer),
    Column("pages_done", Integer, nullable=False),
    Column("ocr_pages", JsonData, nullable=False),
    Column("language", Text),
    Column("engine", Text),
    Column("error", Text),
    Column("warnings", JsonData, nullable=False),
    Column("facts", JsonData, nullable=False),
    Column("finished_at", UtcTime),
    one_of("state", ReadingState),
)

reading_page = Table(
    "reading_page",
    metadata,
    Column("reading_id", ForeignKey("reading.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False, comment="compressed JSON of storage.pdf.wire"),
)

clause = Table(
    "clause",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("reading_id", ForeignKey("reading.id"), nullable=False),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("number", Text),
    Column("heading", Text),
    text_column("text"),
    Column("page_start", Integer, nullable=False),
    Column("page_end", Integer, nullable=False),
    Column("boxes", JsonText, nullable=False),
    Column("parent", Text),
    Column("level", Integer, nullable=False),
    Column("fragments", JsonText, nullable=False),
    Column("confidence", Float, nullable=False),
    text_column("search_text", comment="number, heading and text as they are searched"),
    UniqueConstraint("reading_id", "position"),
)

suggestion = Table(
    "suggestion",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("reading_id", ForeignKey("reading.id"), nullable=False),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("version_id", ForeignKey("version.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    text_column("term"),
    Column("value", JsonData, nullable=False),
    Column("conditions", Text),
    Column("confidence", Float, nullable=False),
    Column("evidence", JsonData, nullable=False),
    Column("cues", JsonData, nullable=False),
    Column("searched", JsonData, nullable=False),
    text_column("source"),
    UniqueConstraint("reading_id", "position"),
)
