"""The table of a library's own phrases."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table

from storage.tables.base import UtcTime, counter, metadata, text_column

own_phrase = Table(
    "own_phrase",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("term", ForeignKey("term_definition.key"), nullable=False, index=True),
    text_column("phrase"),
    text_column("means", comment="the value that the wording gives by itself; empty where the sentence says"),
    text_column("example"),
    text_column("note"),
    text_column("added_by"),
    text_column("added_by_name"),
    Column("added_at", UtcTime, nullable=False),
    text_column("changed_by_name"),
    Column("changed_at", UtcTime, nullable=False),
    Column("set_aside_at", UtcTime),
    Column("revision", Integer, nullable=False),
)
