"""Tables of decisions, their evidence, who approved them, and what became of suggestions."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from domain.decision import Provenance
from domain.suggestion import SuggestionState
from storage.tables.base import JsonData, JsonText, UtcTime, counter, metadata, one_of, text_column

decision = Table(
    "decision",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("version_id", ForeignKey("version.id"), nullable=False),
    Column("term", ForeignKey("term_definition.key"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("value", JsonData, comment="NULL where the term was reopened"),
    Column("conditions", Text),
    Column("public_note", Text),
    Column("internal_note", Text),
    text_column("provenance"),
    Column("searched", JsonData, nullable=False),
    Column("origin", Text),
    Column("suggestion_id", ForeignKey("suggestion.id"), index=True),
    Column("reason", Text),
    text_column("decided_by"),
    text_column("decided_by_name"),
    Column("decided_at", UtcTime, nullable=False),
    one_of("provenance", Provenance),
    CheckConstraint("sequence > 0", name="sequence_counted"),
    UniqueConstraint("version_id", "term", "sequence"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("decision_id", ForeignKey("decision.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    text_column("sha256"),
    Column("clause_id", ForeignKey("clause.id"), nullable=False, index=True),
    Column("clause_number", Text),
    Column("page", Integer, nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    text_column("quote"),
    Column("boxes", JsonText, nullable=False),
    text_column("reader"),
)

decision_approval = Table(
    "decision_approval",
    metadata,
    Column("decision_id", ForeignKey("decision.id"), primary_key=True),
    text_column("by"),
    text_column("by_name"),
    Column("at", UtcTime, nullable=False),
)

suggestion_disposition = Table(
    "suggestion_disposition",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("suggestion_id", ForeignKey("suggestion.id"), nullable=False, index=True),
    text_column("state"),
    Column("decision_id", ForeignKey("decision.id"), index=True),
    Column("reason", Text),
    text_column("by"),
    text_column("by_name"),
    Column("at", UtcTime, nullable=False),
    one_of("state", SuggestionState),
)
