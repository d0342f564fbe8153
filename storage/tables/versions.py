"""Tables of versions, their recorded steps and their documents."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, ForeignKey, Integer, Table, Text

from domain.version import DocumentRole, VersionKind, VersionState
from storage.tables.base import JsonData, UtcTime, counter, metadata, one_of, text_column

version = Table(
    "version",
    metadata,
    Column("id", Text, primary_key=True),
    Column("licence_id", ForeignKey("licence.id"), nullable=False, index=True),
    text_column("kind"),
    text_column("label"),
    Column("effective_from", Date),
    Column("effective_to", Date),
    Column("signatures", JsonData, nullable=False),
    text_column("note"),
    text_column("state"),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("revision", Integer, nullable=False),
    one_of("kind", VersionKind),
    one_of("state", VersionState),
)

version_transition = Table(
    "version_transition",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("version_id", ForeignKey("version.id"), nullable=False, index=True),
    text_column("old_state"),
    text_column("new_state"),
    text_column("reason"),
    text_column("by"),
    text_column("by_name"),
    Column("at", UtcTime, nullable=False),
    one_of("old_state", VersionState),
    one_of("new_state", VersionState),
)

document = Table(
    "document",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("version_id", ForeignKey("version.id"), nullable=False, index=True),
    text_column("sha256", index=True),
    text_column("filename"),
    Column("bytes", BigInteger, nullable=False),
    text_column("role"),
    text_column("uploaded_by"),
    text_column("uploaded_by_name"),
    Column("uploaded_at", UtcTime, nullable=False),
    one_of("role", DocumentRole),
    CheckConstraint("length(sha256) = 64", name="sha256_whole"),
)

document_set_aside = Table(
    "document_set_aside",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    text_column("reason"),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)
