"""Tables of what comes from spreadsheets: files that wait to be confirmed, and values that wait to be decided."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text

from domain.spreadsheets.waiting import Source
from domain.suggestion import SuggestionState
from storage.tables.base import JsonData, UtcTime, counter, metadata, one_of, text_column

import_upload = Table(
    "import_upload",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("account_id"),
    text_column("filename"),
    Column("sheets", JsonData, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("mapping", JsonData, nullable=False),
    text_column("source"),
    Column("counts", JsonData, nullable=False),
    text_column("fingerprint"),
    Column("book", LargeBinary, nullable=False, comment="compressed JSON of domain.spreadsheets.table"),
    Column("preview", LargeBinary, comment="compressed JSON of the rows with an effect"),
    one_of("source", Source),
    Index(None, "account_id"),
)

imported_suggestion = Table(
    "imported_suggestion",
    metadata,
    counter(),
    text_column("id", unique=True),
    text_column("import_id"),
    Column("licence_id", ForeignKey("licence.id"), nullable=False),
    Column("version_id", ForeignKey("version.id"), nullable=False),
    Column("term", ForeignKey("term_definition.key"), nullable=False),
    Column("value", JsonData),
    Column("conditions", Text),
    Column("public_note", Text),
    Column("internal_note", Text),
    text_column("raw"),
    text_column("source"),
    text_column("origin"),
    Column("made_at", UtcTime, nullable=False),
    text_column("made_by_name"),
    text_column("state"),
    Column("settled_by_name", Text),
    Column("settled_at", UtcTime),
    Column("decision_id", ForeignKey("decision.id"), index=True),
    one_of("source", Source),
    one_of("state", SuggestionState),
    Index(None, "state", "import_id"),
    Index(None, "licence_id"),
    Index(None, "version_id"),
)
